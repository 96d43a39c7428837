import { OrgError } from '../org/index.ts';
import type { SfAnswer } from './route.ts';

/** A "no" of the API itself; the org's own are OrgErrors. */
export class Refused extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[];

  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** One error of a row in a collection, a tree or a publish result. */
export type RowError = { readonly statusCode: string; readonly message: string; readonly fields: readonly string[] };

/** There is no such object, record or resource. */
export const notFound = (message = 'The requested resource does not exist'): Refused => new Refused(404, 'NOT_FOUND', message);

/** The body of one error: a list, as every error of the REST API. */
export const errorAnswer = (status: number, errorCode: string, message: string): SfAnswer => ({ status, json: [{ message, errorCode }] });

/** Refusals of what was asked for, not of a record's content: the platform names no fields with them. */
const codesWithoutFields: ReadonlySet<string> = new Set([
  'INVALID_FIELD',
  'INVALID_QUERY_LOCATOR',
  'INVALID_TYPE',
  'JSON_PARSER_ERROR',
  'MALFORMED_QUERY',
  'NOT_FOUND',
  'ENTITY_IS_DELETED',
]);

/** What an error thrown by a route says to the caller. */
export function answerOf(error: unknown): SfAnswer {
  if (!(error instanceof OrgError || error instanceof Refused))
    return errorAnswer(500, 'UNKNOWN_EXCEPTION', error instanceof Error ? error.message : String(error));
  const { status, message, errorCode, fields } = error;
  const isBare = fields.length === 0 && (error instanceof Refused || codesWithoutFields.has(errorCode));
  return { status, json: [{ message, errorCode, ...(isBare ? {} : { fields }) }] };
}

/** The error of one row; throws on what is no refusal. */
export function rowErrorOf(error: unknown): RowError {
  if (!(error instanceof OrgError || error instanceof Refused)) throw error;
  return { statusCode: error.errorCode, message: error.message, fields: error.fields };
}
