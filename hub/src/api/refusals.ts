import { isUtf8 } from 'node:buffer';
import type { Clock, IdSource, Queryable } from '../platform/index.ts';
import type { Problem } from './problem.ts';

/** Most that is kept of a refused message, in bytes of what is stored. */
export const refusalRawBytesMax = 65_536;

/** What was refused at the door: by whom it was sent, where it came in, and the bytes as they came. */
export type Refusal = { readonly client: string; readonly entry: string; readonly problem: Problem; readonly raw: Uint8Array };

/** Keeps a refused message with its reason. */
export async function keepRefusal(refusal: Refusal, deps: { readonly pool: Queryable; readonly newId: IdSource; readonly clock: Clock }): Promise<void> {
  const { client, entry, problem, raw } = refusal;
  const detail = problem.field === undefined ? problem.detail : `${problem.field}: ${problem.detail}`;
  await deps.pool.query('insert into refusals (id, at, client, entry, code, detail, raw) values ($1, $2, $3, $4, $5, $6, $7)', [
    deps.newId(),
    deps.clock.now(),
    client,
    entry,
    problem.code,
    storable(Buffer.from(detail)),
    storable(raw),
  ]);
}

const base64Prefix = 'base64:';

/** Text that PostgreSQL takes and that says the bytes exactly, cut at the limit: as it is where that is possible, else in base64. */
export function storable(bytes: Uint8Array): string {
  const part = Buffer.from(bytes.subarray(0, refusalRawBytesMax));
  const whole = cutToCharacter(part);
  if (isUtf8(whole) && !whole.includes(0)) return whole.toString('utf8');
  return base64Prefix + part.subarray(0, Math.floor(((refusalRawBytesMax - base64Prefix.length) / 4) * 3)).toString('base64');
}

/** Without the beginning of a character whose rest was cut off. */
function cutToCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
