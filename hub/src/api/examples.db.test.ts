import fs from 'node:fs';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { startTestApi } from './api-testing.ts';

const example = (name: string) => fs.readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

test('the examples do what the README says: submit, change, cancel, two warehouses, a batch, a subscription', async ({ database }) => {
  const api = await startTestApi(database);
  const post = (path: string, name: string) => api.call('POST', path, { body: example(name), headers: { 'idempotency-key': name } });
  const order = await post('/v1/orders', 'order.json');
  expect(order).toMatchObject({ status: 202, json: { references: [{ value: 'PO-1001' }] } });
  const change = await post(`/v1/orders/${order.json.id}/changes`, 'change.json');
  expect(change.json.items.map((item: { wish: string; decision: string }) => [item.wish, item.decision])).toEqual([
    ['quantity', 'done'],
    ['date', 'done'],
    ['add-line', 'done'],
  ]);
  expect(await post(`/v1/orders/${order.json.id}/cancellation`, 'cancellation.json')).toMatchObject({ status: 200 });
  const two = await post('/v1/orders', 'two-warehouses.json');
  const { lines } = (await api.call('GET', `/v1/orders/${two.json.id}`)).json;
  expect(lines.flatMap((line: { schedules: { warehouse: string }[] }) => line.schedules.map((schedule) => schedule.warehouse))).toEqual(['EDC', 'WDC', 'WDC']);
  const batch = await api.call('POST', '/v1/orders/batch', { body: example('batch.ndjson'), headers: { 'content-type': 'application/x-ndjson' } });
  const statuses = batch.text
    .split('\n')
    .filter(Boolean)
    .map((row) => (JSON.parse(row) as { status: number }).status);
  expect(statuses).toEqual([202, 202, 400, 202]); // the third row shows what a refusal looks like
  expect(await post('/v1/subscriptions', 'subscription.json')).toMatchObject({ status: 201 });
  await api.stop();
});
