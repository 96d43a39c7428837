import type { BodyOf } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedShopify } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createShopify } from './index.ts';
import { desk, fulfilmentsOf, inFull, type Placed, placed, settingsFor } from './testing/shop.ts';

const callMsMax = 10_000;
const calls = standInCalls();
const shop = await startSimulatedShopify();
afterAll(() => Promise.all([calls.close(), shop.close()]));
const call = () => calls.callWithin(callMsMax);

describe('telling a Shopify shop of a shipment', () => {
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

type Body = BodyOf<'fulfil'>;
function bodyFor(order: Placed, tracking: string, lines: Body['shipment']['lines'], warehouse = 'EDC'): Body {
  return {
    op: 'fulfil',
    reference: `R-${tracking}-${order.id}`,
    orderId: order.id,
    shipment: { id: `shp-${tracking}`, warehouse, lines, packages: [{ tracking }] },
  };
}
