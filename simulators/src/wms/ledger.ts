import { type Decimal, decimal, showQuantity } from '../decimal.ts';
import { type Book, openBook, type Refusal } from '../stand-in/index.ts';
import { type Message, type MessageType, type Order, revised, type Shipment, type Stock, type Warehouse, type WmsDocument } from './documents.ts';
import { orderState, shipmentState } from './quantities.ts';
import { isBenchItem, newStock, seedStock, stockId } from './seed.ts';

/** The WMS's book. */
export type WmsLedger = {
  readonly book: Book<WmsDocument>;
  readonly shipmentsOf: (order: Order) => readonly Shipment[];
  /** The stock of an item; undefined when the WMS does not know the item. */
  readonly stock: (warehouse: Warehouse, item: string) => Stock | undefined;
};

/** What a rule of the warehouse decides: orders with their shipments, stock, and what is told about which shipment. */
export type WmsDecision<A> =
  | Refusal
  | { readonly outcome: 'decided'; readonly documents: readonly (Order | Shipment | Stock)[]; readonly tell: readonly Tell[]; readonly answer: A };
/** Something to tell about a shipment. */
export type Tell = { readonly type: MessageType; readonly order: Order; readonly shipment: Shipment };

/** Opens the WMS's book. */
export function openWmsLedger(file: string | undefined): WmsLedger {
  const book = openBook<WmsDocument>({ seeds: seedStock, file, onPut: () => undefined });
  return {
    book,
    shipmentsOf: (order) => order.shipments.flatMap((id) => book.find('shipment', id) ?? []),
    stock: (warehouse, item) => book.find('stock', stockId(warehouse, item)) ?? (isBenchItem(item) ? newStock(warehouse, item, null) : undefined),
  };
}

/** Whether a document counts when duplicates are looked for: a cancelled order is none. */
export const isLiveWmsDocument = (document: WmsDocument): boolean => document.kind === 'order' && document.state !== 'cancelled';

/** EA that are there and not allocated; undefined = without limit. */
const freeEaches = ({ onHand, allocated }: Stock): Decimal | undefined => (onHand === null ? undefined : decimal(onHand) - decimal(allocated));

/** Changes of stock that one decision collects, so that two lines of one item see each other. */
export type StockSheet = {
  readonly free: (item: string) => Decimal | undefined;
  /** Adds to what is allocated and to what is on hand, in EA. */
  readonly move: (item: string, by: { readonly allocated: Decimal; readonly onHand: Decimal }) => void;
  readonly changed: (at: string) => readonly Stock[];
};

/** Starts a sheet for one warehouse. */
export function openStockSheet(ledger: WmsLedger, warehouse: Warehouse): StockSheet {
  const moved = new Map<string, Stock>();
  const now = (item: string) => moved.get(item) ?? ledger.stock(warehouse, item);
  return {
    free: (item) => {
      const stock = now(item);
      return stock === undefined ? 0n : freeEaches(stock);
    },
    move: (item, { allocated, onHand }) => {
      const stock = now(item);
      if (stock === undefined || stock.onHand === null) return;
      moved.set(item, { ...stock, allocated: showQuantity(decimal(stock.allocated) + allocated), onHand: showQuantity(decimal(stock.onHand) + onHand) });
    },
    changed: (at) => [...moved.values()].map((stock) => revised<Stock>(stock, {}, at)),
  };
}

/** The order one version on, with the state that its shipments give it. */
export function finishedOrder(order: Order, shipments: readonly Shipment[], at: string): Order {
  const draft = { ...order, shipments: shipments.map(({ id }) => id) };
  return revised<Order>(draft, { state: orderState(draft, shipments) }, at);
}

/** The shipment one version on, with the state that its lines give it. */
export function finishedShipment(shipment: Shipment, change: Partial<Shipment>, at: string): Shipment {
  return revised<Shipment>(shipment, { ...change, state: shipmentState(change.lines ?? shipment.lines) }, at);
}

/** A new shipment of an order; `n` counts the new ones of one decision from 0. */
export function newShipment(
  ledger: WmsLedger,
  order: Order,
  { lines, n, at }: { readonly lines: Shipment['lines']; readonly n: number; readonly at: string },
): Shipment {
  const no = String(ledger.book.nextNumber('shipment', n)).padStart(6, '0');
  return {
    kind: 'shipment',
    id: `shp-${no}`,
    number: `SHP${no}`,
    version: 1,
    state: shipmentState(lines),
    order: order.id,
    warehouse: order.warehouse,
    lines,
    packages: [],
    createdAt: at,
    changedAt: at,
  };
}

/** The messages of a decision; they stand in the commit behind its `documents`, so their cursors are known. */
export function messagesOf(ledger: WmsLedger, documents: readonly WmsDocument[], tell: readonly Tell[], at: string): readonly Message[] {
  return tell.map(({ type, order, shipment }, index) => {
    const { id, number, version, state, warehouse, lines, packages } = shipment;
    return {
      kind: 'message',
      id: `msg-${String(ledger.book.nextNumber('message', index)).padStart(6, '0')}`,
      sequence: ledger.book.cursor() + documents.length + index + 1,
      type,
      occurredAt: at,
      changedAt: at,
      order: { id: order.id, reference: order.reference },
      shipment: { id, number, version, state, warehouse, lines, packages },
    };
  });
}
