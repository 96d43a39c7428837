import { generateKeyPairSync } from 'node:crypto';
import { Connection, OAuth2 } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, callerOf } from '../../../testing/caller.ts';
import { api, assertionFor, connectionTo, logIn, restOf, startOrg, type TestOrg } from '../../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(async () => {
  await org.close();
});

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
const login = (form: Readonly<Record<string, string>>) =>
  callerOf({ url: org.system.url, token: '' })('POST', '/services/oauth2/token', new URLSearchParams(form).toString(), { headers: formHeaders });
const assert = async (assertion: string) => await login({ grant_type: jwtBearer, assertion });

describe('logging in', () => {
  it('lets a real client in with a signed assertion, and tells who it is', async () => {
    const { access } = org.system;
    const connection = connectionTo(access);
    const { id, organizationId } = await connection.authorize({ grant_type: jwtBearer, assertion: await assertionFor(access) });
    expect([organizationId, connection.instanceUrl]).toEqual([access.orgId, org.system.url]);
    expect(await connection.identity()).toMatchObject({ user_id: id, organization_id: access.orgId, username: access.username });
  });

  it.each([['https://login.salesforce.com'], ['https://test.salesforce.com']])('accepts %s as the audience', async (aud) => {
    expect((await assert(await assertionFor(org.system.access, { aud }))).status).toBe(200);
  });

  it.each([
    ['a foreign audience', { aud: 'https://example.com' }, 'invalid_grant', 'audience is invalid'],
    ['another client', { iss: 'somebody' }, 'invalid_client_id', 'client identifier invalid'],
    ['an unknown user', { sub: 'nobody@example.com' }, 'invalid_grant', "user hasn't approved this consumer"],
    ['an assertion that has expired', { exp: 1_700_000_000 }, 'invalid_grant', 'expired authorization code'],
    ['an assertion that lives for too long', { exp: Math.floor(Date.now() / 1000) + 3600 }, 'invalid_grant', 'invalid assertion'],
  ])('refuses %s', async (_, claims, error, description) => {
    const answer = await assert(await assertionFor(org.system.access, claims));
    expect(answer).toMatchObject({ status: 400, body: { error, error_description: description } });
  });

  it('refuses an assertion that somebody else has signed, and one that is none', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = await assertionFor(org.system.access, {}, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    for (const assertion of [forged, 'a.b.c', '']) {
      expect(await assert(assertion)).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_description: 'invalid assertion' } });
    }
  });

  it('lets a client in with its credentials in the form or in the header, not with a wrong secret, and never with a password', async () => {
    const { clientId, clientSecret, username } = org.system.access;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    expect(await login(form)).toMatchObject({ status: 200, body: { token_type: 'Bearer', instance_url: org.system.url, signature: expect.any(String) } });
    expect(await login({ ...form, client_secret: 'wrong' })).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const headers = { ...formHeaders, authorization: `Basic ${basic}` };
    const call = callerOf({ url: org.system.url, token: '' });
    expect((await call('POST', '/services/oauth2/token', 'grant_type=client_credentials', { headers })).status).toBe(200);
    expect(await login({ ...form, grant_type: 'password', username, password: 'x' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'authentication failure' },
    });
    await expect(new Connection({ loginUrl: org.system.url }).login(username, 'x')).rejects.toThrow('INVALID_LOGIN');
  });

  it('takes an expiry that is written as text, as simple-salesforce sends it', async () => {
    const soon = Math.floor(Date.now() / 1000) + 100;
    expect((await assert(await assertionFor(org.system.access, { exp: String(soon) }))).status).toBe(200);
    expect(await assert(await assertionFor(org.system.access, { exp: 'soon' }))).toMatchObject({
      status: 400,
      body: { error_description: 'invalid assertion' },
    });
  });

  it('lets a person allow an app on a page, and the real client change the code for tokens, once', async () => {
    const { access } = org.system;
    const redirectUri = 'http://127.0.0.1:1/callback?x=1';
    const oauth2 = new OAuth2({ loginUrl: access.loginUrl, clientId: access.clientId, redirectUri, useVerifier: true });
    const asked = new URL(oauth2.getAuthorizationUrl({ state: 'a&b' }));
    const page = await fetch(asked);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(access.username)]);
    const allow = async (username: string) => {
      const form = new URLSearchParams([...asked.searchParams, ['username', username]]);
      const allowed = await fetch(`${access.loginUrl}/services/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' });
      return new URL(allowed.headers.get('location') ?? '');
    };
    const landed = await allow('rep@crossdock.example');
    expect([landed.searchParams.get('x'), landed.searchParams.get('state')]).toEqual(['1', 'a&b']);
    const connection = new Connection({ oauth2, version: access.version });
    const code = landed.searchParams.get('code') ?? '';
    await connection.authorize(code);
    expect(await connection.identity()).toMatchObject({ username: 'rep@crossdock.example' });
    await expect(oauth2.requestToken(code)).rejects.toThrow('expired authorization code');
    await oauth2.revokeToken(connection.accessToken ?? '');
    expect(await connection.limits()).toHaveProperty('DailyApiRequests'); // by its refresh token
    await oauth2.revokeToken(connection.refreshToken ?? '');
    await expect(oauth2.refreshToken(connection.refreshToken ?? '')).rejects.toThrow('expired access/refresh token');
    expect((await allow('nobody@example.com')).searchParams.get('error')).toBe('access_denied');
  });

  it('gives a real client a new session for its refresh token when the old one has ended', async () => {
    const { access, endSessions } = org.system;
    const connection = connectionTo(access);
    await connection.authorize({ grant_type: 'refresh_token', refresh_token: access.refreshToken });
    connection.refreshToken = access.refreshToken;
    const before = connection.accessToken;
    endSessions();
    expect(await connection.limits()).toHaveProperty('DailyApiRequests');
    expect(connection.accessToken).not.toBe(before);
  });

  it('lets a real client whose session has ended sign another assertion and go on', async () => {
    const { access } = org.system;
    const { loginUrl, version } = access;
    let renewals = 0;
    const renew = async () => {
      renewals += 1;
      const renewed = connectionTo(access);
      await renewed.authorize({ grant_type: jwtBearer, assertion: await assertionFor(access) });
      return renewed.accessToken ?? '';
    };
    const connection = new Connection({
      ...{ instanceUrl: loginUrl, version, accessToken: `${access.orgId}!gone` },
      refreshFn: (_, callback) => void renew().then((token) => callback(null, token), callback),
    });
    expect(await Promise.all([connection.limits(), connection.limits()])).toHaveLength(2);
    expect(renewals).toBe(1);
  });

  it('ends a session that is revoked', async () => {
    const connection = await logIn(org.system);
    const rest = restOf(org.system, connection);
    expect((await rest('GET', `${api}/limits`)).status).toBe(200);
    await connection.oauth2.revokeToken(connection.accessToken ?? '');
    expect(await rest('GET', `${api}/limits`)).toMatchObject({
      status: 401,
      body: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
    });
  });

  it('says of a token whether it is alive', async () => {
    const { clientId: client_id, clientSecret: client_secret, username } = org.system.access;
    const connection = await logIn(org.system);
    const introspect = async (token: string) => {
      const form = new URLSearchParams({ client_id, client_secret, token }).toString();
      return bodyOf(await callerOf({ url: org.system.url, token: '' })('POST', '/services/oauth2/introspect', form, { headers: formHeaders }), 200);
    };
    expect(await introspect(connection.accessToken ?? '')).toMatchObject({ active: true, username });
    expect(await introspect('gone')).toEqual({ active: false });
  });
});

it('ends a session that is not used for as long as it may', async () => {
  const brief = await startOrg({ sessionMs: 1 });
  try {
    await new Promise((resolve) => setTimeout(resolve, 5)); // real time is what ends it
    expect((await brief.rest('GET', `${api}/limits`)).status).toBe(401);
  } finally {
    await brief.close();
  }
});
