import { randomUUID } from 'node:crypto';
import type { OrderRequest } from '@crossdock/canonical';
import type pg from 'pg';
import { expect } from 'vitest';
import { smallOrder, startTestApi, type TestApi, testLandscape } from '../api/api-testing.ts';
import { verify } from '../insight/index.ts';
import { test } from '../testing/database-test.ts';
import { resumeLimits, resumeWaiting } from './index.ts';

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The client "all" is a channel whose customers and items are Salesforce's. */
async function startChannel(database: pg.Pool): Promise<TestApi> {
  return startTestApi(database, {
    landscape: { ...testLandscape, channels: [{ id: 'all', system: 'salesforce', resolves: ['customer', 'ship-to', 'item'] }] },
  });
}

async function place(api: TestApi, more: Partial<OrderRequest> = {}): Promise<string> {
  const answer = await api.call('POST', '/v1/orders', { body: smallOrder(more), headers: { 'idempotency-key': randomUUID() } });
  expect(answer.status).toBe(202);
  return answer.json.id;
}

const reference = (kind: string, from: string, to: string, more: object = {}) => ({
  kind,
  from: { system: 'salesforce', name: from },
  to: { system: 'erp', name: to },
  ...more,
});

async function load(api: TestApi, rows: readonly object[]) {
  const answer = await api.call('PUT', '/v1/references?reason=go-live', { body: { rows } });
  expect(answer.status).toBe(200);
  return answer.json;
}

async function show(api: TestApi, id: string) {
  return (await api.call('GET', `/v1/orders/${id}`)).json;
}

/** Has the orders looked at that were woken, as a working node does every second. */
async function resume(api: TestApi) {
  const errors: string[] = [];
  const resumed = await resumeWaiting({
    pool: api.database.pool,
    transact: api.database.transact,
    lookUp: async (subjectId) => {
      await api.engine.submit({ subjectId, command: { kind: 'look-up-names', at: new Date().toISOString(), actor: 'system:references', causation: 'loaded' } });
    },
    onError: (error) => errors.push(error.message),
  });
  expect(errors).toEqual([]);
  return resumed;
}

async function brokenIn(api: TestApi) {
  const broken: object[] = [];
  // The feed belongs to a duty that does not run here.
  for await (const one of verify(api.database, { orders: 0, events: 0, effects: 0 })) broken.push(one);
  return broken;
}

async function createBody(database: pg.Pool, id: string) {
  const { rows } = await database.query("select body from effects where subject_id = $1 and op = 'create'", [id]);
  return rows[0] && JSON.parse(rows[0].body).document;
}

const everything = [reference('customer', 'C-ACME', '10001'), reference('ship-to', 'C-ACME-1', '10001-2'), reference('item', 'HS-1001', 'MAT-1')];

