import { expect } from 'vitest';
import { type Database, type Node, newId, openDatabase, registerNode } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { type ClaimedShowing, claimShowings } from './claim-showings.ts';
import { type ShowVerdict, settleShowings } from './settle-showings.ts';
import { markShowings, reportProblem } from './showing-ledger.ts';

const test = base.extend<{ hub: Database; nodes: readonly [Node, Node] }>({
  hub: async ({ database }, use) => {
    const { host = '', port = 0, user = '', database: name = '' } = database.options;
    const hub = openDatabase({ host, port, user, database: name, ssl: false }, { max: 4, onError: () => {} });
    await use(hub);
    await hub.pool.end();
  },
  nodes: async ({ hub }, use) => use([await registerNode(hub, 'test'), await registerNode(hub, 'test')]),
});

const people = { call: () => Promise.resolve(), release: () => Promise.resolve() };
const [order, leaseMs] = [newId(), 60_000];

function mark(hub: Database, ...channelOrders: readonly string[]): Promise<void> {
  return hub.transact('mark', async (client) => {
    await markShowings(
      client,
      channelOrders.map((channelOrder) => ({ system: 'crm', channelOrder, subjectId: order })),
    );
    await client.query("update showings set due_at = clock_timestamp() - interval '1 s' where wanted > shown");
  });
}

function claim(hub: Database, node: Node, ordersMax = 10): Promise<readonly ClaimedShowing[]> {
  return hub.transact('claim', (client) => claimShowings(client, node, { turn: 0, ordersMax, problemsMax: 10, system: 'crm', leaseMs }));
}

function settle(hub: Database, node: Node, claims: readonly ClaimedShowing[], verdict: ShowVerdict): Promise<void> {
  const settled = claims.map((one) => ({ claim: one, verdict }));
  return settleShowings('crm', settled, { database: hub, node, people });
}

const shown = { kind: 'shown', version: 3, digest: 'ab' } as const;
const rowsOf = async (hub: Database) => (await hub.pool.query('select channel_order, wanted, shown, version, lease_until from showings order by 1')).rows;

test('while one batch is on its way no node gets another, until it is settled or its lease has ended', async ({ hub, nodes }) => {
  await mark(hub, 'Q-1', 'Q-2', 'Q-3');
  const [first, second] = nodes;
  const batch = await claim(hub, first, 2);
  expect(batch).toHaveLength(2);
  expect(await claim(hub, second)).toEqual([]);
  expect(await claim(hub, first)).toEqual([]);
  await settle(hub, first, batch, shown);
  expect(await claim(hub, second)).toHaveLength(1);
  expect(await claim(hub, first)).toEqual([]);
  await hub.pool.query("update showings set lease_until = clock_timestamp() - interval '1 ms' where lease_until is not null");
  expect(await claim(hub, first)).toHaveLength(1);
});

test('who has lost its lease settles nothing', async ({ hub, nodes }) => {
  await mark(hub, 'Q-1');
  const [first, second] = nodes;
  const lost = await claim(hub, first);
  await hub.pool.query("update showings set lease_until = clock_timestamp() - interval '1 ms'");
  const own = await claim(hub, second);
  await settle(hub, first, lost, shown);
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 1, shown: 0, version: 0, lease_until: expect.any(Date) }]);
  await settle(hub, second, own, shown);
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 1, shown: 1, version: 3, lease_until: null }]);
});

test('what was marked while it was on its way waits on after it was shown', async ({ hub, nodes: [node] }) => {
  await mark(hub, 'Q-1');
  const batch = await claim(hub, node);
  await mark(hub, 'Q-1');
  await mark(hub, 'Q-1');
  await settle(hub, node, batch, shown);
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 3, shown: 1 }]);
  await hub.pool.query('update showings set due_at = clock_timestamp()');
  await settle(hub, node, await claim(hub, node), shown);
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 3, shown: 3 }]);
});

test('a mark while it waits keeps its turn, also the turn of a record that has to wait after a failure', async ({ hub, nodes: [node] }) => {
  await mark(hub, 'Q-1');
  await settle(hub, node, await claim(hub, node), { kind: 'failed', why: 'no', delayMs: 60_000, isToBlame: true });
  const before = (await hub.pool.query('select due_at, waiting_since from showings')).rows;
  await hub.transact('mark', (client) => markShowings(client, [{ system: 'crm', channelOrder: 'Q-1', subjectId: order }]));
  expect((await hub.pool.query('select due_at, waiting_since from showings')).rows).toEqual(before);
  expect(await claim(hub, node)).toEqual([]);
});

test('a problem is reported once, again when it is another, and never over an order', async ({ hub }) => {
  const report = (detail: string) =>
    hub.transact('report', (client) => reportProblem(client, { system: 'crm', channelOrder: 'Q-1', code: 'no-route', detail }));
  await report('no route to the moon');
  await report('no route to the moon');
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 1 }]);
  await report('no route to mars');
  expect(await rowsOf(hub)).toMatchObject([{ wanted: 2 }]);
  await mark(hub, 'Q-1');
  await report('no route to the moon');
  expect((await hub.pool.query('select wanted, subject_id, problem from showings')).rows).toEqual([{ wanted: 3, subject_id: order, problem: null }]);
});
