import { expect } from 'vitest';
import type { Database, Node } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { claimDue, deliverLimits } from './claim.ts';
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
import { type Settlement, settleAll } from './settle.ts';
import { enableSubscription, listFailingDeliveries } from './subscription-care.ts';
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

test('what arrives in the same moment as a last failure shows that the subscription lives', async ({ hub, node }) => {
  await subscribe(hub);
  const poison = await recordAll(hub, [1]);
  await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query('update deliveries set attempt = 9 where subject_id = $1', [poison]);
  await hub.pool.query(`update subscriptions set failing_since = now() - interval '76 hours'`);
  const { deps } = newDeliveries(hub, node, newReceiver().send);
  const claims = await claimDue({ busy: new Map(), low: new Map(), free: 10, after: '' }, deps);
  const settlements = claims.map((claim): Settlement => {
    if (claim.subject === poison) return { claim, outcome: { kind: 'failed', through: 0, accepted: 0, why: 'The receiver answered 500.', isGone: false } };
    return { claim, outcome: { kind: 'sent', through: 1, accepted: 1 } };
  });
  expect(await settleAll(settlements, deps)).toMatchObject([{ kind: 'held', subject: poison }]);
});

test('a claim that had nothing to send says nothing about its receiver', async ({ hub, node }) => {
  const { id } = await subscribe(hub, { mode: 'latest' });
  await recordAll(hub, [1]);
  await publish(hub, node);
  await hub.pool.query('update subscriptions set failing_since = now()');
  await deliverDue(newDeliveries(hub, node, newReceiver().send).deps);
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
