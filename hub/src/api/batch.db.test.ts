import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, testKeys } from './api-testing.ts';

const ndjson = { 'content-type': 'application/x-ndjson' };
const row = (key: string, more: object = {}) => JSON.stringify({ key, order: smallOrder(more) });
type AnswerRow = {
  row: number;
  key: string | null;
  status: number;
  replayed?: boolean;
  acceptance?: { id: string };
  problem?: { code: string; field?: string };
};
const rowsOf = (text: string): AnswerRow[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AnswerRow);

test('every row is answered for itself, in order, and bad rows stop no others', async ({ database }) => {
  const api = await startTestApi(database);
  const long = `{"key":"k6","order":{"note":"${'x'.repeat(2_200_000)}"}}`;
  const lines = [
    row('k1'),
    '{"key":"k2","order":',
    row('k3', { currency: 'EUR' }),
    '',
    row('k1'),
    row('k1', { note: 'other' }),
    long,
    '{"order":1}',
    row('k9'),
  ];
  const answer = await api.call('POST', '/v1/orders/batch', { body: lines.join('\n'), headers: ndjson });
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers.get('content-type')).toMatch('application/x-ndjson');
  expect(
    rowsOf(answer.text).map(({ row: number, key, status, problem, replayed }) => [number, key, status, problem?.code ?? replayed, problem?.field]),
  ).toEqual([
    [1, 'k1', 202, false, undefined],
    [2, null, 400, 'malformed-json', undefined],
    [3, 'k3', 422, 'currency-mix', 'order.lines[0].price.currency'],
    [5, 'k1', 202, true, undefined],
    [6, 'k1', 422, 'idempotency-key-reused', 'key'],
    [7, null, 413, 'body-too-large', undefined],
    [8, null, 400, 'missing-field', 'key'],
    [9, 'k9', 202, false, undefined],
  ]);
  expect((await database.query('select count(*)::int as n from subjects')).rows).toEqual([{ n: 2 }]);
  const { rows } = await database.query('select entry, code, length(raw) as size from refusals order by entry');
  expect(rows.map(({ entry, code }) => [entry, code])).toEqual([
    ['/v1/orders/batch row 2', 'malformed-json'],
    ['/v1/orders/batch row 3', 'currency-mix'],
    ['/v1/orders/batch row 6', 'idempotency-key-reused'],
    ['/v1/orders/batch row 7', 'body-too-large'],
    ['/v1/orders/batch row 8', 'missing-field'],
  ]);
  expect(Math.max(...rows.map(({ size }) => size))).toBeLessThanOrEqual(65_536);
  await api.stop();
});

test('the same key is the same order in a batch and in a single request', async ({ database }) => {
  const api = await startTestApi(database);
  const single = await api.call('POST', '/v1/orders', { body: smallOrder(), headers: { 'idempotency-key': 'k1' } });
  const [answer] = rowsOf((await api.call('POST', '/v1/orders/batch', { body: row('k1'), headers: ndjson })).text);
  expect(answer).toMatchObject({ status: 202, replayed: true, acceptance: single.json });
  await api.stop();
});

test('a row is answered while the next is still being written', async ({ database }) => {
  const api = await startTestApi(database);
  const encoder = new TextEncoder();
  let send: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      send = controller;
    },
  });
  send?.enqueue(encoder.encode(`${row('k1')}\n`));
  const headers = { ...ndjson, authorization: `Bearer ${testKeys.all}` };
  const response = await fetch(`${api.url}/v1/orders/batch`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(rowsOf((await reader?.read())?.value ?? '')).toMatchObject([{ row: 1, key: 'k1', status: 202 }]);
  await sleep(20);
  send?.enqueue(encoder.encode(row('k2')));
  send?.close();
  expect(rowsOf((await reader?.read())?.value ?? '')).toMatchObject([{ row: 2, key: 'k2', status: 202 }]);
  expect((await reader?.read())?.done).toBe(true);
  await api.stop();
});

test('a thousand rows in one call are all accepted, each once', async ({ database }) => {
  const api = await startTestApi(database);
  const lines = Array.from({ length: 1_000 }, (_, index) => row(`k${index}`));
  const rows = rowsOf((await api.call('POST', '/v1/orders/batch', { body: lines.join('\n'), headers: ndjson })).text);
  expect(rows.map((answer) => answer.row)).toEqual(lines.map((_, index) => index + 1));
  expect(new Set(rows.map((answer) => answer.acceptance?.id)).size).toBe(1_000);
  expect((await database.query('select count(*)::int as n from subjects')).rows).toEqual([{ n: 1_000 }]);
  await api.stop();
});

test('another content type is refused before anything is read', async ({ database }) => {
  const api = await startTestApi(database);
  expect(await api.call('POST', '/v1/orders/batch', { body: row('k1') })).toMatchObject({ status: 415, json: { code: 'unsupported-media-type' } });
  await api.stop();
});
