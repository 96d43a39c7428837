import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { currencies } from './currencies.ts';
import { ChangeRequest, OrderRequest, orderLimits } from './order.ts';
import { units } from './units.ts';

const orders = Compile(OrderRequest);
const changes = Compile(ChangeRequest);

const line = { item: 'HS-1001', quantity: { value: '2', unit: 'EA' } };
const order = { customer: { id: 'C-ACME' }, currency: 'USD', lines: [line] };
const full = {
  customer: { id: 'C-ACME', name: 'ACME Stores' },
  purchaseOrder: 'PO-7',
  release: '2',
  orderedAt: '2026-03-02T10:00:00+01:00',
  currency: 'USD',
  shipTo: { id: 'C-ACME-1', name: 'Dock 3', street: '55 Dock Ave', city: 'Elizabeth', region: 'NJ', postalCode: '07201', country: 'US' },
  requestedDate: '2026-03-09',
  shipComplete: true,
  payment: 'prepaid',
  references: [{ system: 'salesforce', kind: 'order', value: '8015000000XYZ' }],
  note: 'Ring twice. 🚚 — Grüße',
  lines: [
    {
      id: 'a-1',
      item: 'HS-1001',
      quantity: { value: '3.5', unit: 'KGM' },
      price: { amount: '0', currency: 'USD' },
      requestedDate: '2026-03-09',
      warehouse: 'EDC',
      note: 'fragile',
      schedules: [{ id: 'x', quantity: { value: '3.5', unit: 'KGM' }, requestedDate: '2026-03-10', warehouse: 'WDC' }],
    },
  ],
};

/** Where a body is refused, as `lines[0].item`; empty where it is taken. */
function refusedAt(check: { readonly Errors: (value: unknown) => readonly { readonly instancePath: string }[] }, body: unknown): readonly string[] {
  return [
    ...new Set(
      check.Errors(body).map(({ instancePath }) =>
        instancePath
          .slice(1)
          .replace(/\/(\d+)/g, '[$1]')
          .replaceAll('/', '.'),
      ),
    ),
  ];
}

const withLine = (more: object) => ({ ...order, lines: [{ ...line, ...more }] });
const quantity = (value: unknown, unit: unknown = 'EA') => withLine({ quantity: { value, unit } });
const long = (n: number) => 'x'.repeat(n);
const many = <T>(n: number, one: T) => Array.from({ length: n }, () => one);

