import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Org, Row } from '../../org/index.ts';
import type { SfAnswer } from '../route.ts';
import type { ConnectedApp } from './app-folder.ts';
import { type AuthorizationCodes, createAuthorizationCodes } from './authorize.ts';
import { readAssertion } from './jwt-bearer.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { createRefreshTokens, type RefreshTokens } from './refresh-tokens.ts';
import type { Session, Sessions } from './sessions.ts';
import { soapFault } from './soap-fault.ts';

/** What logging in needs. */
export type OAuth = {
  readonly app: ConnectedApp;
  readonly sessions: Sessions;
  readonly org: Org;
  readonly codes: AuthorizationCodes;
  readonly refreshTokens: RefreshTokens;
  /** The user that client credentials run as. */
  readonly username: string;
  readonly now: () => Date;
};

/** Makes the flows that need something of their own. */
export function createOAuth(needs: Omit<OAuth, 'codes' | 'refreshTokens'>): OAuth {
  const { app, org, now } = needs;
  const codes = createAuthorizationCodes({ clientId: app.clientId, usernames: () => usernames(org), now });
  return { ...needs, codes, refreshTokens: createRefreshTokens(app.clientSecret) };
}

/** A request to `/services/oauth2/…` or `/id/…`. */
export type OAuthRequest = {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
  /** What was sent, as text. */
  readonly text: string;
  readonly authorization: string | undefined;
  readonly instanceUrl: string;
};

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const scope = 'refresh_token api';
const sharedAudiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** Answers a login, and questions about who is logged in; undefined for any other path. */
export async function answerOAuth(oauth: OAuth, request: OAuthRequest): Promise<SfAnswer | undefined> {
  try {
    const { method, path } = request;
    if (path === '/services/oauth2/token') return method === 'POST' ? await issueToken(oauth, request) : notAllowed;
    if (path === '/services/oauth2/authorize') return oauth.codes.ask(method, request.form);
    if (path === '/services/oauth2/userinfo') return showUserInfo(oauth, request);
    if (path === '/services/oauth2/introspect' && method === 'POST') return introspect(oauth, request);
    if (path === '/services/oauth2/revoke') return revoke(oauth, request);
    if (path.startsWith('/id/')) return showIdentity(oauth, request);
    if (path.startsWith('/services/Soap/')) return soapFault(request);
    return undefined;
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    return { status: error.status, json: { error: error.error, error_description: error.message } };
  }
}

const notAllowed: SfAnswer = { status: 405, json: { error: 'invalid_request', error_description: 'must use HTTP POST' } };

async function issueToken(oauth: OAuth, { form, authorization, instanceUrl }: OAuthRequest): Promise<SfAnswer> {
  const { app, username, now } = oauth;
  switch (form.get('grant_type')) {
    case jwtBearer: {
      const audiences = [...sharedAudiences, instanceUrl, `${instanceUrl}/services/oauth2/token`];
      const subject = await readAssertion(form.get('assertion') ?? '', { publicKey: app.publicKey, clientId: app.clientId, audiences, now });
      return grant(oauth, subject, instanceUrl, {});
    }
    case 'client_credentials':
      checkClient(app, form, authorization, 'needs its secret');
      return grant(oauth, username, instanceUrl, { isSigned: true });
    case 'authorization_code':
      checkClient(app, form, authorization, form.has('code_verifier') ? 'may come without' : 'needs its secret');
      return grant(oauth, oauth.codes.redeem(form), instanceUrl, { isSigned: true, isLasting: true });
    case 'refresh_token': {
      checkClient(app, form, authorization, 'may come without');
      const user = oauth.refreshTokens.usernameOf(form.get('refresh_token') ?? '', usernames(oauth.org));
      if (user === undefined) throw new OAuthRefusal('invalid_grant', 'expired access/refresh token');
      return grant(oauth, user, instanceUrl, { isSigned: true });
    }
    case 'password': // newer orgs have this flow blocked
      throw new OAuthRefusal('invalid_grant', 'authentication failure');
    default:
      throw new OAuthRefusal('unsupported_grant_type', 'grant type not supported');
  }
}

function checkClient(app: ConnectedApp, form: URLSearchParams, authorization: string | undefined, secret: 'needs its secret' | 'may come without'): void {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  const clientSecret = form.get('client_secret') ?? basicSecret;
  if (!isSame(form.get('client_id') ?? basicId ?? '', app.clientId)) throw new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  if (clientSecret === undefined && secret === 'may come without') return;
  if (!isSame(clientSecret ?? '', app.clientSecret)) throw new OAuthRefusal('invalid_client', 'invalid client credentials');
}

type Grant = { readonly isSigned?: boolean; readonly isLasting?: boolean };

function grant({ org, sessions, app, refreshTokens }: OAuth, username: string, instanceUrl: string, { isSigned = false, isLasting = false }: Grant): SfAnswer {
  const user = userNamed(org, username);
  if (user === undefined) throw new OAuthRefusal('invalid_grant', "user hasn't approved this consumer");
  const session = sessions.open({ userId: String(user['Id']), username, instanceUrl });
  const id = `${instanceUrl}/id/${org.orgId}/${session.userId}`;
  const lasting = isLasting ? { refresh_token: refreshTokens.of(username) } : {};
  const answer = { access_token: session.token, ...lasting, scope, instance_url: instanceUrl, id, token_type: 'Bearer' };
  if (!isSigned) return { status: 200, headers: { 'cache-control': 'no-store' }, json: answer };
  const issuedAt = String(session.openedAt.getTime());
  const signature = createHmac('sha256', app.clientSecret).update(`${id}${issuedAt}`).digest('base64');
  return { status: 200, headers: { 'cache-control': 'no-store' }, json: { ...answer, signature, issued_at: issuedAt } };
}

