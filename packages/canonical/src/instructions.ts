import type { Currency } from './currencies.ts';
import type { Decimal } from './decimal.ts';
import type { Package } from './documents.ts';
import type { Address, Contact, Customer, ShipTo } from './order.ts';
import type { Unit } from './units.ts';

/** A line as a system is to hold it. `lineKey` is ours, `<line>/<schedule>`; quantity in `unit`, price per unit. */
export type DocumentLine = {
  readonly lineKey: string;
  readonly item: string;
  readonly quantity: Decimal;
  readonly unit: Unit;
  readonly unitPrice?: Decimal;
  readonly requestedDate?: string;
};

/** The content of one sales order in one ERP. */
export type OrderDocument = {
  /** The business key: unique per order, slot and generation, at most 35 characters (SAP's PurchaseOrderByCustomer is that short). */
  readonly reference: string;
  readonly customer: string;
  readonly purchaseOrder?: string;
  readonly shipTo?: ShipTo;
  /** Written when the document is made; a system that has no place for a part of it leaves that part out. */
  readonly contact?: Contact;
  readonly warehouse: string;
  readonly currency: Currency;
  readonly lines: readonly DocumentLine[];
};

/** What a warehouse is to ship for one ERP document. */
export type WarehouseOrder = {
  readonly reference: string;
  /** The ERP's number, printed on the delivery note. */
  readonly orderNumber?: string;
  readonly customer: string;
  readonly shipTo?: ShipTo;
  readonly warehouse: string;
  readonly lines: readonly DocumentLine[];
};

/** A record in the outside system, as its own answers named it. */
export type DocumentRef = { readonly id: string; readonly number?: string; readonly version?: string };

/** What left a warehouse, as it is told to an ERP or a shop. */
export type ShipmentNotice = {
  readonly id: string;
  readonly number?: string;
  readonly warehouse: string;
  readonly lines: readonly { readonly lineKey: string; readonly quantity: Decimal }[];
  readonly packages: readonly Package[];
};

/**
 * A customer that is new in a system, as its orders tell of it. `reference` is the business key by which the system must recognise a
 * repetition: whose name it is and that name, `<system>:<name>`, at most 300 characters. `shipTo`: where the goods of the sale go that told of it.
 */
export type NewCustomer = Omit<Customer, 'id' | 'name'> & {
  readonly reference: string;
  readonly name: string;
  readonly shipTo?: Address;
};

/**
 * The body of an effect: one call that can commit in an outside system. `reference` is the business key under which the
 * system must be able to recognise a repetition; `target` is what an earlier effect created.
 */
export type Instruction =
  | { readonly op: 'create'; readonly document: OrderDocument }
  | { readonly op: 'quote'; readonly reference: string; readonly target: DocumentRef }
  | { readonly op: 'confirm'; readonly reference: string; readonly target: DocumentRef }
  | { readonly op: 'amend'; readonly reference: string; readonly target: DocumentRef; readonly document: OrderDocument }
  | { readonly op: 'cancel'; readonly reference: string; readonly target: DocumentRef; readonly reason: string }
  | { readonly op: 'goods-issue'; readonly reference: string; readonly target: DocumentRef; readonly shipment: ShipmentNotice }
  | { readonly op: 'invoice'; readonly reference: string; readonly target: DocumentRef; readonly shipment: ShipmentNotice }
  | { readonly op: 'release'; readonly order: WarehouseOrder }
  | { readonly op: 'change-release'; readonly reference: string; readonly target: DocumentRef; readonly order: WarehouseOrder }
  | { readonly op: 'cancel-release'; readonly reference: string; readonly target: DocumentRef; readonly reason: string }
  | { readonly op: 'fulfil'; readonly reference: string; readonly orderId: string; readonly shipment: ShipmentNotice }
  | { readonly op: 'create-customer'; readonly customer: NewCustomer };

/** The name of a writing operation. */
export type Operation = Instruction['op'];

/** The body of an ask: all that a system is asked about an order, in one call. */
export type Question = {
  readonly op: 'ask';
  readonly customer: string;
  readonly shipTo?: ShipTo;
  readonly currency: Currency;
  readonly lines: readonly (DocumentLine & { readonly warehouse: string })[];
};

/** A system's answer. A "no" is an answer: unknown, inactive, short and over the limit are values. */
export type Answer = {
  /** When the system looked, RFC 3339. */
  readonly asOf: string;
  readonly customer: { readonly status: 'active' | 'inactive' | 'unknown'; readonly name?: string };
  /** Limit null: none. Exposure: what is open already, without this order. */
  readonly credit?: { readonly limit: Decimal | null; readonly exposure: Decimal };
  readonly shipTo?: { readonly status: 'active' | 'inactive' | 'unknown' };
  readonly lines: readonly AnswerLine[];
};

/** What the system knows of one line. Price per unit of the question, in the order's currency. */
export type AnswerLine = {
  readonly lineKey: string;
  readonly item: 'active' | 'unknown' | 'discontinued';
  readonly isUnitSold: boolean;
  readonly price?: Decimal;
  /** The rule that made the price, as the system calls it; there wherever a price is. */
  readonly priceRule?: string;
  /** What can be promised from the warehouse that was asked about, in the line's unit. */
  readonly available?: Decimal;
  /** Calendar days until more than that can be there, where the system says; 0 is not said. */
  readonly leadDays?: number;
};
