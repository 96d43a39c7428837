import { multiply, OrderRequest, sum } from '@crossdock/canonical';
import { answerShape } from '@crossdock/connector-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrder } from './api.ts';
import { goodsOf, toOrderRequest } from './map.ts';
import { extrasOf, unitPriceOf } from './price.ts';
import { parseJson } from './read.ts';
import { arbitraryOrder } from './testing/arbitrary-order.ts';
import { bigId, sampleLine, sampleOrder } from './testing/sample-order.ts';

const buyer = { system: 'shop', customer: 'C-WEB' };
const read = (json: string) => readOrder(parseJson(json));
const map = (changes: Readonly<Record<string, unknown>>) => toOrderRequest(read(sampleOrder(changes)), buyer);
const lines = (...changes: readonly Readonly<Record<string, unknown>>[]) => ({ line_items: changes.map(sampleLine) });
const cents = (amount: string): number => Math.round(Number(amount) * 100);

describe('an order of a Shopify shop', () => {
  it('keeps every digit of an id of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (order, line) => {
        const request = toOrderRequest(read(sampleOrder({ id: String(order), ...lines({ id: String(line) }) })), buyer);
        expect(request.references?.[0]).toEqual({ system: 'shop', kind: 'order', value: String(order) });
        expect(request.lines[0]?.id).toBe(String(line));
      }),
    );
  });

  it('becomes an order in our words', () => {
    expect(map({ note: 'Ring twice', po_number: 'B-77', confirmation_number: 'XPAV284CT' })).toEqual({
      customer: { id: 'C-WEB', name: 'John Smith' },
      purchaseOrder: '#1001',
      orderedAt: '2026-11-21T10:00:00.000Z',
      currency: 'USD',
      shipTo: { name: 'Steve Shipper, Shipping Company', street: '123 Shipping Street', city: 'Shippington', region: 'KY', postalCode: '40003', country: 'US' },
      payment: 'prepaid',
      references: [
        { system: 'shop', kind: 'order', value: bigId },
        { system: 'shop', kind: 'name', value: '#1001' },
        { system: 'shop', kind: 'confirmation', value: 'XPAV284CT' },
        { system: 'shop', kind: 'purchase-order', value: 'B-77' },
      ],
      note: 'Amounts in USD. Not in the lines: shipping (Standard) 10, tax 2. Total in the shop 226. Note of the buyer: Ring twice',
      lines: [
        { id: '466157049940123401', item: 'HS-1001', quantity: { value: '2', unit: 'EA' }, price: { amount: '12.5', currency: 'USD' } },
        { id: '466157049940123402', item: 'HS-1005', quantity: { value: '1', unit: 'EA' }, price: { amount: '189', currency: 'USD' } },
      ],
    });
  });

  it('is what our own door takes, whatever the amounts', () => {
    const check = answerShape(OrderRequest);
    expect(check(map({ note: 'first\nsecond' }))).toMatchObject({ kind: 'read' });
    fc.assert(
      fc.property(arbitraryOrder, ({ json }) => {
        const order = read(json);
        if (goodsOf(order).length > 0) expect(check(toOrderRequest(order, buyer))).toMatchObject({ kind: 'read' });
      }),
    );
  });

  it('is prepaid only when the shop has the money', () => {
    const payments = ['paid', 'partially_refunded', 'authorized', 'pending', 'partially_paid', 'expired', null].map(
      (status) => map({ financial_status: status }).payment,
    );
    expect(payments).toEqual(['prepaid', 'prepaid', 'on-account', 'on-account', 'on-account', 'on-account', 'on-account']);
  });

  it('names the item of a line by its sku, and says which line has none', () => {
    expect(() => map(lines({}, { sku: '' }))).toThrow('line_items[1].sku is missing: "Ball valve" has no item number in the shop');
  });

  it('has prices in the currency of the shop, not in the one that the shopper was shown', () => {
    const set = { shop_money: { amount: '10.00', currency_code: 'USD' }, presentment_money: { amount: '13.50', currency_code: 'CAD' } };
    const share = { shop_money: { amount: '1.00', currency_code: 'USD' }, presentment_money: { amount: '1.35', currency_code: 'CAD' } };
    const request = map({
      presentment_currency: 'CAD',
      ...lines({ quantity: 1, price: '10.00', price_set: set, discount_allocations: [{ amount: '1.00', amount_set: share }] }),
    });
    expect(request.lines[0]?.price).toEqual({ amount: '9', currency: 'USD' });
  });

  it('leaves gift cards and tips out of the lines, and names their amounts', () => {
    const request = map({
      ...lines({}, { sku: null, gift_card: true, quantity: 1, price: '50.00' }, { sku: null, tip: {}, quantity: 1, price: '3.00' }),
      total_price: '90.00',
    });
    expect(request.lines).toHaveLength(1);
    expect(request.note).toContain('gift card 50, tip 3');
  });

  it('wants what is left after an edit, and not less because something came back after delivery', () => {
    const edited = lines({ id: '11', quantity: 5, current_quantity: 3 });
    expect(map(edited).lines[0]?.quantity.value).toBe('3');
    const returned = {
      ...edited,
      fulfillments: [{ status: 'success', line_items: [{ id: '11', quantity: 3 }] }],
      refunds: [{ refund_line_items: [{ line_item_id: '11', quantity: 2, restock_type: 'return' }] }],
    };
    expect(map(returned).lines[0]?.quantity.value).toBe('5');
  });

  it('counts refunds where the shop tells no current quantity', () => {
    const refunds = [{ refund_line_items: [{ line_item_id: '11', quantity: 2, restock_type: 'cancel' }] }];
    expect(map({ ...lines({ id: '11', quantity: 5, current_quantity: undefined }), refunds }).lines[0]?.quantity.value).toBe('3');
  });

  it('never wants less than was sent', () => {
    const sent = { fulfillments: [{ status: 'success', line_items: [{ id: '11', quantity: 5 }] }], refunds: [] };
    expect(map({ ...lines({ id: '11', quantity: 5, current_quantity: 3 }), ...sent }).lines[0]?.quantity.value).toBe('5');
    const cancelled = { fulfillments: [{ status: 'cancelled', line_items: [{ id: '11', quantity: 5 }] }] };
    expect(map({ ...lines({ id: '11', quantity: 5, current_quantity: 3 }), ...cancelled }).lines[0]?.quantity.value).toBe('3');
  });

  it('does without a ship-to when nothing is shipped, and refuses half an address', () => {
    expect(map({ shipping_address: null })).not.toHaveProperty('shipTo');
    expect(() => map({ shipping_address: { address1: 'x'.repeat(301) } })).toThrow('shipping_address.address1 has 301 characters');
    expect(() => map({ shipping_address: { country_code: 'Germany' } })).toThrow('shipping_address.country_code');
  });

  it('turns line breaks into blanks and cuts only the note', () => {
    expect(map({ note: 'first\nsecond\u0000' }).note).toMatch(/first second$/);
    expect(map({ note: 'x'.repeat(5_000) }).note).toHaveLength(2_000);
    expect(map({ note: '\ud83d' }).note?.isWellFormed()).toBe(true);
  });

  it.each([
    ['id', { id: 'abc' }],
    ['name', { name: null }],
    ['updated_at', { updated_at: 'yesterday' }],
    ['currency', { currency: 'XQQ' }],
    ['line_items', { line_items: {} }],
    ['line_items[0].quantity', lines({ quantity: 1.5 })],
    ['line_items[0].price', lines({ price: 'free' })],
    ['line_items[0].price', lines({ discount_allocations: [{ amount: '99.00' }] })],
    ['shipping_address.zip', { shipping_address: { zip: '9'.repeat(31) } }],
  ])('names %s when it cannot be understood', (field, changes) => {
    expect(() => map(changes)).toThrow(expect.objectContaining({ field }));
  });
});

