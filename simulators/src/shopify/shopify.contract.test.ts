import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf, callerOf, until } from '../testing/caller.ts';
import { startProgram } from '../testing/program.ts';
import { startReceiver } from '../testing/receiver.ts';
import { type SimulatedShopifyOptions, startSimulatedShopify } from './index.ts';

type Closing = { readonly close: () => Promise<void> };
const open: Closing[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const api = '/admin/api/2026-01';
type Resource = Readonly<Record<string, string>> & { readonly line_items: readonly { readonly id: string }[] };

async function start(options: SimulatedShopifyOptions = {}, answer?: (nth: number) => number) {
  const receiver = await startReceiver(answer);
  const shop = await startSimulatedShopify({ webhookUrl: receiver.url, webhookSecret: 'hush', ...options });
  open.push(shop, receiver);
  const call = callerOf(shop);
  const headers = { 'x-shopify-access-token': shop.token };
  const get = (tail: string) => call<Readonly<Record<string, unknown>>>('GET', `${api}/${tail}`, undefined, { headers });
  const graphql = async (query: string, variables: object = {}) =>
    bodyOf(await call<Readonly<Record<string, unknown>>>('POST', `${api}/graphql.json`, { query, variables }, { headers }), 200);
  const desk = async (tail: string, body: object = {}) =>
    bodyOf(await call<Resource>('POST', `/desk/${tail}`, body, { at: shop.control }), tail === 'orders' ? 201 : 200);
  const place = (more: object = {}) => desk('orders', { lines: [{ sku: 'HS-1001', quantity: 3, price: '10.00' }], ...more });
  const told = () =>
    receiver.arrivals.map(({ headers: sent, raw }) => ({
      topic: sent['x-shopify-topic'],
      event: sent['x-shopify-event-id'],
      order: /"id":(\d+)/.exec(raw)?.[1],
    }));
  return { shop, receiver, call, get, graphql, desk, place, told };
}

const work =
  'query ($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id remainingQuantity } } } } } }';
const create =
  'mutation ($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id name status trackingInfo(first: 5) { number company } } userErrors { field message } } }';

describe('the simulated Shopify shop', () => {
  it('adds an order up as Shopify does: discounts allocated to lines, taxes, shipping, tip', async () => {
    const { place } = await start();
    const order = await place({
      lines: [
        { sku: 'HS-1001', quantity: 3, price: '10.00', discount: '1.00' },
        { sku: 'HS-1005', quantity: 1, price: '189.00' },
        { kind: 'tip', quantity: 1, price: '2.00' },
      ],
      discount: '10.00',
      shipping: '9.90',
      taxRate: '0.08',
      presentment: { currency: 'CAD', rate: '1.35' },
    });
    expect(order).toMatchObject({
      subtotal_price: '208.00',
      total_discounts: '11.00',
      total_tax: '17.43',
      total_price: '237.33',
      total_price_set: { shop_money: { amount: '237.33', currency_code: 'USD' }, presentment_money: { amount: '320.40', currency_code: 'CAD' } },
      line_items: [{ discount_allocations: [{ amount: '1.00' }, { amount: '1.33' }] }, { discount_allocations: [{ amount: '8.67' }] }, { tip: {} }],
    });
  });

  it('writes ids of 64 bits as JSON numbers, digit for digit', async () => {
    const { place, get, told } = await start();
    const { id } = await place();
    await until(() => told().length === 1);
    expect(told()[0]?.order).toBe(id);
    const one = await get(`orders/${id}.json`);
    expect(one).toMatchObject({ status: 200 });
    expect(BigInt(id ?? 0)).toBeGreaterThan(2n ** 53n);
    expect(await get(`orders/${String(BigInt(id ?? 0) + 1n)}.json`)).toMatchObject({ status: 404, body: { errors: 'Not Found' } });
  });

  it('lists by cursor: every order once, filters on the first page only', async () => {
    const { place, get } = await start();
    for (let n = 0; n < 7; n += 1) await place();
    const seen: unknown[] = [];
    for (let tail = 'orders.json?status=any&limit=3&order=updated_at+asc&updated_at_min=2026-01-01T00:00:00Z'; tail !== ''; ) {
      const heard = await get(tail);
      if (heard.status === 'no answer') throw new Error(heard.code);
      const { orders } = heard.body;
      seen.push(...(Array.isArray(orders) ? orders.map(({ name }) => name) : []));
      const next = /page_info=([^>]+)>; rel="next"/.exec(heard.headers.get('link') ?? '')?.[1];
      tail = next === undefined ? '' : `orders.json?limit=3&page_info=${next}`;
    }
    expect(seen).toEqual(['#1001', '#1002', '#1003', '#1004', '#1005', '#1006', '#1007']);
    expect(await get('orders.json?page_info=e30&status=any')).toMatchObject({
      status: 400,
      body: { errors: { status: expect.stringContaining('page_info') } },
    });
    expect(await get('orders.json?page_info=%%')).toMatchObject({ status: 400 });
    expect(await get('orders.json?limit=251')).toMatchObject({ status: 400 });
  });

  it('shows open orders unless asked otherwise, and only those changed since', async () => {
    const { place, desk, get } = await start();
    const { id } = await place();
    await place();
    await desk(`orders/${id}/cancel`);
    const count = async (tail: string) => JSON.stringify((await get(`orders.json${tail}`)) satisfies object).split('"line_items"').length - 1;
    expect([await count(''), await count('?status=any'), await count('?status=cancelled')]).toEqual([1, 2, 1]);
    expect(await count('?status=any&updated_at_min=2999-01-01T00:00:00Z')).toBe(0);
  });

  it('wants the access token, and a version that can be', async () => {
    const { shop, call, get } = await start();
    expect(await call('GET', `${api}/orders.json`)).toMatchObject({ status: 401, body: { errors: expect.stringContaining('Invalid API key') } });
    const headers = { 'x-shopify-access-token': shop.token };
    expect(await call('GET', '/admin/api/2026-02/orders.json', undefined, { headers })).toMatchObject({ status: 404 });
    const heard = await get('orders.json');
    expect(heard.status === 200 ? heard.headers.get('x-shopify-api-version') : heard).toBe('2026-01');
  });
});

describe('fulfilling in the simulated Shopify shop', () => {
  const fulfilment = async (shop: Awaited<ReturnType<typeof start>>, order: string, quantity: number) => {
    const { data } = await shop.graphql(work, { id: `gid://shopify/Order/${order}` });
    const [node] = (data as { order: { fulfillmentOrders: { nodes: { id: string; lineItems: { nodes: { id: string }[] } }[] } } }).order.fulfillmentOrders
      .nodes;
    const lines = node?.lineItems.nodes.map(({ id }) => ({ id, quantity }));
    return {
      lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: node?.id, fulfillmentOrderLineItems: lines }],
      trackingInfo: { numbers: ['1Z'], company: 'UPS' },
    };
  };

  it('takes pieces off what is left, and never more than that', async () => {
    const shop = await start();
    const { id } = await shop.place();
    const f = await fulfilment(shop, id ?? '', 2);
    expect(await shop.graphql(create, { f })).toMatchObject({
      data: { fulfillmentCreate: { fulfillment: { name: '#1001-F1', status: 'SUCCESS', trackingInfo: [{ number: '1Z', company: 'UPS' }] }, userErrors: [] } },
    });
    expect(await shop.graphql(create, { f })).toMatchObject({
      data: { fulfillmentCreate: { fulfillment: null, userErrors: [{ message: 'Invalid fulfillment order line item quantity requested.' }] } },
    });
    expect(await shop.graphql(work, { id: `gid://shopify/Order/${id}` })).toMatchObject({
      data: { order: { fulfillmentOrders: { nodes: [{ status: 'IN_PROGRESS', lineItems: { nodes: [{ remainingQuantity: 1 }] } }] } } },
    });
  });

  it('makes a second fulfilment of the same pieces when asked twice, and its book shows the pair', async () => {
    const shop = await start();
    const { id } = await shop.place();
    const f = await fulfilment(shop, id ?? '', 1);
    await shop.graphql(create, { f });
    await shop.graphql(create, { f });
    expect(shop.shop.book().duplicates).toMatchObject([{ kind: 'fulfillment', live: [expect.any(String), expect.any(String)] }]);
  });

  it('refuses work on hold, an input that the schema does not know, and a query that costs too much', async () => {
    const shop = await start();
    const { id } = await shop.place();
    const f = await fulfilment(shop, id ?? '', 1);
    expect(await shop.graphql(create, { f: { ...f, trackingInfo: { nmuber: 'x' } } })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_VARIABLE' } }],
    });
    await shop.desk(`orders/${id}/hold`);
    expect(await shop.graphql(create, { f })).toMatchObject({ data: { fulfillmentCreate: { userErrors: [{ message: expect.stringContaining('on_hold') }] } } });
    const costly = '{ order(id: "x") { fulfillmentOrders(first: 100) { nodes { lineItems(first: 100) { nodes { id } } } } } }';
    expect(await shop.graphql(costly)).toMatchObject({ errors: [{ extensions: { code: 'MAX_COST_EXCEEDED' } }] });
  });

  it('shows trouble as Shopify does: throttled with HTTP 200 and a cost, REST with 429', async () => {
    const shop = await start();
    await shop.shop.setFaults({ throttle: { p: 1 } });
    expect(await shop.graphql('{ shop { name } }')).toMatchObject({
      errors: [{ extensions: { code: 'THROTTLED' } }],
      extensions: { cost: { throttleStatus: { currentlyAvailable: 0 } } },
    });
    const heard = await shop.get('orders.json');
    expect(heard.status === 429 ? heard.headers.get('retry-after') : heard).toBe('2.0');
  });

  it('strikes only what a fault names', async () => {
    const shop = await start();
    await shop.shop.setFaults({ unauthorized: 1, only: ['POST /graphql.json mutation'] });
    expect((await shop.get('orders.json')).status).toBe(200);
    expect(await shop.graphql('{ shop { name } }')).toMatchObject({ data: { shop: { name: 'Simulated shop' } } });
  });
});

