import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Overloaded } from '../engine/index.ts';
import { type Clock, type IdSource, type Queryable, sqlState } from '../platform/index.ts';
import { actorOf, knownClient } from './access.ts';
import { rawOf } from './body.ts';
import { type Problem, problemBody, problemMediaType, Refused } from './problem.ts';
import { problemCodes } from './problem-codes.ts';
import { problemOfValidation, type SchemaError } from './problem-of-validation.ts';
import { keepRefusal } from './refusals.ts';
import type { Tally } from './tally.ts';

/** What answering with a problem needs. */
export type ProblemDeps = {
  readonly database: { readonly pool: Queryable };
  readonly newId: IdSource;
  readonly clock: Clock;
  readonly tally: Tally;
  readonly onError: (error: Error, where: string) => void;
};

const storeRetrySeconds = 5;
const overloadRetrySeconds = 1;

/** Answers every failure as a problem, and keeps what was malformed: nothing of it is stored as an order. */
export function answerProblems(app: FastifyInstance, deps: ProblemDeps): void {
  app.setErrorHandler((error, request, reply) => answer(problemOf(error, request, deps), request, reply, deps));
  app.setNotFoundHandler((request, reply) =>
    answer({ code: 'route-not-found', detail: `There is no ${request.method} ${pathOf(request)}.` }, request, reply, deps),
  );
}

function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply, deps: ProblemDeps): FastifyReply {
  const { status, class: kind } = problemCodes[problem.code];
  const entry = entryOf(request);
  deps.tally.refuse(entry, problem.code);
  if (kind === 'data' && status !== 404 && request.method === 'POST' && !request.routeOptions.config.keepsNothing) remember(problem, request, entry, deps);
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="crossdock"');
  if (problem.code === 'missing-scope') reply.header('www-authenticate', 'Bearer realm="crossdock", error="insufficient_scope"');
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.code === 'body-too-large') reply.header('connection', 'close');
  return reply
    .code(status)
    .header('content-type', problemMediaType)
    .send(JSON.stringify(problemBody(problem, `urn:crossdock:request:${request.id}`)));
}

/** Kept only for known senders: a stranger cannot fill the table. Failing to keep it changes nothing for the sender. */
function remember(problem: Problem, request: FastifyRequest, entry: string, { database, newId, clock, onError }: ProblemDeps): void {
  const client = knownClient(request);
  if (!client) return;
  keepRefusal({ client: actorOf(client), entry, problem, raw: rawOf(request) }, { pool: database.pool, newId, clock }).catch((error: Error) =>
    onError(error, 'refusals'),
  );
}

/** The route's pattern, so that ids do not multiply the counters. */
function entryOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** What a failure means for the one who asked. */
export function problemOf(error: unknown, request: FastifyRequest, { onError }: Pick<ProblemDeps, 'onError'>): Problem {
  if (error instanceof Refused) return error.problem;
  if (error instanceof Overloaded) return { code: 'overloaded', detail: 'More waits than can be kept.', retryAfterSeconds: overloadRetrySeconds };
  if (isValidation(error)) {
    const problem = problemOfValidation(error.validation);
    return error.validationContext === 'body' ? problem : { ...problem, code: 'invalid-parameter' };
  }
  const known = ofFramework(error);
  if (known) return known;
  onError(error instanceof Error ? error : new Error(String(error)), `${request.method} ${entryOf(request)} ${request.id}`);
  if (isStoreTrouble(error)) return { code: 'store-unavailable', detail: 'The database did not answer in time.', retryAfterSeconds: storeRetrySeconds };
  return { code: 'internal', detail: 'The hub failed; the failure is in its log under this instance.' };
}

type Validation = { readonly validation: readonly SchemaError[]; readonly validationContext: string };

function isValidation(error: unknown): error is Validation {
  return typeof error === 'object' && error !== null && 'validation' in error && Array.isArray(error.validation);
}

/** What the HTTP framework refuses by itself. */
function ofFramework(error: unknown): Problem | undefined {
  switch (sqlState(error)) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'unsupported-media-type', field: 'Content-Type', detail: 'The content type is missing or not supported here.' };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body-too-large', detail: 'The body is too large.' };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { code: 'malformed-json', detail: 'The body is empty.' };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'ECONNRESET':
      return { code: 'malformed-json', detail: 'The body ended before its announced length.' };
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { code: 'route-not-found', detail: 'The address cannot be read.' };
    default:
      return undefined;
  }
}

/** Connection lost, server shutting down, out of resources, or no free connection in time. */
function isStoreTrouble(error: unknown): boolean {
  const code = sqlState(error) ?? '';
  if (/^(08|53|57|55P03)/.test(code) || ['ECONNREFUSED', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true;
  return error instanceof Error && /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(error.message);
}
