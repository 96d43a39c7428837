import type { OrderRequest } from '@crossdock/canonical';
import type { ChannelWish } from '@crossdock/connector-kit';
import type pg from 'pg';
import { expect } from 'vitest';
import { eventually, type ShowingHub, startBoth, waitingRows } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

type Sale = {
  readonly quantity?: string;
  readonly price?: string;
  readonly date?: string;
  readonly city?: string;
  readonly po?: string;
  readonly warehouse?: string;
};

let told = 0;
const message = (messageId = `m-${++told}`) => ({ source: 'crm', messageId, part: 0 });

/** The sale Q-1 as the channel shows it. */
function showing({ quantity = '10', price = '5', date = '2026-12-01', city = 'Austin', po = 'PO-1', warehouse = 'EDC' }: Sale, request?: string): ChannelWish {
  const order: OrderRequest = {
    customer: { id: 'C-ACME' },
    purchaseOrder: po,
    currency: 'USD',
    shipTo: { street: '1 Dock St', city },
    lines: [{ id: '1', item: 'HS-1001', quantity: { value: quantity, unit: 'EA' }, price: { amount: price, currency: 'USD' }, requestedDate: date, warehouse }],
  };
  return { kind: 'order-changed', channelOrderId: 'Q-1', lines: [{ line: '1', quantity }], order, ...(request !== undefined && { request }) };
}

const cancelled = (request?: string): ChannelWish => ({
  kind: 'order-cancelled',
  channelOrderId: 'Q-1',
  reason: 'denied',
  ...(request !== undefined && { request }),
});

async function wish(hub: ShowingHub, what: ChannelWish, from = message()): Promise<string> {
  const { subjectId } = await hub.wish('crm', what, from);
  if (subjectId === undefined) throw new Error('nothing was made of it');
  return subjectId;
}

const head = () => ({ at: new Date().toISOString(), actor: 'system:erp', causation: 'test' });

/** The ERP has taken the order. */
async function taken(hub: ShowingHub, subjectId: string): Promise<void> {
  const lines = [{ lineKey: '1/1', item: 'HS-1001', quantity: '10', unit: 'EA', unitPrice: '5', requestedDate: '2026-12-01' }] as const;
  const shipTo = { street: '1 Dock St', city: 'Austin' };
  const document = { reference: 'R-1', customer: 'C-ACME', currency: 'USD', warehouse: 'EDC', shipTo, lines } as const;
  const body = { op: 'create', document } as const;
  const confirmed = {
    kind: 'confirmed',
    key: 'create:erp/EDC#1',
    system: 'erp',
    body,
    document: { id: 'SO-1', version: '1' },
    snapshots: [],
    differences: [],
  } as const;
  const submitted = await hub.core.engine.submit({ subjectId, command: { ...head(), ...confirmed } });
  if (submitted.kind !== 'decided') throw new Error(JSON.stringify(submitted));
}

async function stateOf(pool: pg.Pool, id: string) {
  const { rows } = await pool.query('select state from subjects where id = $1', [id]);
  return JSON.parse(rows[0].state);
}

const openExceptions = async (pool: pg.Pool) =>
  (await pool.query("select class, summary, evidence from exceptions where class = 'change-declined' and closed_at is null")).rows;

test('date, ship-to and quantity that a channel changes reach the order, and telling them again changes nothing', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  const changed = showing({ quantity: '12', date: '2026-12-24', city: 'Dallas' });
  const from = message();
  await wish(hub, changed, from);
  const state = await stateOf(database, id);
  expect([state.shipTo.city, state.lines[0].schedules[0], state.changes]).toMatchObject([
    'Dallas',
    { ordered: '12', requestedDate: '2026-12-24' },
    [{ by: 'channel:crm', items: [{ wish: 'quantity' }, { wish: 'date' }, { wish: 'ship-to' }] }],
  ]);
  await wish(hub, changed);
  await wish(hub, changed, from);
  expect((await stateOf(database, id)).changes).toHaveLength(1);
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([{ answer: 'accepted' }]);
  await close();
});

test('a change that comes while the earlier is on its way takes its place, and the record has the answer under the name of the request', async ({
  database,
}) => {
  const { channel, hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  await taken(hub, id);
  await wish(hub, showing({ quantity: '12' }, 'CHANGE-1'));
  await wish(hub, showing({ quantity: '8' }, 'CHANGE-2'));
  const amends = async () => (await database.query("select body from effects where op = 'amend' and status = 'ready'")).rows.map((row) => JSON.parse(row.body));
  expect(await amends()).toMatchObject([{ document: { lines: [{ quantity: '8' }] } }]);
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([
    { request: 'CHANGE-1', answer: 'declined', items: [{ reason: 'A later wish has taken its place.' }] },
    { request: 'CHANGE-2', answer: 'pending' },
  ]);
  expect(await openExceptions(database)).toEqual([]);
  await close();
});

test('who asks for a change by name is answered also where nothing differs', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  await wish(hub, showing({}));
  await wish(hub, showing({}, 'CHANGE-1'));
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([{ request: 'CHANGE-1', answer: 'accepted', items: [] }]);
  await close();
});

