import type { Fulfillment, FulfillmentOrder, Order } from './documents.ts';
import { no, type ShopDecision, type ShopLedger } from './ledger.ts';

/** `FulfillmentInput` of the GraphQL Admin API, ids as digits. */
export type FulfillmentInput = {
  /** Without lines: all that is left of it. */
  readonly work: readonly { readonly id: string; readonly lines: readonly { readonly id: string; readonly quantity: number }[] | undefined }[];
  readonly trackingNumbers: readonly string[];
  readonly trackingCompany: string | undefined;
  readonly isBuyerTold: boolean;
};

/** Creates one fulfilment by Shopify's rules: one order, one location, open work, not more pieces than are left. */
export function fulfill(ledger: ShopLedger, { work, trackingNumbers, trackingCompany, isBuyerTold }: FulfillmentInput, at: string): ShopDecision<Fulfillment> {
  const path = ['fulfillment', 'lineItemsByFulfillmentOrder'] as const;
  const found = work.map(({ id, lines }) => ({ order: ledger.book.find('fulfillment-order', id), lines }));
  const [first] = found;
  if (first === undefined) return no('lineItemsByFulfillmentOrder must not be empty', ...path);
  const orders: { readonly order: FulfillmentOrder; readonly lines: readonly Portion[] }[] = [];
  for (const { order, lines } of found) {
    if (order === undefined) return no('Fulfillment order does not exist.', ...path);
    if (order.order !== first.order?.order || order.location !== first.order.location)
      return no('All fulfillment orders must belong to the same order and location.', ...path);
    if (order.status !== 'open' && order.status !== 'in_progress')
      return no(`Fulfillment order ${order.id} has an unfulfillable status= ${order.status}.`, ...path);
    const portion = lines ?? order.lines.filter(({ remaining }) => remaining > 0).map(({ id, remaining }) => ({ id, quantity: remaining }));
    const isWrong = portion.some(({ id, quantity }) => quantity < 1 || quantity > (order.lines.find((line) => line.id === id)?.remaining ?? 0));
    if (isWrong || portion.length === 0) return no('Invalid fulfillment order line item quantity requested.', ...path);
    orders.push({ order, lines: portion });
  }
  const parent = ledger.book.find('order', first.order?.order ?? '');
  if (parent === undefined || first.order === undefined) return no('Order does not exist.', ...path);
  const lines = orders.flatMap(({ order, lines: portion }) =>
    portion.map(({ id, quantity }) => ({ id, lineId: order.lines.find((line) => line.id === id)?.lineId ?? '', quantity })),
  );
  const count = ledger.fulfillmentsOf(parent.id).length + 1;
  const fulfillment: Fulfillment = {
    kind: 'fulfillment',
    id: ledger.newId('fulfillment'),
    number: `${parent.number}-F${count}`,
    reference: [parent.id, [...trackingNumbers].sort(byText).join('+'), ...lines.map(({ lineId, quantity }) => `${quantity}x${lineId}`).sort(byText)].join(' '),
    changedAt: at,
    createdAt: at,
    order: parent.id,
    location: first.order.location,
    status: 'success',
    trackingNumbers,
    trackingCompany: trackingCompany ?? null,
    isBuyerTold,
    lines,
  };
  const documents = [{ ...parent, changedAt: at }, ...orders.map(({ order, lines: portion }) => without(order, portion, at)), fulfillment];
  return { outcome: 'decided', documents, tell: ['orders/updated'], answer: fulfillment };
}

type Portion = { readonly id: string; readonly quantity: number };

function without(order: FulfillmentOrder, portion: readonly Portion[], at: string): FulfillmentOrder {
  const lines = order.lines.map((line) => ({ ...line, remaining: line.remaining - (portion.find(({ id }) => id === line.id)?.quantity ?? 0) }));
  return { ...order, changedAt: at, lines, status: lines.every(({ remaining }) => remaining === 0) ? 'closed' : 'in_progress' };
}

/** Cancels a fulfilment, as a person in the shop's admin does: its pieces are to be sent again. */
export function cancelFulfillment(ledger: ShopLedger, order: Order, fulfillment: Fulfillment, at: string): ShopDecision<Order> {
  if (fulfillment.status === 'cancelled') return no('Fulfillment has already been cancelled', 'id');
  const next: Order = { ...order, changedAt: at };
  const work = ledger.fulfillmentOrdersOf(order.id).flatMap((each): FulfillmentOrder[] => {
    const back = (id: string) => fulfillment.lines.find((line) => line.id === id)?.quantity ?? 0;
    if (!each.lines.some(({ id }) => back(id) > 0)) return [];
    return [{ ...each, changedAt: at, status: 'open', lines: each.lines.map((line) => ({ ...line, remaining: line.remaining + back(line.id) })) }];
  });
  return { outcome: 'decided', documents: [next, ...work, { ...fulfillment, status: 'cancelled', changedAt: at }], tell: ['orders/updated'], answer: next };
}

const byText = (a: string, b: string): number => a.localeCompare(b);
