import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { Instruction, WarehouseOrder } from '@crossdock/canonical';
import type { InboundMessage } from '@crossdock/connector-kit';
import {
  type Fault,
  type FulfilmentScene,
  factsContract,
  fulfilmentContract,
  healthContract,
  inFirst,
  type Json,
  jsonObject,
  noJson,
  type SignedMessage,
  spoilJson,
  standInCalls,
  without,
} from '@crossdock/connector-kit/contract';
import { type SimulatedWms, startSimulatedWms } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { order } from './fixtures/samples.ts';
import { createSimulatedWms } from './index.ts';

const set = { settleMs: 1_000, callMsMax: 4_000 };
const calls = standInCalls();
const wms = await startSimulatedWms();
const connector = createSimulatedWms({ system: 'wms', url: wms.url, token: wms.token, webhookSecret: wms.webhookSecret, ...set });
const scene = { connector, callWithin: calls.callWithin, faults: { cause: (fault: Fault) => wms.setFaults(simulated(fault)), clear: () => wms.clearFaults() } };
afterAll(async () => {
  await calls.close();
  await wms.close();
});

let references = 0;
const nextReference = () => `REL-${++references}`;

describe('the simulated WMS', async () => {
  healthContract(scene);
  fulfilmentContract({ ...scene, ...fulfilment() });
  factsContract({
    ...scene,
    happen: (count) => allocate(count),
    spoiledMessages: [
      spoilJson(
        'a state that nobody knows',
        'state',
        inFirstShipment((shipment) => ({ ...shipment, state: 'molten' })),
      ),
      spoilJson('a shipment without lines', 'lines', inFirstShipment(without('lines'))),
      spoilJson('no document', 'document', inFirst('changes', without('document'))),
    ],
    spoiledPages: [spoilJson('no list of changes', 'changes', without('changes')), spoilJson('no cursor', 'next', without('next')), noJson],
    webhook: {
      now: new Date('2026-11-21T10:00:10Z'),
      authentic: signed(await someMessage(), '2026-11-21T10:00:00Z'),
      expected: { id: await someMessageId(), kind: 'document' },
      signatureHeader: 'webhook-signature',
      toleranceSeconds: 300,
      unreadable: [
        { title: 'no JSON', message: signed('{"id":', '2026-11-21T10:00:00Z') },
        {
          title: 'no shipment',
          message: signed('{"id":"msg-1","occurredAt":"2026-11-21T10:00:00Z","order":{"id":"wo-1"}}', '2026-11-21T10:00:00Z'),
          field: 'shipment',
        },
      ],
    },
  });
});

