import { expect } from 'vitest';
import { type Database, type Node, newId, pause } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { claimDue, deliverLimits } from './claim.ts';
import { runDeliveries } from './deliver.ts';
import {
  closeHub,
  deliverDue,
  deliverDuringLease,
  hubOn,
  makeDue,
  newDeliveries,
  newNode,
  newReceiver,
  publish,
  type Received,
  readDeliveries,
  recordAll,
  subscribe,
} from './events-testing.ts';
import { runEventsMax } from './messages.ts';
import { settleAll } from './settle.ts';
import { replaySubscription } from './subscription-care.ts';

const test = base.extend<{ hub: Database; node: Node }>({
  hub: async ({ database }, use) => {
    const hub = hubOn(database);
    await use(hub);
    await closeHub(hub);
  },
  node: async ({ hub }, use) => use(await newNode(hub)),
});

const all = { kind: 'all' } as const;
const seqsOf = (received: readonly Received[], subject: string) =>
  received.filter(({ event }) => event.subject === subject).map(({ event }) => Number(event.sequence));

test.for([runEventsMax - 1, runEventsMax, runEventsMax + 1, 47])(
  'sends a run of %i events, about as many as one claim takes or more, whole and in order',
  async (count, { hub, node }) => {
    await subscribe(hub);
    const seqs = Array.from({ length: count }, (_, i) => i + 1);
    const subject = await recordAll(hub, seqs);
    await publish(hub, node);
    const { send, received } = newReceiver();
    await deliverDue(newDeliveries(hub, node, send).deps);
    expect(seqsOf(received, subject)).toEqual(seqs);
  },
);

test('the claim of a dead node is taken over when its lease ends, and what the dead one says later changes nothing', async ({ hub, node }) => {
  await subscribe(hub);
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver();
  const dead = newDeliveries(hub, await newNode(hub), send);
  const claims = await claimDue({ busy: new Map(), low: new Map(), free: 10, after: '' }, dead.deps);
  const { deps } = newDeliveries(hub, node, send);
  await deliverDuringLease(deps, hub, 0);
  expect(received).toEqual([]);
  await hub.pool.query(`update deliveries set lease_until = clock_timestamp() - interval '1 ms'`);
  await recordAll(hub, [2], { subject });
  await publish(hub, node);
  await hub.pool.query(`update deliveries set due_at = clock_timestamp()`);
  await deliverDue(deps);
  expect(seqsOf(received, subject)).toEqual([1, 2]);
  await recordAll(hub, [3], { subject });
  await publish(hub, node);
  await settleAll(
    claims.map((claim) => ({ claim, outcome: { kind: 'sent' as const, through: 3, accepted: 1 } })),
    dead.deps,
  );
  await deliverDue(deps);
  expect(seqsOf(received, subject)).toEqual([1, 2, 3]);
});

