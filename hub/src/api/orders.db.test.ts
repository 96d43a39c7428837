import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi, testKeys } from './api-testing.ts';

const submit = (api: TestApi, body: unknown, headers: Record<string, string> = {}, key: string | null = testKeys.all) =>
  api.call('POST', '/v1/orders', { body, key, headers: { 'idempotency-key': randomUUID(), ...headers } });

test('an accepted order is answered with 202 and can be read, found and followed at once', async ({ database }) => {
  const api = await startTestApi(database);
  const accepted = await submit(api, smallOrder({ purchaseOrder: 'PO-1', references: [{ system: 'salesforce', kind: 'order', value: '801x' }] }));
  expect(accepted.status).toBe(202);
  const { id } = accepted.json;
  expect(accepted.headers.get('location')).toBe(`/v1/orders/${id}`);
  const read = await api.call('GET', `/v1/orders/${id}`);
  expect(read.json).toMatchObject({
    id,
    status: 'received',
    purchaseOrder: 'PO-1',
    lines: [{ id: '1', schedules: [{ status: 'open', system: 'erp', warehouse: 'EDC', fulfilledBy: 'wms', quantities: { ordered: '10', open: '10' } }] }],
    next: { on: 'system', who: 'crossdock', what: 'Create in erp.' },
    grades: { erp: { create: 'A' }, wms: { release: 'A' } },
  });
  for (const reference of ['PO-1', '801x', id, read.json.code, `${read.json.code}-1.1`])
    expect((await api.call('GET', `/v1/orders?reference=${reference}`)).json.orders.map((order: { id: string }) => order.id)).toEqual([id]);
  const story = await api.call('GET', `/v1/orders/${id}/timeline`);
  expect(story.json.entries[0]).toMatchObject({ kind: 'event', type: 'order.received', actor: 'client:all' });
  await api.stop();
});

test('a retry gets the same bytes and says that it is a replay, whatever wrote the JSON', async ({ database }) => {
  const api = await startTestApi(database);
  const headers = { 'idempotency-key': 'k-1' };
  const first = await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), headers);
  const again = await submit(api, JSON.stringify(smallOrder({ purchaseOrder: 'PO-1' }), null, 2), { 'idempotency-key': '"k-1"' });
  expect(again).toMatchObject({ status: 202, text: first.text });
  expect([first, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  await api.stop();
});

test('the same key with another body is refused, and another client may use the same key', async ({ database }) => {
  const api = await startTestApi(database);
  const headers = { 'idempotency-key': 'k-1' };
  const first = await submit(api, smallOrder(), headers);
  const other = await submit(api, smallOrder({ note: 'another' }), headers);
  expect(other).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused', field: 'Idempotency-Key' } });
  const stranger = await submit(api, smallOrder({ note: 'another' }), headers, testKeys.other);
  expect(stranger.status).toBe(202);
  expect(stranger.json.id).not.toBe(first.json.id);
  await api.stop();
});

test('twenty identical requests at the same instant make one order', async ({ database }) => {
  const api = await startTestApi(database);
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(api, smallOrder(), { 'idempotency-key': 'at-once' })));
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
  expect((await database.query('select count(*)::int as n from subjects')).rows).toEqual([{ n: 1 }]);
  await api.stop();
});

test('a request without an Idempotency-Key is refused', async ({ database }) => {
  const api = await startTestApi(database);
  const answer = await api.call('POST', '/v1/orders', { body: smallOrder() });
  expect(answer).toMatchObject({ status: 400, json: { code: 'missing-idempotency-key', field: 'Idempotency-Key', owner: 'sender' } });
  await api.stop();
});

test('who waits for an outcome is answered 200 as soon as it came, with the acceptance unchanged', async ({ database }) => {
  const api = await startTestApi(database);
  await submit(api, smallOrder({ purchaseOrder: 'PO-1' }));
  // The same customer and PO again is held by this test's policy, and that is an outcome.
  const held = await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), { 'idempotency-key': 'k-2', prefer: 'wait=10' });
  expect(held).toMatchObject({ status: 200, json: { outcome: { kind: 'held', order: { status: 'held', next: { on: 'person', who: 'customer-service' } } } } });
  expect(held.headers.get('preference-applied')).toBe('wait=10');
  const plain = await submit(api, smallOrder({ purchaseOrder: 'PO-1' }), { 'idempotency-key': 'k-2' });
  expect(held.text.startsWith(`{"acceptance":${plain.text},`)).toBe(true);
  await api.stop();
});

test('when the wait is over first the answer is 202 with the state so far', async ({ database }) => {
  const api = await startTestApi(database);
  const answer = await submit(api, smallOrder(), { prefer: 'respond-async, wait=1' });
  expect(answer).toMatchObject({ status: 202, json: { outcome: { kind: 'pending', order: { status: 'received' } } } });
  await api.stop();
});

test('an order that does not exist is 404, whatever the id looks like', async ({ database }) => {
  const api = await startTestApi(database);
  for (const id of [randomUUID(), 'nothing', '%00', "1' or '1'='1"])
    expect(await api.call('GET', `/v1/orders/${encodeURIComponent(id)}`)).toMatchObject({ status: 404, json: { code: 'order-not-found' } });
  expect((await api.call('GET', '/v1/orders?reference=nobody-knows')).json).toEqual({ orders: [] });
  await api.stop();
});
