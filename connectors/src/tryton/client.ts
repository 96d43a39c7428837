import type { Call, Failure, HttpResult, Read, Refusal, Unreadable } from '@crossdock/connector-kit';
import { unreadableAnswer } from '@crossdock/connector-kit';
import { readLogin, readPreferences } from './api.ts';
import { classifyAnswer, type Returned, warningNameOf } from './classify.ts';
import { Stopped } from './stop.ts';
import { plain } from './wire.ts';

/** Where a Tryton is, and as whom to speak with it. */
export type Account = { readonly url: string; readonly database: string; readonly user: string; readonly password: string };

/** Extra keys of the context of one call, e.g. the warehouse that a quantity is asked for. */
export type Context = Readonly<Record<string, unknown>>;

type Session = { readonly user: number; readonly authorization: string; readonly context: Context };

/** A call that Tryton stopped at a question: `warning` is its name. */
type Warned = Refusal & { readonly warning: string };

/**
 * The calls of one operation. Whatever goes wrong ends the operation (`Stopped`); what was read is checked by `shape`. Once a write was
 * accepted, or may have been, the operation as a whole can only be in doubt, never transient: `hasWritten` says so.
 */
export type Conversation = {
  readonly now: () => Date;
  /** Our user's id there. */
  readonly user: () => Promise<number>;
  /** The company that our user works for. */
  readonly company: () => Promise<number>;
  readonly read: <T>(shape: (value: unknown) => Read<T>, method: string, params: readonly unknown[], context?: Context) => Promise<T>;
  /** A call that changes something there; its answer as plain values. */
  readonly write: (method: string, params: readonly unknown[], context?: Context) => Promise<unknown>;
  /** The same, but the partner's "no" is a value. */
  readonly attempt: (method: string, params: readonly unknown[], context?: Context) => Promise<Returned | Refusal | Warned>;
  readonly hasWritten: () => boolean;
};

/** One account's session, kept for all operations of a connector. */
export type Client = {
  readonly converse: (call: Call) => Conversation;
  /** What the server calls its version; needs no log-in. */
  readonly version: (call: Call) => Promise<string>;
};

/** Makes a client; it logs in when first needed. */
export function createClient(account: Account): Client {
  const sessions = createSessions(account);
  return {
    version: async (call) => {
      const answer = classifyAnswer(await post(account, call, { path: '/', method: 'common.server.version', params: [] }), { commits: false, now: call.now() });
      return answer.kind === 'returned' ? String(answer.value) : stop(answer);
    },
    converse: (call) => converse(account, sessions, call),
  };
}

type Request = { readonly path: string; readonly method: string; readonly params: readonly unknown[]; readonly session?: Session; readonly holdsSecret?: true };

/** Exactly these three keys in the body: with any other, Tryton answers errors as HTML pages. */
function post({ url }: Account, call: Call, { path, method, params, session, holdsSecret }: Request): Promise<HttpResult> {
  return call.http({
    method: 'POST',
    url: `${url.replace(/\/$/, '')}${path}`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-correlation-id': call.correlation,
      ...(session ? { authorization: session.authorization } : {}),
    },
    body: JSON.stringify({ id: 1, method, params }),
    ...(holdsSecret ? { holdsSecret } : {}),
  });
}

type Sessions = {
  readonly open: (call: Call) => Promise<Session | Failure>;
  /** A session after this one was refused; whoever comes first logs in, the others get the same. */
  readonly renew: (refused: Session, call: Call) => Promise<Session | Failure>;
};

