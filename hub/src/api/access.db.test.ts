import http from 'node:http';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { startTestApi, type TestApi, testKeys } from './api-testing.ts';

type Route = { readonly method: string; readonly path: string; readonly isGuarded: boolean; readonly needsScope: boolean };

async function routesOf(api: TestApi): Promise<readonly Route[]> {
  const { json } = await api.call('GET', '/openapi.json', { key: null });
  return Object.entries(json.paths as Record<string, Record<string, { security: unknown[]; description?: string }>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, description }]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '019a0000-0000-7000-8000-000000000000'),
      isGuarded: security.length > 0,
      needsScope: /Needs the scope/.test(description ?? ''),
    })),
  );
}

test('every guarded route of the description refuses who has no key, a wrong key, or not the scope', async ({ database }) => {
  const api = await startTestApi(database);
  const guarded = (await routesOf(api)).filter((route) => route.isGuarded);
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, path, needsScope } of guarded) {
    const nobody = await api.call(method, path, { key: null });
    expect({ method, path, status: nobody.status, code: nobody.json.code }).toEqual({ method, path, status: 401, code: 'unauthenticated' });
    expect(nobody.headers.get('www-authenticate')).toMatch('Bearer');
    expect({ method, path, status: (await api.call(method, path, { key: 'a-key-that-nobody-has' })).status }).toEqual({ method, path, status: 401 });
    expect(needsScope).toBe(true);
    const without = await api.call(method, path, { key: testKeys.none });
    expect({ method, path, status: without.status, code: without.json.code }).toEqual({ method, path, status: 403, code: 'missing-scope' });
  }
  await api.stop();
});

test('nothing but health, the description and signed webhooks answers without a key', async ({ database }) => {
  const api = await startTestApi(database);
  const open = (await routesOf(api)).filter((route) => !route.isGuarded).map((route) => `${route.method} ${route.path}`);
  expect(open.sort()).toEqual([
    'GET /',
    'GET /healthz',
    'GET /metrics',
    'GET /openapi.json',
    'GET /readyz',
    'POST /v1/webhooks/019a0000-0000-7000-8000-000000000000',
  ]);
  expect(await api.call('GET', '/v1/nothing', { key: null })).toMatchObject({ status: 401 });
  expect(await api.call('GET', '/v1/nothing')).toMatchObject({ status: 404, json: { code: 'route-not-found' } });
  expect(await api.call('POST', '/v1/webhooks/erp', { key: null, body: 'x' })).toMatchObject({ status: 401, json: { code: 'signature-refused' } });
  expect(await api.call('POST', '/v1/webhooks/mars', { key: null, body: 'x' })).toMatchObject({ status: 404 });
  await api.stop();
});

test('metrics and the status page answer this machine alone: no proxy, no page under another name', async ({ database }) => {
  const api = await startTestApi(database);
  for (const path of ['/', '/metrics']) {
    expect((await api.call('GET', path, { key: null })).status).toBe(200);
    expect((await api.call('GET', path, { key: null, headers: { 'x-forwarded-for': '203.0.113.9' } })).json.code).toBe('not-local');
    expect(await statusUnderName(`${api.url}${path}`, 'rebound.example')).toBe(403);
  }
  await api.stop();
  const open = await startTestApi(database, { pagesFor: 'everybody' });
  expect((await open.call('GET', '/metrics', { key: null, headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(200);
  await open.stop();
});

/** fetch sets the Host header by itself. */
function statusUnderName(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}
