import type { LineRequest, OrderRequest } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import type { Line, Order } from '../orders/index.ts';
import { changesBetween, shownBy } from './changes-between.ts';

type LineSketch = {
  readonly id?: string;
  readonly quantity?: string;
  readonly price?: string;
  readonly date?: string;
  readonly item?: string;
  readonly unit?: 'EA' | 'CS';
};
type Sketch = Partial<Pick<OrderRequest, 'shipTo' | 'purchaseOrder' | 'requestedDate'>> & {
  readonly customer?: string;
  readonly lines?: readonly LineSketch[];
};

const lineOf = ({ id = '1', quantity = '10', price, date, item = 'HS-1', unit = 'EA' }: LineSketch): LineRequest => ({
  id,
  item,
  quantity: { value: quantity, unit },
  ...(price !== undefined && { price: { amount: price, currency: 'USD' as const } }),
  ...(date !== undefined && { requestedDate: date }),
});

/** What the channel shows, as its message says it. */
function wishOf({ customer = 'C-1', lines = [{}], ...more }: Sketch) {
  const order: OrderRequest = { customer: { id: customer }, currency: 'USD', lines: lines.map(lineOf), ...more };
  return { lines: lines.map(({ id = '1', quantity = '10' }) => ({ line: id, quantity })), order };
}

/** The order as it was received from such a record. */
function orderOf(sketch: Sketch, more: { readonly order?: Partial<Order>; readonly line?: Partial<Line> } = {}): Order {
  const { lines, ...shown } = shownBy(wishOf(sketch));
  return { pins: [], changes: [], currency: 'USD', ...shown, lines: lines.map((line) => ({ ...line, ...more.line })), ...more.order } as unknown as Order;
}

function between(ours: Order, now: Sketch, before: Sketch | undefined) {
  const wish = wishOf(now);
  return changesBetween(ours, shownBy(wish), before && shownBy(wishOf(before)), wish.order);
}

const none = { changes: [], notTaken: [] };
const price = (amount: string) => [{ price: amount }];

describe('what the channel has changed', () => {
  const address = { id: 'STO-1', street: '1 Dock St', city: 'Austin' };
  const was: Sketch = {
    shipTo: address,
    requestedDate: '2026-12-01',
    purchaseOrder: 'PO-1',
    lines: [
      { id: '1', price: '5' },
      { id: '2', date: '2026-12-03' },
    ],
  };

  it('is nothing where it shows the same', () => {
    expect(between(orderOf(was), was, was)).toEqual(none);
    expect(between(orderOf(was), was, undefined)).toEqual(none);
  });

  it.each([
    [
      'a quantity',
      {
        ...was,
        lines: [
          { id: '1', price: '5', quantity: '12' },
          { id: '2', date: '2026-12-03' },
        ],
      },
      [{ kind: 'quantity', line: '1', quantity: { value: '12', unit: 'EA' } }],
    ],
    ['a line that is gone', { ...was, lines: [{ id: '1', price: '5' }] }, [{ kind: 'cancel-line', line: '2' }]],
    [
      'a date of a line',
      {
        ...was,
        lines: [
          { id: '1', price: '5' },
          { id: '2', date: '2026-12-24' },
        ],
      },
      [{ kind: 'date', line: '2', requestedDate: '2026-12-24' }],
    ],
    ['the date of the order, for lines without their own', { ...was, requestedDate: '2026-12-31' }, [{ kind: 'date', line: '1', requestedDate: '2026-12-31' }]],
    ['another ship-to', { ...was, shipTo: { id: 'STO-2' } }, [{ kind: 'ship-to', shipTo: { id: 'STO-2' } }]],
    ['another street', { ...was, shipTo: { ...address, street: '2 Dock St' } }, [{ kind: 'ship-to', shipTo: { ...address, street: '2 Dock St' } }]],
  ] as readonly (readonly [string, Sketch, unknown])[])('is %s', (_, now, changes) => {
    expect(between(orderOf(was), now, was)).toEqual({ changes, notTaken: [] });
  });

  it('is a new line', () => {
    const lines = [...(was.lines ?? []), { id: '3', item: 'HS-3', quantity: '2' }];
    expect(between(orderOf(was), { ...was, lines }, was)).toEqual({
      changes: [{ kind: 'add-line', add: lineOf({ id: '3', item: 'HS-3', quantity: '2' }) }],
      notTaken: [],
    });
  });

  it('is not what it says in other words, or does not say', () => {
    const now: Sketch = { shipTo: { street: '1 Dock St', city: 'Austin' }, lines: [{ id: '1', price: '5.00', quantity: '10.0' }, { id: '2' }] };
    expect(between(orderOf(was), now, was)).toEqual(none);
  });
});

