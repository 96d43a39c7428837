import { maybeList, maybeText, readObject, readText, readWord, type Source } from '../stand-in/index.ts';
import type { Address, FulfillmentOrder, Order, OrderLine, Refund, Restock } from './documents.ts';
import { no, type ShopDecision, type ShopLedger, sentOf } from './ledger.ts';
import { type CartLine, expectedWork, readAddress, readCartLine, readPieces, toLine } from './place-order.ts';

const linesMax = 500;

/** What the desk changes on an order; lines by their id, with the quantity that they have from now on. */
export type Edit = {
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly add: readonly CartLine[];
  readonly shippingAddress: Address | undefined;
  readonly note: string | undefined;
};

/** Reads the body of `POST /desk/orders/{id}/edit`; throws Malformed. */
export function readEdit(body: unknown): Edit {
  const source = readObject(body, '');
  return {
    lines: (maybeList(source, 'lines', linesMax) ?? []).map((line) => ({ id: readText(line, 'id'), quantity: readPieces(line, 0) })),
    add: (maybeList(source, 'add', linesMax) ?? []).map(readCartLine),
    shippingAddress: source.fields['shippingAddress'] === undefined ? undefined : readAddress(source.fields['shippingAddress']),
    note: maybeText(source, 'note'),
  };
}

/** Edits an order: quantities up or down, never below what was sent, new lines, another address. */
export function editOrder(ledger: ShopLedger, order: Order, edit: Edit, at: string): ShopDecision<Order> {
  if (order.cancelledAt !== null) return no('The order is cancelled', 'id');
  const fulfillments = ledger.fulfillmentsOf(order.id);
  for (const { id, quantity } of edit.lines) {
    if (!order.lines.some((line) => line.id === id)) return no('Line item does not exist', 'lines', id);
    if (quantity < sentOf(fulfillments, id)) return no('Cannot remove fulfilled items', 'lines', id);
  }
  const changed = order.lines.map((line) => withQuantity(line, edit.lines.find(({ id }) => id === line.id)?.quantity));
  const added = edit.add.map((line) => toLine(ledger, line, { share: 0n, taxRate: 0n, areTaxesIncluded: order.areTaxesIncluded }));
  const next: Order = {
    ...order,
    changedAt: at,
    lines: [...changed, ...added],
    shippingAddress: edit.shippingAddress ?? order.shippingAddress,
    note: edit.note ?? order.note,
  };
  const moves = new Map(changed.map((line, index) => [line.id, line.current - (order.lines[index]?.current ?? 0)]));
  const work = moveWork(ledger.fulfillmentOrdersOf(order.id), moves, at);
  const more = expectedWork(
    ledger,
    { ...next, lines: added },
    edit.add.map(({ location }) => location),
    at,
  );
  return { outcome: 'decided', documents: [next, ...work, ...more], tell: ['orders/updated'], answer: next };
}

/** More is ordered anew; less is taken off what is wanted, and what was ordered stays on record. */
function withQuantity(line: OrderLine, quantity: number | undefined): OrderLine {
  if (quantity === undefined || quantity === line.current) return line;
  if (quantity < line.current) return { ...line, current: quantity };
  return { ...line, current: quantity, quantity: line.quantity + quantity - line.current };
}

/** Adds to, or takes from, what is left to send. */
function moveWork(orders: readonly FulfillmentOrder[], moves: ReadonlyMap<string, number>, at: string): readonly FulfillmentOrder[] {
  const rest = new Map(moves);
  return orders.map((order) => {
    const lines = order.lines.map((line) => {
      const by = Math.max(rest.get(line.lineId) ?? 0, -line.remaining);
      rest.set(line.lineId, (rest.get(line.lineId) ?? 0) - by);
      return { ...line, total: line.total + by, remaining: line.remaining + by };
    });
    const left = lines.reduce((sum, { remaining }) => sum + remaining, 0);
    const status = left === 0 ? 'closed' : order.status === 'closed' ? 'open' : order.status;
    return { ...order, changedAt: at, lines, status };
  });
}

/** What is given back, and whether it goes on the shelf again. */
export type GivingBack = { readonly lines: readonly { readonly id: string; readonly quantity: number }[]; readonly restock: Restock };

