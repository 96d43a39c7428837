/** Where goods go: the code of a place the sender knows, or an address as it was given. */
export type ShipTo = string | Readonly<Record<string, unknown>>;

type Stamped = { readonly id: string; readonly version: number; readonly createdAt: string; readonly changedAt: string };
type Numbered = Stamped & { readonly number: string; readonly reference: string | undefined };

/** A line of a warehouse order: `quantity` is what is wanted now, in `unit`; decimal strings. */
export type OrderLine = { readonly key: string; readonly item: string; readonly quantity: string; readonly unit: string; readonly cancelled: string };

/** What a warehouse is asked to send. */
export type Order = Numbered & {
  readonly kind: 'order';
  readonly state: 'accepted' | 'backordered' | 'allocated' | 'picked' | 'packed' | 'partially-shipped' | 'shipped' | 'delivered' | 'cancelled';
  /** The sender's own order number. */
  readonly order: string;
  readonly warehouse: Warehouse;
  readonly shipTo: ShipTo | null;
  readonly lines: readonly OrderLine[];
  readonly shipments: readonly string[];
};

/** Counts of one line in one shipment; all but `backordered` only grow. `allocated` − `deallocated` is allocated now. */
type Counts = { readonly [C in Count]: string };
/** Names of the counts. */
export type Count = 'allocated' | 'deallocated' | 'backordered' | 'picked' | 'packed' | 'shipped' | 'delivered';
/** A line of a shipment. */
export type ShipmentLine = Counts & { readonly key: string; readonly item: string; readonly unit: string };

/** A part of an order that travels together, or waits for goods together. */
export type Shipment = Stamped & {
  readonly kind: 'shipment';
  readonly number: string;
  readonly state: 'backordered' | 'allocated' | 'picked' | 'packed' | 'partially-shipped' | 'shipped' | 'delivered' | 'cancelled';
  readonly order: string;
  readonly warehouse: Warehouse;
  readonly lines: readonly ShipmentLine[];
  readonly packages: readonly Package[];
};
/** What left under one tracking number. */
export type Package = { readonly tracking: string; readonly carrier: string; readonly lines: readonly { readonly key: string; readonly quantity: string }[] };

/** Stock of an item in a warehouse, in EA; `onHand` includes what is allocated, null = without limit. */
export type Stock = Stamped & {
  readonly kind: 'stock';
  readonly warehouse: Warehouse;
  readonly item: string;
  readonly onHand: string | null;
  readonly allocated: string;
};

/** Something that happened to a shipment, with the whole shipment as it was then. */
export type Message = {
  readonly kind: 'message';
  readonly id: string;
  /** The cursor of the book, so it orders all messages. */
  readonly sequence: number;
  readonly type: MessageType;
  readonly occurredAt: string;
  readonly changedAt: string;
  readonly order: { readonly id: string; readonly reference: string | undefined };
  readonly shipment: Pick<Shipment, 'id' | 'number' | 'version' | 'state' | 'warehouse' | 'lines' | 'packages'>;
};
/** What messages tell of. */
export type MessageType = 'allocated' | 'backordered' | 'picked' | 'packed' | 'shipped' | 'delivered' | 'changed' | 'cancelled';

/** Everything that the WMS's book holds. */
export type WmsDocument = Order | Shipment | Stock | Message;

/** The codes of the warehouses. */
export const warehouses = ['EDC', 'WDC'] as const;
/** A warehouse. */
export type Warehouse = (typeof warehouses)[number];
/** How many EA a unit holds. */
export const eachesPerUnit: Readonly<Record<string, string>> = { EA: '1', CS: '12' };

/** The same document, one version on. */
export function revised<D extends Order | Shipment | Stock>(document: D, change: Partial<D>, at: string): D {
  return { ...document, ...change, version: document.version + 1, changedAt: at };
}
