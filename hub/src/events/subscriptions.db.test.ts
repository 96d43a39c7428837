import { expect } from 'vitest';
import { type Database, type Node, newId } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { closeHub, hubOn, newNode, publish, readDeliveries, recordAll, subscribe } from './events-testing.ts';
import { newSecret } from './subscription.ts';
import { enableSubscription, endRotation, listFailingDeliveries, replaySubscription, rotateSecret } from './subscription-care.ts';
import { type CreateSubscription, createSubscription, deleteSubscription, getSubscription, listSubscriptions, subscriptionLimits } from './subscriptions.ts';

const test = base.extend<{ hub: Database; node: Node }>({
  hub: async ({ database }, use) => {
    const hub = hubOn(database);
    await use(hub);
    await closeHub(hub);
  },
  node: async ({ hub }, use) => use(await newNode(hub)),
});

const all = { kind: 'all' } as const;
const wanted: CreateSubscription = { client: 'shop', url: 'https://receiver.example/hook', mode: 'stream', types: ['order.*'] };
const createDeps = (hub: Database) => ({ transact: hub.transact, newId, newSecret, guard: () => ({ ok: true }) as const });

test('a new subscription shows its secret once, and begins at the end of the feed', async ({ hub, node }) => {
  await recordAll(hub, [1, 2]);
  await publish(hub, node);
  const answer = await createSubscription(wanted, createDeps(hub));
  expect(answer).toMatchObject({
    outcome: 'created',
    secret: expect.stringMatching(/^whsec_/),
    subscription: { client: 'shop', mode: 'stream', types: ['order.*'], position: 2, secrets: 'one', health: { status: 'active' } },
  });
  expect(JSON.stringify(await listSubscriptions({ scope: all }, hub))).not.toContain('whsec_');
});

test('an address that the guard refuses makes no subscription, and the answer says why', async ({ hub }) => {
  const guard = (url: string) => ({ ok: false, why: `${new URL(url).hostname} is a private address.` }) as const;
  const answer = await createSubscription({ ...wanted, url: 'https://10.0.0.1/' }, { ...createDeps(hub), guard });
  expect(answer).toEqual({ outcome: 'refused', field: 'url', why: '10.0.0.1 is a private address.' });
  expect(await listSubscriptions({ scope: all }, hub)).toEqual([]);
});

test.for([
  ['types', { types: ['order.*', 'Nonsense!'] }],
  ['types', { types: ['internal.*'] }],
  ['url', { url: `https://receiver.example/${'x'.repeat(3_000)}` }],
  ['from', { from: 1 }],
  ['from', { from: -1 }],
  ['from', { from: 0.5 }],
] as const)('refuses what it cannot keep, naming %s', async ([field, more], { hub }) => {
  expect(await createSubscription({ ...wanted, ...more }, createDeps(hub))).toMatchObject({ outcome: 'refused', field, why: expect.any(String) });
});

test('a client has only so many subscriptions, whatever others have', async ({ hub }) => {
  await hub.pool.query(
    `insert into subscriptions (id, client, url, secret, mode, types, status, position) select g::text, 'shop', 'u', 's', 'stream', '{*}', 'active', 0 from generate_series(1, $1::int) g`,
    [subscriptionLimits.perClientMax],
  );
  expect(await createSubscription(wanted, createDeps(hub))).toMatchObject({ outcome: 'refused', field: 'client' });
  expect(await createSubscription({ ...wanted, client: 'portal' }, createDeps(hub))).toMatchObject({ outcome: 'created' });
});

test("a client sees and touches its own subscriptions alone; an operator everybody's", async ({ hub }) => {
  const { id } = await subscribe(hub, { client: 'shop' });
  const theirs = await subscribe(hub, { client: 'portal' });
  const foreign = { id, scope: { kind: 'client', client: 'portal' } } as const;
  expect((await listSubscriptions({ scope: foreign.scope }, hub)).map((one) => one.id)).toEqual([theirs.id]);
  expect(await listSubscriptions({ scope: all }, hub)).toHaveLength(2);
  expect(await getSubscription(foreign, hub)).toBeUndefined();
  expect(await deleteSubscription(foreign, hub)).toBe('not-found');
  expect(await enableSubscription(foreign, hub)).toEqual({ outcome: 'not-found' });
  expect(await rotateSecret(foreign, { ...hub, newSecret })).toEqual({ outcome: 'not-found' });
  expect(await endRotation(foreign, hub)).toEqual({ outcome: 'not-found' });
  expect(await replaySubscription({ ...foreign, from: 0 }, hub)).toEqual({ outcome: 'not-found' });
  expect(await listFailingDeliveries(foreign, hub)).toEqual([]);
  expect((await getSubscription({ id, scope: all }, hub))?.secrets).toBe('one');
});

test('a deleted subscription leaves nothing to be sent', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1]);
  await publish(hub, node);
  expect(await deleteSubscription({ id, scope: all }, hub)).toBe('deleted');
  expect(await readDeliveries(hub)).toEqual([]);
});

test('a rotation keeps the secret before, until it is ended', async ({ hub }) => {
  const { id, secret } = await subscribe(hub);
  const rotated = await rotateSecret({ id, scope: all }, { ...hub, newSecret });
  expect(rotated).toMatchObject({
    outcome: 'done',
    secret: expect.not.stringMatching(`^${secret.replaceAll(/[+/]/g, '.')}$`),
    subscription: { secrets: 'rotating' },
  });
  const { rows } = await hub.pool.query('select previous_secret from subscriptions');
  expect(rows).toEqual([{ previous_secret: secret }]);
  expect(await endRotation({ id, scope: all }, hub)).toMatchObject({ subscription: { secrets: 'one' } });
});

test('a replay goes back, never forward', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  expect(await replaySubscription({ id, scope: all, from: 4 }, hub)).toMatchObject({ outcome: 'refused', field: 'from' });
  expect(await replaySubscription({ id, scope: all, from: -1 }, hub)).toMatchObject({ outcome: 'refused', field: 'from' });
  expect(await replaySubscription({ id, scope: all, from: 1 }, hub)).toMatchObject({ outcome: 'done', subscription: { position: 1 } });
});

test('a replay keeps what is older and was not sent yet', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const subject = await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  await replaySubscription({ id, scope: all, from: 2 }, hub);
  await publish(hub, node);
  expect(await readDeliveries(hub)).toMatchObject([{ subject, sent: 0, wanted: 3 }]);
});
