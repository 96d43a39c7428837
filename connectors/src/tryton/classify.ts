import { type AboutCall, type AnswerTable, classify, type Failure, type HttpResult, type Refusal, unreadableAnswer } from '@crossdock/connector-kit';

/** What a call returned, typed values still as on the wire. */
export type Returned = { readonly kind: 'returned'; readonly value: unknown };

/**
 * What an answer of Tryton's means. Errors come with status 200 as `{"error": [kind, detail]}`; for business errors there are no codes,
 * only English sentences, which is why this connector logs in with language `en`. The third part of a UserError, the domain, can be
 * more than 100 KB of field definitions: it is never looked at.
 */
export function classifyAnswer(result: HttpResult, about: AboutCall): Returned | Refusal | Failure {
  const verdict = classify(result, answerTable, about);
  if (verdict.kind !== 'accepted') return verdict;
  const { body } = verdict;
  if (typeof body === 'object' && body !== null && 'result' in body) return { kind: 'returned', value: body.result };
  return unreadableAnswer({ kind: 'unreadable', field: 'result', why: 'it is missing' }, about);
}

/** The name of the warning that a call stopped at: to go on, a person (or a rule of ours) acknowledges it by this name. */
export function warningNameOf(result: HttpResult): string | undefined {
  if (result.kind !== 'answered' || result.status !== 200) return undefined;
  try {
    const error = errorOf(JSON.parse(result.body));
    return error?.kind === 'UserWarning' ? error.texts[0] : undefined;
  } catch {
    return undefined;
  }
}

type ServerError = { readonly kind: string; readonly texts: readonly string[] };

/**
 * Only the start of a UserError is read: that is all there is to it, and it is there even where a long answer was cut off. The two texts
 * are JSON strings.
 */
const userErrorStart = /^\{"id":\s*\d+,\s*"error":\s*\["UserError",\s*\[("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*")/;

function parse(text: string): unknown {
  const [, message, description] = userErrorStart.exec(text) ?? [];
  return message === undefined ? JSON.parse(text) : { error: ['UserError', JSON.parse(`[${message},${description}]`)] };
}

const answerTable: AnswerTable = {
  parse,
  rules: [
    { when: (_, body) => errorOf(body) !== undefined, is: (body) => meaningOf(errorOf(body)) },
    // A method that may not be called from outside: a mistake of ours, whatever the credentials.
    { when: (status) => status === 403, is: 'poison' },
    // The database of that name is not there (any more, or yet): nothing was done, and it concerns every call.
    { when: (status) => status === 404, is: 'auth' },
    // It could not read our JSON, which it says before any work; every other 500 leaves doubt.
    { when: (status, body) => status === 500 && String(body).includes('must be an iterable'), is: 'poison' },
  ],
};

function errorOf(body: unknown): ServerError | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body) || !Array.isArray(body.error)) return undefined;
  const [kind, detail]: readonly unknown[] = body.error;
  const texts = Array.isArray(detail) ? detail.slice(0, 2) : [detail];
  return { kind: String(kind), texts: texts.filter((text) => typeof text === 'string') };
}

const shownCharsMax = 500;

function meaningOf(error: ServerError | undefined): Refusal | Failure {
  const { kind = '', texts = [] } = error ?? {};
  const says = texts.filter((text) => text !== '').join(' - ');
  switch (kind) {
    case 'UserError':
      return userError(says.slice(0, shownCharsMax));
    case 'UserWarning':
      return { kind: 'refused', class: 'business', code: 'warning', message: (texts[1] ?? says).slice(0, shownCharsMax) };
    case 'ConcurrencyException': // somebody else was quicker: read again, decide again
      return { kind: 'failed', class: 'transient', message: says.slice(0, shownCharsMax) };
    default:
      return serverError(kind.slice(0, shownCharsMax));
  }
}

type Meaning = Pick<Refusal, 'class' | 'code'> & Partial<Pick<Refusal, 'cause'>>;

/** The first sentence that fits decides. */
const sentences: readonly (readonly [RegExp, Meaning | 'poison'])[] = [
  [/must be unique/, { class: 'conflict', code: 'duplicate' }],
  [/credit limit/, { class: 'business', code: 'credit-limit', cause: 'credit' }],
  [/not allowed to access|Calling button/, 'poison'],
  [/not allowed to \w+ records/, { class: 'data', code: 'unknown-record' }],
  [/A value is required/, { class: 'data', code: 'value-missing' }],
  [/does not exist/, { class: 'data', code: 'value-unknown' }],
  [/not valid according to its domain|not one of the allowed|exceeds the limit|cannot use together/, { class: 'data', code: 'value-not-valid' }],
  [/you must enter/, { class: 'data', code: 'value-missing' }],
  [/for[e]?cast quantity/, { class: 'business', code: 'short-stock', cause: 'stock' }],
];

function userError(message: string): Refusal | Failure {
  const meaning = sentences.find(([sentence]) => sentence.test(message))?.[1] ?? { class: 'business', code: 'refused' };
  if (meaning === 'poison') return { kind: 'failed', class: 'poison', message };
  const [, field] = /field "([^"]+)"/.exec(message) ?? [];
  return { kind: 'refused', ...meaning, message, ...(field === undefined ? {} : { field }) };
}

/** Rolled back by the database, which says so: nothing is left of it. */
const rolledBack = /could not obtain lock|could not serialize access|deadlock detected|statement timeout|the database system is/;
/** The connection to the database broke, perhaps after the commit. */
const broken = /server closed the connection|connection already closed|terminating connection|connection not open|SSL connection has been closed/;

function serverError(message: string): Failure {
  if (rolledBack.test(message)) return { kind: 'failed', class: 'transient', message };
  return { kind: 'failed', class: broken.test(message) ? 'in-doubt' : 'poison', message };
}
