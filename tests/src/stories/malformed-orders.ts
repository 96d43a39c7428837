import { order } from './orders.ts';

/** Something that is no order, and the field that its refusal must name. */
type Malformed = { readonly what: string; readonly body: string; readonly field: string };

const good = order('C-EAST', 'PO-bad', ['1 HS-1001 1 11.25']);
const [line] = good.lines;
const spoiled = (what: string, field: string, change: object): Malformed => ({ what, field, body: JSON.stringify({ ...good, ...change }) });
const withLine = (what: string, field: string, change: object): Malformed => spoiled(what, `lines[0].${field}`, { lines: [{ ...line, ...change }] });

/** One of each kind that the issue names and that fits in a line. */
export const malformedOrders: readonly Malformed[] = [
  spoiled('unknown field', 'colour', { colour: 'red' }),
  spoiled('no lines', 'lines', { lines: [] }),
  spoiled('NUL', 'purchaseOrder', { purchaseOrder: 'PO\u0000' }),
  withLine('negative quantity', 'quantity.value', { quantity: { value: '-1', unit: 'EA' } }),
  withLine('unknown unit', 'quantity.unit', { quantity: { value: '1', unit: 'FURLONG' } }),
  withLine('invalid date', 'requestedDate', { requestedDate: '2026-02-30' }),
  withLine('currency mix', 'price.currency', { price: { amount: '1', currency: 'EUR' } }),
];