test('what the channel calls its own way goes to the ERP under the ERP’s names, and the order keeps both', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, everything);
  const id = await place(api, { shipTo: { id: 'C-ACME-1', city: 'Rome' } });
  expect(await createBody(database, id)).toMatchObject({ customer: '10001', shipTo: { id: '10001-2', city: 'Rome' }, lines: [{ item: 'MAT-1' }] });
  expect(await show(api, id)).toMatchObject({
    customer: 'C-ACME',
    shipTo: { id: 'C-ACME-1' },
    lines: [{ item: 'HS-1001' }],
    names: {
      from: 'salesforce',
      on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      known: expect.arrayContaining([{ kind: 'customer', name: 'C-ACME', system: 'erp', as: '10001' }]),
    },
    holds: [],
  });
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('a missing name holds the order with the name said, and loading it lets exactly those orders go on', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, everything.slice(1));
  const [held, other] = [await place(api), await place(api, { customer: { id: 'C-OTHER' } })];
  const [before] = (await api.call('GET', `/v1/exceptions?order=${held}`)).json.exceptions;
  expect(before).toMatchObject({
    class: 'reference',
    owner: 'master-data',
    cause: 'reference:customer:salesforce:C-ACME:erp',
    summary: expect.stringMatching(/^No cross-reference says what erp calls customer C-ACME of salesforce on \d{4}-\d\d-\d\d\.$/),
    target: { missing: { kind: 'customer', name: 'C-ACME', system: 'erp', from: 'salesforce' } },
  });
  expect(before.remedies.map((remedy: { name: string }) => remedy.name)).toEqual(['fix-value', 'cancel']);
  expect((await show(api, held)).next).toMatchObject({ on: 'person', who: 'master-data' });
  expect(await createBody(database, held)).toBeUndefined();
  expect(await resume(api)).toMatchObject({ orders: 0 });
  await load(api, everything.slice(0, 1));
  expect(await resume(api)).toMatchObject({ orders: 1, isMore: false });
  expect(await createBody(database, held)).toMatchObject({ customer: '10001' });
  expect(await createBody(database, other)).toBeUndefined();
  expect((await api.call('GET', `/v1/exceptions?order=${held}`)).json.exceptions).toEqual([]);
  expect(await resume(api)).toMatchObject({ orders: 0 });
  expect((await database.query('select from_name, woken_by from cross_reference_waits')).rows).toEqual([{ from_name: 'C-OTHER', woken_by: null }]);
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('only what counts on the day of receipt is used', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, [
    ...everything.slice(1),
    reference('customer', 'C-ACME', 'OLD', { validUntil: daysFromNow(-2) }),
    reference('customer', 'C-ACME', 'NOW', { validFrom: daysFromNow(-1), validUntil: daysFromNow(1) }),
    reference('customer', 'C-ACME', 'NEXT', { validFrom: daysFromNow(2) }),
  ]);
  expect(await createBody(database, await place(api))).toMatchObject({ customer: 'NOW' });
  const listed = await api.call('GET', `/v1/references?name=C-ACME&on=${daysFromNow(3)}`);
  expect(listed.json.references).toMatchObject([{ to: { name: 'NEXT' } }]);
  await api.stop();
});

test('of several names the default is meant; without one the hold names the candidates until one is', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, [...everything, reference('customer', 'C-ACME', '10002')]);
  const id = await place(api);
  expect((await show(api, id)).holds).toMatchObject([{ kind: 'reference', reason: expect.stringMatching(/10001, 10002/) }]);
  await load(api, [reference('customer', 'C-ACME', '10003', { default: true }), reference('customer', 'C-ACME', '10002', { default: true })]);
  await resume(api);
  expect((await show(api, id)).holds).toMatchObject([{ reason: expect.stringMatching(/10002, 10003/) }]);
  await load(api, [reference('customer', 'C-ACME', '10003', { remove: true })]);
  await resume(api);
  expect(await createBody(database, id)).toMatchObject({ customer: '10002' });
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('two names of one customer lead to one, and are found from the other side', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, [...everything, reference('customer', 'C-BRANCH', '10001')]);
  expect(await createBody(database, await place(api, { customer: { id: 'C-BRANCH' } }))).toMatchObject({ customer: '10001' });
  const found = (await api.call('GET', '/v1/references?system=erp&name=10001&kind=customer')).json;
  expect(found.references.map((one: { from: { name: string } }) => one.from.name)).toEqual(['C-ACME', 'C-BRANCH']);
  expect(found.next).toBeNull();
  await api.stop();
});

