import type {
  Answer,
  AnswerLine,
  Currency,
  InvoiceSnapshot,
  MasterDataChange,
  OrderDocument,
  Question,
  SalesOrderSnapshot,
  ShipmentNotice,
  ShipTo,
} from '@crossdock/canonical';
import { currencies } from '@crossdock/canonical';
import { type ComparedField, earliestRequestedDate, type InboundMessage, type Read, type Unreadable } from '@crossdock/connector-kit';
import { type Change, type Invoice, type MasterData, type Questioned, readInvoice, readMasterData, readSalesOrder, type SalesOrder } from './api.ts';

/** What this ERP keeps and shows of what it is sent; it has no field for the customer's PO number. */
export const comparedFields: readonly ComparedField[] = ['customer', 'shipTo', 'warehouse', 'currency', 'requestedDate', 'unit', 'unitPrice'];

/** What of a document this ERP can hold: its addresses have no region. */
export function asKept(document: OrderDocument): OrderDocument {
  if (document.shipTo === undefined) return document;
  const { region: _region, ...shipTo } = document.shipTo;
  return { ...document, shipTo };
}

/** The body of `POST /sales-orders`. */
export function toSalesOrder(document: OrderDocument): object {
  const requestedDate = earliestRequestedDate(document.lines);
  return {
    reference: document.reference,
    customer: document.customer,
    ...(document.shipTo === undefined ? {} : { shipTo: toShipTo(document.shipTo) }),
    ...(document.contact === undefined ? {} : { contact: document.contact }),
    warehouse: document.warehouse,
    currency: document.currency,
    ...(requestedDate === undefined ? {} : { requestedDate }),
    lines: document.lines.map(toLine),
  };
}

function toLine({ lineKey, item, quantity, unit, unitPrice }: OrderDocument['lines'][number]) {
  return { key: lineKey, item, quantity, unit, ...(unitPrice === undefined ? {} : { price: unitPrice }) };
}

/** The body of `PUT /sales-orders/{id}` that turns what they hold into the document; a line that we no longer name is cancelled. */
export function toChange(document: OrderDocument, held: SalesOrder): object {
  const requestedDate = earliestRequestedDate(document.lines);
  const heldKeys = new Set(held.lines.map(({ key }) => key));
  const wantedKeys = new Set(document.lines.map(({ lineKey }) => lineKey));
  const lines = document.lines.map((line) => (heldKeys.has(line.lineKey) ? { key: line.lineKey, quantity: line.quantity } : toLine(line)));
  const cancelled = held.lines.filter(({ key }) => !wantedKeys.has(key)).map(({ key }) => ({ key, cancel: true }));
  return {
    ...(document.shipTo === undefined ? {} : { shipTo: toShipTo(document.shipTo) }),
    ...(requestedDate === undefined ? {} : { requestedDate }),
    lines: [...lines, ...cancelled],
  };
}

function toShipTo(shipTo: ShipTo): string | object {
  const { id, name, street, city, postalCode, country } = shipTo;
  return id ?? { name, street, city, postalCode, country };
}

/** The body of `POST /sales-orders/{id}/goods-issue`. */
export function toGoodsIssue(reference: string, shipment: ShipmentNotice): object {
  return {
    reference,
    shipment: shipment.number ?? shipment.id,
    lines: shipment.lines.map(({ lineKey, quantity }) => ({ key: lineKey, quantity })),
    tracking: shipment.packages.map(({ tracking }) => tracking).filter((tracking) => tracking !== undefined),
  };
}

/** The body of `POST /questions`. */
export function toQuestion(question: Question, now: Date): object {
  return {
    customer: question.customer,
    ...(question.shipTo === undefined ? {} : { shipTo: toShipTo(question.shipTo) }),
    currency: question.currency,
    asOf: now.toISOString().slice(0, 'YYYY-MM-DD'.length),
    lines: question.lines.map(({ lineKey, item, quantity, unit, warehouse }) => ({ key: lineKey, item, quantity, unit, warehouse })),
  };
}

const salesOrderStates = {
  draft: 'draft',
  confirmed: 'confirmed',
  'partially-shipped': 'processing',
  shipped: 'processing',
  closed: 'done',
  cancelled: 'cancelled',
} as const satisfies Record<SalesOrder['state'], SalesOrderSnapshot['state']>;

/** A sales order in our words. */
export function fromSalesOrder(system: string, order: SalesOrder): SalesOrderSnapshot {
  const { shipTo, requestedDate, reference } = order;
  return {
    type: 'sales-order',
    system,
    id: order.id,
    number: order.number,
    version: String(order.version),
    at: order.changedAt,
    ...(reference === undefined ? {} : { reference }),
    state: salesOrderStates[order.state],
    customer: order.customer,
    ...(shipTo === null ? {} : { shipTo: typeof shipTo === 'string' ? { id: shipTo } : shipTo }),
    warehouse: order.warehouse,
    ...(requestedDate === null ? {} : { requestedDate }),
    lines: order.lines.map(({ key, item, quantity, unit, price }) => ({ lineKey: key, item, quantity, unit, unitPrice: price })),
    total: order.totals.gross,
    ...knownCurrency(order.currency),
  };
}