/** One log-in at a time: several at once with a wrong password lock the user out. */
function createSessions(account: Account): Sessions {
  let current: Session | undefined;
  let opening: Promise<Session | Failure> | undefined;
  const open = (call: Call): Promise<Session | Failure> => {
    if (current !== undefined) return Promise.resolve(current);
    opening ??= logIn(account, call)
      .then((session) => {
        if ('authorization' in session) current = session;
        return session;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };
  const renew = (refused: Session, call: Call): Promise<Session | Failure> => {
    if (current === refused) current = undefined;
    return open(call);
  };
  return { open, renew };
}

async function logIn(account: Account, call: Call): Promise<Session | Failure> {
  const path = `/${account.database}/`;
  const about = { commits: false, now: call.now() };
  const login = { path, method: 'common.db.login', params: [account.user, { password: account.password }, 'en'], holdsSecret: true } as const;
  const opened = asFailure(classifyAnswer(await post(account, call, login), about), readLogin);
  if ('kind' in opened) return opened;
  const [user, key] = opened.read;
  const authorization = `Session ${Buffer.from(`${account.user}:${user}:${key}`).toString('base64')}`;
  const asked = { path, method: 'model.res.user.get_preferences', params: [true, {}], session: { user, authorization, context: {} } } as const;
  const preferences = asFailure(classifyAnswer(await post(account, call, asked), about), readPreferences);
  return 'kind' in preferences ? preferences : { user, authorization, context: preferences.read };
}

/** A log-in is only a read: what it brings, or a failure. */
function asFailure<T>(answer: Returned | Refusal | Failure, shape: (value: unknown) => Read<T>): { readonly read: T } | Failure {
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'refused') return { kind: 'failed', class: 'auth', message: answer.message };
  const read = shape(answer.value);
  return read.kind === 'read' ? { read: read.value } : unreadableAnswer(read, { commits: false });
}

function converse(account: Account, sessions: Sessions, call: Call): Conversation {
  let hasWritten = false;
  const opened = async (): Promise<Session> => usable(await sessions.open(call));

  const send = async (method: string, params: readonly unknown[], context: Context): Promise<HttpResult> => {
    const withSession = (session: Session) =>
      post(account, call, { path: `/${account.database}/`, method, params: [...params, { ...session.context, ...context }], session });
    const session = await opened();
    const result = await withSession(session);
    // A refused session was looked at before any work, so this repeats nothing.
    return isSessionRefused(result) ? withSession(usable(await sessions.renew(session, call))) : result;
  };
  const attempt = async (method: string, params: readonly unknown[], context: Context = {}): Promise<Returned | Refusal | Warned> => {
    const result = await send(method, params, context);
    const answer = classifyAnswer(result, { commits: true, now: call.now() });
    if (answer.kind === 'returned' || (answer.kind === 'failed' && answer.class === 'in-doubt')) hasWritten = true;
    if (answer.kind === 'failed') return stop(answer);
    const warning = answer.kind === 'refused' ? warningNameOf(result) : undefined;
    return answer.kind === 'refused' && warning !== undefined ? { ...answer, warning } : answer;
  };
  return {
    now: call.now,
    user: async () => (await opened()).user,
    company: async () => Number((await opened()).context['company']),
    read: async (shape, method, params, context = {}) => {
      const answer = classifyAnswer(await send(method, params, context), { commits: false, now: call.now() });
      if (answer.kind === 'returned') return understood(shape(plain(answer.value)), method);
      // A "no" to a read-back says nothing about what was written before it.
      return stop(answer.kind === 'refused' && hasWritten ? { kind: 'failed', class: 'in-doubt', message: answer.message } : answer);
    },
    write: async (method, params, context) => {
      const answer = await attempt(method, params, context);
      return answer.kind === 'returned' ? plain(answer.value) : stop(answer);
    },
    attempt,
    hasWritten: () => hasWritten,
  };
}

function isSessionRefused(result: HttpResult): boolean {
  return result.kind === 'answered' && result.status === 401;
}

function usable(session: Session | Failure): Session {
  return 'authorization' in session ? session : stop(session);
}

function stop(answer: Failure | Refusal): never {
  throw new Stopped(answer);
}

/** What was read, or the end of the operation: `answering` makes it doubt when something was written before. */
export function understood<T>(read: Read<T>, what: string): T {
  if (read.kind === 'read') return read.value;
  const named: Unreadable = { ...read, why: `${read.why} (${what})` };
  return stop(unreadableAnswer(named, { commits: false }));
}
