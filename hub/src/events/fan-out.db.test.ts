import { expect } from 'vitest';
import { type Database, type Duty, DutyLost, type Node } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { closeHub, deliverDue, hubOn, newDeliveries, newNode, newReceiver, publish, readDeliveries, recordAll, runDuty, subscribe } from './events-testing.ts';
import { fanOutDuty, fanOutLimits } from './fan-out.ts';
import { lastPosition } from './feed.ts';
import { sequencerDuty } from './sequencer.ts';
import { getSubscription } from './subscriptions.ts';

const test = base.extend<{ hub: Database; node: Node }>({
  hub: async ({ database }, use) => {
    const hub = hubOn(database);
    await use(hub);
    await closeHub(hub);
  },
  node: async ({ hub }, use) => use(await newNode(hub)),
});

const all = { kind: 'all' } as const;

test('a subscription begins now: an order that is older is told from its next event on, not from its first', async ({ hub, node }) => {
  const subject = await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  await subscribe(hub);
  await recordAll(hub, [4, 5], { subject });
  await publish(hub, node);
  expect(await readDeliveries(hub)).toMatchObject([{ subject, sent: 3, wanted: 5 }]);
});

test('a subscription that begins at a position is told what comes after it, of each order', async ({ hub, node }) => {
  const a = await recordAll(hub, [1, 2]);
  const b = await recordAll(hub, [1]);
  await publish(hub, node);
  await subscribe(hub, { from: 1 });
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received).toHaveLength(2);
  expect(new Set(received.map(({ event }) => event.id))).toEqual(new Set([`${a}:2`, `${b}:1`]));
});

test('only the types that were asked for are sent, and internal ones to nobody', async ({ hub, node }) => {
  await subscribe(hub, { types: ['order.shipped', 'exception.*'], url: 'https://some.example' });
  await subscribe(hub, { types: ['*'], url: 'https://all.example' });
  const types = ['order.received', 'order.shipped', 'internal.asked', 'exception.raised', 'order.closed', 'internal.noted'];
  const subject = await recordAll(hub, [], {});
  for (const [i, type] of types.entries()) await recordAll(hub, [i + 1], { subject, type });
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  const seqsAt = (host: string) => received.filter(({ url }) => url.includes(host)).map(({ event }) => Number(event.sequence));
  expect(seqsAt('some')).toEqual([2, 4]);
  expect(seqsAt('all')).toEqual([1, 2, 4, 5]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('every subscription moves on to the end of the feed, whether something was for it or not', async ({ hub, node }) => {
  const { id } = await subscribe(hub, { types: ['order.paid'] });
  await recordAll(hub, [1, 2]);
  await publish(hub, node);
  expect(await readDeliveries(hub)).toEqual([]);
  expect((await getSubscription({ id, scope: all }, hub))?.position).toBe(await lastPosition(hub.pool));
});

test('a disabled subscription keeps its position and gets no rows', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await hub.pool.query(`update subscriptions set status = 'disabled'`);
  await recordAll(hub, [1, 2]);
  await publish(hub, node);
  expect(await readDeliveries(hub)).toEqual([]);
  expect((await getSubscription({ id, scope: all }, hub))?.position).toBe(0);
});

test('a long way back is walked in windows, more subscriptions than one commit takes included', async ({ hub, node }) => {
  const count = fanOutLimits.windowPositionsMax * 2 + 5;
  await hub.pool.query(
    `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
     select ('00000000-0000-7000-8000-' || lpad((g % 100)::text, 12, '0'))::uuid, g / 100 + 1, 'order.changed', now(), 'test', 'c', '{}', '', '', '' from generate_series(0, $1::int - 1) g order by g`,
    [count],
  );
  await runDuty(sequencerDuty(hub), hub, node);
  for (let i = 0; i <= fanOutLimits.commitSubscriptionsMax; i += 1) await subscribe(hub, { from: 0 });
  await publish(hub, node);
  const rows = await readDeliveries(hub);
  expect(rows).toHaveLength(100 * (fanOutLimits.commitSubscriptionsMax + 1));
  const wanted = new Set(rows.map((row) => `${row.sent}-${row.wanted}`));
  expect(wanted).toEqual(new Set(['0-40', '0-41']));
});

test('a fan-out whose lease went to another node commits nothing', async ({ hub, node }) => {
  const other = await newNode(hub);
  await subscribe(hub);
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  const duty = fanOutDuty({ pool: hub.pool, onDue: () => {} });
  const overslept: Duty = {
    ...duty,
    run: async (held) => {
      await hub.pool.query(`update duties set until = clock_timestamp() - interval '1 s', node_epoch = $1`, [other.epoch]);
      return duty.run(held);
    },
  };
  await expect(runDuty(overslept, hub, node)).rejects.toThrow(DutyLost);
  expect(await readDeliveries(hub)).toEqual([]);
});

test.for([
  ['disabled', `update subscriptions set status = 'disabled'`, { status: 'disabled', position: 1 }],
  ['replayed', 'update subscriptions set position = 0', { status: 'active', position: 0 }],
] as const)('a subscription that is %s while fan-out looks at it keeps its position', async ([, change, left], { hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  const duty = fanOutDuty({ pool: hub.pool, onDue: () => {} });
  const raced: Duty = {
    ...duty,
    run: (held) =>
      duty.run({
        ...held,
        commit: async (name, work) => {
          await hub.pool.query(change);
          return held.commit(name, work);
        },
      }),
  };
  await runDuty(raced, hub, node, 1);
  const { rows } = await hub.pool.query('select status, position::int from subscriptions');
  expect(rows).toEqual([left]);
  expect(await readDeliveries(hub)).toHaveLength(1);
});

test('rings when something became due', async ({ hub, node }) => {
  await subscribe(hub, { types: ['order.paid'] });
  let rings = 0;
  const duty = fanOutDuty({ pool: hub.pool, onDue: () => (rings += 1) });
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  await runDuty(duty, hub, node);
  expect(rings).toBe(0);
  await recordAll(hub, [1], { type: 'order.paid' });
  await runDuty(sequencerDuty(hub), hub, node);
  await runDuty(duty, hub, node);
  expect(rings).toBe(1);
});
