import { type Book, openBook } from '../stand-in/index.ts';
import { type Fulfillment, type FulfillmentOrder, type IdKind, idBases, type Order, type ShopDocument, type Topic } from './documents.ts';

/** The shop's book. */
export type ShopLedger = {
  readonly book: Book<ShopDocument>;
  readonly fulfillmentOrdersOf: (order: string) => readonly FulfillmentOrder[];
  readonly fulfillmentsOf: (order: string) => readonly Fulfillment[];
  /** A new id; none is given twice, in this run or after a restart. */
  readonly newId: (kind: IdKind) => string;
};

/** What a rule of the shop decides; `tell`: the topics under which the order, as it is then, is told. */
export type ShopDecision<A> =
  | { readonly outcome: 'refused'; readonly field: readonly string[]; readonly message: string }
  | {
      readonly outcome: 'decided';
      readonly documents: readonly (Order | FulfillmentOrder | Fulfillment)[];
      readonly tell: readonly Topic[];
      readonly answer: A;
    };

/** A "no" of the shop; `field` as in Shopify's user errors. */
export const no = (message: string, ...field: readonly string[]): Extract<ShopDecision<never>, { outcome: 'refused' }> => ({
  outcome: 'refused',
  field,
  message,
});

/** Opens the shop's book. */
export function openShopLedger(file: string | undefined): ShopLedger {
  const fulfillmentOrders = new Map<string, Set<string>>();
  const fulfillments = new Map<string, Set<string>>();
  const used = new Map<IdKind, bigint>();
  const onPut = (_: ShopDocument | undefined, after: ShopDocument | undefined) => {
    if (after?.kind === 'fulfillment-order') keep(fulfillmentOrders, after);
    if (after?.kind === 'fulfillment') keep(fulfillments, after);
    if (after !== undefined) for (const [kind, id] of idsIn(after)) use(used, kind, id);
  };
  const book = openBook<ShopDocument>({ seeds: () => [], file, onPut });
  return {
    book,
    fulfillmentOrdersOf: (order) => [...(fulfillmentOrders.get(order) ?? [])].flatMap((id) => book.find('fulfillment-order', id) ?? []),
    fulfillmentsOf: (order) => [...(fulfillments.get(order) ?? [])].flatMap((id) => book.find('fulfillment', id) ?? []),
    newId: (kind) => {
      const id = (used.get(kind) ?? idBases[kind]) + 1n;
      used.set(kind, id);
      return id.toString();
    },
  };
}

function keep(index: Map<string, Set<string>>, { order, id }: FulfillmentOrder | Fulfillment): void {
  const ids = index.get(order) ?? new Set();
  index.set(order, ids.add(id));
}

function use(used: Map<IdKind, bigint>, kind: IdKind, id: string): void {
  const number = BigInt(id);
  if (number > (used.get(kind) ?? 0n)) used.set(kind, number);
}

/** Every id that a document takes, so that a book read from its file goes on behind them. */
function idsIn(document: ShopDocument): readonly (readonly [IdKind, string])[] {
  switch (document.kind) {
    case 'order':
      return [
        ['order', document.id],
        ...document.lines.map(({ id }) => ['order-line', id] as const),
        ...document.shipping.map(({ id }) => ['shipping-line', id] as const),
        ...document.refunds.map(({ id }) => ['refund', id] as const),
        ...(document.customer === null ? [] : [['customer', document.customer.id] as const]),
      ];
    case 'fulfillment-order':
      return [['fulfillment-order', document.id], ...document.lines.map(({ id }) => ['fulfillment-order-line', id] as const)];
    case 'fulfillment':
      return [['fulfillment', document.id]];
    case 'webhook':
      return [];
    default:
      return document satisfies never;
  }
}

/** Whether a document counts when duplicates are looked for. */
export const isLiveShopDocument = (document: ShopDocument): boolean => document.kind === 'fulfillment' && document.status === 'success';

/** How many pieces of a line were sent. */
export const sentOf = (fulfillments: readonly Fulfillment[], lineId: string): number =>
  fulfillments
    .filter(({ status }) => status === 'success')
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.lineId === lineId ? line.quantity : 0), 0);
