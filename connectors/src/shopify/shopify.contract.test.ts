import { createServer } from 'node:http';
import type { BodyOf, Call, InboundMessage } from '@crossdock/connector-kit';
import {
  channelContract,
  type Fault,
  type Faults,
  factsContract,
  healthContract,
  type SignedMessage,
  type SpoiledAnswer,
  standInCalls,
} from '@crossdock/connector-kit/contract';
import { type SimulatedShopify, startSimulatedShopify } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createShopify, type ShopifySettings } from './index.ts';
import { sampleOrder } from './testing/sample-order.ts';
import { signed } from './testing/sign.ts';

const callMsMax = 10_000;
const calls = standInCalls();
const shops = { channel: await startSimulatedShopify(), facts: await startSimulatedShopify(), busy: await startSimulatedShopify() };
afterAll(async () => {
  await Promise.all([calls.close(), ...Object.values(shops).map((shop) => shop.close())]);
});

const settingsFor = (shop: SimulatedShopify): ShopifySettings => ({
  system: 'shop',
  url: shop.url,
  accessToken: shop.token,
  webhookSecret: shop.webhookSecret,
  apiVersion: '2026-01',
  customer: 'C-WEB',
  locationWarehouses: { '7230000000000000011': 'EDC', '7230000000000000012': 'WDC' },
});
const call = (): Call => calls.callWithin(callMsMax);

describe('the simulated Shopify shop as a source of orders', () => {
  const shop = shops.facts;
  const connector = createShopify(settingsFor(shop));
  const scene = { connector, callWithin: calls.callWithin, faults: faultsOf(shop) };
  healthContract(scene);
  factsContract({
    ...scene,
    happen: async (count) => {
      for (let n = 0; n < count; n += 1) await placed(shop);
    },
    spoiledMessages: [
      spoil('no item number', 'sku', inLast('"sku":"HS-1005"', '"sku":null')),
      spoil('a currency that nobody knows', 'currency', inLast('"currency":"USD"', '"currency":"XQQ"')),
      spoil('an instant that is none', 'processed_at', inLast('"processed_at":"', '"processed_at":"soon ')),
    ],
    spoiledPages: [spoil('no list of orders', 'orders', (body) => body.replace('"orders":', '"order":')), noJson],
    webhook: {
      now: new Date('2026-11-21T10:00:00Z'),
      authentic: asReceived(sampleOrder({}), shop.webhookSecret),
      expected: { id: 'orders/create:98880550-7158-44d4-b7cd-2c97c8a091b5', kind: 'wish', wish: 'order-placed' },
      signatureHeader: 'x-shopify-hmac-sha256',
      toleranceSeconds: null,
      unreadable: [
        { title: 'no JSON', message: asReceived('<html>', shop.webhookSecret) },
        { title: 'an order without a name', message: asReceived(sampleOrder({ name: undefined }), shop.webhookSecret), field: 'name' },
        { title: 'no topic', message: withoutTopic(asReceived(sampleOrder({}), shop.webhookSecret)), field: 'x-shopify-topic' },
      ],
    },
  });
});

describe('the simulated Shopify shop as a channel', () => {
  const shop = shops.channel;
  const connector = createShopify(settingsFor(shop));
  let references = 0;
  channelContract({
    connector,
    callWithin: calls.callWithin,
    faults: faultsOf(shop),
    nextReference: () => `REF-${++references}`,
    orderToFulfil: async () => {
      const order = await placed(shop);
      const packages = [{ tracking: `1Z${order.id}`, carrier: 'UPS' }];
      return { orderId: order.id, shipment: { id: `shp-${order.id}`, warehouse: 'EDC', lines: order.lines.map(inFull), packages } };
    },
    countDone: (body) => Promise.resolve(fulfilmentsOf(shop, body.op === 'fulfil' ? body.orderId : '').length),
    spoiled: {
      fulfil: [
        spoil('no list of user errors', 'userErrors', (body) => body.replace('"userErrors":', '"errorsOfUser":')),
        spoil('no fulfilment orders', 'fulfillmentOrders', (body) => body.replace('"fulfillmentOrders":', '"orders":')),
        spoil('a quantity that is no number', 'remainingQuantity', (body) => body.replaceAll('"remainingQuantity":1', '"remainingQuantity":"one"')),
        noJson,
      ],
    },
  });
});

