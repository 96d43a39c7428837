import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Refused } from './problem.ts';

/** Longest Idempotency-Key, in characters; longest wait for an outcome, in seconds. */
export const headerLimits = { keyCharsMax: 255, waitSecondsMax: 30 } as const;

/** The header of draft-ietf-httpapi-idempotency-key-header, for the description. */
export const idempotencyHeader = {
  'idempotency-key': Type.String({
    minLength: 1,
    maxLength: headerLimits.keyCharsMax,
    description: 'Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941.',
  }),
} as const;

/** Those headers as a schema. */
export const IdempotentHeaders = Type.Object(idempotencyHeader);
/** Idempotency-Key and Prefer. */
export const SubmitHeaders = Type.Object({
  ...idempotencyHeader,
  prefer: Type.Optional(Type.String({ description: 'RFC 7240: `wait=N` waits up to N seconds (30 at most) for an outcome.' })),
});

const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const printable = /^[\x21-\x7e]+$/;

/** The key of a request that must have one; quotes of a structured string are taken off, so both spellings are one key. */
export function idempotencyKeyOf(request: FastifyRequest): string {
  const header = request.headers['idempotency-key'];
  if (header === undefined || header === '' || header === '""')
    throw new Refused({
      code: 'missing-idempotency-key',
      field: 'Idempotency-Key',
      detail: 'Send the header Idempotency-Key, the same on every retry of this request.',
    });
  const raw = String(header);
  const key = quoted.exec(raw)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? raw;
  if (key.length > headerLimits.keyCharsMax || !printable.test(key))
    throw new Refused({
      code: 'invalid-parameter',
      field: 'Idempotency-Key',
      detail: `A key has 1 to ${headerLimits.keyCharsMax} printable ASCII characters and no space.`,
    });
  return key;
}

const wait = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?/i;

/** Seconds that the sender is ready to wait for an outcome; 0 where it is not. */
export function waitSecondsOf(request: FastifyRequest): number {
  return Math.min(preferredSecondsOf(request) ?? 0, headerLimits.waitSecondsMax);
}

/** Seconds that `Prefer: wait=N` asks for, as they were sent; undefined where nobody asks. */
export function preferredSecondsOf(request: FastifyRequest): number | undefined {
  const prefer = request.headers['prefer'];
  const seconds = prefer === undefined ? undefined : wait.exec(String(prefer))?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