function showUserInfo({ org, sessions }: OAuth, { authorization, form, instanceUrl }: OAuthRequest): SfAnswer {
  const session = sessions.find(tokenIn(authorization) ?? form.get('access_token') ?? '');
  if (session === undefined) return { status: 403, text: 'Bad_OAuth_Token', type: 'text/html;charset=UTF-8' };
  const user = userOf(org, session);
  const { orgId } = org;
  const json = {
    sub: `${instanceUrl}/id/${orgId}/${session.userId}`,
    user_id: session.userId,
    organization_id: orgId,
    preferred_username: session.username,
    nickname: user['CommunityNickname'] ?? session.username,
    name: user['Name'] ?? null,
    email: user['Email'] ?? null,
    email_verified: true,
    given_name: user['FirstName'] ?? null,
    family_name: user['LastName'] ?? null,
    zoneinfo: user['TimeZoneSidKey'] ?? 'GMT',
    urls: urlsOf(instanceUrl, orgId, session.userId),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    updated_at: session.openedAt.toISOString(),
  };
  return { status: 200, json };
}

function showIdentity({ org, sessions }: OAuth, { path, authorization, form, instanceUrl }: OAuthRequest): SfAnswer {
  const token = tokenIn(authorization) ?? form.get('oauth_token') ?? form.get('access_token');
  const session = sessions.find(token ?? '');
  if (session === undefined) return { status: 403, text: token === null ? 'Missing_OAuth_Token' : 'Bad_OAuth_Token', type: 'text/html;charset=UTF-8' };
  const [, , orgId = '', userId = ''] = path.split('/');
  const user = org.read('User', userId);
  if (orgId.slice(0, 15) !== org.orgId.slice(0, 15)) return { status: 403, text: 'Wrong_Org', type: 'text/html;charset=UTF-8' };
  if (user === undefined) return { status: 404, text: 'Invalid_User', type: 'text/html;charset=UTF-8' };
  const json = {
    id: `${instanceUrl}/id/${org.orgId}/${userId}`,
    asserted_user: userId.slice(0, 15) === session.userId.slice(0, 15),
    user_id: userId,
    organization_id: org.orgId,
    username: user['Username'] ?? null,
    nick_name: user['CommunityNickname'] ?? user['Username'] ?? null,
    display_name: user['Name'] ?? null,
    email: user['Email'] ?? null,
    email_verified: true,
    first_name: user['FirstName'] ?? null,
    last_name: user['LastName'] ?? null,
    timezone: user['TimeZoneSidKey'] ?? 'GMT',
    active: user['IsActive'] ?? true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    urls: urlsOf(instanceUrl, org.orgId, userId),
    last_modified_date: user['LastModifiedDate'] ?? null,
  };
  return { status: 200, json };
}

const urlsOf = (instanceUrl: string, orgId: string, userId: string) => ({
  rest: `${instanceUrl}/services/data/v{version}/`,
  sobjects: `${instanceUrl}/services/data/v{version}/sobjects/`,
  query: `${instanceUrl}/services/data/v{version}/query/`,
  search: `${instanceUrl}/services/data/v{version}/search/`,
  recent: `${instanceUrl}/services/data/v{version}/recent/`,
  profile: `${instanceUrl}/${userId}`,
  custom_domain: instanceUrl,
  organization: `${instanceUrl}/id/${orgId}`,
});

/** RFC 7662. */
function introspect({ app, org, sessions }: OAuth, { form, authorization }: OAuthRequest): SfAnswer {
  checkClient(app, form, authorization, 'needs its secret');
  const session = sessions.find(form.get('token') ?? '');
  if (session === undefined) return { status: 200, json: { active: false } };
  const json = { active: true, scope, client_id: app.clientId, username: session.username, sub: `${org.orgId}/${session.userId}`, token_type: 'access_token' };
  return { status: 200, json };
}

function revoke({ org, sessions, refreshTokens }: OAuth, { form }: OAuthRequest): SfAnswer {
  const token = form.get('token') ?? '';
  if (sessions.end(token)) return { status: 200 };
  if (refreshTokens.usernameOf(token, usernames(org)) === undefined) throw new OAuthRefusal('invalid_token', `invalid token: ${token.slice(0, 20)}`);
  refreshTokens.revoke(token);
  return { status: 200 };
}

/** The token of `Authorization: Bearer …` or `OAuth …`. */
export const tokenIn = (authorization: string | undefined): string | undefined => /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '')?.[1];

/** Who may log in. */
const usernames = (org: Org): readonly string[] => [...org.rows('User')].filter((row) => row['IsActive'] !== false).map((row) => String(row['Username']));

const userNamed = (org: Org, username: string): Row | undefined => org.readBy('User', 'Username', username).find((row) => row['IsActive'] !== false);

const userOf = (org: Org, { userId }: Session): Row => org.read('User', userId) ?? {};

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
