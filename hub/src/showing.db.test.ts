import { setTimeout } from 'node:timers/promises';
import type { OrderStatus } from '@crossdock/canonical';
import type { Connector, Shown } from '@crossdock/connector-kit';
import { recordChannelConnector, startRecordChannel } from '@crossdock/connector-kit/contract';
import { expect } from 'vitest';
import { assignException } from './exceptions/index.ts';
import { verify } from './insight/index.ts';
import { type Queryable, systemClock } from './platform/index.ts';
import { eventually, startBoth, startShowingHub, waitingRows } from './showing-testing.ts';
import { markShownOrders } from './systems/index.ts';
import { test } from './testing/database-test.ts';

const overdue = "update showings set due_at = clock_timestamp() - interval '1 s' where wanted > shown";

async function broken(database: Parameters<typeof verify>[0]): Promise<readonly object[]> {
  const found: object[] = [];
  for await (const one of verify(database, { orders: 0, events: 0, effects: 0 })) found.push(one);
  return found;
}

test("a channel's record shows the order at its last state, and verify agrees", async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const order = await hub.place('Q-1');
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order, progress: 'received', lines: [{ ordered: '10', shipped: '0' }] });
  const version = await hub.ship(order, 4);
  await eventually(() => channel.records.get('Q-1')).toMatchObject({
    version,
    status: { version, lines: [{ shipped: '4', open: '6' }], shipments: [{ id: 'SH-1', packages: [{ tracking: 'T-1' }] }] },
  });
  await eventually(() => waitingRows(database)).toEqual([]);
  expect((await broken(hub.core.database)).filter((one) => 'invariant' in one && one.invariant === 'channels-shown')).toEqual([]);
  await database.query('update showings set version = 1');
  expect(await broken(hub.core.database)).toContainEqual({
    invariant: 'channels-shown',
    subject: order,
    detail: expect.stringMatching('Q-1: shows version 1'),
  });
  await close();
});

test('ten changes while the channel is closed are one write, of the last state', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  await hub.pause();
  await eventually(() => hub.core.lanes.state('crm', 'default')?.isPaused).toBe(true);
  const order = await hub.place('Q-1');
  let version = 0;
  for (let pieces = 1; pieces <= 9; pieces += 1) version = await hub.ship(order, pieces);
  expect(channel.requests).toEqual([]);
  await hub.resume();
  await eventually(() => channel.writes).toEqual([{ id: 'Q-1', version }]);
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(channel.requests).toHaveLength(1);
  await close();
});

test('an order that came from no channel of the kind has no record, and a change that shows nothing new is not written', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  await hub.place(null);
  const order = await hub.place('Q-2');
  await eventually(() => channel.writes.map(({ id }) => id)).toEqual(['Q-2']);
  await eventually(() => waitingRows(database)).toEqual([]);
  await database.query('update showings set wanted = wanted + 1');
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(channel.requests).toHaveLength(1);
  expect((await database.query('select subject_id from showings')).rows).toEqual([{ subject_id: order }]);
  await close();
});

test('a record that its channel refuses stops no other, calls a person after three attempts, and sends the person home when it is taken', async ({
  database,
}) => {
  const { channel, hub, close } = await startBoth(database);
  channel.refused.add('Q-2');
  const orders = [await hub.place('Q-1'), await hub.place('Q-2'), await hub.place('Q-3')];
  await eventually(() => [...channel.records.keys()].sort()).toEqual(['Q-1', 'Q-3']);
  await eventually(async () => {
    await database.query(overdue);
    return (await database.query("select subject_id, class, summary from exceptions where key like 'show:%' and closed_at is null")).rows;
  }).toMatchObject([{ subject_id: orders[1], class: 'not-shown', summary: expect.stringMatching('crm does not take the state of its Q-2: rule: A rule') }]);
  await hub.ship(orders[1] ?? '', 3); // a commit of the order leaves the exception open
  expect((await database.query("select 1 from exceptions where key like 'show:%' and closed_at is null")).rowCount).toBe(1);
  channel.refused.clear();
  await eventually(async () => {
    await database.query(overdue);
    return channel.records.get('Q-2')?.status?.lines[0]?.shipped;
  }).toBe('3');
  expect(channel.records.get('Q-2')?.status?.exceptions.map((exception) => exception.class)).not.toContain('not-shown');
  await eventually(async () => (await database.query("select 1 from exceptions where key like 'show:%' and closed_at is null")).rowCount).toBe(0);
  await eventually(() => waitingRows(database)).toEqual([]);
  await close();
});

