import type { Currency } from './currencies.ts';
import type { Decimal } from './decimal.ts';
import type { Package, SalesOrderSnapshot, ShipmentSnapshot } from './documents.ts';
import type { Unit } from './units.ts';

/** How far the least advanced part of an order has come, in one word. */
export type OrderProgress =
  | 'received'
  | 'held'
  | 'validated'
  | 'accepted'
  | 'backordered'
  | 'allocated'
  | 'picked'
  | 'packed'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled';

/** How far a schedule has come, in one word. */
export type LineProgress = 'cancelled' | 'open' | 'backordered' | 'allocated' | 'picked' | 'packed' | 'shipped' | 'delivered';

/**
 * Everything that a channel's own record of an order shows: the whole of it at one version, so that the last one written is
 * right and no earlier one is needed. Times are RFC 3339, dates YYYY-MM-DD.
 */
export type OrderStatus = {
  /** The channel's own id of the order. */
  readonly channelOrder: string;
  /** Ours. */
  readonly order: string;
  /** Ours in 26 characters, the root of the business keys that other systems show. */
  readonly code: string;
  /** The number of the order's last event. A record never goes back to a lower one of the same order; the same one again may differ in its exceptions. */
  readonly version: number;
  /** When it was put together. */
  readonly at: string;
  readonly progress: OrderProgress;
  readonly customer: string;
  readonly purchaseOrder?: string;
  readonly currency: Currency;
  /** The ERP's orders. */
  readonly documents: readonly StatusDocument[];
  readonly lines: readonly LineStatus[];
  readonly shipments: readonly ShipmentStatus[];
  readonly invoices: readonly InvoiceStatus[];
  readonly holds: readonly HoldStatus[];
  /** Open ones, the most urgent first. */
  readonly exceptions: readonly ExceptionStatus[];
  /** Every change and cancel request with its answer, oldest first. */
  readonly requests: readonly RequestStatus[];
};

/** A sales order in an ERP. `state` is absent until the ERP has reported it. */
export type StatusDocument = { readonly system: string; readonly id: string; readonly number?: string; readonly state?: SalesOrderSnapshot['state'] };

/** One schedule of one line; quantities are cumulative and in `unit`. */
export type LineStatus = {
  readonly line: string;
  readonly schedule: string;
  readonly item: string;
  readonly unit: Unit;
  readonly unitPrice?: Decimal;
  readonly progress: LineProgress;
  readonly ordered: Decimal;
  readonly cancelled: Decimal;
  readonly open: Decimal;
  readonly allocated: Decimal;
  readonly backordered: Decimal;
  readonly picked: Decimal;
  readonly packed: Decimal;
  readonly shipped: Decimal;
  readonly delivered: Decimal;
  readonly returned: Decimal;
  readonly invoiced: Decimal;
  readonly requestedDate?: string;
  /** What the ERP confirmed, or when what is backordered is expected. */
  readonly promisedDate?: string;
  readonly system: string;
  readonly warehouse: string;
};

/** What travels together. `at`: when its system last said something of it. */
export type ShipmentStatus = {
  readonly system: string;
  readonly id: string;
  readonly number?: string;
  readonly state: ShipmentSnapshot['state'];
  readonly warehouse?: string;
  readonly at?: string;
  readonly expectedOn?: string;
  readonly packages: readonly Package[];
  readonly lines: readonly { readonly line: string; readonly schedule: string; readonly shipped: Decimal; readonly delivered: Decimal }[];
};

/** An invoice, or with a negative total a credit memo. `balance`: what is still to be paid. */
export type InvoiceStatus = {
  readonly system: string;
  readonly id: string;
  readonly number?: string;
  readonly currency: Currency;
  readonly total: Decimal;
  readonly balance: Decimal;
  readonly dueDate?: string;
  readonly payment: 'unpaid' | 'partly-paid' | 'paid';
  readonly dispute?: { readonly reason: string };
  readonly lines: readonly { readonly line: string; readonly schedule: string; readonly quantity: Decimal; readonly amount?: Decimal }[];
};

/** Why a line (or, without one, the order) does not go on, and who must act. */
export type HoldStatus = {
  readonly id: string;
  readonly kind: string;
  readonly line?: string;
  readonly reason: string;
  readonly owner: string;
  readonly placedAt: string;
};

/** Work for a person. */
export type ExceptionStatus = {
  readonly id: string;
  readonly class: string;
  readonly severity: string;
  readonly owner: string;
  readonly assignee?: string;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly summary: string;
  readonly remedies: readonly string[];
  readonly line?: string;
};

/** What a request can be about. From `price` on nothing is taken over: what was agreed there is agreed anew by people, and the answer says so. */
export const wishes = ['quantity', 'date', 'cancel', 'add-line', 'ship-to', 'price', 'item', 'unit', 'purchase-order', 'customer'] as const;
export type Wish = (typeof wishes)[number];

/** A change or cancel request. `pending`: a system has not answered yet; `partly-accepted`: see the items. */
export type RequestStatus = {
  readonly id: string;
  /** The channel's own name of the request, where somebody asked under one. */
  readonly request?: string;
  readonly kind: 'change' | 'cancellation';
  readonly by: string;
  readonly requestedAt: string;
  readonly answer: 'pending' | 'accepted' | 'partly-accepted' | 'declined';
  /** Why it was declined as a whole, before any of its items was looked at. */
  readonly reason?: string;
  readonly items: readonly {
    readonly wish: Wish;
    readonly line?: string;
    readonly schedule?: string;
    readonly answer: 'pending' | 'accepted' | 'declined';
    readonly reason?: string;
    readonly quantity?: Decimal;
  }[];
};

/** Why a channel's request did not become an order, for its own record of it. The first status of the same record ends it. */
export type OrderProblem = {
  /** The channel's own id of what was to be an order. */
  readonly channelOrder: string;
  /** Counts what is said of this record before there is an order; it never goes back to a lower one. */
  readonly version: number;
  readonly at: string;
  /** A stable word, e.g. `no-route`. */
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  /** The request was taken back: nobody need look at it any more. */
  readonly isWithdrawn?: true;
};
