import http from 'node:http';
import { expect, vi } from 'vitest';
import { openDatabase } from '../platform/index.ts';
import { test } from '../testing/database-test.ts';
import { startTestApi, type TestApi, testKeys } from './api-testing.ts';

const row = (from: string, to: string, more: object = {}) => ({ kind: 'item', from: { system: 'wms', name: from }, to: { system: 'erp', name: to }, ...more });
const put = (api: TestApi, rows: unknown, reason = 'stocktaking') => api.call('PUT', `/v1/references?reason=${reason}`, { body: { rows } });
const header = 'kind,from_system,from_name,to_system,to_name';

async function putCsv(api: TestApi, text: string) {
  const answer = await api.call('PUT', '/v1/references', { body: text, headers: { 'content-type': 'text/csv' } });
  const lines = answer.status === 200 ? answer.text.trim().split('\n') : [];
  return { ...answer, lines: lines.map((line) => JSON.parse(line)) };
}

test('rows are made so, each with its own answer, and the same again changes nothing', async ({ database }) => {
  const api = await startTestApi(database);
  const rows = [row('A', '1'), row('A', '2', { validFrom: '2026-01-01', validUntil: '2026-12-31', default: true }), row('B', '1')];
  const first = await put(api, rows);
  expect(first).toMatchObject({ status: 200, json: { summary: { rows: 3, created: 3, refused: 0 } } });
  expect(first.json.rows).toEqual([1, 2, 3].map((number) => ({ row: number, status: 200, outcome: 'created' })));
  expect((await put(api, rows)).json.summary).toMatchObject({ unchanged: 3, created: 0 });
  const mixed = await put(api, [
    row('A', '1', { default: true }),
    row('B', '1', { remove: true }),
    row('B', '1', { remove: true }),
    { ...row('C', '1'), kind: 'color' },
    row('C', '1', { validFrom: '2026-02-30' }),
    row('C', '1', { validFrom: '2026-03-02', validUntil: '2026-03-01' }),
    { ...row('C', '1'), to: { system: 'mars', name: '1' } },
    { ...row('C', '1'), to: { system: 'wms', name: '1' } },
    7,
  ]);
  expect(
    mixed.json.rows.map((one: { outcome?: string; problem?: { code: string; field: string } }) => one.outcome ?? [one.problem?.code, one.problem?.field]),
  ).toEqual([
    'updated',
    'removed',
    'unchanged',
    ['invalid-value', 'kind'],
    ['invalid-date', 'validFrom'],
    ['bad-value', 'validUntil'],
    ['unknown-system', 'to.system'],
    ['bad-value', 'to.system'],
    ['wrong-type', undefined],
  ]);
  expect(mixed.json.summary).toEqual({ rows: 9, created: 0, updated: 1, removed: 1, unchanged: 1, refused: 6 });
  await api.stop();
});

test('who changed what is in the audit, once per set of changes', async ({ database }) => {
  const api = await startTestApi(database);
  await put(api, [row('A', '1'), row('B', '1')]);
  await put(api, [row('A', '1'), row('B', '1')], 'again');
  await put(api, [row('A', '1', { default: true })], 'chosen');
  const { rows: actions } = await database.query("select actor, action, target, reason from operator_actions where action = 'references:load' order by n");
  expect(actions).toEqual([
    {
      actor: 'client:all',
      action: 'references:load',
      target: expect.any(String),
      reason: expect.stringMatching(/^2 changed, sha256 [0-9a-f]{64}: stocktaking$/),
    },
    { actor: 'client:all', action: 'references:load', target: expect.any(String), reason: expect.stringMatching(/^1 changed, sha256 [0-9a-f]{64}: chosen$/) },
  ]);
  const { rows: changes } = await database.query('select from_name, before, after from cross_reference_changes order by n');
  expect(changes).toEqual([
    { from_name: 'A', before: null, after: '{"validUntil":null,"isDefault":false}' },
    { from_name: 'B', before: null, after: '{"validUntil":null,"isDefault":false}' },
    { from_name: 'A', before: '{"validUntil":null,"isDefault":false}', after: '{"validUntil":null,"isDefault":true}' },
  ]);
  expect((await api.call('GET', '/v1/references?name=A')).json.references).toMatchObject([{ default: true, changedBy: 'client:all' }]);
  await api.stop();
});

test('they are listed by kind, system, name and day, from either side, and paged', async ({ database }) => {
  const api = await startTestApi(database);
  await put(api, [row('A', '1'), row('A', '2', { validUntil: '2025-12-31' }), row('B', '1'), { ...row('1', 'A'), kind: 'customer' }]);
  const list = async (query: string) => (await api.call('GET', `/v1/references?${query}`)).json;
  const names = async (query: string) =>
    (await list(query)).references.map((one: { kind: string; from: { name: string }; to: { name: string } }) => `${one.kind} ${one.from.name} ${one.to.name}`);
  expect(await names('name=A')).toEqual(['customer 1 A', 'item A 1', 'item A 2']);
  expect(await names('name=A&system=wms')).toEqual(['item A 1', 'item A 2']);
  expect(await names('name=A&kind=item&on=2026-01-01')).toEqual(['item A 1']);
  expect(await names('system=erp')).toHaveLength(4);
  const pages: string[] = [];
  for (let query: string | null = 'limit=1'; query !== null; ) {
    const page: { references: { to: { name: string } }[]; next: string | null } = await list(query);
    pages.push(...page.references.map((one) => one.to.name));
    query = page.next === null ? null : `limit=1&cursor=${page.next}`;
  }
  expect(pages).toEqual(['A', '1', '2', '1']);
  expect(await api.call('GET', '/v1/references?cursor=abc')).toMatchObject({ status: 400, json: { code: 'invalid-parameter' } });
  await api.stop();
});

