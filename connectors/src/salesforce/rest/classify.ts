import type { AnswerTable, Failure, FailureClass, Refusal } from '@crossdock/connector-kit';
import { answerShape } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import { parseAnswer } from '../values.ts';

/** An error of the API: of a request, a record of a collection, or a row of a bulk job. */
export type ApiError = { readonly code: string; readonly message: string; readonly fields: readonly string[] };

type Meaning = { readonly failed: FailureClass } | { readonly refused: Refusal['class'] };

const data = { refused: 'data' } as const;
const business = { refused: 'business' } as const;
const conflict = { refused: 'conflict' } as const;
const transient = { failed: 'transient' } as const;
const auth = { failed: 'auth' } as const;
const poison = { failed: 'poison' } as const;

/** What each code means (REST API and SOAP API guides, "Status codes and error responses"). One that is not here is poison. */
const meanings: Readonly<Record<string, Meaning | undefined>> = {
  // Another transaction held a row, or this one was undone for a reason that stands elsewhere.
  UNABLE_TO_LOCK_ROW: transient,
  SERVER_UNAVAILABLE: transient,
  QUERY_TIMEOUT: transient,
  REQUEST_RUNNING_TOO_LONG: transient,
  PROCESSING_HALTED: transient,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: transient,
  PRECONDITION_FAILED: transient,
  REQUEST_LIMIT_EXCEEDED: { failed: 'throttled' },
  INVALID_SESSION_ID: auth,
  API_DISABLED_FOR_ORG: auth,
  API_CURRENTLY_DISABLED: auth,
  INACTIVE_OWNER_OR_USER: data,
  INSUFFICIENT_ACCESS: data,
  INSUFFICIENT_ACCESS_OR_READONLY: data,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: data,
  INVALID_FIELD_FOR_INSERT_UPDATE: data,
  INVALID_CROSS_REFERENCE_KEY: data,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: data,
  INVALID_EMAIL_ADDRESS: data,
  INVALID_FIELD: data,
  INVALID_ID_FIELD: data,
  MALFORMED_ID: data,
  MISSING_ARGUMENT: data,
  NUMBER_OUTSIDE_VALID_RANGE: data,
  REQUIRED_FIELD_MISSING: data,
  STRING_TOO_LONG: data,
  JSON_PARSER_ERROR: data,
  FIELD_FILTER_VALIDATION_EXCEPTION: business,
  FIELD_INTEGRITY_EXCEPTION: business,
  FIELD_CUSTOM_VALIDATION_EXCEPTION: business,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: business,
  FAILED_ACTIVATION: business,
  DUPLICATES_DETECTED: conflict,
  DUPLICATE_VALUE: conflict,
  DUPLICATE_EXTERNAL_ID: conflict,
  ENTITY_IS_DELETED: conflict,
  NOT_FOUND: conflict,
  MALFORMED_QUERY: poison,
  INVALID_TYPE: poison,
  INVALID_QUERY_LOCATOR: poison,
};

/** How long to wait where Salesforce names no time: for a free request, and for the calls of 24 hours. */
const waitMs = { concurrent: 5_000, daily: 900_000 } as const;

/**
 * What an error amounts to. A trigger of the customer's may fail because of a lock, and a used-up limit is either of calls at the same
 * time or of calls within 24 hours: the text alone tells.
 */
export function meaningOf({ code, message, fields }: ApiError): Refusal | Failure {
  const meaning = /UNABLE_TO_LOCK_ROW/.test(message) ? transient : (meanings[code] ?? poison);
  const says = `${code}: ${message}`;
  if ('refused' in meaning) {
    const [field] = fields;
    return { kind: 'refused', class: meaning.refused, code: code.toLowerCase().replaceAll('_', '-'), message, ...(field !== undefined && { field }) };
  }
  const failure: Failure = { kind: 'failed', class: meaning.failed, message: says };
  if (meaning.failed !== 'throttled') return failure;
  return { ...failure, retryAfterMs: /concurrent/i.test(message) ? waitMs.concurrent : waitMs.daily };
}

const readErrors = answerShape(
  Type.Array(
    Type.Object({
      errorCode: Type.Optional(Type.String()),
      statusCode: Type.Optional(Type.String()),
      message: Type.String(),
      fields: Type.Optional(Type.Array(Type.String())),
    }),
    { minItems: 1 },
  ),
);

/** The errors of a body or of a record's result; none where it has another shape. */
export function errorsOf(body: unknown): readonly ApiError[] {
  const read = readErrors(body);
  if (read.kind === 'unreadable') return [];
  return read.value.map(({ errorCode, statusCode, message, fields = [] }) => ({ code: errorCode ?? statusCode ?? 'UNKNOWN', message, fields }));
}

/**
 * What answers mean where the kit's own rules do not say it. A 5xx leaves a write in doubt, unless the API itself says that it is not
 * available; a page of HTML is a proxy's or a maintenance's and says nothing. 300: an external id that several records have.
 */
export const answerTable: AnswerTable = {
  parse: parseAnswer,
  rules: [
    {
      when: (status) => status === 300,
      is: { kind: 'refused', class: 'conflict', code: 'multiple-choices', message: 'several records have this external id' },
    },
    {
      when: (status, body) => status >= 400 && errorsOf(body).some(({ code }) => status < 500 || code === 'SERVER_UNAVAILABLE'),
      is: (body) => worstOf(errorsOf(body).map(meaningOf)) ?? { kind: 'failed', class: 'poison', message: 'refused without a code' },
    },
  ],
};

/** What decides when there are several: doubt before what is sure, what comes again before what a person must mend. */
const order = ['in-doubt', 'auth', 'throttled', 'transient', 'poison'] as const;

/** The verdict that stands for all of them; undefined when there are none. */
export function worstOf<V extends Refusal | Failure>(verdicts: readonly V[]): V | undefined {
  for (const kind of order) {
    const found = verdicts.find((verdict) => verdict.kind === 'failed' && verdict.class === kind);
    if (found !== undefined) return found;
  }
  return verdicts[0];
}