describe('telling a Shopify shop of a shipment', () => {
  const shop = shops.channel;
  const { channel } = createShopify(settingsFor(shop));
  afterEach(() => shop.clearFaults());
  const fulfil = (body: Body) => channel?.fulfil?.send(body, call());
  const probe = (body: Body) => channel?.fulfil?.probe?.(body, call());

  it('fulfils an order in two shipments, and the shop has nothing left to send', async () => {
    const order = await placed(shop);
    const [first, second] = order.lines;
    if (first === undefined || second === undefined) throw new Error('an order of two lines');
    expect(await fulfil(bodyFor(order, 'S-1', [{ ...inFull(first), quantity: '1' }]))).toMatchObject({ kind: 'confirmed' });
    expect(await fulfil(bodyFor(order, 'S-2', [{ ...inFull(first), quantity: '1' }, inFull(second)]))).toMatchObject({ kind: 'confirmed' });
    expect(fulfilmentsOf(shop, order.id).map(({ trackingNumbers }) => trackingNumbers)).toEqual([['S-1'], ['S-2']]);
    expect(shop.book().documents['fulfillment-order']?.find((each) => each.order === order.id)?.status).toBe('closed');
  });

  it('sends nothing twice when it is called again after the first call was lost', async () => {
    const order = await placed(shop);
    const body = bodyFor(order, 'TWICE', order.lines.map(inFull));
    await shop.setFaults({ dropAfterCommit: 1 });
    expect(await fulfil(body)).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    await shop.clearFaults();
    expect(await fulfil(body)).toMatchObject({ kind: 'confirmed', differences: [] });
    expect(fulfilmentsOf(shop, order.id)).toHaveLength(1);
  });

  it('finds a shipment without tracking numbers by our own reference', async () => {
    const order = await placed(shop);
    const body = { ...bodyFor(order, 'X', order.lines.map(inFull)), reference: 'ORD-7:fulfil#1' };
    const bare: Body = { ...body, shipment: { ...body.shipment, packages: [] } };
    expect(await fulfil(bare)).toMatchObject({ kind: 'confirmed' });
    expect(await probe(bare)).toMatchObject({ kind: 'found', differences: [] });
    expect(await probe({ ...bare, reference: 'ORD-7:fulfil#2' })).toEqual({ kind: 'absent' });
  });

  it('does not take a fulfilment for its own that a person in the shop has cancelled', async () => {
    const order = await placed(shop);
    const body = bodyFor(order, 'AGAIN', order.lines.map(inFull));
    const done = await fulfil(body);
    if (done?.kind !== 'confirmed') throw new Error(JSON.stringify(done));
    await desk(shop, `orders/${order.id}/cancel-fulfilment`, { id: done.document.id });
    expect(await probe(body)).toEqual({ kind: 'absent' });
    expect(await fulfil(body)).toMatchObject({ kind: 'confirmed', differences: [] });
  });

  it('makes one fulfilment for each location, and only the missing one when the second was lost', async () => {
    const order = await placed(shop, {
      lines: [
        { sku: 'HS-1001', quantity: 2, price: '12.50' },
        { sku: 'HS-1002', quantity: 1, price: '5.00', location: 'WDC' },
      ],
    });
    const body = bodyFor(order, 'BOTH', order.lines.map(inFull));
    await desk(shop, `orders/${order.id}/fulfil`, { tracking: 'BOTH' }); // what a lost first half would have left
    expect(await probe(body)).toEqual({ kind: 'absent' });
    expect(await fulfil(body)).toMatchObject({ kind: 'confirmed', differences: [] });
    expect(fulfilmentsOf(shop, order.id).map(({ location }) => location)).toEqual(['EDC', 'WDC']);
    expect(shop.book().duplicates).toEqual([]);
  });

  it('takes the work of the location that stands for the warehouse', async () => {
    const order = await placed(shop, { lines: [{ sku: 'HS-1001', quantity: 2, price: '12.50', location: 'WDC' }] });
    const body = bodyFor(order, 'WEST', order.lines.map(inFull), 'WDC');
    expect(await fulfil(body)).toMatchObject({ kind: 'confirmed' });
    expect(fulfilmentsOf(shop, order.id).map(({ location }) => location)).toEqual(['WDC']);
  });

  it('is refused, naming the line, when the shop has less left than was sent', async () => {
    const order = await placed(shop);
    await desk(shop, `orders/${order.id}/fulfil`, { tracking: 'BY-HAND' });
    const body = bodyFor(order, 'LATE', order.lines.map(inFull));
    expect(await fulfil(body)).toMatchObject({
      kind: 'refused',
      class: 'conflict',
      code: 'nothing-left',
      message: expect.stringContaining(order.lines[0]?.id ?? ''),
    });
  });

  it('is refused with the reason while the shop holds the order', async () => {
    const order = await placed(shop);
    await desk(shop, `orders/${order.id}/hold`, {});
    expect(await fulfil(bodyFor(order, 'HELD', order.lines.map(inFull)))).toMatchObject({ kind: 'refused', code: 'on-hold' });
  });

  it('is refused when the order is cancelled in the shop, or not there', async () => {
    const order = await placed(shop);
    await desk(shop, `orders/${order.id}/cancel`, { reason: 'fraud' });
    expect(await fulfil(bodyFor(order, 'GONE', order.lines.map(inFull)))).toMatchObject({ kind: 'refused', code: 'order-cancelled' });
    expect(await fulfil({ ...bodyFor(order, 'GONE', order.lines.map(inFull)), orderId: '1' })).toMatchObject({
      kind: 'refused',
      class: 'data',
      code: 'unknown-order',
    });
  });

  it('reports tracking numbers that the shop dropped in silence', async () => {
    const order = await placed(shop);
    await shop.setFaults({ silentFieldDrop: { p: 1, field: 'tracking' } });
    const answer = await fulfil(bodyFor(order, 'DROPPED', order.lines.map(inFull)));
    expect(answer).toMatchObject({ kind: 'confirmed', differences: [{ field: 'tracking', sent: 'DROPPED', found: '' }] });
  });
});