test('a record at which the channel falls over is found and fails alone, the others of its batch are written', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database, { itemsMax: 16 });
  await hub.pause();
  await eventually(() => hub.core.lanes.state('crm', 'default')?.isPaused).toBe(true);
  channel.fatal.add('Q-3');
  const ids = Array.from({ length: 8 }, (_, index) => `Q-${index}`);
  for (const id of ids) await hub.place(id);
  await hub.resume();
  await eventually(async () => {
    await database.query(overdue);
    return [...channel.records.keys()].sort();
  }).toEqual(ids.filter((id) => id !== 'Q-3'));
  await eventually(async () => {
    await database.query(overdue);
    return (await database.query("select key from exceptions where key like 'show:%'")).rows;
  }).toEqual([{ key: 'show:crm:Q-3' }]);
  expect((await waitingRows(database)).map((row) => row.channel_order)).toEqual(['Q-3']);
  await close();
});

test('what was written and not answered is written again, and is there once', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  let answersLost = 0;
  const loseFirst = () => {
    answersLost += 1;
    return answersLost === 1;
  };
  channel.setTrouble({ isAnswerLost: loseFirst });
  await hub.place('Q-1');
  await eventually(() => channel.requests).toEqual([['Q-1'], ['Q-1']]);
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(new Set(channel.writes.map(({ version }) => version)).size).toBe(1);
  expect(channel.records.size).toBe(1);
  await close();
});

test('an order that changes while its record is being written is shown once more', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  let open = () => {};
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  channel.setTrouble({ hold: () => closed });
  const order = await hub.place('Q-1');
  await eventually(() => channel.requests.length).toBe(1);
  const version = await hub.ship(order, 2);
  open();
  await eventually(() => channel.records.get('Q-1')?.version).toBe(version);
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(channel.requests).toHaveLength(2);
  await close();
});

test('a crash between the writing and its commit writes the same again after the lease', async ({ database }) => {
  let crashes = 0;
  const hooks = {
    database: {
      beforeCommit: (name: string) => {
        if (name !== 'show-settle' || crashes > 0) return Promise.resolve();
        crashes += 1;
        return Promise.reject(new Error('the node dies here'));
      },
    },
  };
  const { channel, hub, close } = await startBoth(database, { hooks, callMsMax: 2_000 });
  await hub.place('Q-1');
  await eventually(() => crashes).toBe(1);
  await eventually(() => channel.requests.length).toBeGreaterThanOrEqual(2);
  await eventually(async () => (await database.query('select wanted = shown as is_shown, lease_until from showings')).rows).toEqual([
    { is_shown: true, lease_until: null },
  ]);
  expect(new Set(channel.writes.map(({ version }) => version)).size).toBe(1);
  await close();
});

test('two nodes never have two batches of one channel on their way', async ({ database }) => {
  const channel = await startRecordChannel();
  let [running, most] = [0, 0];
  channel.setTrouble({
    hold: async () => {
      running += 1;
      most = Math.max(most, running);
      await setTimeout(20); // long enough for another batch to begin, if it could
      running -= 1;
    },
  });
  const crm = recordChannelConnector({ url: channel.url, itemsMax: 3 });
  const nodes = [await startShowingHub(database, { crm }), await startShowingHub(database, { crm })];
  const [first, second] = nodes;
  if (!first || !second) throw new Error('two nodes were started');
  const placed: string[] = [];
  for (let n = 0; n < 20; n += 1) placed.push(await (n % 2 === 0 ? first : second).place(`Q-${n}`));
  await Promise.all(placed.map((order, n) => (n % 2 === 0 ? second : first).ship(order, 1 + (n % 9))));
  await eventually(() => waitingRows(database)).toEqual([]);
  const shipped = (status: OrderStatus | undefined) => status?.lines[0]?.shipped;
  expect(placed.map((_, n) => shipped(channel.records.get(`Q-${n}`)?.status))).toEqual(placed.map((_, n) => String(1 + (n % 9))));
  expect(most).toBe(1);
  await Promise.all(nodes.map((node) => node.stop()));
  await channel.close();
});

