import {
  type AnswerTable,
  type Call,
  type Failure,
  type JsonAnswer,
  type JsonRequest,
  type Refusal,
  type RefusalCause,
  requestJson,
} from '@crossdock/connector-kit';
import { readErrorBody } from './api.ts';

/** Where the system is, and how it knows us. */
export type Access = { readonly url: string; readonly token: string };

/** One request to it; `ifMatch` is the version that is changed. */
export type Asked<T> = Pick<JsonRequest<T>, 'method' | 'body' | 'commits' | 'read'> & { readonly path: string; readonly ifMatch?: number };

/** Sends one request and reads its answer. */
export function ask<T>({ url, token }: Access, { path, ifMatch, ...asked }: Asked<T>, call: Call): Promise<JsonAnswer<T>> {
  const headers = { authorization: `Bearer ${token}`, ...(ifMatch === undefined ? {} : { 'if-match': String(ifMatch) }) };
  return requestJson({ ...asked, url: `${url}${path}`, headers }, table, call);
}

type NoReason = { readonly class: Refusal['class']; readonly cause?: RefusalCause };

/** Their codes that are a considered "no": what kind, and which hold it amounts to. */
const noes: Readonly<Record<string, NoReason>> = {
  malformed: { class: 'data' },
  'unknown-item': { class: 'data', cause: 'item' },
  'unknown-unit': { class: 'data', cause: 'item' },
  'unknown-line': { class: 'data' },
  'unknown-warehouse': { class: 'data' },
  'already-picked': { class: 'business', cause: 'point-of-no-return' },
  'already-shipped': { class: 'business', cause: 'point-of-no-return' },
  'wrong-state': { class: 'conflict' },
  'duplicate-reference': { class: 'conflict' },
  'not-found': { class: 'conflict' },
};

/** All else is as the kit has it: a code that is not known is poison, a 500 is in doubt. */
const table: AnswerTable = {
  parse: JSON.parse,
  rules: [
    // Somebody changed the order between our read and our write: nothing was done, and the next attempt reads anew.
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
