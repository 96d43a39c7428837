import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createRegistry } from '../systems/index.ts';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi } from './api-testing.ts';

const placed = async (api: TestApi): Promise<string> =>
  (await api.call('POST', '/v1/orders', { body: smallOrder(), headers: { 'idempotency-key': randomUUID() } })).json.id;
const act = (api: TestApi, system: string, verb: 'pause' | 'resume', reason: unknown = 'stocktaking') =>
  api.call('POST', `/v1/systems/${system}/${verb}`, { body: { reason } });

test('a paused system says who paused it and why, and so does every order that waits for it', async ({ database }) => {
  const api = await startTestApi(database);
  const order = await placed(api);
  expect((await api.call('GET', '/v1/systems')).json.systems).toMatchObject([
    {
      id: 'erp',
      vendor: 'test-erp',
      grades: { create: 'A', cancel: 'B' },
      lanes: [{ limiter: 'default', state: 'running', slots: 2, ready: 1, claimed: 0, doubt: 0 }],
    },
    { id: 'wms', lanes: [{ ready: 0 }] },
  ]);
  expect(await act(api, 'erp', 'pause')).toMatchObject({
    status: 200,
    json: { lanes: [{ state: 'paused', pausedBy: 'client:all', pausedWhy: 'stocktaking' }] },
  });
  expect((await api.call('GET', `/v1/orders/${order}`)).json.next).toMatchObject({
    on: 'lane',
    who: 'integration',
    what: expect.stringMatching('paused by client:all: stocktaking'),
    by: expect.any(String),
  });
  expect(await act(api, 'erp', 'resume', 'counted')).toMatchObject({ status: 200, json: { lanes: [{ state: 'running' }] } });
  const { rows } = await database.query('select actor, action, target, reason from operator_actions order by n');
  expect(rows).toEqual([
    { actor: 'client:all', action: 'pause', target: 'system:erp', reason: 'stocktaking' },
    { actor: 'client:all', action: 'resume', target: 'system:erp', reason: 'counted' },
  ]);
  await api.stop();
});

test('pausing needs a reason and a system that exists', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await act(api, 'mars', 'pause')).toMatchObject({ status: 404, json: { code: 'system-not-found' } });
  expect(await act(api, 'erp', 'pause', '')).toMatchObject({ status: 400, json: { field: 'reason' } });
  expect((await database.query('select 1 from operator_actions')).rowCount).toBe(0);
  await api.stop();
});

test('operator actions of many at once stay one chain', async ({ database }) => {
  const api = await startTestApi(database);
  await Promise.all(Array.from({ length: 12 }, (_, index) => act(api, index % 2 === 0 ? 'erp' : 'wms', 'pause', `reason ${index}`)));
  const { rows } = await database.query('select array_agg(n::int order by n) as n from operator_actions');
  expect(rows[0].n).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  await api.stop();
});

test('effects are listed by order, system and status, and paged', async ({ database }) => {
  const api = await startTestApi(database);
  const orders = [await placed(api), await placed(api), await placed(api)];
  const list = async (query: string) => (await api.call('GET', `/v1/effects?${query}`)).json;
  const first = await list('limit=2&system=erp');
  const rest = await list(`limit=2&system=erp&cursor=${first.next}`);
  expect([...first.effects, ...rest.effects].map((effect: { order: string }) => effect.order)).toEqual(orders);
  expect(rest.next).toBeNull();
  expect((await list(`order=${orders[0]}`)).effects).toMatchObject([
    { key: 'create:erp/EDC#1', status: 'ready', reference: expect.stringMatching(/-1\.1$/), attempt: 0, wasInDoubt: false },
  ]);
  expect((await list('status=confirmed')).effects).toEqual([]);
  expect((await list('system=wms')).effects).toEqual([]);
  expect(await api.call('GET', '/v1/effects?status=lost')).toMatchObject({ status: 400, json: { code: 'invalid-parameter', field: 'status' } });
  await api.stop();
});

test('a pause without a body is told which field is missing', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await api.call('POST', '/v1/systems/erp/pause')).toMatchObject({ status: 400, json: { code: 'missing-field', field: 'reason' } });
  await api.stop();
});

test('a system that limits its calls is shown with what it said last', async ({ database }) => {
  const never = () => Promise.reject(new Error('nobody is called in this test'));
  const at = new Date('2026-03-02T08:00:00Z');
  const limiters = { default: { concurrency: 1 } };
  const connector = { vendor: 'test-crm', health: never, calls: () => ({ used: 950, max: 1_000, at, stopped: ['status', 'bulk'] }) };
  const systems = createRegistry([
    { id: 'crm', name: 'CRM', owner: 'sales', connector, limiters },
    { id: 'erp', name: 'ERP', owner: 'integration', connector: { vendor: 'test-erp', health: never }, limiters },
  ]);
  const api = await startTestApi(database, { systems });
  const { json } = await api.call('GET', '/v1/systems');
  const told = { used: 950, max: 1_000, at: '2026-03-02T08:00:00.000Z', stopped: ['status', 'bulk'] };
  expect(json.systems.map((system: { calls: unknown }) => system.calls)).toEqual([told, null]);
  const metrics = (await api.call('GET', '/metrics')).text;
  for (const line of ['used{system="crm"} 950', 'max{system="crm"} 1000', 'stopped{system="crm",purpose="bulk"} 1']) expect(metrics).toContain(`calls_${line}`);
  const page = (await api.call('GET', '/')).text;
  expect(page).toContain('<td>crm</td><td>950 of 1000 (95 %)</td><td>status, bulk</td><td>2026');
  await api.stop();
});