describe('what the order has meanwhile', () => {
  it('is left alone where others changed it and the channel did not', () => {
    const sent = orderOf(
      { shipTo: { id: 'STO-1' }, lines: [{ price: '5', date: '2026-12-01' }] },
      {
        order: { shipTo: { id: 'fixed' }, customer: 'C-fixed' },
        line: { unitPrice: '6', schedules: [{ id: '1', ordered: '10', cancelled: '2', requestedDate: '2026-12-09', route: 0 }] },
      },
    );
    const shown: Sketch = { shipTo: { id: 'STO-1' }, lines: [{ price: '5', date: '2026-12-01' }] };
    expect(between(sent, shown, shown)).toEqual(none);
    expect(between(sent, { ...shown, lines: [{ price: '5', date: '2026-12-01', quantity: '7' }] }, shown).changes).toEqual([
      { kind: 'quantity', line: '1', quantity: { value: '7', unit: 'EA' } },
    ]);
  });

  it('is no wish where it is as the channel shows it now, or is about to be', () => {
    const pending = { changeId: 'c', quantity: '12', requestedDate: '2026-12-24' };
    const sent = orderOf(
      {},
      {
        order: { pendingShipTo: { changeId: 'c', shipTo: { id: 'STO-2' } } },
        line: { schedules: [{ id: '1', ordered: '10', cancelled: '0', route: 0, pending }] },
      },
    );
    expect(between(sent, { shipTo: { id: 'STO-2' }, lines: [{ quantity: '12', date: '2026-12-24' }] }, {})).toEqual(none);
  });

  it('is said in full where a change on its way is replaced, so that its other half is not lost', () => {
    const pending = { changeId: 'c', quantity: '12' };
    const sent = orderOf({}, { line: { schedules: [{ id: '1', ordered: '10', cancelled: '0', route: 0, pending }] } });
    expect(between(sent, { lines: [{ quantity: '12', date: '2026-12-24' }] }, { lines: [{ quantity: '12' }] }).changes).toEqual([
      { kind: 'quantity', line: '1', quantity: { value: '12', unit: 'EA' } },
      { kind: 'date', line: '1', requestedDate: '2026-12-24' },
    ]);
  });

  it('is cancelled once, however often the channel shows that a line is gone', () => {
    const two: Sketch = { lines: [{ id: '1' }, { id: '2' }] };
    expect(between(orderOf(two), { lines: [{ id: '1' }] }, { lines: [{ id: '1' }] })).toEqual(none);
  });
});

describe('what nobody takes over', () => {
  it.each([
    ['a price', { lines: price('6') }, 'price', 'The price is 6 there and 5 here.'],
    ['the customer', { lines: price('5'), customer: 'C-2' }, 'customer', 'C-2 there and C-1 here'],
    ['the PO number', { lines: price('5'), purchaseOrder: 'PO-2' }, 'purchase-order', 'PO-2 there and not given here'],
    ['the item', { lines: [{ price: '5', item: 'HS-9' }] }, 'item', 'HS-9 there and HS-1 here'],
    ['the unit', { lines: [{ price: '5', unit: 'CS', quantity: '2' }] }, 'unit', 'CS there and EA here'],
  ] as readonly (readonly [string, Sketch, string, string])[])('is %s: it is declined with both values', (_, now, wish, reason) => {
    const was = { lines: price('5') };
    const { changes, notTaken } = between(orderOf(was), now, was);
    expect([changes, notTaken]).toEqual([[], [expect.objectContaining({ wish, decision: 'declined', reason: expect.stringContaining(reason) })]]);
    expect(between(orderOf(was), now, now)).toEqual(none);
  });

  it('is no matter where the order has that value already', () => {
    const was: Sketch = { lines: price('5') };
    const ours = orderOf(was, { order: { purchaseOrder: 'PO-2', customer: 'C-2' }, line: { unitPrice: '6' } });
    expect(between(ours, { lines: price('6.00'), customer: 'C-2', purchaseOrder: 'PO-2' }, was)).toEqual(none);
  });

  it('is not a price that comes to the same money, as where a discount is spread over pieces and rounded', () => {
    const was: Sketch = { lines: [{ price: '9.333333', quantity: '3' }] };
    expect(between(orderOf(was), { lines: [{ price: '9.335', quantity: '2' }] }, was).notTaken).toEqual([]);
    expect(between(orderOf(was), { lines: [{ price: '9.34', quantity: '2' }] }, was).notTaken).toMatchObject([{ wish: 'price' }]);
  });

  it('is a line that is split otherwise than it was taken', () => {
    const parts = [1, 2].map((n) => ({ id: String(n), ordered: '5', cancelled: '0', route: 0 }));
    const ours = orderOf({}, { line: { schedules: parts } });
    const now = wishOf({ lines: [{ quantity: '9' }] });
    expect(changesBetween(ours, shownBy(now), ours, now.order).notTaken).toMatchObject([{ line: '1', wish: 'quantity', decision: 'declined' }]);
  });
});
