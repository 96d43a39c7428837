import type { Failure, FailureClass, HttpResult } from '@crossdock/connector-kit';
import { at, deep, isAbsent, maybeList, maybeText, type Part, readAmount } from './read.ts';

/** Whether a call can have changed something in the shop. */
export type Effect = 'reads' | 'writes';

type Meaning = { readonly class: FailureClass; readonly says: string };

/**
 * What an HTTP status of the Admin API means (https://shopify.dev/docs/api/usage/response-codes). Everything from 500 on leaves open
 * whether a write was done; Shopify documents none that comes before any work.
 */
const statuses: Readonly<Record<number, Meaning>> = {
  401: { class: 'auth', says: 'the access token is not accepted' },
  402: { class: 'auth', says: 'the shop is frozen for want of payment' },
  403: { class: 'auth', says: 'the access token lacks a scope' },
  423: { class: 'auth', says: 'the shop is locked' },
  429: { class: 'throttled', says: 'too many requests' },
  430: { class: 'throttled', says: 'the shop took the request for an attack' },
};

/** What a GraphQL error code means; they come with HTTP 200. */
const codes: Readonly<Record<string, Meaning>> = {
  THROTTLED: { class: 'throttled', says: 'the budget of query costs is used up' },
  ACCESS_DENIED: { class: 'auth', says: 'the access token lacks a scope' },
  SHOP_INACTIVE: { class: 'auth', says: 'the shop is inactive' },
  MAX_COST_EXCEEDED: { class: 'poison', says: 'the query costs more than one query may' },
};

const failed = (kind: FailureClass, message: string, retryAfterMs?: number): Failure => ({
  kind: 'failed',
  class: kind,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** A call that was lost, or broke on the way back: a read is simply done again, of a write nobody knows. */
export const lost = (effect: Effect, message: string): Failure => failed(effect === 'writes' ? 'in-doubt' : 'transient', message);

/** An answer that came, but not as promised: a write may have been done for all that. */
export const unexpected = (effect: Effect, message: string): Failure => failed(effect === 'writes' ? 'in-doubt' : 'poison', message);

/** The failure that an HTTP result is, undefined for a 2xx. */
export function failureOf(result: HttpResult, effect: Effect, now: Date): Failure | undefined {
  if (result.kind === 'not-sent') return failed('transient', `not sent (${result.reason}): ${result.message}`);
  if (result.kind === 'lost') return lost(effect, `no answer: ${result.message}`);
  const { status, headers, body } = result;
  if (status >= 200 && status < 300) return undefined;
  const known = statuses[status];
  if (known !== undefined)
    return failed(known.class, `HTTP ${status}: ${known.says}`, known.class === 'throttled' ? retryAfterOf(headers['retry-after'], now) : undefined);
  if (status >= 500) return lost(effect, `HTTP ${status}: ${body.slice(0, bodyCharsMax)}`);
  return failed('poison', `HTTP ${status}: ${body.slice(0, bodyCharsMax)}`);
}

/** How much of an error's body goes into a message. */
const bodyCharsMax = 300;

/** Retry-After in ms: seconds (Shopify writes `2.0`) or an HTTP date. */
function retryAfterOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * The failure in a GraphQL answer, undefined where there is none. Errors beside `data` mean that it was begun; errors alone that the
 * query was not even carried out.
 */
export function graphqlFailureOf(answer: Part, effect: Effect): Failure | undefined {
  const errors = maybeList(at(answer, 'errors'));
  if (errors.length === 0) return undefined;
  const says = errors.map((error) => maybeText(at(error, 'message')) ?? 'an error without a message').join('; ');
  const found = errors.map(codeOf);
  const code = found.find((each) => each !== undefined && Object.hasOwn(codes, each));
  const known = code === undefined ? undefined : codes[code];
  if (known !== undefined) return failed(known.class, `${code}: ${known.says} (${says})`, known.class === 'throttled' ? restoreMs(answer) : undefined);
  const isBegun = effect === 'writes' && !isAbsent(at(answer, 'data'));
  const isTheirs = found.some((each) => each === 'INTERNAL_SERVER_ERROR' || each === 'TIMEOUT');
  return isBegun || isTheirs ? lost(effect, says) : failed('poison', says);
}

function codeOf(error: Part): string | undefined {
  const extensions = at(error, 'extensions');
  return isAbsent(extensions) ? undefined : maybeText(at(extensions, 'code'));
}

/** When the bucket holds what the query asked for, by the shop's own figures. */
function restoreMs(answer: Part): number | undefined {
  const extensions = at(answer, 'extensions');
  const cost = isAbsent(extensions) ? extensions : at(extensions, 'cost');
  if (isAbsent(cost)) return undefined;
  const status = at(cost, 'throttleStatus');
  const [asked, available, rate] = [at(cost, 'requestedQueryCost'), deep(status, 'currentlyAvailable'), deep(status, 'restoreRate')].map((part) =>
    Number(readAmount(part)),
  );
  if (asked === undefined || available === undefined || rate === undefined || rate <= 0) return undefined;
  return Math.max(0, Math.ceil(((asked - available) / rate) * 1000));
}
