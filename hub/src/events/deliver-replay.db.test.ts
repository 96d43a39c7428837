import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import type { Database, Node } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
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
import { endRotation, replaySubscription, rotateSecret } from './subscription-care.ts';

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

test('a replay goes back in an order, too, of which something is still to be sent', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const subject = await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  let answer = 500;
  const { send, received } = newReceiver(({ event }) => (event.sequence.endsWith('3') ? answer : 200));
  const { deps } = newDeliveries(hub, node, send);
  await deliverDue(deps);
  await replaySubscription({ id, scope: all, from: 1 }, hub);
  await publish(hub, node);
  answer = 200;
  await makeDue(hub);
  await deliverDue(deps);
  expect(seqsOf(received, subject)).toEqual([1, 2, 3, 2, 3]);
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

function isVerified(secret: string, text: string, headers: Readonly<Record<string, string>>): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}
