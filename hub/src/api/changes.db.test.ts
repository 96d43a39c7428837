import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi } from './api-testing.ts';

async function placed(api: TestApi): Promise<string> {
  const lines = [
    { item: 'HS-1001', quantity: { value: '10', unit: 'EA' as const } },
    { item: 'HS-1005', quantity: { value: '2', unit: 'EA' as const } },
  ];
  return (await api.call('POST', '/v1/orders', { body: smallOrder({ lines }), headers: { 'idempotency-key': randomUUID() } })).json.id;
}
const change = (api: TestApi, id: string, body: unknown, key: string = randomUUID()) =>
  api.call('POST', `/v1/orders/${id}/changes`, { body, headers: { 'idempotency-key': key } });
const cancel = (api: TestApi, id: string, key: string = randomUUID(), reason = 'not needed') =>
  api.call('POST', `/v1/orders/${id}/cancellation`, { body: { reason }, headers: { 'idempotency-key': key } });

test('a change is decided wish by wish, and the same key is the same change', async ({ database }) => {
  const api = await startTestApi(database);
  const id = await placed(api);
  const body = {
    reason: 'fewer',
    changes: [
      { kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } },
      { kind: 'add-line', add: { item: 'HS-1004', quantity: { value: '5', unit: 'EA' }, warehouse: 'WDC' } },
    ],
  };
  const first = await change(api, id, body, 'c-1');
  expect(first).toMatchObject({
    status: 200,
    json: { order: id, items: [{ line: '1', wish: 'quantity', decision: 'done', quantity: '4' }, { wish: 'add-line' }] },
  });
  const again = await change(api, id, body, 'c-1');
  expect(again).toMatchObject({ status: 200, text: first.text });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const order = (await api.call('GET', `/v1/orders/${id}`)).json;
  expect(order.changes).toMatchObject([{ id: first.json.id, kind: 'change', by: 'client:all' }]);
  expect(
    order.lines.map((line: { schedules: { warehouse: string; quantities: { ordered: string; cancelled: string } }[] }) => line.schedules[0]),
  ).toMatchObject([
    { warehouse: 'EDC', quantities: { ordered: '10', cancelled: '6' } },
    { warehouse: 'EDC' },
    { warehouse: 'WDC', quantities: { ordered: '5' } },
  ]);
  await api.stop();
});

test('one key is never used for two requests, also when both arrive at once', async ({ database }) => {
  const api = await startTestApi(database);
  const id = await placed(api);
  const wish = (value: string) => ({ changes: [{ kind: 'quantity', line: '1', quantity: { value, unit: 'EA' } }] });
  const answers = await Promise.all([change(api, id, wish('5'), 'c-1'), change(api, id, wish('6'), 'c-1'), change(api, id, wish('5'), 'c-1')]);
  const statuses = answers.map((answer) => answer.status).sort();
  expect([
    [200, 200, 422],
    [200, 422, 422],
  ]).toContainEqual(statuses);
  expect((await api.call('GET', `/v1/orders/${id}`)).json.changes).toHaveLength(1);
  expect(await cancel(api, id, 'c-1')).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused' } });
  await api.stop();
});

test('an order is cancelled once; after that there is nothing left to decide, and no change is taken', async ({ database }) => {
  const api = await startTestApi(database);
  const id = await placed(api);
  const first = await cancel(api, id, 'c-1');
  expect(first).toMatchObject({ status: 200, json: { items: [{ decision: 'done' }, { decision: 'done' }] } });
  expect(await cancel(api, id, 'c-1')).toMatchObject({ status: 200, text: first.text });
  expect(await cancel(api, id, 'c-2')).toMatchObject({ status: 200, json: { items: [] } });
  expect((await api.call('GET', `/v1/orders/${id}`)).json).toMatchObject({ status: 'cancelled', next: { on: 'nothing', who: 'nobody' } });
  const late = await change(api, id, { changes: [{ kind: 'cancel-line', line: '1' }] });
  expect(late).toMatchObject({ status: 409, json: { code: 'order-closed', class: 'conflict' } });
  await api.stop();
});

test('a malformed change is refused naming the field of the wish that was meant', async ({ database }) => {
  const api = await startTestApi(database);
  const id = await placed(api);
  const cases: readonly (readonly [unknown, number, string, string])[] = [
    [{ changes: [] }, 400, 'invalid-value', 'changes'],
    [{ changes: [{ kind: 'fly' }] }, 400, 'invalid-value', 'changes[0].kind'],
    [{ changes: [{ line: '1' }] }, 400, 'missing-field', 'changes[0].kind'],
    [{ changes: [{ kind: 'quantity', line: '1', quantity: { value: '-4', unit: 'EA' } }] }, 400, 'invalid-quantity', 'changes[0].quantity.value'],
    [{ changes: [{ kind: 'date', line: '1', requestedDate: '2026-02-30' }] }, 400, 'invalid-date', 'changes[0].requestedDate'],
    [{ changes: [{ kind: 'date', line: '1', requestedDate: '2026-02-03', colour: 1 }] }, 400, 'unknown-field', 'changes[0].colour'],
    [{ changes: [{ kind: 'cancel-line', line: '7' }] }, 422, 'unknown-line', 'changes[0].line'],
    [{ changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'CS' } }] }, 422, 'unit-differs', 'changes[0].quantity.unit'],
    [
      { changes: [{ kind: 'add-line', add: { item: 'x', quantity: { value: '4', unit: 'EA' }, schedules: [{ quantity: { value: '3', unit: 'EA' } }] } }] },
      422,
      'quantity-differs',
      'changes[0].add.schedules',
    ],
  ];
  for (const [body, status, code, field] of cases) expect(await change(api, id, body)).toMatchObject({ status, json: { code, field } });
  expect((await api.call('GET', `/v1/orders/${id}`)).json.changes).toEqual([]);
  await api.stop();
});

test('changes and cancellations need a key and an order that exists', async ({ database }) => {
  const api = await startTestApi(database);
  const id = await placed(api);
  expect(await api.call('POST', `/v1/orders/${id}/cancellation`, { body: { reason: 'x' } })).toMatchObject({
    status: 400,
    json: { code: 'missing-idempotency-key' },
  });
  expect(await cancel(api, randomUUID())).toMatchObject({ status: 404, json: { code: 'order-not-found' } });
  expect(await change(api, 'nothing', { changes: [{ kind: 'cancel-line', line: '1' }] })).toMatchObject({ status: 404 });
  await api.stop();
});
