import {
  type AnswerTable,
  asFailure,
  type Call,
  classify,
  type Failure,
  type HttpRequest,
  type HttpResult,
  type Read,
  unreadableAnswer,
} from '@crossdock/connector-kit';
import type { Budget, Purpose } from '../limits/limits.ts';
import type { SalesforceAccess } from '../settings.ts';
import { jsonOf } from '../values.ts';
import type { Session, Sessions } from './auth.ts';
import { answerTable } from './classify.ts';

/** What an answer was read as, or why there is none. */
export type Got<T> = { readonly kind: 'got'; readonly value: T } | Failure;

/** One request below `/services/data/vXX.X`, or to a path that the org itself named (`/services/…`). */
export type Asked<T> = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text (of a bulk upload) as it is, with its own content type. */
  readonly body?: unknown;
  readonly commits: boolean;
  readonly table?: AnswerTable;
  readonly read: (body: unknown, headers: Readonly<Record<string, string>>) => Read<T>;
};

/** Sends one request as the signed-in user. A refusal of the whole request means that we ask wrongly: poison. */
export type Ask = <T>(asked: Asked<T>, call: Call) => Promise<Got<T>>;

/** What all requests to one org share. */
export type Ground = { readonly access: SalesforceAccess; readonly sessions: Sessions; readonly budget: Budget };

/** Makes the way to one org for one purpose. A session that has ended is opened again once: a 401 comes before any work. */
export function createAsk({ access, sessions, budget }: Ground, purpose: Purpose): Ask {
  return async (asked, call) => {
    const stopped = budget.admit(purpose, call.now());
    if (stopped !== undefined) return stopped;
    const session = await sessions.open(call);
    if ('kind' in session) return session;
    const first = await send(session, access, asked, call);
    const answer = isRefused(first) ? await again(first, session) : first;
    return 'class' in answer ? answer : read(asked, answer, call);

    async function again(refused: HttpResult, { token }: Session): Promise<HttpResult | Failure> {
      const renewed = await sessions.renew(token, call);
      if (!('kind' in renewed)) return send(renewed, access, asked, call);
      return renewed.class === 'auth' ? refused : renewed;
    }
  };

  async function send<T>(session: Session, { apiVersion, clientName }: SalesforceAccess, { method, path, headers, body }: Asked<T>, call: Call) {
    const isText = typeof body === 'string';
    const result = await call.http({
      method,
      url: path.startsWith('/services/') ? `${session.instanceUrl}${path}` : `${session.instanceUrl}/services/data/v${apiVersion}${path}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${session.token}`,
        'sforce-call-options': `client=${clientName}`,
        'x-correlation-id': call.correlation,
        ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : jsonOf(body) }),
    });
    if (result.kind === 'answered') budget.note(result.headers, call.now());
    return result;
  }
}

const isRefused = (result: HttpResult): boolean => result.kind === 'answered' && result.status === 401;

function read<T>({ commits, table = answerTable, read: readBody }: Asked<T>, result: HttpResult, call: Call): Got<T> {
  const about = { commits, now: call.now() };
  const answer = classify(result, table, about);
  if (answer.kind !== 'accepted') return asFailure(answer);
  const value = readBody(answer.body, answer.headers);
  return value.kind === 'read' ? { kind: 'got', value: value.value } : unreadableAnswer(value, about);
}