test('a corrected name and an added line are looked up as well', async ({ database }) => {
  const api = await startChannel(database);
  await load(api, everything);
  const id = await place(api, { customer: { id: 'C-TYPO' } });
  const [exception] = (await api.call('GET', `/v1/exceptions?order=${id}`)).json.exceptions;
  const fixed = await api.call('POST', `/v1/exceptions/${exception.id}/remedies/fix-value`, { body: { reason: 'typo', field: 'customer', value: 'C-ACME' } });
  expect(fixed.status).toBe(200);
  expect(await createBody(database, id)).toMatchObject({ customer: '10001' });
  const line = { id: '9', item: 'HS-9', quantity: { value: '1', unit: 'EA' } };
  const changed = await api.call('POST', `/v1/orders/${id}/changes`, {
    body: { changes: [{ kind: 'add-line', add: line }] },
    headers: { 'idempotency-key': 'c1' },
  });
  expect(changed.status).toBe(200);
  expect((await show(api, id)).holds).toMatchObject([{ line: '9', missing: { kind: 'item', name: 'HS-9' } }]);
  await load(api, [reference('item', 'HS-9', 'MAT-9')]);
  await resume(api);
  expect((await show(api, id)).holds).toEqual([]);
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('orders that come in while the names are loaded never wait for what is there', async ({ database }) => {
  const api = await startChannel(database);
  const placing = Array.from({ length: 40 }, () => place(api));
  const loading = Array.from({ length: 10 }, (_, index) => load(api, [...everything, reference('item', `X-${index}`, 'MAT-X')]));
  const ids = await Promise.all(placing);
  const loads = await Promise.all(loading);
  expect(loads.reduce((n, one) => n + one.summary.created, 0)).toBe(everything.length + 10);
  await resume(api);
  const { rows } = await database.query("select count(distinct subject_id)::int as n from effects where op = 'create'");
  expect(rows[0].n).toBe(ids.length);
  expect((await database.query('select 1 from cross_reference_waits')).rowCount).toBe(0);
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('loads that contradict each other at the same time come one after the other, and the record says which was last', async ({ database }) => {
  const api = await startChannel(database);
  const names = Array.from({ length: 30 }, (_, index) => `I-${index}`);
  const loads = Array.from({ length: 12 }, (_, turn) => {
    const rows = names.map((name) => reference('item', name, `M-${name}`, turn % 3 === 0 ? { remove: true } : { default: turn % 2 === 0 }));
    return load(api, turn % 2 === 0 ? rows : rows.toReversed());
  });
  for (const { summary } of await Promise.all(loads)) expect(summary).toMatchObject({ rows: names.length, refused: 0 });
  const { rows } = await database.query(
    'select count(distinct after)::int as n from (select distinct on (from_name) after from cross_reference_changes order by from_name, n desc) last',
  );
  expect(rows[0].n).toBeLessThanOrEqual(1);
  expect(await brokenIn(api)).toEqual([]);
  await api.stop();
});

test('more waiting orders than one step takes all go on', async ({ database }) => {
  const api = await startChannel(database);
  const count = resumeLimits.ordersMax + 5;
  await Promise.all(Array.from({ length: count }, () => place(api)));
  await load(api, everything);
  expect(await resume(api)).toEqual({ orders: count, isMore: false });
  expect((await database.query("select 1 from effects where op = 'create'")).rowCount).toBe(count);
  await api.stop();
});

test('a cancelled order waits for no name', async ({ database }) => {
  const api = await startChannel(database);
  const id = await place(api);
  expect((await database.query('select 1 from cross_reference_waits')).rowCount).toBe(2);
  await api.call('POST', `/v1/orders/${id}/cancellation`, { body: { reason: 'not needed' }, headers: { 'idempotency-key': 'c' } });
  expect((await database.query('select 1 from cross_reference_waits')).rowCount).toBe(0);
  await api.stop();
});

const damages: readonly (readonly [what: string, sql: string, invariant: string])[] = [
  ['a cross-reference is edited', `update cross_references set is_default = true where to_name = '10001'`, 'cross-references-recorded'],
  ['a cross-reference is deleted', `delete from cross_references where to_name = '10001'`, 'cross-references-recorded'],
  [
    'a cross-reference is written by hand',
    `insert into cross_references values ('item', 'salesforce', 'X', 'erp', 'Y', default, default, false, now(), 'me')`,
    'cross-references-recorded',
  ],
  ['the record of a change is edited', `update cross_reference_changes set to_name = '10009' where to_name = '10001'`, 'cross-references-recorded'],
  ['the record of changes is deleted', 'delete from cross_reference_changes', 'cross-references-recorded'],
  ['a load would not find who waits', 'delete from cross_reference_waits', 'names-waited-for'],
  ['a hold waits for another name', `update cross_reference_waits set from_name = 'X'`, 'names-waited-for'],
  [
    'nobody waits',
    `insert into cross_reference_waits values ('01a00000-0000-7000-8000-000000000000', 'reference:item:1@erp', 'item', 'salesforce', 'X', 'erp')`,
    'names-waited-for',
  ],
];

test.for(damages)('is found: %s', async ([, sql, invariant], { database }) => {
  const api = await startChannel(database);
  await load(api, everything);
  await load(api, [reference('item', 'HS-1001', 'MAT-1', { validUntil: daysFromNow(30) }), reference('item', 'HS-2', 'MAT-2', { remove: true })]);
  await place(api, { customer: { id: 'C-OTHER' } });
  expect(await brokenIn(api)).toEqual([]);
  await database.query(sql);
  expect(await brokenIn(api)).toContainEqual(expect.objectContaining({ invariant }));
  await api.stop();
});