test('a file is loaded as it comes; refused lines are named by their number and stop no other', async ({ database }) => {
  const api = await startTestApi(database);
  const lines = Array.from({ length: 1_200 }, (_, index) => `item,wms,N-${index},erp,M-${index}`);
  lines[10] = 'item,wms,"broken,erp,M';
  lines[700] = 'item,mars,N,erp,M';
  lines[701] = 'item,wms,N,erp';
  lines[702] = '';
  const { status, headers, lines: answers } = await putCsv(api, [header, ...lines].join('\r\n'));
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  expect(answers.map((one) => (one.summary ? one.summary : [one.line, one.status, one.problem.code, one.problem.field]))).toEqual([
    [12, 422, 'bad-value', undefined],
    [702, 422, 'unknown-system', 'from_system'],
    [703, 422, 'bad-value', undefined],
    { rows: 1_199, created: 1_196, updated: 0, removed: 0, unchanged: 0, refused: 3 },
  ]);
  const again = await putCsv(api, [header, ...lines].join('\n'));
  expect(again.lines.at(-1)).toMatchObject({ summary: { created: 0, unchanged: 1_196, refused: 3 } });
  await api.stop();
});

test('a file has every column of a row', async ({ database }) => {
  const api = await startTestApi(database);
  const text = `${header},valid_from,valid_until,default,remove\ncustomer,wms,"Müller, ""Bau""",erp,C-1,2026-01-01,2026-12-31,true,\ncustomer,wms,X,erp,C-2,,,maybe,`;
  expect((await putCsv(api, text)).lines).toMatchObject([
    { line: 3, problem: { field: 'default', code: 'wrong-type' } },
    { summary: { created: 1, refused: 1 } },
  ]);
  expect((await api.call('GET', '/v1/references?name=C-1')).json.references).toMatchObject([
    { kind: 'customer', from: { system: 'wms', name: 'Müller, "Bau"' }, validFrom: '2026-01-01', validUntil: '2026-12-31', default: true },
  ]);
  expect((await putCsv(api, `${header},valid_from,remove\ncustomer,wms,"Müller, ""Bau""",erp,C-1,2026-01-01,true`)).lines).toMatchObject([
    { summary: { removed: 1 } },
  ]);
  await api.stop();
});

test('a first line that names no columns is refused before anything is loaded', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await putCsv(api, 'item,wms,A,erp,1')).toMatchObject({ status: 400, json: { code: 'unknown-field', field: 'item' } });
  expect(await putCsv(api, 'kind,from_system')).toMatchObject({ status: 400, json: { code: 'missing-field', field: 'from_name' } });
  expect(await putCsv(api, '')).toMatchObject({ status: 400 });
  expect(await put(api, [])).toMatchObject({ status: 400, json: { field: 'rows' } });
  expect(await put(api, undefined)).toMatchObject({ status: 400, json: { field: 'rows', code: 'missing-field' } });
  expect((await database.query('select 1 from cross_references')).rowCount).toBe(0);
  await api.stop();
});

test('reading and loading need their own scopes', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await api.call('GET', '/v1/references', { key: testKeys.none })).toMatchObject({ status: 403, json: { code: 'missing-scope' } });
  expect(await api.call('PUT', '/v1/references', { key: testKeys.none, body: { rows: [row('A', '1')] } })).toMatchObject({ status: 403 });
  await api.stop();
});

test('a sender that goes away in the middle leaves whole transactions behind, and the same file again completes them', async ({ database }) => {
  const api = await startTestApi(database);
  const lines = [header, ...Array.from({ length: 900 }, (_, index) => `item,wms,N-${index},erp,M-${index}`)];
  const request = http.request(`${api.url}/v1/references`, { method: 'PUT', headers: { authorization: `Bearer ${testKeys.all}`, 'content-type': 'text/csv' } });
  request.on('error', () => {});
  request.write(`${lines.join('\n')}\nitem,wms,half`);
  const count = async () => (await database.query('select count(*)::int as n from cross_references')).rows[0].n;
  await vi.waitFor(async () => expect(await count()).toBe(500), { timeout: 15_000 });
  request.destroy();
  expect((await putCsv(api, lines.join('\n'))).lines).toMatchObject([{ summary: { created: 400, unchanged: 500, refused: 0 } }]);
  expect(await count()).toBe(900);
  expect(api.errors).toEqual([]);
  await api.stop();
});

test('when the store fails in the middle, the last line says from where on nothing is loaded', async ({ database }) => {
  const { host = '', port = 0, user = '', database: name = '' } = database.options;
  const store = openDatabase({ host, port, user, database: name, ssl: false }, { max: 4, onError: () => {} });
  let loads = 0;
  const transact: typeof store.transact = (what, work) => {
    if (what === 'references.load' && ++loads === 2) return Promise.reject(Object.assign(new Error('the server went away'), { code: 'ECONNREFUSED' }));
    return store.transact(what, work);
  };
  const api = await startTestApi(database, { database: { ...store, transact } });
  const lines = [header, ...Array.from({ length: 1_100 }, (_, index) => `item,wms,N-${index},erp,M-${index}`)];
  expect((await putCsv(api, lines.join('\n'))).lines).toMatchObject([{ stoppedAtLine: 502, status: 503, problem: { code: 'store-unavailable' } }]);
  expect((await putCsv(api, lines.join('\n'))).lines).toMatchObject([{ summary: { created: 600, unchanged: 500 } }]);
  await api.stop();
  await store.pool.end();
});

test('another type of content is refused', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await api.call('PUT', '/v1/references', { body: 'a', headers: { 'content-type': 'application/xml' } })).toMatchObject({
    status: 415,
    json: { code: 'unsupported-media-type' },
  });
  await api.stop();
});