describe('the money of an order', () => {
  it('is in the lines to the cent: price × quantity, rounded to the cent, is what the line costs without tax', () => {
    fc.assert(
      fc.property(arbitraryOrder, ({ json, lines: made, areTaxesIncluded }) => {
        const order = read(json);
        for (const [index, { quantity, unitCents, discount, tax }] of made.entries()) {
          const line = order.lines[index];
          if (line === undefined) throw new Error('a line is lost');
          const net = quantity * unitCents - discount - (areTaxesIncluded ? tax : 0);
          expect(cents(multiply(unitPriceOf(line, 'USD', areTaxesIncluded), String(quantity), 2))).toBe(net);
        }
      }),
    );
  });

  it('adds up to the total of the shop with what is named beside the lines, whatever was taken off the order', () => {
    fc.assert(
      fc.property(arbitraryOrder, ({ json, totalCents }) => {
        const order = read(json);
        if (goodsOf(order).length === 0) return;
        const request = toOrderRequest(order, buyer);
        const inLines = request.lines.map(({ price, quantity }) => multiply(price?.amount ?? '0', quantity.value, 2));
        const beside = extrasOf(order, 'USD', request.lines).map(({ amount }) => amount);
        expect(cents(sum([...inLines, ...beside]))).toBe(totalCents);
      }),
    );
  });

  it('shows a discount that does not divide with six decimals', () => {
    const request = map(lines({ quantity: 3, price: '10.00', discount_allocations: [{ amount: '20.00' }] }));
    expect(request.lines[0]?.price).toEqual({ amount: '3.333333', currency: 'USD' });
  });

  it('is refused rather than wrong when no price of a piece comes to it', () => {
    expect(() => map(lines({ quantity: 30_001, current_quantity: 30_001, price: '1.00', discount_allocations: [{ amount: '0.01' }] }))).toThrow(
      'line_items[0].price',
    );
  });

  it('leaves out the tax of a line whose price includes it', () => {
    const request = map({ taxes_included: true, ...lines({ quantity: 1, price: '120.00', tax_lines: [{ price: '20.00' }] }) });
    expect(request.lines[0]?.price?.amount).toBe('100');
  });
});
