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
  'duplicate-tax-id': { class: 'conflict', cause: 'customer' },
  'missing-country': { class: 'data', cause: 'customer' },
  'duplicate-reference': { class: 'conflict' },
  'not-found': { class: 'conflict' },
};

/** All else is as the kit has it: a code that is not known is poison, a 500 is in doubt. */
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
