import { describe, expect, it } from 'vitest';
import { readPolled } from './polled.ts';
import { parseJson } from './read.ts';
import { bigId, sampleLine, sampleOrder } from './testing/sample-order.ts';
import { type Intake, type Occasion, readWish } from './wish.ts';

const intake: Intake = { system: 'shop', customer: 'C-WEB' };
const wish = (changes: Readonly<Record<string, unknown>>, occasion: Occasion, more: Partial<Intake> = {}) =>
  readWish(parseJson(sampleOrder(changes)), occasion, { ...intake, ...more });
const cancelledNow = { cancelled_at: '2026-11-21T06:00:00-05:00', cancel_reason: 'customer' };

describe('what an order of the shop asks for', () => {
  it('is placed when it was created', () => {
    expect(wish({}, 'created')).toMatchObject({ kind: 'wish', wish: { kind: 'order-placed', channelOrderId: bigId } });
  });

  it.each(['updated', 'polled'] as const)('is changed to its lines of now when it was %s', (occasion) => {
    const line_items = [sampleLine({ current_quantity: 1 }), sampleLine({ id: '12', quantity: 1, current_quantity: 0 })];
    expect(wish({ line_items }, occasion)).toMatchObject({
      kind: 'wish',
      wish: {
        kind: 'order-changed',
        channelOrderId: bigId,
        lines: [{ line: '466157049940123401', quantity: '1' }],
        shipTo: { city: 'Shippington' },
        at: '2026-11-21T10:00:01.000Z',
        order: { purchaseOrder: '#1001' },
      },
    });
  });

  it('says how much the shop shows as sent', () => {
    const fulfillments = [{ status: 'success', line_items: [{ id: '466157049940123401', quantity: 1 }] }];
    expect(wish({ fulfillments, fulfillment_status: 'partial' }, 'updated')).toMatchObject({
      wish: { lines: [{ quantity: '2', fulfilled: '1' }, { quantity: '1' }] },
    });
  });

  it.each(['updated', 'cancelled', 'polled'] as const)('is cancelled when it shows itself cancelled (%s)', (occasion) => {
    expect(wish(cancelledNow, occasion)).toEqual({
      kind: 'wish',
      wish: { kind: 'order-cancelled', channelOrderId: bigId, reason: 'Cancelled in the shop: customer', at: '2026-11-21T11:00:00.000Z' },
    });
  });

  it('is not cancelled by a topic that its own body contradicts, because topics are not signed', () => {
    expect(wish({}, 'cancelled')).toMatchObject({ kind: 'unreadable', field: 'cancelled_at' });
  });

  it('is cancelled when every line was taken off', () => {
    expect(wish({ line_items: [sampleLine({ current_quantity: 0 })] }, 'updated')).toMatchObject({ wish: { kind: 'order-cancelled' } });
  });

  it.each([
    ['a test order', { test: true }, {}],
    ['its payment was voided', { financial_status: 'voided' }, {}],
    ['everything in it was already sent', { fulfillment_status: 'fulfilled' }, {}],
    ['there are no goods in it', { line_items: [sampleLine({ gift_card: true })] }, {}],
    ['cancelled before it was told of', cancelledNow, {}],
    ['placed at 2026-11-21T10:00:00.000Z, before 2026-12-01T00:00:00Z', {}, { ordersSince: '2026-12-01T00:00:00Z' }],
  ])('is ignored: %s', (why, changes, more) => {
    expect(wish(changes, 'created', more)).toEqual({ kind: 'ignored', why });
  });

  it('is placed although Shopify shows its test notification as voided and cancelled, where test orders are taken', () => {
    const notification = { test: true, financial_status: 'voided', ...cancelledNow };
    expect(wish(notification, 'created', { testOrders: 'accept' })).toMatchObject({ wish: { kind: 'order-placed' } });
    expect(wish(notification, 'updated', { testOrders: 'accept' })).toMatchObject({ wish: { kind: 'order-cancelled' } });
  });
});

describe('a polled order', () => {
  const polled = (changes: Readonly<Record<string, unknown>>) => readPolled(parseJson(sampleOrder(changes)), intake);

  it('has the same message id for the same state and another for another, within one second too', () => {
    const ids = [{}, {}, { line_items: [sampleLine({ current_quantity: 1 })] }, { updated_at: '2026-11-21T05:00:02-05:00' }].map(
      (changes) => polled(changes).message.id,
    );
    expect(ids[0]).toMatch(`order:${bigId}@2026-11-21T10:00:01.000Z#`);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('keeps its raw text digit for digit', () => {
    expect(polled({}).message.raw).toContain(`"id":${bigId}`);
  });

  it('becomes unreadable, not a failure, when it cannot be read, whatever is wrong', () => {
    const wrong = [{ id: null }, { updated_at: 5 }, { line_items: 'none' }].map((changes) => polled(changes).message);
    expect(wrong.map(({ kind }) => kind)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(readPolled(parseJson('7'), intake).message).toMatchObject({ kind: 'unreadable', raw: '7' });
  });
});
