import type pg from 'pg';
import { expect, vi } from 'vitest';
import { cancellation, type SalesHub, salesFrom, startSalesHub, touch } from './held-sales-testing.ts';
import type { HubOptions } from './hub.ts';
import { retentionDuty } from './retention.ts';
import { eventually } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

vi.setConfig({ testTimeout: 60_000 });

const burst = { salesMax: 2, withinMinutes: 60 };

/** So many sales beyond the cap; answers the hub, the exception's id and which are held. */
async function overflow(
  database: pg.Pool,
  beyond: number,
  hooks?: HubOptions['hooks'],
): Promise<{ readonly hub: SalesHub; readonly id: string; readonly held: readonly string[] }> {
  const hub = await startSalesHub(database, { burst, ...(hooks && { hooks }) });
  await hub.send(salesFrom(1, 2 + beyond).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 2, held: beyond });
  const [exception] = await hub.exceptions();
  const { rows } = await database.query<{ match_value: string }>("select match_value from inbox where status = 'held' order by 1");
  return { hub, id: exception.id, held: rows.map((row) => row.match_value) };
}

test('released, each sale becomes one order, however often it was touched meanwhile; then the window counts anew', async ({ database }) => {
  const { hub, id, held } = await overflow(database, 130);
  await hub.send(held.slice(0, 20).map((sale) => touch(sale, 2)));
  await eventually(hub.inbox).toEqual({ done: 2, held: 150 });
  expect(await hub.remedy(id, 'release', { reason: 'the spring campaign' })).toMatchObject({
    status: 200,
    json: { closedAt: expect.any(String), closedBy: 'client:dana' },
  });
  await eventually(hub.inbox).toEqual({ done: 152 });
  expect(await hub.orders()).toEqual(salesFrom(1, 132));
  expect(await hub.remedy(id, 'release')).toMatchObject({ status: 409, json: { code: 'nothing-to-remedy' } });
  expect((await hub.call('GET', `/v1/exceptions/${id}`)).json.notes).toMatchObject([
    { actor: 'client:dana', action: 'remedy:release', reason: 'the spring campaign' },
  ]);
  expect((await hub.call('GET', `/v1/exceptions/${id}/sales`)).json).toEqual({ sales: [], next: null });
  await hub.send(salesFrom(901, 3).map((sale) => touch(sale, 1)));
  await eventually(hub.inbox).toEqual({ done: 154, held: 1 });
  expect(await hub.exceptions()).toMatchObject([{ class: 'burst', id: expect.not.stringMatching(id) }]);
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('what was held of one sale is done in the order in which it came', async ({ database }) => {
  const { hub, id, held } = await overflow(database, 3);
  const [changed = '', taken = ''] = held;
  await hub.send([touch(changed, 2, 8), cancellation(taken)]);
  await eventually(hub.inbox).toEqual({ done: 2, held: 5 });
  await hub.remedy(id, 'release');
  await eventually(hub.inbox).toEqual({ done: 7 });
  const stateOf = async (sale: string) => {
    const text = `select s.state::jsonb as state from subjects s join idempotency i on i.subject_id = s.id where i.client = 'channel:crm' and i.key = $1`;
    return (await database.query(text, [`order:${sale}`])).rows[0].state;
  };
  expect(await stateOf(changed)).toMatchObject({ lines: [{ schedules: [{ ordered: '8' }] }] });
  expect(await stateOf(taken)).toMatchObject({ closed: 'cancelled' });
  await hub.stop();
});

test('discarded, nothing is made of them; a later touch of the same sale is judged afresh, by the same window', async ({ database }) => {
  const { hub, id, held } = await overflow(database, 30);
  expect(await hub.remedy(id, 'discard', { reason: 'a test import' })).toMatchObject({ status: 200, json: { closedAt: expect.any(String) } });
  await eventually(hub.inbox).toEqual({ done: 2, refused: 30 });
  const details = await database.query("select distinct detail from inbox where status = 'refused'");
  expect(details.rows).toEqual([{ detail: 'discarded by client:dana: a test import' }]);
  expect(await hub.orders()).toHaveLength(2);
  const [again = ''] = held;
  await hub.send([touch(again, 2)]);
  await eventually(hub.inbox).toEqual({ done: 2, refused: 30, held: 1 });
  expect(await hub.orders()).toHaveLength(2);
  await database.query("update inbox set admitted_at = admitted_at - interval '2 hours'");
  const [exception] = await hub.exceptions();
  await hub.remedy(exception.id, 'discard');
  await eventually(hub.inbox).toEqual({ done: 2, refused: 31 });
  await hub.send([touch(again, 3)]);
  await eventually(hub.orders).toContain(again);
  expect(await hub.exceptions()).toEqual([]);
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('some sales are released and others discarded by name; the exception stays open until nothing is held', async ({ database }) => {
  const { hub, id, held } = await overflow(database, 5);
  const [one = '', two = '', three = '', ...others] = held;
  expect(await hub.remedy(id, 'release', { channelOrders: [one, 'S-999'] })).toMatchObject({
    status: 409,
    json: { code: 'nothing-to-remedy', field: 'channelOrders[1]', detail: 'S-999 is not held here. Nothing was decided.' },
  });
  expect(await hub.remedy(id, 'release', { channelOrders: [] })).toMatchObject({ status: 400, json: { field: 'channelOrders' } });
  expect(await hub.remedy(id, 'release', { channelOrders: [one, two] })).toMatchObject({
    status: 200,
    json: { closedAt: null, summary: expect.stringMatching('3 sales are held') },
  });
  expect(await hub.remedy(id, 'release', { channelOrders: [one] })).toMatchObject({ status: 409, json: { field: 'channelOrders[0]' } });
  expect(await hub.remedy(id, 'discard', { channelOrders: [three] })).toMatchObject({ json: { closedAt: null } });
  await eventually(hub.inbox).toEqual({ done: 4, held: 2, refused: 1 });
  await hub.send([touch(three, 2)]);
  await eventually(hub.inbox).toEqual({ done: 4, held: 3, refused: 1 });
  expect(await hub.broken()).toEqual([]);
  expect(await hub.remedy(id, 'release', { channelOrders: [...others, three] })).toMatchObject({ json: { closedAt: expect.any(String) } });
  await eventually(hub.inbox).toEqual({ done: 7, refused: 1 });
  expect(await hub.orders()).toEqual(salesFrom(1, 7));
  expect((await hub.call('GET', `/v1/exceptions/${id}`)).json.notes.map((note: { reason: string }) => note.reason)).toEqual([
    `${one}, ${two}: looked at them`,
    `${three}: looked at them`,
    `${[...others, three].join(', ')}: looked at them`,
  ]);
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('of two people who decide at once one is too late', async ({ database }) => {
  const { hub, id } = await overflow(database, 10);
  const answers = await Promise.all([hub.remedy(id, 'release'), hub.remedy(id, 'discard'), hub.remedy(id, 'release')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const isReleased = answers[1]?.status === 409;
  await eventually(hub.inbox).toEqual(isReleased ? { done: 12 } : { done: 2, refused: 10 });
  expect((await hub.call('GET', `/v1/exceptions/${id}`)).json.notes).toHaveLength(1);
  await hub.stop();
});

test('a verdict while more comes in loses nothing: each sale is an order or waits for a person', async ({ database }) => {
  const { hub, id } = await overflow(database, 40);
  const [released] = await Promise.all([hub.remedy(id, 'release'), hub.send(salesFrom(200, 60).map((sale) => touch(sale, 1)))]);
  expect(released.status).toBe(200);
  for (let round = 0; round < 5; round += 1) {
    await eventually(async () => (await hub.inbox())['pending'] ?? 0).toBe(0);
    for (const exception of await hub.exceptions()) await hub.remedy(exception.id, 'release');
  }
  await eventually(hub.inbox).toEqual({ done: 102 });
  expect(await hub.orders()).toEqual([...salesFrom(1, 42), ...salesFrom(200, 60)]);
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('a verdict goes on where a node that died has left it', async ({ database }) => {
  let crashes = 0;
  const beforeCommit = (name: string): Promise<void> => {
    if (name !== 'inbox.carry-out') return Promise.resolve();
    crashes += 1;
    return crashes % 2 === 0 ? Promise.reject(new Error('the node is gone')) : Promise.resolve();
  };
  const { hub, id } = await overflow(database, 150, { database: { beforeCommit } });
  await hub.remedy(id, 'release');
  await eventually(() => crashes).toBeGreaterThan(1);
  await hub.stop();
  const next = await startSalesHub(database, { burst });
  await eventually(next.inbox).toEqual({ done: 152 });
  expect(await next.orders()).toEqual(salesFrom(1, 152));
  await next.stop();
});

test('what is held is kept, however long it waits', async ({ database }) => {
  const { hub } = await overflow(database, 3);
  await database.query("update inbox set received_at = received_at - interval '400 days'");
  const commit: Parameters<ReturnType<typeof retentionDuty>['run']>[0]['commit'] = async (_name, trim) => {
    const client = await database.connect();
    const { result } = await trim(client);
    client.release();
    return result;
  };
  await retentionDuty().run({ cursor: undefined, commit, signal: new AbortController().signal });
  expect(await hub.inbox()).toEqual({ held: 3 });
  await hub.stop();
});

test("a channel's sale stays the same sale for ever", async ({ database }) => {
  const { hub } = await overflow(database, 1);
  const { rows } = await database.query("select key, expires_at = 'infinity' as stays from idempotency order by key");
  expect(rows).toEqual([
    { key: expect.stringMatching('order:'), stays: true },
    { key: expect.stringMatching('order:'), stays: true },
  ]);
  await hub.stop();
});

const damages: readonly (readonly [what: string, sql: string, says: RegExp])[] = [
  ['the exception for held sales is closed by hand', 'update exceptions set closed_at = now()', /crm holds sales, and nobody is called/],
  ['what is held has lost its lot', 'update inbox set lot = null where lot is not null', /waits in no lot/],
  ['what is held belongs to a lot that is done', "update held_lots set verdict = 'discard', decided_at = now(), done_at = now()", /waits in no lot/],
  ['a lot without sales keeps a gate shut', "update inbox set status = 'refused' where status = 'held'", /crm holds no sales, and its gate is shut/],
  [
    'an exception for held sales is open without a lot',
    "update held_lots set verdict = 'release', decided_at = now()",
    /burst:crm is open, and no gate is shut/,
  ],
];

test.for(damages)('is found: %s', async ([, sql, says], { database }) => {
  const { hub } = await overflow(database, 2);
  await hub.stop();
  const quiet = await startSalesHub(database, {
    burst,
    hooks: { database: { beforeCommit: (name) => (name === 'inbox.carry-out' ? Promise.reject(new Error('no')) : Promise.resolve()) } },
  });
  await database.query(sql);
  expect(await quiet.broken()).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  await quiet.stop();
});
