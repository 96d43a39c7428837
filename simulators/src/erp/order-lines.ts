import { type Decimal, decimal, moneyDigits, multiply, showMoney, showQuantity, sum } from '../decimal.ts';
import { type Refusal, refused } from '../stand-in/index.ts';
import type { Customer, Invoice, SalesOrder, SalesOrderLine, Totals } from './documents.ts';
import { type ErpLedger, isPaid } from './ledger.ts';
import { priceOf } from './price.ts';
import type { LineRequest } from './read-sales-order.ts';

/** Makes a line of a sales order, or says why there can be none; `path` names it in the request. */
export function makeLine(
  ledger: ErpLedger,
  customer: Customer,
  { key, item: code, quantity, unit, price }: LineRequest,
  path: string,
): SalesOrderLine | Refusal {
  const item = ledger.item(code);
  if (item === undefined) return refused('unknown-item', `item ${code} does not exist`, { field: `${path}.item` });
  if (item.status === 'discontinued') return refused('discontinued-item', `item ${code} is no longer sold`, { field: `${path}.item` });
  const sold = item.units.find((each) => each === unit);
  if (sold === undefined) return refused('unknown-unit', `item ${code} is sold in ${item.units.join(', ')}`, { field: `${path}.unit` });
  const unitPrice = price ?? priceOf(customer, item, { quantity, unit: sold }).amount;
  return withQuantity(
    { key, item: code, unit, quantity: '0', price: showMoney(unitPrice), amount: '0.00', cancelled: '0', shipped: '0', invoiced: '0' },
    quantity,
  );
}

/** Whether a line could not be made. */
export const isRefusal = (line: SalesOrderLine | Refusal): line is Refusal => 'outcome' in line;

/** The line with another quantity, its amount with it. */
export function withQuantity(line: SalesOrderLine, quantity: Decimal): SalesOrderLine {
  return { ...line, quantity: showQuantity(quantity), amount: showMoney(multiply(quantity, decimal(line.price), moneyDigits)) };
}

/** The totals of lines with amounts; tax is rounded once, on the whole. */
export function totalsOf(lines: readonly { readonly amount: string }[], customer: Customer): Totals {
  const net = sum(lines.map(({ amount }) => decimal(amount)));
  const tax = multiply(net, decimal(customer.taxRate), moneyDigits);
  return { net: showMoney(net), tax: showMoney(tax), gross: showMoney(net + tax) };
}

/** The state that follows from the quantities; `invoices` are the order's own. */
export function stateOf(order: SalesOrder, invoices: readonly (Invoice | undefined)[]): SalesOrder['state'] {
  if (order.state === 'draft' || order.state === 'cancelled') return order.state;
  const isWanted = (line: SalesOrderLine) => decimal(line.quantity) > 0n;
  if (!order.lines.some(isWanted)) return 'cancelled';
  if (order.lines.every((line) => decimal(line.shipped) === 0n)) return 'confirmed';
  if (order.lines.some((line) => decimal(line.shipped) < decimal(line.quantity))) return 'partially-shipped';
  return invoices.every(isPaid) ? 'closed' : 'shipped';
}

/** Refuses what would take a customer above the limit; `more` is the net that would be added. */
export function refuseOverLimit(ledger: ErpLedger, customer: Customer, more: Decimal): Refusal | undefined {
  if (customer.creditLimit === null || more <= 0n) return undefined;
  const exposure = ledger.exposure(customer.id);
  if (exposure + more <= decimal(customer.creditLimit)) return undefined;
  const figures = { limit: customer.creditLimit, exposure: showMoney(exposure), amount: showMoney(more) };
  return refused('credit-limit', `${customer.name} would exceed the credit limit of ${customer.creditLimit}`, { field: 'customer', more: figures });
}
