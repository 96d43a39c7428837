import { type Decimal, decimal, moneyDigits, multiply, showMoney, showQuantity } from '../decimal.ts';
import type { DroppableField } from '../faults.ts';
import {
  type Decision,
  decided,
  type Grade,
  type Refusal,
  readList,
  readObject,
  readPositive,
  readText,
  readTexts,
  refused,
  refuseTwins,
} from '../stand-in/index.ts';
import { type Customer, type ErpDocument, type GoodsIssue, type Invoice, type Item, revised, type SalesOrder, termDays, warehouses } from './documents.ts';
import { type ErpLedger, inEaches } from './ledger.ts';
import { stateOf, totalsOf } from './order-lines.ts';
import { linesMax } from './read-sales-order.ts';

/** Goods that left, as the warehouse's messenger tells it. */
export type GoodsIssueRequest = {
  readonly reference: string;
  readonly shipment: string;
  readonly lines: readonly { readonly key: string; readonly quantity: Decimal }[];
  readonly tracking: readonly string[];
};

const trackingMax = 1000;
const dayMs = 86_400_000;

/** Reads the body of `POST /sales-orders/{id}/goods-issue`; throws Malformed. */
export function readGoodsIssue(body: unknown, dropped: DroppableField | undefined): GoodsIssueRequest {
  const source = readObject(body, '');
  const lines = readList(source, 'lines', linesMax).map((line) => ({ key: readText(line, 'key'), quantity: readPositive(line, 'quantity') }));
  refuseTwins(lines, 'lines');
  const tracking = readTexts(source, 'tracking', trackingMax);
  return { reference: readText(source, 'reference'), shipment: readText(source, 'shipment'), lines, tracking: dropped === 'tracking' ? [] : tracking };
}

/** Posts a goods issue: stock goes down, the order moves on, and an invoice is posted with it. */
export function issueGoods(
  ledger: ErpLedger,
  order: SalesOrder,
  asked: GoodsIssueRequest,
  { grade, at }: { grade: Grade; at: string },
): Decision<ErpDocument, GoodsIssue> {
  const [twin] = grade === 'A' ? ledger.book.withReference('goods-issue', asked.reference) : [];
  if (twin !== undefined) return answerTwin(twin, order, asked);
  if (order.state !== 'confirmed' && order.state !== 'partially-shipped')
    return refused('wrong-state', `${order.number} is ${order.state}`, { more: { state: order.state } });
  const customer = ledger.customer(order.customer);
  if (customer === undefined) return refused('unknown-customer', `customer ${order.customer} does not exist`);
  const wrong = refuseLines(order, asked);
  if (wrong !== undefined) return wrong;
  const { number, ...invoiceName } = { number: paddedNext(ledger, 'goods-issue'), no: paddedNext(ledger, 'invoice') };
  const invoice = makeInvoice(order, customer, { asked, no: invoiceName.no, goodsIssue: `gi-${number}`, at });
  const shipped = shipLines(order, asked, { goodsIssue: `gi-${number}`, invoice: invoice.id });
  const changed = revised<SalesOrder>(shipped, { state: stateOf(shipped, [...order.invoices.map((id) => ledger.book.find('invoice', id)), invoice]) }, at);
  const issue: GoodsIssue = {
    kind: 'goods-issue',
    id: `gi-${number}`,
    number: `GI${number}`,
    version: 1,
    order: { id: order.id, number: order.number, version: changed.version },
    reference: asked.reference,
    shipment: asked.shipment,
    lines: asked.lines.map(({ key, quantity }) => ({ key, quantity: showQuantity(quantity) })),
    tracking: asked.tracking,
    invoice: { id: invoice.id, number: invoice.number },
    createdAt: at,
    changedAt: at,
  };
  return decided([changed, issue, invoice, ...stockAfter(ledger, order, asked, at)], issue);
}

