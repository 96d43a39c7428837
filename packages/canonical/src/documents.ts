import type { Currency } from './currencies.ts';
import type { Decimal } from './decimal.ts';
import type { ShipTo } from './order.ts';

/**
 * What outside systems report: snapshots of their documents, in our words. A snapshot is the whole truth about one
 * document at one version; the hub keeps the highest version and derives every quantity from the set of them.
 * `lineKey` is ours: `<line>/<schedule>`.
 */
export type DocumentSnapshot = SalesOrderSnapshot | ShipmentSnapshot | InvoiceSnapshot;

type SnapshotHead = {
  readonly system: string;
  /** The system's own id of the document, as text. */
  readonly id: string;
  /** What people call it, e.g. SO000017. */
  readonly number?: string;
  /** Comparable by (length-independent) numeric or text order; absent where the system has none: then counts merge by maximum. */
  readonly version?: string;
  /** When the system says it happened, RFC 3339. */
  readonly at?: string;
  /** Our effect's business key that the document carries, where it carries one. */
  readonly reference?: string;
};

/** A sales order (the ERP's document). */
export type SalesOrderSnapshot = SnapshotHead & {
  readonly type: 'sales-order';
  readonly state: 'draft' | 'quoted' | 'confirmed' | 'processing' | 'done' | 'cancelled' | 'exception';
  /** Head fields as the system holds them; absent where it holds none, or does not show it. */
  readonly customer?: string;
  readonly purchaseOrder?: string;
  readonly shipTo?: ShipTo;
  readonly warehouse?: string;
  readonly requestedDate?: string;
  readonly lines: readonly {
    readonly lineKey: string;
    readonly item: string;
    readonly quantity: Decimal;
    readonly unit?: string;
    readonly unitPrice?: Decimal;
  }[];
  readonly total?: Decimal;
  readonly currency?: Currency;
};

/** Cumulative counts of one schedule within one shipment, in the line's unit; what is absent was not reported. */
export type MilestoneCounts = {
  readonly allocated?: Decimal;
  readonly deallocated?: Decimal;
  readonly backordered?: Decimal;
  readonly picked?: Decimal;
  readonly packed?: Decimal;
  readonly shipped?: Decimal;
  readonly delivered?: Decimal;
  readonly returned?: Decimal;
};

/** A parcel with what the carrier calls it. */
export type Package = { readonly tracking?: string; readonly carrier?: string };

/** A shipment (of a warehouse or of the ERP's stock module). */
export type ShipmentSnapshot = SnapshotHead & {
  readonly type: 'shipment';
  readonly state: 'planned' | 'waiting' | 'allocated' | 'picked' | 'packed' | 'shipped' | 'delivered' | 'cancelled' | 'exception';
  readonly warehouse?: string;
  /** Id of the sales order or warehouse order that it belongs to, in the same system. */
  readonly orderId?: string;
  readonly lines: readonly ({ readonly lineKey: string; readonly item?: string } & MilestoneCounts)[];
  readonly packages: readonly Package[];
  /** Expected ship or arrival date of what is backordered, YYYY-MM-DD. */
  readonly expectedOn?: string;
};

/** An invoice (or, with negative amounts, a credit memo). */
export type InvoiceSnapshot = SnapshotHead & {
  readonly type: 'invoice';
  readonly state: 'draft' | 'posted' | 'paid' | 'cancelled';
  readonly orderId?: string;
  readonly lines: readonly { readonly lineKey: string; readonly quantity: Decimal; readonly amount?: Decimal }[];
  readonly currency?: Currency;
  readonly total: Decimal;
  /** What is still to be paid. */
  readonly balance: Decimal;
  readonly dueDate?: string;
  /** The customer does not agree with it. */
  readonly dispute?: { readonly reason: string };
};

/** Something in an ERP's master data changed that may be the cause of a hold. */
export type MasterDataChange = {
  readonly system: string;
  readonly kind: 'customer' | 'item' | 'ship-to' | 'price' | 'stock' | 'credit';
  readonly id: string;
  readonly version?: string;
  readonly at?: string;
};