describe('an order request', () => {
  it.each([
    ['the least', order],
    ['all that there is', full],
    ['as many lines as there may be', { ...order, lines: many(orderLimits.linesMax, line) }],
    ['as many schedules as there may be', withLine({ schedules: many(orderLimits.schedulesPerLineMax, { quantity: line.quantity }) })],
    ['the longest texts', { ...order, purchaseOrder: long(100), note: long(orderLimits.noteCharsMax), customer: { id: long(100), name: long(200) } }],
    ['the largest quantity', quantity('999999999999.999999')],
    ['the smallest quantity', quantity('0.000001')],
    ['a quantity with zeros before it', quantity('00012')],
  ])('is taken with %s', (_, body) => {
    expect(refusedAt(orders, body)).toEqual([]);
  });

  it.each(Object.keys(units))('takes the unit %s', (unit) => {
    expect(orders.Check(quantity('1', unit))).toBe(true);
  });

  it.each(Object.keys(currencies))('takes the currency %s', (currency) => {
    expect(orders.Check({ ...order, currency })).toBe(true);
  });

  it.each([
    ['no customer', { currency: 'USD', lines: [line] }, ''],
    ['a customer without id', { ...order, customer: {} }, 'customer'],
    ['an empty customer id', { ...order, customer: { id: '' } }, 'customer.id'],
    ['a customer id that is too long', { ...order, customer: { id: long(101) } }, 'customer.id'],
    ['a customer name that is too long', { ...order, customer: { id: 'C', name: long(201) } }, 'customer.name'],
    ['a purchase order number that is too long', { ...order, purchaseOrder: long(101) }, 'purchaseOrder'],
    ['a release that is too long', { ...order, release: long(61) }, 'release'],
    ['an instant without zone', { ...order, orderedAt: '2026-03-02T10:00:00' }, 'orderedAt'],
    ['a date for an instant', { ...order, orderedAt: '2026-03-02' }, 'orderedAt'],
    ['no currency', { customer: order.customer, lines: [line] }, ''],
    ['a currency that nobody knows', { ...order, currency: 'XXX' }, 'currency'],
    ['a currency in small letters', { ...order, currency: 'usd' }, 'currency'],
    ['a ship-to with nothing in it', { ...order, shipTo: {} }, 'shipTo'],
    ['a country that is no code', { ...order, shipTo: { country: 'USA' } }, 'shipTo.country'],
    ['a street that is too long', { ...order, shipTo: { street: long(301) } }, 'shipTo.street'],
    ['a postal code that is too long', { ...order, shipTo: { postalCode: long(31) } }, 'shipTo.postalCode'],
    ['a day that is not in the calendar', { ...order, requestedDate: '2026-02-30' }, 'requestedDate'],
    ['yes for true', { ...order, shipComplete: 'yes' }, 'shipComplete'],
    ['a payment that nobody knows', { ...order, payment: 'cash' }, 'payment'],
    ['too many references', { ...order, references: many(orderLimits.referencesMax + 1, full.references[0]) }, 'references'],
    ['a reference that is too long', { ...order, references: [{ system: 's', kind: 'k', value: long(201) }] }, 'references[0].value'],
    ['a note that is too long', { ...order, note: long(orderLimits.noteCharsMax + 1) }, 'note'],
    ['no lines', { ...order, lines: [] }, 'lines'],
    ['too many lines', { ...order, lines: many(orderLimits.linesMax + 1, line) }, 'lines'],
    ['a line id with a slash', withLine({ id: 'a/b' }), 'lines[0].id'],
    ['a line id that is too long', withLine({ id: long(41) }), 'lines[0].id'],
    ['an item that is too long', withLine({ item: long(101) }), 'lines[0].item'],
    ['a warehouse that is too long', withLine({ warehouse: long(61) }), 'lines[0].warehouse'],
    ['no schedules in a list of them', withLine({ schedules: [] }), 'lines[0].schedules'],
    ['too many schedules', withLine({ schedules: many(orderLimits.schedulesPerLineMax + 1, { quantity: line.quantity }) }), 'lines[0].schedules'],
    ['a schedule id that is too long', withLine({ schedules: [{ id: long(41), quantity: line.quantity }] }), 'lines[0].schedules[0].id'],
    ['a price below zero', withLine({ price: { amount: '-1', currency: 'USD' } }), 'lines[0].price.amount'],
    ['a price as a number', withLine({ price: { amount: 1, currency: 'USD' } }), 'lines[0].price.amount'],
    ['a price that is too long', withLine({ price: { amount: '1'.repeat(15), currency: 'USD' } }), 'lines[0].price.amount'],
    ['a price without currency', withLine({ price: { amount: '1' } }), 'lines[0].price'],
    ['a unit that nobody knows', quantity('1', 'PALLET'), 'lines[0].quantity.unit'],
    ['a unit that every object has', quantity('1', 'toString'), 'lines[0].quantity.unit'],
    ['a quantity as a number', quantity(1), 'lines[0].quantity.value'],
    ['a quantity of zero', quantity('0'), 'lines[0].quantity.value'],
    ['a quantity of zero, spelled out', quantity('000.000000'), 'lines[0].quantity.value'],
    ['a quantity below zero', quantity('-1'), 'lines[0].quantity.value'],
    ['a quantity with too many digits', quantity('1000000000000'), 'lines[0].quantity.value'],
    ['a quantity with too many decimals', quantity('1.0000001'), 'lines[0].quantity.value'],
    ['a quantity with an exponent', quantity('1e3'), 'lines[0].quantity.value'],
    ['a quantity with a line break', quantity('1\n'), 'lines[0].quantity.value'],
    ['U+0000 in a text', { ...order, customer: { id: 'C\u0000' } }, 'customer.id'],
    ['a line break in a text', { ...order, purchaseOrder: 'PO\n7' }, 'purchaseOrder'],
    ['a delete character in a text', { ...order, note: 'x\u007f' }, 'note'],
  ])('is refused with %s, naming the field', (_, body, field) => {
    expect(refusedAt(orders, body)).toContain(field);
  });

  it.each([
    ['the order', { ...order, custmer: 1 }, 'custmer'],
    ['a line', withLine({ qty: 1 }), 'lines[0].qty'],
    ['a quantity', withLine({ quantity: { ...line.quantity, uom: 'EA' } }), 'lines[0].quantity.uom'],
    ['a ship-to', { ...order, shipTo: { id: 'x', zip: '1' } }, 'shipTo.zip'],
    ['a reference', { ...order, references: [{ ...full.references[0], note: 'x' }] }, 'references[0].note'],
    ['a schedule', withLine({ schedules: [{ quantity: line.quantity, date: 'x' }] }), 'lines[0].schedules[0].date'],
  ])('is refused with a field that nobody knows in %s', (_, body, field) => {
    expect(refusedAt(orders, body)).toContain(field);
  });
});

describe('a change request', () => {
  it.each([
    ['a quantity', { kind: 'quantity', line: '1', schedule: '1', quantity: line.quantity }],
    ['a date', { kind: 'date', line: '1', requestedDate: '2026-03-09' }],
    ['a line cancelled', { kind: 'cancel-line', line: '1' }],
    ['a line added', { kind: 'add-line', add: line }],
    ['a ship-to', { kind: 'ship-to', shipTo: { id: 'C-ACME-2' } }],
  ])('is taken with %s', (_, item) => {
    expect(changes.Check({ reason: 'as agreed', changes: [item] })).toBe(true);
  });

  it.each([
    ['no wishes', { changes: [] }],
    ['too many wishes', { changes: many(orderLimits.linesMax + 1, { kind: 'cancel-line', line: '1' }) }],
    ['a wish of a kind that nobody knows', { changes: [{ kind: 'price', line: '1' }] }],
    ['a quantity of zero: that is a line cancelled', { changes: [{ kind: 'quantity', line: '1', quantity: { value: '0', unit: 'EA' } }] }],
    ['a reason that is too long', { reason: long(501), changes: [{ kind: 'cancel-line', line: '1' }] }],
    ['a wish that says more than its kind', { changes: [{ kind: 'cancel-line', line: '1', quantity: line.quantity }] }],
  ])('is refused with %s', (_, body) => {
    expect(changes.Check(body)).toBe(false);
  });
});
