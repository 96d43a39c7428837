import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi, testKeys } from './api-testing.ts';

async function placed(api: TestApi, purchaseOrder: string): Promise<string> {
  return (await api.call('POST', '/v1/orders', { body: smallOrder({ purchaseOrder }), headers: { 'idempotency-key': randomUUID() } })).json.id;
}

/** Says how the create of an order ended. */
async function settle(api: TestApi, order: string, how: object): Promise<void> {
  const { rows } = await api.database.pool.query("select key, body from effects where subject_id = $1 and op = 'create'", [order]);
  const command = { at: new Date().toISOString(), actor: 'system:erp', causation: 'test', key: rows[0].key, body: JSON.parse(rows[0].body), ...how };
  await api.engine.submit({ subjectId: order, command: command as never });
}
const remedy = (api: TestApi, id: string, name: string, body: object = {}) =>
  api.call('POST', `/v1/exceptions/${id}/remedies/${name}`, { body: { reason: 'because', ...body } });

test('work for people is listed by due time, filtered, paged and grouped by its cause', async ({ database }) => {
  const api = await startTestApi(database);
  const first = await placed(api, 'PO-1');
  const held = [await placed(api, 'PO-1'), await placed(api, 'PO-1'), await placed(api, 'PO-1')];
  const all = (await api.call('GET', '/v1/exceptions')).json;
  expect(all.exceptions.map((exception: { order: string }) => exception.order).sort()).toEqual([...held].sort());
  expect(all).toMatchObject({
    next: null,
    exceptions: [
      {
        class: 'duplicate',
        owner: 'customer-service',
        cause: 'duplicate:C-ACME:PO-1',
        remedies: [{ name: 'clear-hold', href: expect.any(String) }, { name: 'cancel' }],
      },
      {},
      {},
    ],
  });
  const pages: string[] = [];
  for (let cursor = ''; ; ) {
    const page = (await api.call('GET', `/v1/exceptions?limit=2&cause=${encodeURIComponent('duplicate:C-ACME:PO-1')}${cursor}`)).json;
    pages.push(...page.exceptions.map((exception: { id: string }) => exception.id));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(pages).toEqual(all.exceptions.map((exception: { id: string }) => exception.id));
  expect((await api.call('GET', `/v1/exceptions?order=${first}`)).json.exceptions).toEqual([]);
  expect((await api.call('GET', '/v1/exceptions?owner=finance')).json.exceptions).toEqual([]);
  expect((await api.call('GET', '/v1/exceptions?class=duplicate&open=false')).json.exceptions).toEqual([]);
  expect((await api.call('GET', '/v1/exceptions/causes')).json.causes).toMatchObject([{ cause: 'duplicate:C-ACME:PO-1', orders: 3 }]);
  for (const query of ['cursor=nonsense', 'limit=0', 'order=7', 'colour=red'])
    expect(await api.call('GET', `/v1/exceptions?${query}`)).toMatchObject({ status: 400, json: { code: 'invalid-parameter' } });
  await api.stop();
});

test('a remedy is done once, audited with its reason, and its exception closes', async ({ database }) => {
  const api = await startTestApi(database);
  await placed(api, 'PO-1');
  const order = await placed(api, 'PO-1');
  const { id } = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions[0];
  expect(await remedy(api, id, 'resend')).toMatchObject({ status: 409, json: { code: 'remedy-not-offered' } });
  expect(await remedy(api, id, 'fly')).toMatchObject({ status: 409, json: { code: 'remedy-not-offered' } });
  expect(await remedy(api, randomUUID(), 'clear-hold')).toMatchObject({ status: 404, json: { code: 'exception-not-found' } });
  expect(await remedy(api, id, 'clear-hold', { reason: undefined })).toMatchObject({ status: 400, json: { code: 'missing-field', field: 'reason' } });
  expect(await remedy(api, id, 'clear-hold', { reason: 'they want it twice' })).toMatchObject({ status: 200, json: { id, closedAt: expect.any(String) } });
  expect(await remedy(api, id, 'clear-hold')).toMatchObject({ status: 409, json: { code: 'nothing-to-remedy' } });
  expect((await api.call('GET', `/v1/orders/${order}`)).json).toMatchObject({ status: 'received', holds: [], next: { on: 'system' } });
  expect((await api.call('GET', `/v1/exceptions/${id}`)).json.notes).toMatchObject([
    { actor: 'client:all', action: 'remedy:clear-hold', reason: 'they want it twice' },
  ]);
  const { entries } = (await api.call('GET', `/v1/orders/${order}/timeline`)).json;
  expect(entries).toContainEqual(
    expect.objectContaining({ type: 'order.hold-cleared', actor: 'client:all', text: expect.stringMatching('they want it twice') }),
  );
  await api.stop();
});

test('fix-value corrects what the system refused and sends it again under the same key', async ({ database }) => {
  const api = await startTestApi(database);
  const order = await placed(api, 'PO-1');
  await settle(api, order, { kind: 'refused', code: 'no-such-item', message: 'unknown item', cause: 'item', field: 'lines[0]' });
  const [exception] = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions;
  expect(exception).toMatchObject({ order, remedies: expect.arrayContaining([expect.objectContaining({ name: 'fix-value' })]) });
  expect(await remedy(api, exception.id, 'fix-value', { field: 'item' })).toMatchObject({ status: 400, json: { code: 'missing-field', field: 'value' } });
  expect(await remedy(api, exception.id, 'fix-value', { field: 'unit', value: 'XX', line: '1' })).toMatchObject({
    status: 422,
    json: { code: 'bad-value', field: 'value' },
  });
  expect(await remedy(api, exception.id, 'fix-value', { field: 'item', value: 'HS-1002', line: '1' })).toMatchObject({
    status: 200,
    json: { closedAt: expect.any(String) },
  });
  const { effects } = (await api.call('GET', `/v1/effects?order=${order}`)).json;
  expect(effects).toMatchObject([{ key: 'create:erp/EDC#1', status: 'ready', grade: 'A', op: 'create', system: 'erp' }]);
  expect((await api.call('GET', `/v1/orders/${order}`)).json.lines).toMatchObject([{ item: 'HS-1002' }]);
  await api.stop();
});

test('what nobody can tell is confirmed by hand with the document that a person has seen, or probed again at once', async ({ database }) => {
  const api = await startTestApi(database);
  const order = await placed(api, 'PO-1');
  await settle(api, order, { kind: 'stopped', why: 'undecidable', message: 'two documents look like it' });
  const [exception] = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions;
  expect(exception).toMatchObject({ class: 'in-doubt', verdict: expect.stringMatching('Not safe') });
  expect((await api.call('GET', `/v1/orders/${order}`)).json.next).toMatchObject({
    on: 'person',
    who: 'integration',
    what: expect.stringMatching('confirm-by-hand'),
  });
  const waits = async () => (await api.database.pool.query('select isfinite(due_at) as soon from effects where subject_id = $1', [order])).rows;
  expect(await waits()).toEqual([{ soon: false }]);
  expect(await remedy(api, exception.id, 'probe-again')).toMatchObject({ status: 200 });
  expect(await waits()).toEqual([{ soon: true }]);
  expect(await remedy(api, exception.id, 'confirm-by-hand')).toMatchObject({ status: 400, json: { code: 'missing-field', field: 'document' } });
  expect(await remedy(api, exception.id, 'confirm-by-hand', { document: { id: '17', number: 'SO-17' } })).toMatchObject({
    status: 200,
    json: { closedAt: expect.any(String) },
  });
  expect((await api.call('GET', '/v1/orders?reference=SO-17')).json.orders).toMatchObject([{ id: order, status: 'accepted' }]);
  await api.stop();
});

test('what nobody could tell is sent again once a probe finds nothing', async ({ database }) => {
  const api = await startTestApi(database);
  const order = await placed(api, 'PO-1');
  await settle(api, order, { kind: 'stopped', why: 'undecidable', message: 'two documents look like it' });
  const [exception] = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions;
  expect(await remedy(api, exception.id, 'probe-again')).toMatchObject({ status: 200 });
  await settle(api, order, { kind: 'absent' });
  expect((await api.call('GET', `/v1/effects?order=${order}`)).json.effects).toMatchObject([{ status: 'ready' }]);
  expect((await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions).toEqual([]);
  await api.stop();
});

test('an order is cancelled from its exception', async ({ database }) => {
  const api = await startTestApi(database);
  await placed(api, 'PO-1');
  const order = await placed(api, 'PO-1');
  const { id } = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions[0];
  expect(await remedy(api, id, 'cancel', { reason: 'sent twice by mistake' })).toMatchObject({ status: 200, json: { closedAt: expect.any(String) } });
  expect((await api.call('GET', `/v1/orders/${order}`)).json.status).toBe('cancelled');
  await api.stop();
});

test('an exception is given to somebody and carries notes that nobody rewrites', async ({ database }) => {
  const api = await startTestApi(database);
  await placed(api, 'PO-1');
  const order = await placed(api, 'PO-1');
  const { id } = (await api.call('GET', `/v1/exceptions?order=${order}`)).json.exceptions[0];
  const assign = (assignee: string | null) => api.call('POST', `/v1/exceptions/${id}/assignment`, { body: { assignee, reason: 'knows the customer' } });
  expect(await assign('Dana')).toMatchObject({ status: 200, json: { assignee: 'Dana', owner: 'customer-service' } });
  expect((await api.call('GET', `/v1/orders/${order}`)).json.next.who).toBe('Dana');
  expect((await assign(null)).json.assignee).toBeNull();
  expect(await api.call('POST', `/v1/exceptions/${id}/notes`, { body: { note: 'called them, no answer' }, key: testKeys.other })).toMatchObject({
    status: 201,
  });
  expect((await api.call('GET', `/v1/exceptions/${id}`)).json.notes.map((note: { actor: string; reason: string }) => [note.actor, note.reason])).toEqual([
    ['client:all', 'Dana: knows the customer'],
    ['client:all', 'nobody: knows the customer'],
    ['client:other', 'called them, no answer'],
  ]);
  await api.stop();
});