function answerTwin(twin: GoodsIssue, order: SalesOrder, asked: GoodsIssueRequest): Decision<ErpDocument, GoodsIssue> {
  const content = (lines: readonly { readonly key: string; readonly quantity: string }[]) => lines.map(({ key, quantity }) => `${key} ${quantity}`).join();
  const isSame =
    twin.order.id === order.id && content(twin.lines) === content(asked.lines.map(({ key, quantity }) => ({ key, quantity: showQuantity(quantity) })));
  if (isSame) return decided([], twin);
  return refused('duplicate-reference', `${twin.number} has this reference and other content`, {
    field: 'reference',
    more: { id: twin.id, number: twin.number },
  });
}

function refuseLines(order: SalesOrder, asked: GoodsIssueRequest): Refusal | undefined {
  for (const [index, { key, quantity }] of asked.lines.entries()) {
    const line = order.lines.find((each) => each.key === key);
    if (line === undefined) return refused('unknown-line', `${order.number} has no line ${key}`, { field: `lines[${index}].key` });
    const left = decimal(line.quantity) - decimal(line.shipped);
    if (quantity > left) {
      const message = `line ${key} of ${order.number} wants ${showQuantity(left)} more`;
      return refused('more-than-ordered', message, { field: `lines[${index}].quantity`, more: { line: key, left: showQuantity(left) } });
    }
  }
  return undefined;
}

function makeInvoice(
  order: SalesOrder,
  customer: Customer,
  { asked, no, goodsIssue, at }: { readonly asked: GoodsIssueRequest; readonly no: string; readonly goodsIssue: string; readonly at: string },
): Invoice {
  const lines = asked.lines.flatMap(({ key, quantity }) => {
    const line = order.lines.find((each) => each.key === key);
    if (line === undefined) return [];
    const { item, unit, price } = line;
    return [{ key, item, quantity: showQuantity(quantity), unit, price, amount: showMoney(multiply(quantity, decimal(price), moneyDigits)) }];
  });
  const totals = totalsOf(lines, customer);
  return {
    kind: 'invoice',
    id: `inv-${no}`,
    number: `INV-${no}`,
    reference: undefined,
    version: 1,
    state: decimal(totals.gross) === 0n ? 'paid' : 'posted',
    order: { id: order.id, number: order.number },
    goodsIssue,
    customer: order.customer,
    currency: order.currency,
    dueDate: new Date(Date.parse(at) + termDays[customer.terms] * dayMs).toISOString().slice(0, 10),
    lines,
    totals,
    paid: '0.00',
    open: totals.gross,
    dispute: null,
    createdAt: at,
    changedAt: at,
  };
}

function shipLines(order: SalesOrder, asked: GoodsIssueRequest, made: { readonly goodsIssue: string; readonly invoice: string }): SalesOrder {
  const lines = order.lines.map((line) => {
    const part = asked.lines.find(({ key }) => key === line.key);
    if (part === undefined) return line;
    const shipped = showQuantity(decimal(line.shipped) + part.quantity);
    return { ...line, shipped, invoiced: shipped }; // each goods issue is invoiced at once
  });
  return { ...order, lines, goodsIssues: [...order.goodsIssues, made.goodsIssue], invoices: [...order.invoices, made.invoice], changedBy: 'integration' };
}

function stockAfter(ledger: ErpLedger, order: SalesOrder, asked: GoodsIssueRequest, at: string): readonly Item[] {
  const warehouse = warehouses.find((code) => code === order.warehouse);
  if (warehouse === undefined) return [];
  const items = new Map<string, Item>();
  for (const { key, quantity } of asked.lines) {
    const line = order.lines.find((each) => each.key === key);
    const item = line === undefined ? undefined : (items.get(line.item) ?? ledger.item(line.item));
    if (line === undefined || item === undefined || item.stock === null) continue;
    const onHand = showQuantity(decimal(item.stock[warehouse]) - inEaches(quantity, line.unit));
    items.set(item.id, { ...item, stock: { ...item.stock, [warehouse]: onHand } });
  }
  return [...items.values()].map((item) => revised<Item>(item, {}, at));
}

const paddedNext = (ledger: ErpLedger, kind: 'goods-issue' | 'invoice'): string => String(ledger.book.nextNumber(kind)).padStart(6, '0');