describe('what a Shopify shop tells', () => {
  const shop = shops.busy;
  const { facts } = createShopify(settingsFor(shop));

  it('brings every order of a window of many pages once', async () => {
    const start = await pollAll(undefined);
    const ids: string[] = [];
    for (let n = 0; n < 230; n += 1) ids.push((await placed(shop)).id);
    const { messages } = await pollAll(start.cursor);
    expect(messages.map(wishedOrder).sort()).toEqual(ids.sort());
  });

  it('tells the same order by webhook and by poll, with every digit of its ids', async () => {
    const { cursor } = await pollAll(undefined);
    const order = await placed(shop);
    const [byPoll] = (await pollAll(cursor)).messages;
    const told = shop.book().documents.webhook?.find((each) => each.order === order.id);
    const byWebhook = facts?.verifyWebhook?.(...received(told?.payload ?? '', shop.webhookSecret), new Date());
    expect(byWebhook).toMatchObject({ kind: 'authentic', messages: [{ wish: { kind: 'order-placed', channelOrderId: order.id } }] });
    if (byWebhook?.kind !== 'authentic' || byPoll === undefined) throw new Error('both must have come');
    const [placedOrder, polledOrder] = [orderOf(byWebhook.messages[0]), orderOf(byPoll)];
    expect(polledOrder).toEqual(placedOrder);
    expect(placedOrder?.lines.map(({ id }) => id)).toEqual(order.lines.map(({ id }) => id));
    expect(BigInt(order.id)).toBeGreaterThan(2n ** 53n);
  });

  it('tells by webhooks that verify, and each event under one id although it comes twice', async () => {
    const hook = await startHook();
    const loud = await startSimulatedShopify({ webhookUrl: hook.url });
    const verify = createShopify(settingsFor(loud)).facts?.verifyWebhook;
    await loud.setFaults({ webhook: { duplicate: 1 } });
    const order = await placed(loud);
    await desk(loud, `orders/${order.id}/edit`, { lines: [{ id: order.lines[0]?.id, quantity: 5 }] });
    await desk(loud, `orders/${order.id}/cancel`, { reason: 'customer' });
    await expect.poll(() => hook.deliveries.length, { timeout: 5_000 }).toBe(8);
    const messages = hook.deliveries.flatMap(({ rawBody, headers }) => {
      const answer = verify?.(rawBody, headers, new Date());
      return answer?.kind === 'authentic' ? answer.messages : [];
    });
    expect(messages.map((message) => (message.kind === 'wish' ? message.wish.kind : message.kind))).toEqual(
      ['order-placed', 'order-changed', 'order-cancelled', 'order-cancelled'].flatMap((kind) => [kind, kind]),
    );
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
    await Promise.all([loud.close(), hook.close()]);
  });

  it('brings an edit, a payment and a cancellation that no webhook brought', async () => {
    const order = await placed(shop, { financialStatus: 'pending' });
    const { cursor } = await pollAll(undefined);
    await desk(shop, `orders/${order.id}/edit`, { lines: [{ id: order.lines[0]?.id, quantity: 1 }] });
    const edited = await pollAll(cursor);
    expect(edited.messages).toMatchObject([
      { wish: { kind: 'order-changed', lines: [{ quantity: '1' }, { quantity: '1' }], order: { payment: 'on-account' } } },
    ]);
    await desk(shop, `orders/${order.id}/pay`, {});
    const paid = await pollAll(edited.cursor);
    expect(paid.messages).toMatchObject([{ wish: { kind: 'order-changed', order: { payment: 'prepaid' } } }]);
    await desk(shop, `orders/${order.id}/cancel`, { reason: 'customer' });
    expect((await pollAll(paid.cursor)).messages).toMatchObject([
      { wish: { kind: 'order-cancelled', channelOrderId: order.id, reason: 'Cancelled in the shop: customer' } },
    ]);
  });

  async function pollAll(from: string | undefined): Promise<{ readonly messages: readonly InboundMessage[]; readonly cursor: string }> {
    const messages: InboundMessage[] = [];
    for (let cursor = from, pages = 0; pages < 20; pages += 1) {
      const answer = await facts?.poll?.(cursor, call());
      if (answer?.kind !== 'polled') throw new Error(JSON.stringify(answer));
      messages.push(...answer.messages);
      cursor = answer.cursor;
      if (!answer.more) return { messages, cursor };
    }
    throw new Error('more pages than there can be');
  }
});