const invoiceStates = { posted: 'posted', 'partly-paid': 'posted', paid: 'paid' } as const satisfies Record<Invoice['state'], InvoiceSnapshot['state']>;

/** An invoice in our words. */
function fromInvoice(system: string, invoice: Invoice): InvoiceSnapshot {
  return {
    type: 'invoice',
    system,
    id: invoice.id,
    number: invoice.number,
    version: String(invoice.version),
    at: invoice.changedAt,
    state: invoiceStates[invoice.state],
    orderId: invoice.order.id,
    lines: invoice.lines.map(({ key, quantity, amount }) => ({ lineKey: key, quantity, amount })),
    ...knownCurrency(invoice.currency),
    total: invoice.totals.gross,
    balance: invoice.open,
    dueDate: invoice.dueDate,
    ...(invoice.dispute ? { dispute: { reason: invoice.dispute } } : {}),
  };
}

function knownCurrency(code: string): { readonly currency?: Currency } {
  return isCurrency(code) ? { currency: code } : {};
}

function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencies, code);
}

/** The answer in our words. A price in another currency than asked for is no price. */
export function fromQuestioned({ customer, shipTo, lines, asOf }: Questioned, question: Question): Answer {
  const items = new Map(lines.map((line) => [line.key, line]));
  return {
    asOf,
    customer: { status: customer.known ? statusOf(customer.active) : 'unknown' },
    ...(customer.known ? { credit: { limit: customer.creditLimit, exposure: customer.exposure } } : {}),
    ...(shipTo === null ? {} : { shipTo: { status: shipTo.known ? statusOf(shipTo.active) : 'unknown' } }),
    lines: question.lines.map(({ lineKey }) => fromLine(lineKey, items.get(lineKey), question.currency)),
  };
}

function statusOf(isActive: boolean): 'active' | 'inactive' {
  return isActive ? 'active' : 'inactive';
}

function fromLine(lineKey: string, line: Questioned['lines'][number] | undefined, currency: Currency): AnswerLine {
  if (line === undefined || !line.known) return { lineKey, item: 'unknown', isUnitSold: false };
  const { price, status, unitSold, available, leadDays } = line;
  return {
    lineKey,
    item: status ?? 'unknown',
    isUnitSold: unitSold,
    ...(price !== null && price.currency === currency ? { price: price.amount, priceRule: price.rule } : {}),
    available,
    ...(leadDays ? { leadDays } : {}), // 0 is the default of a field that nobody filled in
  };
}

/** One entry of their change list as a message. Its cursor and time name it, as both stay when the page is asked for again. */
export function fromChange(system: string, change: Change): InboundMessage {
  const head = { id: `${change.cursor}@${change.at}`, raw: JSON.stringify(change) };
  switch (change.kind) {
    case 'sales-order':
      return messageOf(head, readSalesOrder(change.document), (order) => ({ kind: 'document', snapshot: fromSalesOrder(system, order) }));
    case 'invoice':
      return messageOf(head, readInvoice(change.document), (invoice) => ({ kind: 'document', snapshot: fromInvoice(system, invoice) }));
    case 'customer':
    case 'item': {
      const { kind } = change;
      return messageOf(head, readMasterData(change.document), (data) => ({ kind: 'master-data', change: fromMasterData(system, kind, data) }));
    }
    default:
      return { ...head, kind: 'unreadable', why: `"${change.kind}" is no kind of change that is known`, field: 'kind' };
  }
}

function fromMasterData(system: string, kind: 'customer' | 'item', { id, version, changedAt }: MasterData): MasterDataChange {
  return { system, kind, id, version: String(version), at: changedAt };
}

type Head = Pick<InboundMessage, 'id' | 'raw'>;
type Content =
  | { readonly kind: 'document'; readonly snapshot: SalesOrderSnapshot | InvoiceSnapshot }
  | { readonly kind: 'master-data'; readonly change: MasterDataChange };

function messageOf<T>(head: Head, read: Read<T>, content: (value: T) => Content): InboundMessage {
  return read.kind === 'read' ? { ...head, ...content(read.value) } : { ...head, ...unreadableMessage(read) };
}

/** A message that cannot be understood, naming the field. */
export function unreadableMessage({ field, why }: Unreadable): { readonly kind: 'unreadable'; readonly why: string; readonly field: string } {
  return { kind: 'unreadable', why, field };
}