/** Reads the body of `POST /desk/orders/{id}/refund`; throws Malformed. */
export function readRefund(body: unknown): GivingBack {
  const source: Source = readObject(body, '');
  return {
    lines: (maybeList(source, 'lines', linesMax) ?? []).map((line) => ({ id: readText(line, 'id'), quantity: readPieces(line, 1) })),
    restock: readWord(source, 'restock', ['no_restock', 'cancel', 'return']),
  };
}

/** Gives money back for pieces; those that were not sent yet (`cancel`) are not sent any more. */
export function refundOrder(ledger: ShopLedger, order: Order, { lines, restock }: GivingBack, at: string): ShopDecision<Order> {
  for (const { id, quantity } of lines) {
    const line = order.lines.find((each) => each.id === id);
    if (line === undefined || quantity > line.current) return no('Refund line items quantity cannot refund more items than were purchased', 'lines', id);
  }
  const taken = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  const refund: Refund = {
    id: ledger.newId('refund'),
    createdAt: at,
    lines: lines.map(({ id, quantity }) => ({ id: ledger.newId('refund'), lineId: id, quantity, restock })),
  };
  const next: Order = {
    ...order,
    changedAt: at,
    financialStatus: 'partially_refunded',
    lines: order.lines.map((line) => ({ ...line, current: line.current - (taken.get(line.id) ?? 0) })),
    refunds: [...order.refunds, refund],
  };
  const moves = new Map([...taken].map(([id, quantity]) => [id, -quantity]));
  const work = restock === 'cancel' ? moveWork(ledger.fulfillmentOrdersOf(order.id), moves, at) : [];
  return { outcome: 'decided', documents: [next, ...work], tell: ['orders/updated'], answer: next };
}

/** Cancels an order of which nothing was sent. One event, told under two topics. */
export function cancelOrder(ledger: ShopLedger, order: Order, reason: string, at: string): ShopDecision<Order> {
  if (order.cancelledAt !== null) return no('Order has already been cancelled', 'id');
  if (ledger.fulfillmentsOf(order.id).some(({ status }) => status === 'success')) return no('Cannot cancel an order that has fulfillments', 'id');
  const lines = order.lines
    .filter(({ current }) => current > 0)
    .map(({ id: lineId, current }) => ({ id: ledger.newId('refund'), lineId, quantity: current, restock: 'cancel' as const }));
  const next: Order = {
    ...order,
    changedAt: at,
    cancelledAt: at,
    cancelReason: reason,
    financialStatus: order.financialStatus === 'paid' ? 'refunded' : 'voided',
    lines: order.lines.map((line) => ({ ...line, current: 0 })),
    refunds: lines.length === 0 ? order.refunds : [...order.refunds, { id: ledger.newId('refund'), createdAt: at, lines }],
  };
  const work = ledger
    .fulfillmentOrdersOf(order.id)
    .map((each): FulfillmentOrder => ({ ...each, changedAt: at, status: 'cancelled', lines: each.lines.map((line) => ({ ...line, remaining: 0 })) }));
  return { outcome: 'decided', documents: [next, ...work], tell: ['orders/cancelled', 'orders/updated'], answer: next };
}

/** The shopper's money arrives. */
export function payOrder(order: Order, at: string): ShopDecision<Order> {
  if (order.cancelledAt !== null) return no('The order is cancelled', 'id');
  const next: Order = { ...order, changedAt: at, financialStatus: 'paid' };
  return { outcome: 'decided', documents: [next], tell: ['orders/updated'], answer: next };
}

/** Holds all work that is still open, or lets it go on. */
export function holdOrder(ledger: ShopLedger, order: Order, isHeld: boolean, at: string): ShopDecision<Order> {
  const [from, to] = isHeld ? (['open', 'on_hold'] as const) : (['on_hold', 'open'] as const);
  const work = ledger.fulfillmentOrdersOf(order.id).filter(({ status }) => status === from);
  if (work.length === 0) return no(`No fulfillment order is ${from}`, 'id');
  const next: Order = { ...order, changedAt: at };
  return { outcome: 'decided', documents: [next, ...work.map((each) => ({ ...each, changedAt: at, status: to }))], tell: ['orders/updated'], answer: next };
}