describe('the webhooks of the simulated Shopify shop', () => {
  it('are signed over their raw bytes, and say what Shopify says', async () => {
    const { place, receiver } = await start({ domain: 'shoes.myshopify.com' });
    await place();
    await until(() => receiver.arrivals.length === 1);
    const [{ headers, raw } = { headers: {}, raw: '' }] = receiver.arrivals;
    expect(headers).toMatchObject({
      'x-shopify-topic': 'orders/create',
      'x-shopify-hmac-sha256': createHmac('sha256', 'hush').update(raw).digest('base64'),
      'x-shopify-shop-domain': 'shoes.myshopify.com',
      'x-shopify-api-version': '2026-01',
      'x-shopify-triggered-at': expect.stringMatching(/^\d{4}-.*\.\d{9}Z$/),
      'x-shopify-test': 'false',
    });
  });

  it('tell a cancellation under two topics of one event', async () => {
    const { place, desk, told } = await start();
    const { id } = await place();
    await desk(`orders/${id}/cancel`, { reason: 'fraud' });
    await until(() => told().length === 3);
    const [, cancelled, updated] = told();
    expect([cancelled?.topic, updated?.topic]).toEqual(['orders/cancelled', 'orders/updated']);
    expect(cancelled?.event).toBe(updated?.event);
  });

  it('are tried again with the payload of the first time', async () => {
    const { place, desk, receiver } = await start({}, (nth) => (nth === 1 ? 500 : 200));
    const { id, line_items } = await place();
    await desk(`orders/${id}/edit`, { lines: [{ id: line_items[0]?.id, quantity: 1 }] });
    await until(() => receiver.arrivals.length === 3);
    const [first, again] = receiver.arrivals;
    expect(again?.raw).toBe(first?.raw);
    expect(again?.headers['x-shopify-webhook-id']).toBe(first?.headers['x-shopify-webhook-id']);
  });

  it('come twice, late, in another order or never, as the faults say', async () => {
    const { shop, place, desk, told } = await start();
    await shop.setFaults({ webhook: { duplicate: 1 } });
    const { id } = await place();
    await until(() => told().length === 2);
    expect(told()[0]).toEqual(told()[1]);
    await shop.setFaults({ webhook: { reorder: 1 } });
    await desk(`orders/${id}/pay`);
    await shop.clearFaults();
    await desk(`orders/${id}/cancel`);
    await until(() => told().length === 5);
    expect(
      told()
        .slice(2)
        .map(({ topic }) => topic),
    ).toEqual(['orders/cancelled', 'orders/updated', 'orders/updated']);
    await shop.setFaults({ webhook: { drop: 1 } });
    await place();
    expect(shop.fired()).toMatchObject({ 'webhook.drop': 1, 'webhook.reorder': 1, 'webhook.duplicate': 1 });
    expect(shop.book().counts['webhook']).toBe(5);
  });
});

describe('the simulated Shopify shop as a program', () => {
  it('says where it is in its first line, and finds its book again after a kill', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
    const words = ['shopify', '--port', '0', '--token', 't', '--book', path.join(folder, 'shop.ndjson')];
    try {
      const first = await startProgram(words);
      const body = { lines: [{ sku: 'HS-1001', quantity: 1, price: '1.00' }] };
      const placed = bodyOf(await callerOf({ url: first.addresses.desk, token: 't' })<Resource>('POST', '/orders', body), 201);
      await first.end('SIGKILL');
      const second = await startProgram(words);
      const next = bodyOf(await callerOf({ url: second.addresses.desk, token: 't' })<Resource>('POST', '/orders', body), 201);
      expect([placed['name'], next['name']]).toEqual(['#1001', '#1002']);
      expect(BigInt(next['id'] ?? 0)).toBeGreaterThan(BigInt(placed['id'] ?? 0));
      expect(next.line_items[0]?.id).not.toBe(placed.line_items[0]?.id);
      await second.end('SIGTERM');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