/** Takes webhooks as a hub does: raw bytes, header names in lower case. */
async function startHook() {
  const deliveries: SignedMessage[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
      deliveries.push({ rawBody: Buffer.concat(parts), headers: Object.fromEntries(headers) });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/hook`, deliveries, close };
}

type Body = BodyOf<'fulfil'>;
type PlacedLine = { readonly id: string; readonly quantity: number };
type Placed = { readonly id: string; readonly lines: readonly PlacedLine[] };

function bodyFor(order: Placed, tracking: string, lines: Body['shipment']['lines'], warehouse = 'EDC'): Body {
  return {
    op: 'fulfil',
    reference: `R-${tracking}-${order.id}`,
    orderId: order.id,
    shipment: { id: `shp-${tracking}`, warehouse, lines, packages: [{ tracking }] },
  };
}

const inFull = ({ id, quantity }: PlacedLine) => ({ lineKey: `${id}/1`, quantity: String(quantity) });

/** Places an order at the desk: two of one item, one of another. */
async function placed(shop: SimulatedShopify, more: object = {}): Promise<Placed> {
  const lines = [
    { sku: 'HS-1001', quantity: 2, price: '12.50', discount: '1.01' },
    { sku: 'HS-1005', quantity: 1, price: '189.00' },
  ];
  const order: { readonly id: string; readonly line_items: readonly PlacedLine[] } = await desk(shop, 'orders', { lines, shipping: '10.00', ...more });
  return { id: order.id, lines: order.line_items.map(({ id, quantity }) => ({ id, quantity })) };
}

async function desk<T>(shop: SimulatedShopify, path: string, body: object): Promise<T> {
  const response = await fetch(`${shop.control}/desk/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.token}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

const fulfilmentsOf = (shop: SimulatedShopify, order: string) =>
  (shop.book().documents.fulfillment ?? []).filter((each) => each.order === order && each.status === 'success');

const wishedOrder = (message: InboundMessage): string => (message.kind === 'wish' ? message.wish.channelOrderId : message.kind);

const orderOf = (message: InboundMessage | undefined) => (message?.kind === 'wish' && message.wish.kind !== 'order-cancelled' ? message.wish.order : undefined);

const received = (payload: string, secret: string): readonly [Uint8Array, Readonly<Record<string, string>>] => {
  const { rawBody, headers } = asReceived(payload, secret);
  return [rawBody, headers];
};

function asReceived(payload: string, secret: string): SignedMessage {
  return signed(payload, secret, { 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5' });
}

function withoutTopic({ rawBody, headers }: SignedMessage): SignedMessage {
  const { 'x-shopify-topic': _, ...rest } = headers;
  return { rawBody, headers: rest };
}

const noJson: SpoiledAnswer = { title: 'no JSON', field: '', alter: () => '<html>Bad gateway</html>' };

const spoil = (title: string, field: string, alter: (body: string) => string): SpoiledAnswer => ({ title, field, alter });

/** Exchanges the last occurrence: the newest order of a page, which no earlier window has brought. */
function inLast(found: string, exchanged: string): (body: string) => string {
  return (body) => {
    const at = body.lastIndexOf(found);
    return at < 0 ? body : `${body.slice(0, at)}${exchanged}${body.slice(at + found.length)}`;
  };
}

function faultsOf(shop: SimulatedShopify): Faults {
  return { cause: (fault) => shop.setFaults(simulated(fault)), clear: () => shop.clearFaults() };
}

function simulated(fault: Fault): Parameters<SimulatedShopify['setFaults']>[0] {
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
