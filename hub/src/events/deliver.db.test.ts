import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { type Database, type Node, newId, pause } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { claimDue, deliverLimits } from './claim.ts';
import { runDeliveries } from './deliver.ts';
import {
  closeHub,
  deliverDue,
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
import { settleAll } from './settle.ts';
import { enableSubscription, endRotation, listFailingDeliveries, replaySubscription, rotateSecret } from './subscription-care.ts';
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
const seqsOf = (received: readonly Received[], subject: string) =>
  received.filter(({ event }) => event.subject === subject).map(({ event }) => Number(event.sequence));

test('sends each event of an order in order, once, and keeps no row when all is sent', async ({ hub, node }) => {
  await subscribe(hub);
  const [a, b] = [await recordAll(hub, [1, 2, 3]), await recordAll(hub, [1, 2])];
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(seqsOf(received, a)).toEqual([1, 2, 3]);
  expect(seqsOf(received, b)).toEqual([1, 2]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('sends a run longer than one claim takes, whole and in order', async ({ hub, node }) => {
  await subscribe(hub);
  const seqs = Array.from({ length: 47 }, (_, i) => i + 1);
  const subject = await recordAll(hub, seqs);
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(seqsOf(received, subject)).toEqual(seqs);
});

test('a message that a standard library verifies arrives over HTTP', async ({ hub, node }) => {
  const verified: unknown[] = [];
  let secret = '';
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    verified.push(new Webhook(secret).verify(text, request.headers as Record<string, string>));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  secret = (await subscribe(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` })).secret;
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  const { deps } = newDeliveries(hub, node, async (url, headers, body, signal) => {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return answer.status;
  });
  await deliverDue(deps);
  server.close();
  expect(verified).toMatchObject([{ specversion: '1.0', id: `${subject}:1`, type: 'crossdock.order.received.v1', data: { lines: [] } }]);
});

test('a failing message holds back its own order alone, and is sent again under the same id before what follows it', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const [stuck, free] = [await recordAll(hub, [1, 2, 3]), await recordAll(hub, [1, 2])];
  await publish(hub, node);
  let answer = 500;
  const { send, received } = newReceiver(({ event }) => (event.subject === stuck && event.sequence.endsWith('2') ? answer : 200));
  const { deps } = newDeliveries(hub, node, send);
  await deliverDue(deps);
  expect(seqsOf(received, stuck)).toEqual([1, 2]);
  expect(seqsOf(received, free)).toEqual([1, 2]);
  expect(await readDeliveries(hub)).toMatchObject([{ subject: stuck, sent: 1, wanted: 3, attempt: 1 }]);
  expect(await listFailingDeliveries({ id, scope: all }, hub)).toMatchObject([{ subject: stuck, attempts: 1, lastError: 'The receiver answered 500.' }]);
  answer = 200;
  await makeDue(hub);
  await deliverDue(deps);
  expect(seqsOf(received, stuck)).toEqual([1, 2, 2, 3]);
  const ids = received.filter(({ event }) => event.id === `${stuck}:2`).map((one) => one.id);
  expect(ids).toEqual([`msg_${stuck}_2_${id}`, `msg_${stuck}_2_${id}`]);
});

test('a subscription that fails does not hold back another', async ({ hub, node }) => {
  await subscribe(hub, { url: 'https://down.example' });
  await subscribe(hub, { url: 'https://up.example' });
  const subject = await recordAll(hub, [1, 2]);
  await publish(hub, node);
  const { send, received } = newReceiver(({ url }) => (url.includes('down') ? Promise.reject(new Error('connect ECONNREFUSED')) : 200));
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received.filter(({ url }) => url.includes('up')).map(({ event }) => event.id)).toEqual([`${subject}:1`, `${subject}:2`]);
});

test.for([
  [1, 5_000],
  [4, 7_200_000],
  [9, 86_400_000],
] as const)('failure number %i is followed by a wait of %i ms', async ([failures, waitMs], { hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query('update deliveries set attempt = $1', [failures - 1]);
  await deliverDue(newDeliveries(hub, node, newReceiver(() => 503).send).deps);
  const [row] = await readDeliveries(hub);
  expect(row?.attempt).toBe(failures);
  expect(row?.waitMs).toBeLessThanOrEqual(waitMs);
  expect(row?.waitMs).toBeGreaterThan(waitMs - 3_000);
});

test.for([301, 302, 307, 404])('an answer of %i is a failure, never followed', async (status, { hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver(() => status);
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received).toHaveLength(1);
  expect(await readDeliveries(hub)).toMatchObject([{ attempt: 1 }]);
});

test('a sender that is deaf to its signal fails at the deadline', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { send } = newReceiver(() => new Promise<number>(() => {}));
  await deliverDue(newDeliveries(hub, node, send, { limits: { ...deliverLimits, pollMs: 10, callMsMax: 30 } }).deps);
  expect(await listFailingDeliveries({ id, scope: all }, hub)).toMatchObject([{ attempts: 1, lastError: expect.stringContaining('No answer') }]);
});

test('410 disables the subscription at once, with one notice; enabled again it goes on from where it stood', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  let status = 410;
  const { send, received } = newReceiver(() => status);
  const { deps, notices } = newDeliveries(hub, node, send);
  await deliverDue(deps);
  expect(notices).toEqual([{ kind: 'disabled', subscription: id, client: 'shop', url: 'https://receiver.example/hook', why: 'The receiver answered 410.' }]);
  const disabled = await getSubscription({ id, scope: all }, hub);
  expect(disabled?.health).toMatchObject({ status: 'disabled', why: 'The receiver answered 410.' });

  await recordAll(hub, [2, 3], { subject });
  await publish(hub, node);
  await makeDue(hub);
  await deliverDue(deps);
  expect(received).toHaveLength(1);
  expect((await getSubscription({ id, scope: all }, hub))?.position).toBe(disabled?.position);

  status = 200;
  expect(await enableSubscription({ id, scope: all }, hub)).toMatchObject({ outcome: 'done', subscription: { health: { status: 'active' } } });
  await publish(hub, node);
  await deliverDue(deps);
  expect(seqsOf(received, subject)).toEqual([1, 1, 2, 3]);
  expect(notices).toHaveLength(1);
});

test('a subscription to which nothing arrives is disabled when the schedule is through', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query('update deliveries set attempt = 9');
  await hub.pool.query(`update subscriptions set failing_since = now() - interval '76 hours'`);
  const { deps, notices } = newDeliveries(hub, node, newReceiver(() => 500).send);
  await deliverDue(deps);
  expect(notices).toMatchObject([{ kind: 'disabled', subscription: id }]);
});

test('a subscription that fails for five days is disabled, whatever failed', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query(`update subscriptions set failing_since = now() - interval '121 hours'`);
  const { deps, notices } = newDeliveries(hub, node, newReceiver(() => 500).send);
  await deliverDue(deps);
  expect(notices).toMatchObject([{ kind: 'disabled', subscription: id }]);
});

test('one unwelcome message does not disable a subscription that takes others: it is held, with notice, and tried daily', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const poison = await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query('update deliveries set attempt = 9');
  await hub.pool.query(`update subscriptions set failing_since = now() - interval '76 hours'`);
  await recordAll(hub, [1]);
  await publish(hub, node);
  // The good one is answered first; the health that it gives counts for what fails after it.
  await hub.pool.query(`update deliveries set due_at = clock_timestamp() + interval '1 hour' where subject_id = $1`, [poison]);
  const { deps, notices } = newDeliveries(hub, node, newReceiver(({ event }) => (event.subject === poison ? 500 : 200)).send);
  await deliverDue(deps);
  await makeDue(hub);
  await deliverDue(deps);
  expect(notices).toEqual([{ kind: 'held', subscription: id, subject: poison, failures: 10, why: 'The receiver answered 500.' }]);
  expect((await getSubscription({ id, scope: all }, hub))?.health.status).toBe('failing');
});

test('one success ends the time of failing', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  let status = 500;
  const { deps } = newDeliveries(hub, node, newReceiver(() => status).send);
  await deliverDue(deps);
  expect((await getSubscription({ id, scope: all }, hub))?.health.status).toBe('failing');
  status = 200;
  await makeDue(hub);
  await deliverDue(deps);
  expect((await getSubscription({ id, scope: all }, hub))?.health.status).toBe('active');
});

test('while a secret is rotated, receivers verify with either; afterwards with the new one alone', async ({ hub, node }) => {
  const { id, secret: before } = await subscribe(hub);
  const rotated = await rotateSecret({ id, scope: all }, { ...hub, newSecret: () => `whsec_${Buffer.alloc(24, 7).toString('base64')}` });
  const present = rotated.outcome === 'done' ? rotated.secret : '';
  const { send, received } = newReceiver();
  const { deps } = newDeliveries(hub, node, send);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await deliverDue(deps);
  await endRotation({ id, scope: all }, hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await deliverDue(deps);
  const verifies = (secret: string) => received.map(({ text, headers }) => isVerified(secret, text, headers));
  expect(verifies(present)).toEqual([true, true]);
  expect(verifies(before)).toEqual([true, false]);
});

test('a replay sends everything after its position again, in order, under the same ids', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const [a, b] = [await recordAll(hub, [1, 2, 3]), await recordAll(hub, [1, 2])];
  await publish(hub, node);
  const { send, received } = newReceiver();
  const { deps } = newDeliveries(hub, node, send);
  await deliverDue(deps);
  const first = received.splice(0);
  expect(await replaySubscription({ id, scope: all, from: 1 }, hub)).toMatchObject({ outcome: 'done', subscription: { position: 1 } });
  await publish(hub, node);
  await deliverDue(deps);
  expect(seqsOf(received, a)).toEqual([2, 3]);
  expect(seqsOf(received, b)).toEqual([1, 2]);
  const idsOf = (some: readonly Received[]) => some.map((one) => one.id).sort();
  expect(idsOf(received)).toEqual(idsOf(first.filter(({ event }) => event.id !== `${a}:1`)));
});

test('what is on its way when a replay is asked for is sent again, because it may have come before', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  let hasReplayed = false;
  const { send, received } = newReceiver(async () => {
    if (!hasReplayed) {
      hasReplayed = true;
      await replaySubscription({ id, scope: all, from: 0 }, hub);
      await publish(hub, node);
    }
    return 200;
  });
  const { deps } = newDeliveries(hub, node, send);
  await deliverDuringLease(deps, hub, 1);
  await hub.pool.query(`update deliveries set lease_until = clock_timestamp() - interval '1 s'`);
  await deliverDue(deps);
  expect(seqsOf(received, subject)).toEqual([1, 1]);
});

test('an event that comes while the last one is on its way is not lost by the settlement', async ({ hub, node }) => {
  await subscribe(hub);
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver(async ({ event }) => {
    const seq = Number(event.sequence);
    if (seq < 4) {
      await recordAll(hub, [seq + 1], { subject });
      await publish(hub, node);
    }
    return 200;
  });
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(seqsOf(received, subject)).toEqual([1, 2, 3, 4]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('mode latest tells the newest state once for many events, and an older one never', async ({ hub, node }) => {
  const { id } = await subscribe(hub, { mode: 'latest' });
  const subject = await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  let seq = 2; // at first a reader that is behind
  const { send, received } = newReceiver();
  const { deps } = newDeliveries(hub, node, send, { currentState: () => Promise.resolve({ seq, body: `{"version":${seq}}` }) });
  await deliverDue(deps);
  expect(received).toEqual([]);
  expect(await listFailingDeliveries({ id, scope: all }, hub)).toMatchObject([{ attempts: 0, lastError: expect.stringContaining('older than the feed') }]);
  seq = 4;
  await makeDue(hub);
  await deliverDue(deps);
  expect(received).toMatchObject([{ id: `msg_${subject}_4_${id}`, event: { type: 'crossdock.order.state.v1', sequence: '0000000004', data: { version: 4 } } }]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('mode latest has nothing to tell of an order that is there no more', async ({ hub, node }) => {
  await subscribe(hub, { mode: 'latest' });
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect([received, await readDeliveries(hub)]).toEqual([[], []]);
});

test('a state that cannot be read is no failure of the receiver, and holds back no other order', async ({ hub, node }) => {
  await subscribe(hub, { mode: 'latest' });
  const [broken, whole] = [await recordAll(hub, [1]), await recordAll(hub, [1])];
  await publish(hub, node);
  const currentState = (subject: string) => (subject === broken ? Promise.reject(new Error('unreadable')) : Promise.resolve({ seq: 1, body: '{}' }));
  const { send, received } = newReceiver();
  const { deps, errors } = newDeliveries(hub, node, send, { currentState });
  await deliverDue(deps);
  expect(received.map(({ event }) => event.subject)).toEqual([whole]);
  expect(await readDeliveries(hub)).toMatchObject([{ subject: broken, attempt: 0 }]);
  expect(errors.map((error) => error.message)).toEqual(['unreadable']);
});

test('a body of more than 20 kB is sent as a link', async ({ hub, node }) => {
  await subscribe(hub);
  const subject = await recordAll(hub, [1], { body: JSON.stringify({ note: 'x'.repeat(30_000) }) });
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received).toMatchObject([{ event: { dataref: `https://hub.example/v1/orders/${subject}?seq=1` } }]);
});

test('the claim of a dead node is taken over when its lease ends, and what the dead one says later changes nothing', async ({ hub, node }) => {
  await subscribe(hub);
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver();
  const dead = newDeliveries(hub, await newNode(hub), send);
  const claims = await claimDue({ busy: new Map(), free: 10, after: '' }, dead.deps);
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

test('a claim that is too old begins no call', async ({ hub, node }) => {
  await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { deps } = newDeliveries(hub, node, newReceiver().send);
  let wallMs = 0;
  const clock = { ...deps.clock, wallMs: () => wallMs };
  const [claim] = await claimDue({ busy: new Map(), free: 10, after: '' }, { ...deps, clock });
  expect(claim?.mayStart()).toBe(true);
  wallMs = deliverLimits.leaseMs - deliverLimits.callMsMax;
  expect(claim?.mayStart()).toBe(false);
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
    await hub.pool.query('update deliveries set due_at = clock_timestamp(), lease_until = case when node_epoch is null then null else lease_until end');
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

function isVerified(secret: string, text: string, headers: Readonly<Record<string, string>>): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}

/** Delivers for a moment while a lease that nobody gives back keeps a row from coming to rest; ends with the `count`-th call. */
async function deliverDuringLease(deps: Parameters<typeof runDeliveries>[0], hub: Database, count: number): Promise<void> {
  const stop = new AbortController();
  let calls = 0;
  const counting = { ...deps, send: (...what: Parameters<typeof deps.send>) => deps.send(...what).finally(() => (calls += 1)) };
  const running = runDeliveries(counting, stop.signal);
  while (calls < count) await pause(5, stop.signal);
  await hub.pool.query('select pg_sleep(0.05)');
  stop.abort();
  await running;
}