describe('the way of an order through the simulated WMS', () => {
  afterEach(() => wms.clearFaults());

  it('brings the same message under the same id by webhook and by poll, with all that left', async () => {
    const inbox = await receiveWebhooks();
    await control('/desk/webhook', { url: inbox.url });
    const before = await lastCursor();
    const order = await released();
    await work(order.id, ['allocate', 'pick', 'pack', 'ship']);
    await expect.poll(() => wms.webhooks().waiting).toBe(0);
    await control('/desk/webhook', { url: null });
    await inbox.close();

    const answer = await connector.facts?.poll?.(before, calls.callWithin(set.callMsMax));
    const polled = answer?.kind === 'polled' ? answer.messages : [];
    const pushed = inbox.received.flatMap(({ rawBody, headers }) => {
      const verdict = connector.facts?.verifyWebhook?.(rawBody, headers, new Date(Number(headers['webhook-timestamp']) * 1_000));
      return verdict?.kind === 'authentic' ? verdict.messages : [];
    });
    expect(pushed.map(({ id }) => id)).toEqual(polled.map(({ id }) => id));
    expect(pushed.map(withoutRaw)).toEqual(polled.map(withoutRaw));
    expect(polled.at(-1)).toMatchObject({
      kind: 'document',
      snapshot: {
        type: 'shipment',
        state: 'shipped',
        orderId: order.id,
        lines: [
          { lineKey: '1/1', shipped: '4' },
          { lineKey: '2/1', shipped: '2' },
        ],
      },
    });
  });

  it('shows a shipment of which only a part has left as not yet shipped', async () => {
    const order = await released();
    await work(order.id, ['allocate', 'pick', 'pack']);
    const before = await lastCursor();
    await control(`/desk/orders/${order.id}/ship`, { lines: [{ key: '1/1', quantity: '3' }] });
    const answer = await connector.facts?.poll?.(before, calls.callWithin(set.callMsMax));
    expect(answer).toMatchObject({ messages: [{ snapshot: { state: 'packed', lines: [{ lineKey: '1/1', shipped: '3' }, { shipped: '0' }] } }] });
  });

  it('changes the quantity of what is on its way without naming its ship-to again', async () => {
    const order = await released();
    await work(order.id, ['allocate', 'pick', 'pack']);
    await control(`/desk/orders/${order.id}/ship`, { lines: [{ key: '1/1', quantity: '1' }] });
    const body = {
      op: 'change-release',
      reference: nextReference(),
      target: { id: order.id },
      order: { ...order.sent, lines: order.sent.lines.slice(0, 2) },
    } as const;
    const more = { ...body, order: { ...body.order, lines: body.order.lines.map((line) => ({ ...line, quantity: '9' })) } };
    expect(await connector.fulfilment?.['change-release']?.send(more, calls.callWithin(set.callMsMax))).toMatchObject({ kind: 'confirmed', differences: [] });
  });

  it('says what differs when the system drops the ship-to in silence', async () => {
    await wms.setFaults({ silentFieldDrop: { p: 1, field: 'shipTo' } });
    const answer = await connector.fulfilment?.release.send({ op: 'release', order: order(nextReference()) }, calls.callWithin(set.callMsMax));
    expect(answer).toMatchObject({ kind: 'confirmed', differences: [{ field: 'shipTo' }] });
  });
});

function fulfilment(): Omit<FulfilmentScene, keyof typeof scene> {
  return {
    nextReference,
    countDone: (body) => Promise.resolve(countDone(body)),
    order,
    changed: (sent) => {
      const [first, second] = sent.lines;
      if (first === undefined || second === undefined) throw new Error('an order of two lines');
      const lines = [
        { ...first, quantity: '3' },
        { ...second, lineKey: '3/1', item: 'BENCH-3', quantity: '5' },
      ];
      return { ...sent, shipTo: { ...sent.shipTo, street: '1 Other Street' }, lines };
    },
    refusals: [
      {
        title: 'an unknown item',
        body: (reference) => ({ ...order(reference), lines: order(reference).lines.map((line) => ({ ...line, item: 'HS-9999' })) }),
        expected: { class: 'data', code: 'unknown-item', cause: 'item', field: 'lines[0].item' },
      },
      {
        title: 'a warehouse that is not there',
        body: (reference) => ({ ...order(reference), warehouse: 'NDC' }),
        expected: { class: 'data', code: 'unknown-warehouse' },
      },
    ],
    passPointOfNoReturn: async (reference) => {
      const id = (wms.book().documents.order ?? []).find((each) => each.reference === reference)?.id ?? '';
      await work(id, ['allocate', 'pick']);
    },
    spoiled: {
      release: [spoilJson('no id', 'id', without('id')), spoilJson('a state that nobody knows', 'state', (answer) => ({ ...answer, state: 'molten' })), noJson],
      'change-release': [spoilJson('no lines', 'lines', without('lines'))],
      'cancel-release': [
        spoilJson('no order', 'order', without('order')),
        spoilJson('OK, but alive still', 'accepted', (answer) => ({ ...answer, order: { ...jsonObject(answer['order']), state: 'accepted' } })),
        noJson,
      ],
    },
  };
}

