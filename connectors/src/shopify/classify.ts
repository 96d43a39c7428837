import type { AnswerRule, AnswerTable, Failure, FailureClass } from '@crossdock/connector-kit';
import { at, deep, isAbsent, maybeList, maybeText, type Part, parseJson, readAmount, Unreadable } from './read.ts';

/** Whether a request can have changed something in the shop. */
export type Effect = 'reads' | 'writes';

/**
 * What the answers of the Admin API mean (https://shopify.dev/docs/api/usage/response-codes) where the kit's own rules do not say
 * it: 402 is a shop frozen for want of payment, 423 a locked one, 430 one that took us for an attacker. GraphQL tells its troubles
 * with HTTP 200. Shopify documents no 5xx that comes before any work, so each leaves a write in doubt.
 */
export const answerTable = (effect: Effect): AnswerTable => ({
  parse: (text) => parseJson(text).value,
  rules: [{ when: (status) => status === 402 || status === 423, is: 'auth' }, { when: (status) => status === 430, is: 'throttled' }, graphqlErrors(effect)],
});

/** What a code of a GraphQL error means. */
const codes: Readonly<Record<string, { readonly class: FailureClass; readonly says: string } | undefined>> = {
  THROTTLED: { class: 'throttled', says: 'the budget of query costs is used up' },
  ACCESS_DENIED: { class: 'auth', says: 'the access token lacks a scope' },
  SHOP_INACTIVE: { class: 'auth', says: 'the shop is inactive' },
  MAX_COST_EXCEEDED: { class: 'poison', says: 'the query costs more than one query may' },
};

const graphqlErrors = (effect: Effect): AnswerRule => ({
  when: (status, body) => status === 200 && errorsOf(body).length > 0,
  is: (body) => graphqlFailure({ path: '', value: body }, effect),
});

/** Errors beside `data` say that it was begun; errors alone that nothing of the query was carried out. */
function graphqlFailure(answer: Part, effect: Effect): Failure {
  const errors = errorsOf(answer.value);
  const says = errors.map((error) => maybeText(at(error, 'message')) ?? 'an error without a message').join('; ');
  const found = errors.flatMap((error) => codeOf(error) ?? []);
  const known = found.map((code) => codes[code]).find((each) => each !== undefined);
  if (known?.class === 'throttled') return { ...failed(known.class, `${known.says} (${says})`), ...restoreMs(answer) };
  if (known !== undefined) return failed(known.class, `${known.says} (${says})`);
  const isBegun = !isAbsent(at(answer, 'data')) || found.some((code) => code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT');
  if (effect === 'reads') return failed(isBegun ? 'transient' : 'poison', says);
  return failed(isBegun ? 'in-doubt' : 'poison', says);
}

const failed = (kind: FailureClass, message: string): Failure => ({ kind: 'failed', class: kind, message });

/** The top-level errors; none in a body of another shape. REST has `errors` as well, but as a text or an object, and never with 200. */
function errorsOf(body: unknown): readonly Part[] {
  return whole(() => maybeList(at({ path: '', value: body }, 'errors')).filter((error) => !isAbsent(at(error, 'message')))) ?? [];
}

function codeOf(error: Part): string | undefined {
  return whole(() => maybeText(deep(error, 'extensions', 'code')));
}

/** When the bucket holds what the query asked for, by the shop's own figures (https://shopify.dev/docs/api/usage/limits). */
function restoreMs(answer: Part): { readonly retryAfterMs?: number } {
  const [asked, available, rate] =
    whole(() => {
      const cost = deep(answer, 'extensions', 'cost');
      const figures = [at(cost, 'requestedQueryCost'), deep(cost, 'throttleStatus', 'currentlyAvailable'), deep(cost, 'throttleStatus', 'restoreRate')];
      return figures.map((figure) => Number(readAmount(figure)));
    }) ?? [];
  if (asked === undefined || available === undefined || rate === undefined || rate <= 0) return {};
  return { retryAfterMs: Math.max(0, Math.ceil(((asked - available) / rate) * 1000)) };
}

/** What `read` makes of it, undefined where it has another shape. */
function whole<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
