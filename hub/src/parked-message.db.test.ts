import { expect, vi } from 'vitest';
import { startSalesHub, touch } from './held-sales-testing.ts';
import { eventually } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

vi.setConfig({ testTimeout: 60_000 });

test('whoever was called for a message without an order is sent home when it finds its order', async ({ database }) => {
  const hub = await startSalesHub(database);
  const lines = [{ lineKey: '1/1', picked: '1', packed: '1', shipped: '1' }];
  const snapshot = { type: 'shipment', system: 'erp', id: 'SH-1', state: 'shipped', version: '1', packages: [], lines } as const;
  await hub.send([touch('S-001', 1), { id: 'm-1', raw: '{}', kind: 'document', snapshot }]);
  await eventually(hub.inbox).toEqual({ done: 1, parked: 1 });
  expect(await hub.exceptions()).toEqual([]);
  await database.query("update inbox set received_at = received_at - interval '2 hours' where status = 'parked'");
  await eventually(() => hub.exceptions()).toMatchObject([{ class: 'parked', summary: 'A message of crm waits for its order: No order is known for SH-1.' }]);
  await database.query("insert into refs (system, kind, value, subject_id) select 'erp', 'document', 'SH-1', id from subjects");
  await eventually(async () => (await hub.exceptions('closed')).map(({ class: kind, closedBy }) => [kind, closedBy])).toEqual([['parked', 'system:inbox']]);
  expect((await hub.exceptions()).filter(({ class: kind }) => kind === 'parked')).toEqual([]);
  await eventually(hub.inbox).toEqual({ done: 2 });
  await hub.stop();
});