test('a late settlement of an earlier claim of the same node changes nothing either', async ({ hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1, 2]);
  await publish(hub, node);
  const { deps } = newDeliveries(hub, node, newReceiver().send);
  const round = { busy: new Map<string, number>(), low: new Map<string, number>(), free: 10, after: '' };
  const [late] = await claimDue(round, deps);
  await hub.pool.query(`update deliveries set lease_until = clock_timestamp() - interval '1 ms'`);
  const [present] = await claimDue(round, deps);
  if (!late || !present) throw new Error('Nothing was claimed.');
  await settleAll([{ claim: late, outcome: { kind: 'sent', through: 2, accepted: 2 } }], deps);
  expect(await readDeliveries(hub)).toMatchObject([{ sent: 0, wanted: 2 }]);
  await settleAll([{ claim: present, outcome: { kind: 'sent', through: 2, accepted: 2 } }], deps);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('a claim that is too old begins no call', async ({ hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { deps } = newDeliveries(hub, node, newReceiver().send);
  let wallMs = 0;
  const clock = { ...deps.clock, wallMs: () => wallMs };
  const [claim] = await claimDue({ busy: new Map(), low: new Map(), free: 10, after: '' }, { ...deps, clock });
  expect(claim?.mayStart()).toBe(true);
  wallMs = deliverLimits.leaseMs - deliverLimits.callMsMax;
  expect(claim?.mayStart()).toBe(false);
});

test('what comes free below a newer claim is found by the next look from the beginning', async ({ hub, node }) => {
  await subscribe(hub);
  const old = await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver(async ({ event }) => {
    // Now the node's mark is above the old one, whose lease ends only here.
    if (event.subject !== old) await hub.pool.query(`update deliveries set lease_until = clock_timestamp() where subject_id = $1`, [old]);
    return 200;
  });
  const dead = newDeliveries(hub, await newNode(hub), send);
  await claimDue({ busy: new Map(), low: new Map(), free: 10, after: '' }, dead.deps);
  const young = await recordAll(hub, [1]);
  await publish(hub, node);
  await deliverDue(newDeliveries(hub, node, send, { limits: { ...deliverLimits, pollMs: 10, rescanMs: 50 } }).deps);
  expect(received.map(({ event }) => event.subject)).toEqual([young, old]);
});

test('a hub that stops gives back what is on its way, without charging an attempt', async ({ hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  const stop = new AbortController();
  const { send } = newReceiver(() => {
    stop.abort();
    return new Promise<number>(() => {});
  });
  const { deps } = newDeliveries(hub, node, send, { limits: { ...deliverLimits, pollMs: 10, stopGraceMs: 20 } });
  await runDeliveries(deps, stop.signal);
  const { rows } = await hub.pool.query('select attempt, sent_seq, node_epoch, lease_until from deliveries');
  expect(rows).toEqual([{ attempt: 0, sent_seq: 0, node_epoch: null, lease_until: null }]);
});

test('one subscription has no more calls at once than it may, and a slow one leaves places to others', async ({ hub, node }) => {
  await subscribe(hub, { url: 'https://slow.example' });
  await subscribe(hub, { url: 'https://quick.example' });
  for (let order = 0; order < 12; order += 1) await recordAll(hub, [1]);
  await publish(hub, node);
  let [slowNow, slowMost, quick] = [0, 0, 0];
  const { send } = newReceiver(async ({ url }) => {
    if (url.includes('quick')) {
      quick += 1;
      return 200;
    }
    slowNow += 1;
    slowMost = Math.max(slowMost, slowNow);
    while (quick < 12) await pause(5, new AbortController().signal); // deadlocks if the slow ones took all places
    slowNow -= 1;
    return 200;
  });
  await deliverDue(newDeliveries(hub, node, send, { limits: { ...deliverLimits, pollMs: 10, sendsMax: 4, sendsPerSubscriptionMax: 3 } }).deps);
  expect([slowMost, quick]).toEqual([3, 12]);
});

test('on two nodes, with failures, new events all the while and a replay, every order comes whole and in order', { timeout: 60_000 }, async ({ hub, node }) => {
  const { id } = await subscribe(hub, { from: 0 });
  const orders = Array.from({ length: 12 }, () => newId());
  let calls = 0;
  const { send, received } = newReceiver(async ({ event }) => {
    calls += 1;
    const isRefused = calls % 7 === 0;
    await pause(calls % 3, new AbortController().signal);
    if (isRefused) refused.add(event);
    return isRefused ? 500 : 200;
  });
  const refused = new Set<object>();
  const stop = new AbortController();
  const nodes = [newDeliveries(hub, node, send), newDeliveries(hub, await newNode(hub), send)];
  const running = nodes.map(({ deps }) => runDeliveries(deps, stop.signal));
  for (let seq = 1; seq <= 8; seq += 1) {
    await Promise.all(orders.map((subject) => recordAll(hub, [seq], { subject })));
    await publish(hub, node);
    if (seq === 5) await replaySubscription({ id, scope: all, from: 20 }, hub);
    await makeDue(hub);
  }
  await publish(hub, node);
  while ((await readDeliveries(hub)).length > 0) {
    // Retries and the leases that the replay disowned need not be waited for.
    await makeDue(hub);
    await pause(20, stop.signal);
  }
  stop.abort();
  await Promise.all(running);
  expect(nodes.flatMap(({ errors }) => errors)).toEqual([]);
  for (const subject of orders) {
    const accepted = received.filter(({ event }) => event.subject === subject && !refused.has(event)).map(({ event }) => Number(event.sequence));
    expect([...new Set(accepted)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // After a step back (the replay) it goes on one by one again: no gap ever.
    for (const [i, seq] of accepted.entries()) expect(seq).toBeLessThanOrEqual((accepted[i - 1] ?? 0) + 1);
  }
});