test('a channel that throttles, refuses our key or is away is charged in its lane, and no record fails for it', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const answers = [
    { status: 429, headers: { 'retry-after': '1' }, code: 'slow-down' },
    { status: 401, code: 'no' },
  ];
  channel.setTrouble({ before: () => answers.shift() });
  await hub.place('Q-1');
  await eventually(() => channel.records.has('Q-1')).toBe(true);
  await eventually(() => waitingRows(database)).toEqual([]);
  expect((await database.query('select failures, last_error from showings')).rows).toEqual([{ failures: 0, last_error: null }]);
  expect((await database.query("select last_error from lanes where system = 'crm'")).rows).toMatchObject([{ last_error: expect.stringMatching('401') }]);
  await eventually(async () => (await database.query("select failures from lanes where system = 'crm'")).rows).toEqual([{ failures: 0 }]);
  await close();
});

test('a batch takes no more schedules than the channel can bear, and the rest follows', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database, { itemsMax: 10, schedulesMax: 2 });
  await hub.pause();
  await eventually(() => hub.core.lanes.state('crm', 'default')?.isPaused).toBe(true);
  for (let n = 0; n < 5; n += 1) await hub.place(`Q-${n}`);
  await database.query(overdue);
  await hub.resume();
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(channel.requests.map((ids) => ids.length)).toEqual([2, 2, 1]);
  await close();
});

test('why a request became no order is said on its record, until it does become one', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const order = (warehouse: string) => ({
    customer: { id: 'C-ACME' },
    currency: 'USD' as const,
    lines: [{ id: '1', item: 'HS-1001', quantity: { value: '10', unit: 'EA' as const }, warehouse }],
  });
  const placing = (warehouse: string) =>
    hub.wish('crm', { kind: 'order-placed', channelOrderId: 'Q-1', order: order(warehouse) }, { source: 'crm', messageId: warehouse, part: 0 });
  expect(await placing('MOON')).toMatchObject({ why: expect.stringMatching('no-route') });
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ code: 'no-route', field: 'lines[0].warehouse', version: 1 });
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(await placing('MOON')).toMatchObject({ why: expect.stringMatching('no-route') });
  expect(await waitingRows(database)).toEqual([]);
  const { subjectId = '' } = await placing('EDC');
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order: subjectId, channelOrder: 'Q-1' });
  expect(channel.records.get('Q-1')?.problem).toBeUndefined();
  expect((await database.query("select 1 from effects where op = 'fulfil'")).rowCount).toBe(0);
  await hub.ship(subjectId, 10);
  await eventually(() => channel.records.get('Q-1')?.status?.lines[0]?.shipped).toBe('10');
  expect((await database.query("select 1 from effects where op = 'fulfil'")).rowCount).toBe(0);
  await close();
});

test('what happens to the exceptions of an order without an event is shown too: who takes care of a request that was declined', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const from = (messageId: string) => ({ source: 'crm', messageId, part: 0 });
  const lines = [{ id: '1', item: 'HS-1001', quantity: { value: '10', unit: 'EA' as const }, warehouse: 'EDC' }];
  const order = { customer: { id: 'C-ACME' }, currency: 'USD' as const, lines };
  const { subjectId = '' } = await hub.wish('crm', { kind: 'order-placed', channelOrderId: 'Q-1', order }, from('m-1'));
  await hub.ship(subjectId, 10);
  await eventually(() => waitingRows(database)).toEqual([]);
  await hub.wish('crm', { kind: 'order-cancelled', channelOrderId: 'Q-1', reason: 'too dear' }, from('m-2'));
  const declined = {
    kind: 'cancellation',
    by: 'channel:crm',
    answer: 'declined',
    items: [{ answer: 'declined', reason: expect.stringMatching('picked already') }],
  };
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([declined]);
  await eventually(() => waitingRows(database)).toEqual([]);
  const { rows } = await database.query("select id from exceptions where class = 'change-declined'");
  const { transact } = hub.core.database;
  const assigning = { id: rows[0].id, assignee: 'jo', reason: 'knows the customer', actor: 'client:test' };
  const onAssigned = (client: Queryable, assigned: { readonly order: string }) => markShownOrders(client, [assigned.order]);
  await assignException(assigning, { transact, clock: systemClock, onAssigned });
  await eventually(() => channel.records.get('Q-1')?.status?.exceptions).toContainEqual(expect.objectContaining({ class: 'change-declined', assignee: 'jo' }));
  await close();
});

