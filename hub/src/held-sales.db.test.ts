import { expect, vi } from 'vitest';
import { cancellation, orderOf, salesFrom, startSalesHub, touch } from './held-sales-testing.ts';
import { eventually } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

vi.setConfig({ testTimeout: 60_000 });

const burst = { salesMax: 5, withinMinutes: 60 };

test('of many sales at once exactly as many as the cap says become orders; the others are one exception', async ({ database }) => {
  const hub = await startSalesHub(database, { burst });
  await hub.send(salesFrom(1, 130).map((sale) => touch(sale, 1)));
  await hub.send(salesFrom(131, 130).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 5, held: 255 });
  expect(await hub.orders()).toHaveLength(5);
  const open = await hub.exceptions();
  expect(open).toMatchObject([{ class: 'burst', severity: 'high', owner: 'sales-support', order: null, remedies: [{ name: 'release' }, { name: 'discard' }] }]);
  expect(open[0].summary).toBe('crm asks for more orders and changes than its cap of 5 within 60 minutes: 255 sales are held. Release or discard?');
  expect(open[0].evidence[2]).toMatch(/^for example S-\d{3}(, S-\d{3}){4}$/);
  const details = await database.query("select distinct detail from inbox where status = 'held'");
  expect(details.rows).toEqual([{ detail: 'the cap of 5 within 60 minutes is used up' }]);
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('the gate stays shut after the window has passed and after a restart, and what comes joins the same exception', async ({ database }) => {
  const before = await startSalesHub(database, { burst });
  await before.send(salesFrom(1, 8).map((sale) => touch(sale, 1)));
  await eventually(before.inbox).toEqual({ done: 5, held: 3 });
  const [first] = await before.exceptions();
  await before.stop();
  await database.query("update inbox set admitted_at = admitted_at - interval '2 hours'");
  const hub = await startSalesHub(database, { burst });
  await hub.send([touch('S-100', 1)]);
  await eventually(hub.inbox).toEqual({ done: 5, held: 4 });
  const open = await hub.exceptions();
  expect(open).toMatchObject([{ id: first.id, openedAt: first.openedAt }]);
  expect(open[0].summary).toMatch('4 sales are held');
  await hub.stop();
});

test('the oldest sales go first', async ({ database }) => {
  const hub = await startSalesHub(database, { burst, isWorking: false });
  for (const sale of salesFrom(1, 9)) await hub.send([touch(sale, 1)]);
  hub.startWork();
  await eventually(hub.inbox).toEqual({ done: 5, held: 4 });
  expect(await hub.orders()).toEqual(salesFrom(1, 5));
  await hub.stop();
});

test('messages of one sale that arrive together are taken in the order in which they were handed over', async ({ database }) => {
  const hub = await startSalesHub(database);
  await hub.send(
    salesFrom(1, 6).flatMap((sale) => [
      { ...touch(sale, 1), id: `z:${sale}` },
      { ...cancellation(sale), id: `a:${sale}` },
    ]),
  );
  await eventually(hub.inbox).toEqual({ done: 12 });
  const { rows } = await database.query("select distinct state::jsonb ->> 'closed' as closed from subjects");
  expect(rows).toEqual([{ closed: 'cancelled' }]);
  await hub.stop();
});

test('a window that has passed makes room again where nothing was held', async ({ database }) => {
  const hub = await startSalesHub(database, { burst });
  await hub.send(salesFrom(1, 5).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 5 });
  await database.query("update inbox set admitted_at = admitted_at - interval '61 minutes'");
  await hub.send(salesFrom(6, 5).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 10 });
  expect(await hub.exceptions()).toEqual([]);
  await hub.stop();
});