test('another price, PO number or customer is not taken over: the record says so, and one person is called once', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  const dearer = showing({ price: '6', po: 'PO-2' });
  await wish(hub, dearer);
  await wish(hub, dearer);
  const reasons = [expect.stringContaining('The price is 6 there and 5 here'), expect.stringContaining('The PO number is PO-2 there and PO-1 here')];
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([
    { answer: 'declined', items: reasons.map((reason) => ({ answer: 'declined', reason })) },
  ]);
  expect((await stateOf(database, id)).lines[0].unitPrice).toBe('5');
  const open = await openExceptions(database);
  expect(open).toHaveLength(1);
  const { pin } = JSON.parse(open[0].evidence).target;
  const accept = { kind: 'accept-difference', pin, reason: 'the customer agrees', ...head(), actor: 'client:test' } as const;
  await hub.core.engine.submit({ subjectId: id, command: accept });
  await wish(hub, showing({ price: '6', po: 'PO-2', date: '2026-12-24' }));
  expect(await openExceptions(database)).toEqual([]);
  expect((await stateOf(database, id)).changes).toMatchObject([{}, { items: [{ wish: 'date', decision: 'done' }] }]);
  await close();
});

test("what was changed in the ERP is not set back when somebody touches the channel's record", async ({ database }) => {
  const { hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  await taken(hub, id);
  const lines = [{ lineKey: '1/1', item: 'HS-1001', quantity: '8', unitPrice: '5' }];
  const snapshot = { type: 'sales-order', system: 'erp', id: 'SO-1', version: '2', state: 'confirmed', lines } as const;
  await hub.core.engine.submit({ subjectId: id, command: { kind: 'document', snapshot, ...head() } });
  expect((await stateOf(database, id)).lines[0].schedules[0]).toMatchObject({ ordered: '10', cancelled: '2' });
  await wish(hub, showing({}));
  expect((await stateOf(database, id)).lines[0].schedules[0]).toMatchObject({ ordered: '10', cancelled: '2' });
  await wish(hub, showing({ quantity: '7' }));
  expect((await stateOf(database, id)).lines[0].schedules[0].pending).toMatchObject({ quantity: '7' });
  await close();
});

test('a sale that is cancelled and accepted again is told so on its record, and becomes no second order', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  await wish(hub, cancelled('CANCEL-1'));
  await wish(hub, cancelled());
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ progress: 'cancelled', requests: [{ request: 'CANCEL-1', answer: 'accepted' }] });
  expect(await wish(hub, showing({}))).toBe(id);
  await wish(hub, showing({}));
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([
    {},
    { kind: 'change', answer: 'declined', items: [{ reason: 'The order is cancelled; place a new one.' }] },
  ]);
  expect(await openExceptions(database)).toMatchObject([{ summary: expect.stringContaining('The order is cancelled; place a new one.') }]);
  expect((await database.query('select 1 from subjects')).rowCount).toBe(1);
  await close();
});

test('a sale that is cancelled after part of it was shipped loses the rest, and each cancellation has its answer', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  await taken(hub, id);
  await hub.ship(id, 4);
  await wish(hub, cancelled());
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([
    { kind: 'cancellation', answer: 'pending', items: [{ quantity: '4', reason: '4 EA are picked already and stay.' }] },
  ]);
  await hub.ship(id, 10);
  await wish(hub, showing({}));
  await wish(hub, cancelled('CANCEL-2'));
  await eventually(() => channel.records.get('Q-1')?.status?.requests.at(-1)).toMatchObject({ request: 'CANCEL-2', kind: 'cancellation', answer: 'declined' });
  expect(await openExceptions(database)).toMatchObject([{ summary: expect.stringContaining('crm has cancelled this order') }]);
  await close();
});

test('a sale that was refused at the door is tried afresh as it is now, and its problem closes', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  await hub.wish('crm', showing({ warehouse: 'MOON' }), message());
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ code: 'no-route' });
  const id = await wish(hub, showing({ quantity: '7' }));
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order: id, lines: [{ ordered: '7' }] });
  expect(channel.records.get('Q-1')?.problem).toBeUndefined();
  await eventually(() => waitingRows(database)).toEqual([]);
  await close();
});

test('a sale that was refused at the door and is cancelled then has no problem any more', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  await hub.wish('crm', showing({ warehouse: 'MOON' }), message());
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ code: 'no-route' });
  await hub.wish('crm', { kind: 'order-cancelled', channelOrderId: 'Q-1', reason: 'denied' }, message());
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ isWithdrawn: true });
  await eventually(() => waitingRows(database)).toEqual([]);
  await hub.wish('crm', showing({ warehouse: 'MOON' }), message());
  await eventually(() => channel.records.get('Q-1')?.problem?.isWithdrawn).toBeUndefined(); // asked for once more
  await close();
});

test('a sale is the same order after years: its key outlives those of clients', async ({ database }) => {
  const { hub, close } = await startBoth(database);
  await hub.place('Q-2');
  const id = await wish(hub, showing({}));
  await database.query("delete from idempotency where expires_at < now() + interval '10 years'");
  expect(await wish(hub, showing({ quantity: '3' }))).toBe(id);
  expect((await database.query("select 1 from idempotency where client = 'test'")).rowCount).toBe(0);
  await close();
});

test('what a channel shows counts as shown, also where the order had it already', async ({ database }) => {
  const { hub, close } = await startBoth(database);
  const id = await wish(hub, showing({}));
  const kept = async () => (await database.query("select 1 from idempotency where key = 'shown:Q-1'")).rowCount;
  await wish(hub, showing({}));
  expect(await kept()).toBe(0);
  const quantity = { kind: 'quantity', line: '1', quantity: { value: '12', unit: 'EA' } } as const;
  await hub.core.engine.submit({ subjectId: id, command: { ...head(), kind: 'change', changeId: 'chg_1', changes: [quantity], newRoutes: [] } });
  await wish(hub, showing({ quantity: '12' }));
  expect([await kept(), (await stateOf(database, id)).changes.length]).toEqual([1, 1]);
  await wish(hub, showing({ quantity: '10' }));
  expect((await stateOf(database, id)).lines[0].schedules[0]).toMatchObject({ ordered: '12', cancelled: '2' });
  await close();
});
