import { createPrivateKey, sign } from 'node:crypto';
import { type AnswerTable, answerShape, type Call, classify, type Failure, unreadableAnswer } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import type { SalesforceAccess, SalesforceAuth } from '../settings.ts';

/** A session: where the org is, what opens it, and the org's id of 18 characters. */
export type Session = { readonly token: string; readonly instanceUrl: string; readonly orgId: string };

/** Answers a session or why there is none. */
export type Sessions = {
  readonly open: (call: Call) => Promise<Session | Failure>;
  /** A new one after this token was refused; whoever comes first signs in, the others get the same. */
  readonly renew: (refused: string, call: Call) => Promise<Session | Failure>;
};

/** One sign-in at a time; a session is kept until it is refused, because nothing says when it ends. */
export function createSessions(access: SalesforceAccess): Sessions {
  const signIn = signInWith(access);
  let current: Session | undefined;
  let opening: Promise<Session | Failure> | undefined;
  const open = (call: Call): Promise<Session | Failure> => {
    if (current !== undefined) return Promise.resolve(current);
    opening ??= signIn(call)
      .then((session) => {
        if ('token' in session) current = session;
        return session;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };
  const renew = (refused: string, call: Call): Promise<Session | Failure> => {
    if (current?.token === refused) current = undefined;
    return open(call);
  };
  return { open, renew };
}

/** An assertion may live five minutes at most (help.salesforce.com, OAuth 2.0 JWT Bearer Flow). */
const assertionSeconds = 180;
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Reads the key at once, so that a wrong one is found at the start. Throws an Error that names the setting. */
function signInWith({ loginUrl, auth }: SalesforceAccess): (call: Call) => Promise<Session | Failure> {
  const origin = URL.parse(loginUrl)?.origin;
  if (origin === undefined) throw new Error(`the setting "loginUrl" is no address: ${loginUrl}`);
  const formFor = auth.flow === 'jwt' ? assertionForm(auth, origin) : () => clientForm(auth);
  return async (call) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', 'x-correlation-id': call.correlation };
    const body = formFor(call.now()).toString();
    const result = await call.http({ method: 'POST', url: `${origin}/services/oauth2/token`, headers, body, holdsSecret: true });
    const about = { commits: false, now: call.now() };
    const answer = classify(result, table, about);
    if (answer.kind === 'refused') return { kind: 'failed', class: 'poison', message: answer.message }; // the table refuses nothing
    if (answer.kind === 'failed') return answer;
    const read = readGrant(answer.body);
    if (read.kind === 'unreadable') return unreadableAnswer(read, about);
    const { access_token: token, instance_url: instanceUrl, id } = read.value;
    return { token, instanceUrl: instanceUrl.replace(/\/+$/, ''), orgId: /\/id\/(\w{18})\//.exec(id)?.[1] ?? '' };
  };
}

function assertionForm({ clientId, username, privateKey }: Extract<SalesforceAuth, { flow: 'jwt' }>, audience: string): (now: Date) => URLSearchParams {
  const key = readKey(privateKey);
  return (now) => {
    const claims = { iss: clientId, sub: username, aud: audience, exp: Math.floor(now.getTime() / 1000) + assertionSeconds };
    const said = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const assertion = `${said}.${sign('RSA-SHA256', Buffer.from(said), key).toString('base64url')}`;
    return new URLSearchParams({ grant_type: jwtBearer, assertion });
  };
}

function readKey(pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new Error('the setting "privateKey" is no private key in PEM', { cause });
  }
}

/** Posted in the body, as the flow's documentation has it. */
const clientForm = ({ clientId, clientSecret }: Extract<SalesforceAuth, { flow: 'client-credentials' }>) =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });

const readGrant = answerShape(Type.Object({ access_token: Type.String(), instance_url: Type.String(), id: Type.String() }));
const readRefusal = answerShape(Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) }));

/** RFC 6749, section 5.2: a sign-in that is refused says why, with 400 or 401. */
const table: AnswerTable = {
  parse: JSON.parse,
  rules: [
    {
      when: (status, body) => status >= 400 && status < 500 && readRefusal(body).kind === 'read',
      is: (body) => {
        const read = readRefusal(body);
        const { error, error_description: why = '' } = read.kind === 'read' ? read.value : { error: 'unknown' };
        const isTooOften = /rate exceeded/i.test(why);
        return { kind: 'failed', class: isTooOften ? 'throttled' : 'auth', message: `sign-in refused (${error}): ${why}` };
      },
    },
  ],
};
