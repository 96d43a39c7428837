import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { smallOrder, startTestApi, type TestApi } from '../../api/api-testing.ts';
import { newId } from '../../platform/index.ts';
import { test } from '../../testing/database-test.ts';
import { type Broken, type PlannedUpgrade, planUpgrade, verify, verifyAudit } from './index.ts';
import { tablePageRows } from './verify-tables.ts';

/** Three orders: one accepted by the ERP and shipped, one held as a duplicate, one cancelled; and the feed of all of them. */
async function fill(api: TestApi): Promise<string> {
  const submit = async (purchaseOrder: string) =>
    (await api.call('POST', '/v1/orders', { body: smallOrder({ purchaseOrder }), headers: { 'idempotency-key': randomUUID() } })).json.id as string;
  const [shipped, , cancelled] = [await submit('PO-1'), await submit('PO-1'), await submit('PO-2')];
  const head = { at: new Date().toISOString(), actor: 'system:erp', causation: 'test' };
  const { rows } = await api.database.pool.query('select body from effects where subject_id = $1', [shipped]);
  const document = { id: '17', number: 'SO-17', version: '1' };
  const settle = (key: string, body: object, more: object) =>
    api.engine.submit({
      subjectId: shipped,
      command: { ...head, kind: 'confirmed', key, system: 'erp', body, document, snapshots: [], differences: [], ...more } as never,
    });
  await settle('create:erp/EDC#1', JSON.parse(rows[0].body), {});
  const release = await api.database.pool.query("select body from effects where subject_id = $1 and op = 'release'", [shipped]);
  await settle('release:erp/EDC#1', JSON.parse(release.rows[0].body), { system: 'wms', document: { id: 'W-1' } });
  const snapshot = {
    type: 'shipment',
    system: 'wms',
    id: 'SH-1',
    state: 'shipped',
    version: '3',
    lines: [{ lineKey: '1/1', picked: '4', packed: '4', shipped: '4' }],
    packages: [{ tracking: '1Z' }],
  };
  await api.engine.submit({ subjectId: shipped, command: { ...head, kind: 'document', snapshot } as never });
  await api.call('POST', `/v1/orders/${cancelled}/cancellation`, { body: { reason: 'not needed' }, headers: { 'idempotency-key': randomUUID() } });
  await api.call('POST', '/v1/systems/wms/pause', { body: { reason: 'stocktaking' } });
  await api.database.pool.query('insert into feed (position, subject_id, seq) select row_number() over (order by n), subject_id, seq from events');
  await api.database.pool.query(`insert into duties (name, cursor) select 'sequencer', json_build_object('n', max(n), 'position', count(*))::text from events`);
  return shipped;
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function brokenIn(api: TestApi): Promise<readonly Broken[]> {
  return collect(verify(api.database, { orders: 0, events: 0, effects: 0 }));
}

test('a healthy database breaks no invariant, and its audit holds', async ({ database }) => {
  const api = await startTestApi(database);
  await fill(api);
  const progress = { orders: 0, events: 0, effects: 0 };
  expect(await collect(verify(api.database, progress))).toEqual([]);
  expect(progress).toMatchObject({ orders: 3 });
  const audited = { orders: 0, links: 0, actions: 0 };
  expect(await collect(verifyAudit(api.database, audited))).toEqual([]);
  expect(audited).toEqual({ orders: 3, links: progress.events, actions: 1 });
  await api.stop();
});

const stranger = newId();
const damages: readonly (readonly [what: string, sql: string, invariant: string])[] = [
  ['an event is deleted in the middle', 'delete from events where subject_id = $1 and seq = 2', 'events-gapless'],
  ['the last event is cut off', 'delete from events where subject_id = $1 and seq = (select max(seq) from events where subject_id = $1)', 'events-gapless'],
  ['the body of an event is edited', `update events set body = replace(body, '"10"', '"11"') where subject_id = $1 and seq = 1`, 'chain-recomputes'],
  ['the actor of an event is edited', `update events set actor = 'somebody' where subject_id = $1 and seq = 1`, 'chain-recomputes'],
  ['the time of an event is edited', `update events set at = at + interval '1 s' where subject_id = $1 and seq = 1`, 'chain-recomputes'],
  ['the state is edited', `update subjects set state = replace(state, '"ordered":"10"', '"ordered":"12"') where id = $1`, 'state-replays'],
  ['an effect that is due is deleted', `delete from effects where subject_id = $1 and status = 'ready'`, 'due-exists'],
  ['an effect waits with another body', `update effects set body_digest = '\\x00' where subject_id = $1 and status = 'ready'`, 'due-exists'],
  ['an effect is ready that nobody wants', `update effects set status = 'ready' where subject_id = $1 and op = 'create'`, 'nothing-unwanted'],
  [
    'a create is confirmed twice under one reference',
    `insert into effects select subject_id, 'create:erp/EDC#2', op, system, limiter, class, serial_key, status, due_at, reference, body, body_digest, attempt, failures, reopened, ever_doubt, node_epoch, lease_until, inserted_at, settled_at, outcome, flow_version from effects where subject_id = $1 and op = 'create'`,
    'one-document',
  ],
  ['an exception is closed while its cause is there', 'update exceptions set closed_at = now()', 'exceptions-derived'],
  [
    'an exception is open without a cause',
    `insert into exceptions (id, subject_id, key, class, severity, owner, summary, cause, evidence, remedies, verdict, opened_at, due_at) values ('${stranger}', $1, 'hold:credit:*', 'credit', 'high', 'finance', '', '', '{}', '[]', '', now(), now())`,
    'exceptions-derived',
  ],
  ['a reference is lost', `delete from refs where subject_id = $1 and value = 'SH-1'`, 'references-known'],
  ['a reference leads nowhere', `insert into refs values ('x', 'y', 'z', '${stranger}')`, 'references-known'],
  ['a closed order is opened in its row alone', 'update subjects set closed_at = now() where id = $1', 'no-limbo'],
  ['the feed has a gap', 'delete from feed where position = 2', 'feed-complete'],
  ['the feed is out of order', 'update feed set position = position + 1000 where position > 3', 'feed-complete'],
  [
    'a delivery has told more than there is',
    `insert into deliveries (subscription, subject_id, sent_seq, wanted_seq, due_at) values ('s', $1, 900, 901, now())`,
    'deliveries-behind',
  ],
  ['a key leads to no order', `update idempotency set subject_id = '${stranger}'`, 'keys-lead-to-orders'],
  ['an effect has no order', `update effects set subject_id = '${stranger}' where subject_id = $1`, 'nothing-orphaned'],
  ['an event belongs to no order', `update events set subject_id = '${stranger}' where subject_id = $1 and seq = 1`, 'nothing-orphaned'],
  ['a PO number leads to no order', `update po_claims set first_subject = '${stranger}'`, 'keys-lead-to-orders'],
  ['an operator action is edited', `update operator_actions set reason = 'no reason'`, 'operator-chain'],
];

test.for(damages)('is found: %s', async ([, sql, invariant], { database }) => {
  const api = await startTestApi(database);
  const shipped = await fill(api);
  await api.database.pool.query(sql, sql.includes('$1') ? [shipped] : []);
  expect((await brokenIn(api)).map((broken) => broken.invariant)).toContain(invariant);
  await api.stop();
});

test('a table of more than one page is walked to its end', async ({ database }) => {
  const api = await startTestApi(database);
  const shipped = await fill(api);
  await database.query(`insert into refs select 'x', 'y', lpad(n::text, 6, '0'), $1 from generate_series(1, $2::int) n`, [shipped, tablePageRows * 2]);
  expect(await brokenIn(api)).toEqual([]);
  await database.query(`insert into refs values ('z', 'y', 'last', '${stranger}')`);
  expect(await brokenIn(api)).toEqual([{ invariant: 'references-known', subject: stranger, detail: 'last leads to no order' }]);
  await api.stop();
});

test('the audit alone finds an edited, a removed and a cut-off event', async ({ database }) => {
  const api = await startTestApi(database);
  const shipped = await fill(api);
  await api.database.pool.query(`delete from events where subject_id = $1 and seq = (select max(seq) from events where subject_id = $1)`, [shipped]);
  const audited = { orders: 0, links: 0, actions: 0 };
  expect(await collect(verifyAudit(api.database, audited))).toEqual([expect.objectContaining({ invariant: 'chain-recomputes', subject: shipped })]);
  await api.stop();
});

test('a plan for an upgrade names what the new flows would insert and withdraw, and touches nothing', async ({ database }) => {
  const api = await startTestApi(database);
  const shipped = await fill(api);
  const plan = async (): Promise<readonly PlannedUpgrade[]> => collect(planUpgrade(api.database, { orders: 0 }));
  expect(await plan()).toEqual([]);
  await database.query('update subjects set flow_version = 0 where id = $1', [shipped]);
  await database.query(`update effects set key = 'goods-issue:erp/EDC:SH-0#1' where subject_id = $1 and status = 'ready'`, [shipped]);
  expect(await plan()).toEqual([
    {
      order: shipped,
      from: 0,
      to: 1,
      inserts: ['goods-issue:erp/EDC:SH-1#1'],
      withdrawals: ['goods-issue:erp/EDC:SH-0#1'],
      renamed: [{ from: 'goods-issue:erp/EDC:SH-0#1', to: 'goods-issue:erp/EDC:SH-1#1' }],
    },
  ]);
  await api.stop();
});