/** What the book shows of it, read beside the interface that the connector uses. */
function countDone(body: Instruction): number {
  const orders = wms.book().documents.order ?? [];
  switch (body.op) {
    case 'release':
      return orders.filter(({ reference, state }) => reference === body.order.reference && state !== 'cancelled').length;
    case 'cancel-release':
      return orders.filter(({ id, state }) => id === body.target.id && state === 'cancelled').length;
    case 'change-release': {
      const wanted = body.order.lines.map(({ lineKey, quantity }) => `${lineKey} ${quantity}`);
      const held = orders.find(({ id }) => id === body.target.id)?.lines.filter(({ quantity }) => quantity !== '0') ?? [];
      return held.map(({ key, quantity }) => `${key} ${quantity}`).join() === wanted.join() ? 1 : 0;
    }
    default:
      throw new Error(`${body.op} is not offered`);
  }
}

async function released(): Promise<{ readonly id: string; readonly sent: WarehouseOrder }> {
  const sent = order(nextReference());
  const answer = await connector.fulfilment?.release.send({ op: 'release', order: sent }, calls.callWithin(set.callMsMax));
  if (answer?.kind !== 'confirmed') throw new Error(JSON.stringify(answer));
  return { id: answer.document.id, sent };
}

/** Each order that is allocated is one message. */
async function allocate(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await work((await released()).id, ['allocate']);
}

async function work(id: string, steps: readonly string[]): Promise<void> {
  for (const step of steps) await control(`/desk/orders/${id}/${step}`, {});
}

async function control(path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${wms.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${wms.control}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(await response.text(), path).not.toContain('"code"');
}

async function lastCursor(): Promise<string> {
  const answer = await connector.facts?.poll?.(undefined, calls.callWithin(set.callMsMax));
  if (answer?.kind !== 'polled' || answer.more) throw new Error(JSON.stringify(answer));
  return answer.cursor;
}

function withoutRaw({ raw: _raw, ...message }: InboundMessage) {
  return message;
}

async function receiveWebhooks(): Promise<{ readonly url: string; readonly received: readonly SignedMessage[]; readonly close: () => Promise<void> }> {
  const received: SignedMessage[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ rawBody: Buffer.concat(chunks), headers });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/hooks`, received, close };
}

/** A message as the simulator keeps it, signed here anew at a time of our own. */
async function someMessage(): Promise<string> {
  if ((wms.book().documents.message ?? []).length === 0) await allocate(1);
  const [message] = wms.book().documents.message ?? [];
  return JSON.stringify(message);
}

async function someMessageId(): Promise<string> {
  const { id, occurredAt } = jsonObject(JSON.parse(await someMessage()));
  return `${id}@${occurredAt}`;
}

function signed(body: string, at: string): SignedMessage {
  const seconds = Date.parse(at) / 1_000;
  const key = Buffer.from(wms.webhookSecret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`msg-1.${seconds}.${body}`).digest('base64');
  return {
    rawBody: Buffer.from(body),
    headers: { 'webhook-id': 'msg-1', 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,AAAA v1,${signature}` },
  };
}

function simulated(fault: Fault): Parameters<SimulatedWms['setFaults']>[0] {
  switch (fault.kind) {
    case 'drop-after-commit':
      return { dropAfterCommit: 1 };
    case 'late-commit':
      return { lateCommit: { p: 1, ms: fault.ms } };
    case 'error-after-commit':
      return { errorAfterCommit: 1 };
    case 'throttle':
      return { throttle: { p: 1, retryAfter: ({ seconds: 's', date: 'date', none: 'none' } as const)[fault.retryAfter] } };
    case 'slow':
      return { slow: { p: 1, ms: fault.ms } };
    case 'unauthorized':
      return { unauthorized: 1 };
    case 'refuse-connections':
      return { refuseConnections: true };
    default:
      return fault satisfies never;
  }
}

function inFirstShipment(change: (shipment: Json) => Json): (page: Json) => Json {
  return inFirst('changes', (entry) => {
    const document = jsonObject(entry['document']);
    return { ...entry, document: { ...document, shipment: change(jsonObject(document['shipment'])) } };
  });
}
