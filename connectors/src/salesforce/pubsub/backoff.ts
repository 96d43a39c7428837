import { createHash } from 'node:crypto';

/** The bound of the first wait, and of any, in ms. */
export const backoffLimits = { firstMs: 500, msMax: 30_000 } as const;

const attemptsCounted = 10;

/**
 * The wait after the n-th end in a row, anywhere between nothing and a bound that doubles (full jitter), so that not all who were cut off come
 * back at once. `salt` is what nobody else has: the session and the instant.
 */
export function backoffMs(attempts: number, salt: string): number {
  const bound = Math.min(backoffLimits.msMax, backoffLimits.firstMs * 2 ** Math.min(attempts - 1, attemptsCounted));
  const share = createHash('sha256').update(salt).digest().readUInt32BE(0) / 2 ** 32;
  return Math.floor(share * bound);
}