test('touches that change nothing never count, nor do sales that would be refused; both go on at a shut gate', async ({ database }) => {
  const hub = await startSalesHub(database, { burst });
  const known = salesFrom(1, 4);
  await hub.send(known.map((sale) => touch(sale, 1)));
  await eventually(hub.orders).toEqual(known);
  for (let time = 2; time < 12; time += 1) await hub.send(known.map((sale) => touch(sale, time)));
  const unroutable = (sale: string) => {
    const order = { ...orderOf(sale), lines: [{ id: '1', item: 'HS-1001', quantity: { value: '1', unit: 'EA' as const }, warehouse: 'MOON' }] };
    return { id: `${sale}:1`, raw: '{}', kind: 'wish', wish: { kind: 'order-placed', channelOrderId: sale, order } } as const;
  };
  await hub.send(salesFrom(50, 20).map(unroutable));
  await eventually(hub.inbox).toEqual({ done: 44, refused: 20 });
  expect(await hub.exceptions()).toEqual([]);
  await hub.send(salesFrom(5, 2).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 45, refused: 20, held: 1 });
  await hub.send(known.map((sale) => touch(sale, 99)));
  await eventually(hub.inbox).toEqual({ done: 49, refused: 20, held: 1 });
  await hub.stop();
});

test('changes and cancellations count and are held as well, and no later message of a sale overtakes what is held of it', async ({ database }) => {
  const hub = await startSalesHub(database, { burst: { salesMax: 3, withinMinutes: 60 } });
  await hub.send(salesFrom(1, 2).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 2 });
  await hub.send([touch('S-001', 2, 7)]);
  await eventually(hub.inbox).toEqual({ done: 3 });
  await hub.send([cancellation('S-001'), touch('S-002', 2, 9), touch('S-003', 1)]);
  await eventually(hub.inbox).toEqual({ done: 3, held: 3 });
  await hub.send([cancellation('S-003'), touch('S-002', 3, 1)]); // neither would have an effect without what is held
  await eventually(hub.inbox).toEqual({ done: 3, held: 5 });
  const [exception] = await hub.exceptions();
  expect(exception.summary).toMatch('3 sales are held');
  const page = await hub.call('GET', `/v1/exceptions/${exception.id}/sales?limit=2`);
  expect(page.json).toMatchObject({
    sales: [
      { channelOrder: 'S-001', would: 'cancellation', order: expect.any(String), customer: null, messages: 1 },
      { channelOrder: 'S-002', would: 'change', order: expect.any(String), customer: 'C-ACME', purchaseOrder: 'PO-S-002', messages: 2 },
    ],
    next: expect.any(String),
  });
  const rest = await hub.call('GET', `/v1/exceptions/${exception.id}/sales?limit=2&cursor=${page.json.next}`);
  expect(rest.json).toMatchObject({ sales: [{ channelOrder: 'S-003', would: 'cancellation', order: null, messages: 2 }], next: null });
  await hub.stop();
});

test('the same messages again add nothing to what is held', async ({ database }) => {
  const hub = await startSalesHub(database, { burst });
  const messages = salesFrom(1, 9).map((sale) => touch(sale, 1));
  for (let time = 0; time < 3; time += 1) await hub.send(messages);
  await eventually(hub.inbox).toEqual({ done: 5, held: 4 });
  await hub.send(messages);
  await hub.send((await hub.orders()).map((sale) => touch(sale, 2)));
  await eventually(hub.inbox).toEqual({ done: 10, held: 4 });
  expect((await hub.exceptions())[0].summary).toMatch('4 sales are held');
  expect(await hub.orders()).toHaveLength(5);
  await hub.stop();
});

test('a node that dies between an admission and its order neither loses the order nor passes the cap', async ({ database }) => {
  let crashes = 3;
  const beforeCommit = (name: string): Promise<void> => {
    if (name !== 'accept' || crashes === 0) return Promise.resolve();
    crashes -= 1;
    return Promise.reject(new Error('the node is gone'));
  };
  const hub = await startSalesHub(database, { burst, hooks: { database: { beforeCommit } } });
  await hub.send(salesFrom(1, 12).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 5, held: 7 });
  expect(crashes).toBe(0);
  expect(await hub.orders()).toHaveLength(5);
  await hub.stop();
});

test('a channel without a cap is not held', async ({ database }) => {
  const hub = await startSalesHub(database);
  await hub.send(salesFrom(1, 40).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 40 });
  expect((await database.query('select 1 from inbox where admitted_at is not null')).rowCount).toBe(0);
  expect(await hub.exceptions()).toEqual([]);
  await hub.stop();
});
