import { unreadableAnswer } from './answer-shape.ts';
import type { HttpResult } from './http.ts';
import type { Failure, FailureClass, Refusal } from './outcome.ts';

/** One row of a connector's table: the first that fits decides. `body` is parsed, or the text itself where it cannot be. */
export type AnswerRule = {
  readonly when: (status: number, body: unknown) => boolean;
  readonly is: FailureClass | Refusal | ((body: unknown, status: number) => Refusal | Failure);
};

/** All that a connector knows about its partner's ways to say no. `parse` throws on what it cannot read (`JSON.parse` does). */
export type AnswerTable = { readonly parse: (text: string) => unknown; readonly rules: readonly AnswerRule[] };

/** A 2xx that no rule objects to; `body` undefined where there was none. */
export type Accepted = { readonly kind: 'accepted'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown };

/** `commits`: whether the request could have changed something there. `now`: for a Retry-After that is a date. */
export type AboutCall = { readonly commits: boolean; readonly now: Date };

/** The longest wish of a partner that is heeded, in ms. */
export const retryAfterMsMax = 86_400_000;

/**
 * What a result means. Without a rule: not sent is transient; lost is in doubt; 401 and 403 are auth; 429, and 503 with
 * Retry-After, are throttled; any other 5xx is in doubt; everything else outside 2xx is poison, because only a rule can say
 * what a partner means by it. Where nothing can have been committed, doubt is transient.
 */
export function classify(result: HttpResult, table: AnswerTable, about: AboutCall): Accepted | Refusal | Failure {
  switch (result.kind) {
    case 'not-sent':
      return failed(result.reason === 'forbidden' ? 'poison' : 'transient', `not sent (${result.reason}): ${result.message}`);
    case 'lost':
      return failed(about.commits ? 'in-doubt' : 'transient', `no whole answer: ${result.message}`);
    case 'answered':
      return judge(result, table, about);
    default:
      return result satisfies never;
  }
}

type Answered = Extract<HttpResult, { kind: 'answered' }>;

function judge(answer: Answered, { parse, rules }: AnswerTable, about: AboutCall): Accepted | Refusal | Failure {
  const { status, headers } = answer;
  const parsed = parseBody(answer.body, parse);
  const body = parsed.kind === 'parsed' ? parsed.value : answer.body;
  const rule = rules.find(({ when }) => when(status, body));
  if (rule !== undefined) {
    const verdict = typeof rule.is === 'function' ? rule.is(body, status) : rule.is;
    return typeof verdict === 'string' ? failure(verdict, answer, about) : verdict;
  }
  if (status < 200 || status > 299) return failure(defaultClass(status, headers), answer, about);
  if (parsed.kind === 'unparsable') return unreadableAnswer({ kind: 'unreadable', field: '', why: parsed.why }, about);
  return { kind: 'accepted', status, headers, body };
}

type Parsed = { readonly kind: 'parsed'; readonly value: unknown } | { readonly kind: 'unparsable'; readonly why: string };

function parseBody(body: string, parse: (text: string) => unknown): Parsed {
  if (body === '') return { kind: 'parsed', value: undefined };
  try {
    return { kind: 'parsed', value: parse(body) };
  } catch (error) {
    return { kind: 'unparsable', why: error instanceof Error ? error.message : String(error) };
  }
}

function defaultClass(status: number, headers: Readonly<Record<string, string>>): FailureClass {
  if (status === 401 || status === 403) return 'auth';
  if (status === 429 || (status === 503 && 'retry-after' in headers)) return 'throttled';
  return status >= 500 ? 'in-doubt' : 'poison';
}

const shownCharsMax = 300;

function failure(class_: FailureClass, { status, headers, body }: Answered, { commits, now }: AboutCall): Failure {
  const message = `answered ${status}: ${body.slice(0, shownCharsMax)}`;
  const retryAfter = headers['retry-after'];
  const retryAfterMs = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, now);
  const failure = failed(class_ === 'in-doubt' && !commits ? 'transient' : class_, message);
  return class_ === 'throttled' && retryAfterMs !== undefined ? { ...failure, retryAfterMs } : failure;
}

function failed(class_: FailureClass, message: string): Failure {
  return { kind: 'failed', class: class_, message };
}

/** Retry-After as RFC 9110 section 10.2.3 has it, seconds or a date, in ms from now; undefined when it is neither. */
export function parseRetryAfter(value: string, now: Date): number | undefined {
  const text = value.trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), retryAfterMsMax);
}