test('what the answer says of a record counts for that record alone', async ({ database }) => {
  const said: Record<string, Shown | undefined> = {
    'Q-1': { channelOrder: 'Q-1', kind: 'shown' },
    'Q-2': undefined,
    'Q-3': { channelOrder: 'Q-3', kind: 'failed', class: 'throttled', message: 'too many at once', retryAfterMs: 600_000 },
    'Q-4': { channelOrder: 'Q-4', kind: 'failed', class: 'transient', message: 'the row is locked' },
  };
  const ids = Object.keys(said);
  let isAnswered = false;
  const crm: Connector = {
    vendor: 'test-crm',
    channel: {
      show: {
        itemsMax: 10,
        callMsMax: 10_000,
        settleMs: 0,
        limiter: 'default',
        send: async () => {
          isAnswered = true;
          return { kind: 'answered', items: ids.flatMap((id) => said[id] ?? []) };
        },
      },
    },
    health: () => Promise.resolve({ kind: 'healthy', says: 'fine' }),
  };
  const preparing = await startShowingHub(database, { crm, isWorking: false });
  for (const id of ids) await preparing.place(id);
  await preparing.stop();
  await database.query(overdue);
  const hub = await startShowingHub(database, { crm });
  await eventually(() => isAnswered).toBe(true);
  const failing = async () => (await waitingRows(database)).map((row) => [row.channel_order, row.failures > 0, row.last_error]);
  await eventually(failing).toEqual([
    ['Q-2', true, 'The answer says nothing of this record.'],
    ['Q-3', false, 'too many at once'],
    ['Q-4', true, 'the row is locked'],
  ]);
  const { rows } = await database.query("select open_until > clock_timestamp() + interval '5 minutes' as is_put_off from lanes where system = 'crm'");
  expect(rows).toEqual([{ is_put_off: true }]);
  await hub.stop();
});

test('a problem that was shown is forgotten after its time, a record with an order never', async ({ database }) => {
  await database.query(
    `insert into showings (system, channel_order, subject_id, problem, wanted, shown, shown_at, waiting_since, due_at) values
       ('crm', 'old', null, '{}', 1, 1, now() - interval '31 days', now(), now()), ('crm', 'young', null, '{}', 1, 1, now() - interval '29 days', now(), now()),
       ('crm', 'unshown', null, '{}', 2, 1, now() - interval '31 days', now(), 'infinity'), ('crm', 'order', gen_random_uuid(), null, 1, 1, now() - interval '900 days', now(), now())`,
  );
  const { hub, close } = await startBoth(database);
  await eventually(async () => (await database.query('select channel_order from showings order by 1')).rows.map((row) => row.channel_order)).toEqual([
    'order',
    'unshown',
    'young',
  ]);
  expect(hub.logs.filter((line) => line.startsWith('error'))).toEqual([]);
  await close();
});

test('a record that two orders came from shows the younger one, whatever becomes of the other', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const older = await hub.place('Q-1');
  const version = await hub.ship(older, 3);
  await eventually(() => channel.records.get('Q-1')).toMatchObject({ version, status: { order: older } });
  await eventually(() => waitingRows(database)).toEqual([]);
  const younger = await hub.place('Q-1');
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order: younger, lines: [{ shipped: '0' }] });
  await hub.ship(older, 9);
  await eventually(() => waitingRows(database)).toEqual([]);
  expect(channel.records.get('Q-1')?.status).toMatchObject({ order: younger, lines: [{ shipped: '0' }] });
  expect((await broken(hub.core.database)).filter((one) => 'invariant' in one && one.invariant === 'channels-shown')).toEqual([]);
  await close();
});
