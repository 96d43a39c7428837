import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import type { Database, Node } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import {
  closeHub,
  deliverDue,
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
import { listFailingDeliveries } from './subscription-care.ts';

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

test('sends each event of an order in order, once, and keeps no row when all is sent', async ({ hub, node }) => {
  await subscribe(hub);
  const [a, b] = [await recordAll(hub, [1, 2, 3]), await recordAll(hub, [1, 2])];
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(seqsOf(received, a)).toEqual([1, 2, 3]);
  expect(seqsOf(received, b)).toEqual([1, 2]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('a message that a standard library verifies arrives over HTTP', async ({ hub, node }) => {
  const verified: unknown[] = [];
  let secret = '';
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    verified.push(new Webhook(secret).verify(text, request.headers as Record<string, string>));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  secret = (await subscribe(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` })).secret;
  const subject = await recordAll(hub, [1]);
  await publish(hub, node);
  const { deps } = newDeliveries(hub, node, async (url, headers, body, signal) => {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return answer.status;
  });
  await deliverDue(deps);
  server.close();
  expect(verified).toMatchObject([{ specversion: '1.0', id: `${subject}:1`, type: 'crossdock.order.received.v1', data: { lines: [] } }]);
});

test('a failing message holds back its own order alone, and is sent again under the same id before what follows it', async ({ hub, node }) => {
  const { id } = await subscribe(hub);
  const [stuck, free] = [await recordAll(hub, [1, 2, 3]), await recordAll(hub, [1, 2])];
  await publish(hub, node);
  let answer = 500;
  const { send, received } = newReceiver(({ event }) => (event.subject === stuck && event.sequence.endsWith('2') ? answer : 200));
  const { deps } = newDeliveries(hub, node, send);
  await deliverDue(deps);
  expect(seqsOf(received, stuck)).toEqual([1, 2]);
  expect(seqsOf(received, free)).toEqual([1, 2]);
  expect(await readDeliveries(hub)).toMatchObject([{ subject: stuck, sent: 1, wanted: 3, attempt: 1 }]);
  expect(await listFailingDeliveries({ id, scope: all }, hub)).toMatchObject([{ subject: stuck, attempts: 1, lastError: 'The receiver answered 500.' }]);
  answer = 200;
  await makeDue(hub);
  await deliverDue(deps);
  expect(seqsOf(received, stuck)).toEqual([1, 2, 2, 3]);
  const ids = received.filter(({ event }) => event.id === `${stuck}:2`).map((one) => one.id);
  expect(ids).toEqual([`msg_${stuck}_2_${id}`, `msg_${stuck}_2_${id}`]);
});

test('a subscription that fails does not hold back another', async ({ hub, node }) => {
  await subscribe(hub, { url: 'https://down.example' });
  await subscribe(hub, { url: 'https://up.example' });
  const subject = await recordAll(hub, [1, 2]);
  await publish(hub, node);
  const { send, received } = newReceiver(({ url }) => (url.includes('down') ? Promise.reject(new Error('connect ECONNREFUSED')) : 200));
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received.filter(({ url }) => url.includes('up')).map(({ event }) => event.id)).toEqual([`${subject}:1`, `${subject}:2`]);
});

test('mode latest tells the newest state once for many events, and an older one never', async ({ hub, node }) => {
  const { id } = await subscribe(hub, { mode: 'latest' });
  const subject = await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  let seq = 2; // at first a reader that is behind
  const { send, received } = newReceiver();
  const { deps } = newDeliveries(hub, node, send, { currentState: () => Promise.resolve({ seq, body: `{"version":${seq}}` }) });
  await deliverDue(deps);
  expect(received).toEqual([]);
  expect(await listFailingDeliveries({ id, scope: all }, hub)).toMatchObject([{ attempts: 0, lastError: expect.stringContaining('older than the feed') }]);
  seq = 4;
  await makeDue(hub);
  await deliverDue(deps);
  expect(received).toMatchObject([{ id: `msg_${subject}_4_${id}`, event: { type: 'crossdock.order.state.v1', sequence: '0000000004', data: { version: 4 } } }]);
  expect(await readDeliveries(hub)).toEqual([]);
});

test('mode latest has nothing to tell of an order that is there no more', async ({ hub, node }) => {
  await subscribe(hub, { mode: 'latest' });
  await recordAll(hub, [1]);
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect([received, await readDeliveries(hub)]).toEqual([[], []]);
});

test('a state that cannot be read is no failure of the receiver, and holds back no other order', async ({ hub, node }) => {
  await subscribe(hub, { mode: 'latest' });
  const [broken, whole] = [await recordAll(hub, [1]), await recordAll(hub, [1])];
  await publish(hub, node);
  const currentState = (subject: string) => (subject === broken ? Promise.reject(new Error('unreadable')) : Promise.resolve({ seq: 1, body: '{}' }));
  const { send, received } = newReceiver();
  const { deps, errors } = newDeliveries(hub, node, send, { currentState });
  await deliverDue(deps);
  expect(received.map(({ event }) => event.subject)).toEqual([whole]);
  expect(await readDeliveries(hub)).toMatchObject([{ subject: broken, attempt: 0 }]);
  expect(errors.map((error) => error.message)).toEqual(['unreadable']);
});

test('a body of more than 20 kB is sent as a link', async ({ hub, node }) => {
  await subscribe(hub);
  const subject = await recordAll(hub, [1], { body: JSON.stringify({ note: 'x'.repeat(30_000) }) });
  await publish(hub, node);
  const { send, received } = newReceiver();
  await deliverDue(newDeliveries(hub, node, send).deps);
  expect(received).toMatchObject([{ event: { dataref: `https://hub.example/v1/orders/${subject}?seq=1` } }]);
});
