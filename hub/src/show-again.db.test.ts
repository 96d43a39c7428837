import type { Connector, Shown } from '@crossdock/connector-kit';
import type pg from 'pg';
import { expect } from 'vitest';
import { applyRemedy, listExceptions } from './exceptions/index.ts';
import { verify } from './insight/index.ts';
import { eventually, type ShowingHub, startBoth, startShowingHub, waitingRows } from './showing-testing.ts';
import { leaveRecordAlone, listShowings, reportProblem, showAgain } from './systems/index.ts';
import { test } from './testing/database-test.ts';

/** Has what waits for its backoff written at once; what is left alone stays so. */
const overdue = "update showings set due_at = clock_timestamp() - interval '1 s' where wanted > shown and due_at < 'infinity'";

/** What a person does at the exception of a record that cannot be written. */
async function giveUp(hub: ShowingHub, reason: string): Promise<void> {
  const { database, engine, clock } = hub.core;
  const [exception] = await listExceptions({ state: 'open', class: 'not-shown', limit: 1 }, { pool: database.pool });
  const nobody = () => Promise.reject(new Error('nobody is called for this remedy'));
  const deps = {
    submit: engine.submit,
    probeNow: nobody,
    effectOf: nobody,
    leaveRecordAlone,
    decideLot: nobody,
    createAgain: nobody,
    transact: database.transact,
    clock,
  };
  const by = { actor: 'client:test', causation: 'test', reason };
  expect(exception && (await applyRemedy(exception, { remedy: 'accept-difference' }, by, deps))).toEqual({ kind: 'decided' });
}

/** Writes what waits without its backoff, until a person is called. */
async function untilSomebodyIsCalled(database: pg.Pool): Promise<void> {
  await eventually(async () => {
    await database.query(overdue);
    return (await database.query("select key from exceptions where key like 'show:%' and closed_at is null")).rows;
  }).toEqual([{ key: 'show:crm:Q-1' }]);
}
const leftAlone = async (database: pg.Pool) => (await listShowings({ pool: database }))[0]?.leftAlone;

test('a record that a person has given up is left alone, whatever becomes of its order, until somebody has it shown again', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  channel.refused.add('Q-1');
  const order = await hub.place('Q-1');
  await untilSomebodyIsCalled(database);
  await giveUp(hub, 'the quote was deleted');
  expect((await database.query("select 1 from exceptions where key like 'show:%' and closed_at is null")).rowCount).toBe(0);
  const requests = channel.requests.length;
  await hub.ship(order, 10);
  await hub.place('Q-2');
  await eventually(() => channel.records.has('Q-2')).toBe(true);
  await eventually(async () => (await waitingRows(database)).map((row) => row.channel_order)).toEqual(['Q-1']);
  expect(channel.requests.slice(requests).flat()).not.toContain('Q-1');
  expect(await leftAlone(database)).toBe(1);
  for await (const one of verify(hub.core.database, { orders: 0, events: 0, effects: 0 })) expect(one).not.toHaveProperty('invariant', 'channels-shown');
  channel.refused.clear();
  const { transact } = hub.core.database;
  const again = (channelOrder: string) =>
    showAgain({ system: 'crm', channelOrder, actor: 'client:test', reason: 'it is back' }, { transact, clock: hub.core.clock });
  expect([await again('Q-1'), await again('Q-9')]).toEqual(['done', 'unknown-record']);
  await eventually(() => channel.records.get('Q-1')?.status?.lines[0]?.shipped).toBe('10');
  await eventually(() => waitingRows(database)).toEqual([]);
  const writes = channel.writes.length;
  await again('Q-1'); // though it shows what it should, as far as the hub knows
  await eventually(() => channel.writes.slice(writes)).toEqual([{ id: 'Q-1', version: channel.records.get('Q-1')?.version }]);
  await close();
});

test('a problem that its record does not take can be given up, and is taken up with another problem or with the order', async ({ database }) => {
  const { channel, hub, close } = await startBoth(database);
  const problem = (code: string) => reportProblem(database, { system: 'crm', channelOrder: 'Q-1', code, detail: 'x' });
  channel.refused.add('Q-1');
  await problem('no-route');
  await untilSomebodyIsCalled(database);
  await giveUp(hub, 'the quote is locked');
  await problem('no-route');
  expect(await leftAlone(database)).toBe(1);
  await problem('bad-value');
  expect(await leftAlone(database)).toBe(0);
  await untilSomebodyIsCalled(database);
  await giveUp(hub, 'still locked');
  expect(await leftAlone(database)).toBe(1);
  channel.refused.clear();
  const order = await hub.place('Q-1');
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order });
  await eventually(() => waitingRows(database)).toEqual([]);
  await close();
});

test('a record that is given up while it is being written is left alone, whatever the answer', async ({ database }) => {
  const answer = Promise.withResolvers<void>();
  let asked = 0;
  const send = async (): Promise<{ readonly kind: 'answered'; readonly items: readonly Shown[] }> => {
    asked += 1;
    await answer.promise;
    return { kind: 'answered', items: [{ channelOrder: 'Q-1', kind: 'refused', class: 'data', code: 'no', message: 'no' }] };
  };
  const crm: Connector = {
    vendor: 'test-crm',
    channel: { show: { itemsMax: 10, callMsMax: 10_000, settleMs: 0, limiter: 'default', send } },
    health: () => Promise.resolve({ kind: 'healthy', says: '' }),
  };
  const hub = await startShowingHub(database, { crm });
  await hub.place('Q-1');
  await eventually(() => asked).toBe(1);
  await hub.core.database.transact('test', (client) => leaveRecordAlone(client, { system: 'crm', channelOrder: 'Q-1' }));
  answer.resolve();
  await eventually(() => hub.core.lanes.free('crm', 'default', 0)).toBe(4);
  await hub.stop();
  expect((await database.query("select due_at = 'infinity' as is_alone, failures, last_error from showings")).rows).toEqual([
    { is_alone: true, failures: 0, last_error: null },
  ]);
});
