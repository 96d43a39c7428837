import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Overloaded } from '../engine/index.ts';
import { openDatabase } from '../platform/index.ts';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi } from './api-testing.ts';

const submit = (api: TestApi, body: unknown, key: string = randomUUID()) => api.call('POST', '/v1/orders', { body, headers: { 'idempotency-key': key } });

test('metrics count accepts, replays, refusals and requests, and show what stands open', async ({ database }) => {
  const api = await startTestApi(database);
  await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), 'k1');
  await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), 'k1');
  await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), 'k2');
  await submit(api, '{', 'k3');
  const { text } = await api.call('GET', '/metrics', { key: null });
  for (const line of [
    'crossdock_orders_accepted_total{channel="all",replay="false"} 2',
    'crossdock_orders_accepted_total{channel="all",replay="true"} 1',
    'crossdock_refusals_total{entry="/v1/orders",code="malformed-json"} 1',
    'crossdock_http_requests_total{method="POST",route="/v1/orders",status="202"} 3',
    'crossdock_http_requests_total{method="POST",route="/v1/orders",status="400"} 1',
    'crossdock_orders_open 2',
    'crossdock_exceptions_open{class="duplicate",severity="high"} 1',
    'crossdock_lane_backlog{system="erp",limiter="default",status="ready"} 1',
    'crossdock_lane_stopped{system="erp",limiter="default",why="paused"} 0',
  ])
    expect(text.split('\n')).toContain(line);
  await api.stop();
});

test('what a stranger sends is not kept, and what a client sends is kept with who and why', async ({ database }) => {
  const api = await startTestApi(database);
  await api.call('POST', '/v1/orders', { body: '{', key: null });
  await submit(api, '{"customer":');
  // It is kept behind the answer's back.
  await expect
    .poll(async () => (await database.query('select client, entry, code, raw from refusals')).rows, { timeout: 10_000 })
    .toEqual([{ client: 'client:all', entry: '/v1/orders', code: 'malformed-json', raw: '{"customer":' }]);
  expect((await database.query('select 1 from subjects')).rowCount).toBe(0);
  await api.stop();
});

test('the status page shows what partners send, and never interprets it', async ({ database }) => {
  const api = await startTestApi(database);
  const evil = { customer: { id: '<script>alert(1)</script>' }, purchaseOrder: '"><img src=x onerror=alert(1)>' };
  await submit(api, smallOrder(evil));
  await submit(api, smallOrder(evil));
  const page = await api.call('GET', '/', { key: null });
  expect(page.headers.get('content-security-policy')).toMatch("default-src 'none'");
  expect(page.text).toMatch('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page.text).not.toMatch(/<script|<img/);
  for (const word of ['Orders', 'Who must act', 'Lanes', 'Recent events', 'held', 'running', 'order.received']) expect(page.text).toMatch(word);
  await api.stop();
});

test('the store out of reach is a 503 to be tried again, and tells nothing of the inside', async ({ database }) => {
  const nowhere = openDatabase({ host: '/no/such/folder', port: 1, user: 'nobody', database: 'nothing', ssl: false }, { max: 1, onError: () => {} });
  const api = await startTestApi(database, { database: nowhere });
  const answer = await api.call('GET', `/v1/orders/${randomUUID()}`);
  expect(answer).toMatchObject({ status: 503, json: { code: 'store-unavailable', class: 'transient' } });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.text).not.toMatch(/such|pool|ENOENT|\.ts/);
  expect(api.errors).toEqual([expect.stringMatching('ENOENT')]);
  await nowhere.pool.end();
  await api.stop();
});

test('too much at once is a 503 with the time to wait, and the same key may be sent again', async ({ database }) => {
  const api = await startTestApi(database, {
    engine: { accept: () => Promise.reject(new Overloaded(20_000)), submit: () => Promise.reject(new Overloaded(20_000)) },
  });
  const answer = await submit(api, smallOrder());
  expect(answer).toMatchObject({ status: 503, json: { code: 'overloaded', class: 'throttled' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  await api.stop();
});

test('health and readiness answer without a key, and say what is not ready', async ({ database }) => {
  const api = await startTestApi(database, { readiness: () => Promise.resolve({ ready: false, checks: { database: 'no answer' } }) });
  expect(await api.call('GET', '/healthz', { key: null })).toMatchObject({ status: 200, json: { status: 'alive' } });
  expect(await api.call('GET', '/readyz', { key: null })).toMatchObject({ status: 503, json: { ready: false, checks: { database: 'no answer' } } });
  await api.stop();
});
