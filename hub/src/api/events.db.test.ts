import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { smallOrder, startTestApi, type TestApi, testKeys } from './api-testing.ts';

const placed = async (api: TestApi): Promise<string> =>
  (await api.call('POST', '/v1/orders', { body: smallOrder(), headers: { 'idempotency-key': randomUUID() } })).json.id;
/** What the sequencer does. */
const sequence = (api: TestApi) =>
  api.database.pool.query('insert into feed (position, subject_id, seq) select row_number() over (order by n), subject_id, seq from events');

test('the feed is read from a position on, filtered by type and order, as CloudEvents', async ({ database }) => {
  const api = await startTestApi(database);
  const orders = [await placed(api), await placed(api)];
  await api.call('POST', `/v1/orders/${orders[1]}/cancellation`, { body: { reason: 'x' }, headers: { 'idempotency-key': randomUUID() } });
  await sequence(api);
  const all = (await api.call('GET', '/v1/events')).json;
  expect(all.events[0]).toMatchObject({ specversion: '1.0', type: 'crossdock.order.received.v1', subject: orders[0], source: 'urn:crossdock:test' });
  expect(all.next).toBe(all.last);
  const read: string[] = [];
  for (let after = 0; ; ) {
    const page = (await api.call('GET', `/v1/events?after=${after}&limit=2`)).json;
    read.push(...page.events.map((event: { id: string }) => event.id));
    after = page.next;
    if (page.next === page.last) break;
  }
  expect(read).toEqual(all.events.map((event: { id: string }) => event.id));
  const types = (await api.call('GET', `/v1/events?types=order.cancelled,order.closed&order=${orders[1]}`)).json.events.map(
    (event: { type: string }) => event.type,
  );
  expect(types).toEqual(['crossdock.order.cancelled.v1', 'crossdock.order.closed.v1']);
  expect((await api.call('GET', `/v1/events?since=${encodeURIComponent('2020-01-01T00:00:00Z')}&limit=1`)).json.events).toHaveLength(1);
  for (const query of ['types=internal.asked', 'after=-1', 'limit=100000', 'order=7', 'since=yesterday'])
    expect(await api.call('GET', `/v1/events?${query}`)).toMatchObject({ status: 400, json: { code: 'invalid-parameter' } });
  await api.stop();
});

test('a subscription shows its secret once, belongs to its client, and can be replayed, rotated and ended', async ({ database }) => {
  const api = await startTestApi(database);
  const body = { url: 'https://shop.example.com/hook', mode: 'stream', types: ['order.*'] };
  const made = await api.call('POST', '/v1/subscriptions', { body });
  expect(made).toMatchObject({
    status: 201,
    json: { secret: expect.stringMatching(/^whsec_/), subscription: { url: body.url, status: 'active', position: 0 } },
  });
  const path = made.headers.get('location') ?? '';
  expect((await api.call('GET', path)).text).not.toMatch('whsec_');
  expect((await api.call('GET', '/v1/subscriptions')).json.subscriptions).toHaveLength(1);
  for (const [method, more] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/enable'],
    ['POST', '/secret'],
    ['DELETE', '/previous-secret'],
  ] as const)
    expect(await api.call(method, path + more, { key: testKeys.other })).toMatchObject({ status: 404, json: { code: 'subscription-not-found' } });
  expect((await api.call('POST', `${path}/secret`)).json).toMatchObject({ secret: expect.stringMatching(/^whsec_/), subscription: { secrets: 'rotating' } });
  expect((await api.call('DELETE', `${path}/previous-secret`)).json).toMatchObject({ secrets: 'one' });
  expect(await api.call('POST', `${path}/replay`, { body: { from: 0 } })).toMatchObject({ status: 200 });
  expect(await api.call('POST', `${path}/replay`, { body: { from: 7 } })).toMatchObject({ status: 400, json: { code: 'invalid-value', field: 'from' } });
  expect((await api.call('DELETE', path)).status).toBe(204);
  expect((await api.call('GET', path)).status).toBe(404);
  await api.stop();
});

test('an address that the hub must not call is refused', async ({ database }) => {
  const api = await startTestApi(database, {
    events: { source: 'urn:x', traceparentOf: () => undefined, newSecret: () => 'whsec_', guard: () => ({ ok: false, why: 'it is ours' }) },
  });
  const answer = await api.call('POST', '/v1/subscriptions', { body: { url: 'https://127.0.0.1/', mode: 'latest', types: ['*'] } });
  expect(answer).toMatchObject({ status: 422, json: { code: 'address-refused', field: 'url', detail: 'it is ours' } });
  await api.stop();
});
