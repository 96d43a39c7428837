import {
  type Accepted,
  type AnswerTable,
  type Call,
  classify,
  type Failure,
  type HttpRequest,
  type Read,
  type Refusal,
  type RefusalCause,
  unreadableAnswer,
} from '@crossdock/connector-kit';
import { readErrorBody } from './api.ts';

/** Where the system is, and how it knows us. */
export type Access = { readonly url: string; readonly token: string };

/** One request: `commits` says whether it can change anything there. */
export type Asked<T> = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body?: object;
  readonly ifMatch?: number;
  readonly commits: boolean;
  readonly read: (body: unknown) => Read<T>;
};

type NoReason = { readonly class: Refusal['class']; readonly cause?: RefusalCause };

/** Their codes that are a considered "no": what kind, and which hold it amounts to. */
const noes: Readonly<Record<string, NoReason>> = {
  malformed: { class: 'data' },
  'unknown-customer': { class: 'data', cause: 'customer' },
  'inactive-customer': { class: 'business', cause: 'customer' },
  'unknown-ship-to': { class: 'data', cause: 'ship-to' },
  'inactive-ship-to': { class: 'business', cause: 'ship-to' },
  'unknown-item': { class: 'data', cause: 'item' },
  'discontinued-item': { class: 'business', cause: 'item' },
  'unknown-unit': { class: 'data', cause: 'item' },
  'unknown-line': { class: 'data' },
  'unknown-warehouse': { class: 'data' },
  'unknown-currency': { class: 'data' },
  'credit-limit': { class: 'business', cause: 'credit' },
  'goods-issued': { class: 'business', cause: 'point-of-no-return' },
  'already-shipped': { class: 'business', cause: 'point-of-no-return' },
  'more-than-ordered': { class: 'conflict' },
  'wrong-state': { class: 'conflict' },
  'duplicate-reference': { class: 'conflict' },
  'not-found': { class: 'conflict' },
};

const table: AnswerTable = {
  parse: JSON.parse,
  rules: [
    // Somebody changed the document between our read and our write: nothing was done, and the next attempt reads anew.
    { when: (status) => status === 412, is: 'transient' },
    { when: (status, body) => status < 500 && noOf(body) !== undefined, is: (body) => noOf(body) ?? unexplained },
  ],
};

const unexplained: Failure = { kind: 'failed', class: 'poison', message: 'refused without a code' };

function noOf(body: unknown): Refusal | undefined {
  const error = readErrorBody(body);
  if (error.kind === 'unreadable') return undefined;
  const { code, message, field } = error.value;
  const reason = noes[code];
  return reason === undefined ? undefined : { kind: 'refused', code, message, ...reason, ...(field === undefined ? {} : { field }) };
}

/** Sends one request and reads its answer by its shape. */
export async function ask<T>(
  { url, token }: Access,
  asked: Asked<T>,
  { http, now }: Call,
): Promise<{ readonly kind: 'got'; readonly value: T } | Refusal | Failure> {
  const { method, path, body, ifMatch, commits, read } = asked;
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': String(ifMatch) }),
  };
  const result = await http({ method, url: `${url}${path}`, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer: Accepted | Refusal | Failure = classify(result, table, { commits, now: now() });
  if (answer.kind !== 'accepted') return answer;
  const value = read(answer.body);
  return value.kind === 'read' ? { kind: 'got', value: value.value } : unreadableAnswer(value, { commits });
}

/** For a read, at which a "no" means that we ask wrongly. */
export function asFailure(answer: Refusal | Failure): Failure {
  return answer.kind === 'failed' ? answer : { kind: 'failed', class: 'poison', message: `${answer.code}: ${answer.message}` };
}
