import { type Decimal, decimal, showQuantity } from '../decimal.ts';
import {
  type Decision,
  decided,
  isAbsent,
  maybeBoolean,
  maybeList,
  type Refusal,
  readDecimal,
  readObject,
  readText,
  refused,
  refuseTwins,
} from '../stand-in/index.ts';
import { refuseShipTo } from './create-sales-order.ts';
import { type Address, type ChangedBy, type Customer, type ErpDocument, revised, type SalesOrder, type SalesOrderLine } from './documents.ts';
import { type ErpLedger, openNet } from './ledger.ts';
import { isRefusal, makeLine, refuseOverLimit, stateOf, totalsOf, withQuantity } from './order-lines.ts';
import { type LineRequest, linesMax, readDate, readLine, readShipTo } from './read-sales-order.ts';

/** What is to be different; what is absent stays. */
export type SalesOrderChange = {
  readonly shipTo: string | Address | null;
  readonly requestedDate: string | undefined;
  readonly lines: readonly LineChange[];
};
type LineChange =
  | { readonly kind: 'quantity'; readonly key: string; readonly quantity: Decimal }
  | { readonly kind: 'cancel'; readonly key: string }
  | { readonly kind: 'add'; readonly key: string; readonly line: LineRequest };

/** Reads the body of `PUT /sales-orders/{id}`; throws Malformed. A line with an item is a new one, unless its key is there. */
export function readChange(body: unknown): SalesOrderChange {
  const source = readObject(body, '');
  const lines = (maybeList(source, 'lines', linesMax) ?? []).map((line): LineChange => {
    const key = readText(line, 'key');
    if (maybeBoolean(line, 'cancel') === true) return { kind: 'cancel', key };
    return isAbsent(line, 'item') ? { kind: 'quantity', key, quantity: readDecimal(line, 'quantity') } : { kind: 'add', key, line: readLine(line) };
  });
  refuseTwins(lines, 'lines');
  return { shipTo: readShipTo(source), requestedDate: readDate(source, 'requestedDate'), lines };
}

/** Who changes an order: over the interface the credit counts, a person inside the ERP may go beyond it. */
type Changer = { readonly by: ChangedBy; readonly at: string };

/** Changes a sales order as a whole, or refuses it as a whole. */
export function changeSalesOrder(ledger: ErpLedger, order: SalesOrder, change: SalesOrderChange, { by, at }: Changer): Decision<ErpDocument, SalesOrder> {
  if (order.state === 'cancelled' || order.state === 'closed')
    return refused('wrong-state', `${order.number} is ${order.state}`, { more: { state: order.state } });
  const customer = ledger.customer(order.customer);
  if (customer === undefined) return refused('unknown-customer', `customer ${order.customer} does not exist`);
  const wrongShipTo = refuseShipTo(customer, change.shipTo);
  if (wrongShipTo !== undefined) return wrongShipTo;
  const lines = changeLines(ledger, customer, order, change.lines);
  if ('outcome' in lines) return lines;
  const draft: SalesOrder = {
    ...order,
    lines,
    totals: totalsOf(lines, customer),
    shipTo: change.shipTo ?? order.shipTo,
    requestedDate: change.requestedDate ?? order.requestedDate,
    changedBy: by,
  };
  const tooMuch = by === 'desk' ? undefined : refuseOverLimit(ledger, customer, openNet(draft) - openNet(order));
  if (tooMuch !== undefined) return tooMuch;
  const invoices = order.invoices.map((id) => ledger.book.find('invoice', id));
  const changed = revised<SalesOrder>(draft, { state: stateOf(draft, invoices) }, at);
  return decided([changed], changed);
}

function changeLines(ledger: ErpLedger, customer: Customer, order: SalesOrder, changes: readonly LineChange[]): readonly SalesOrderLine[] | Refusal {
  const lines = [...order.lines];
  for (const [index, change] of changes.entries()) {
    const path = `lines[${index}]`;
    const position = lines.findIndex(({ key }) => key === change.key);
    const before = lines[position];
    const after = before === undefined ? addLine(ledger, customer, change, path) : changeLine(before, change, path);
    if (isRefusal(after)) return after;
    if (before === undefined) lines.push(after);
    else lines[position] = after;
  }
  return lines;
}

function addLine(ledger: ErpLedger, customer: Customer, change: LineChange, path: string): SalesOrderLine | Refusal {
  if (change.kind === 'add') return makeLine(ledger, customer, change.line, path);
  return refused('unknown-line', `there is no line ${change.key}; a new one needs item, quantity and unit`, { field: `${path}.key` });
}

function changeLine(line: SalesOrderLine, change: LineChange, path: string): SalesOrderLine | Refusal {
  const wanted = change.kind === 'cancel' ? 0n : change.kind === 'add' ? change.line.quantity : change.quantity;
  if (wanted < decimal(line.shipped)) {
    return refused('goods-issued', `${line.shipped} ${line.unit} of line ${line.key} have left`, {
      field: `${path}.quantity`,
      more: { line: line.key, shipped: line.shipped },
    });
  }
  const changed = withQuantity(line, wanted);
  return wanted === 0n ? { ...changed, cancelled: showQuantity(decimal(line.cancelled) + decimal(line.quantity)) } : changed;
}

/** Cancels a sales order of which nothing has left. A cancelled order answers as it is. */
export function cancelSalesOrder(order: SalesOrder, { by, at }: Changer): Decision<ErpDocument, SalesOrder> {
  if (order.state === 'cancelled') return decided([], order);
  const gone = order.lines.filter((line) => decimal(line.shipped) > 0n).map(({ key }) => key);
  if (gone.length > 0) return refused('already-shipped', `something of ${order.number} has left`, { more: { lines: gone } });
  const lines = order.lines.map((line) => ({ ...withQuantity(line, 0n), cancelled: showQuantity(decimal(line.cancelled) + decimal(line.quantity)) }));
  const nothing = { net: '0.00', tax: '0.00', gross: '0.00' };
  const cancelled = revised<SalesOrder>(order, { state: 'cancelled', lines, totals: nothing, changedBy: by }, at);
  return decided([cancelled], cancelled);
}
