import type { ShipTo } from '@crossdock/canonical';
import type { SystemDeclaration } from '@crossdock/connector-kit';

/** The ERPs that a story can be told with. */
export const erpNames = ['simulated', 'tryton'] as const;
/** One of them. */
export type ErpName = (typeof erpNames)[number];

/** A line as the ERP's own book has it; quantities in the line's unit, plain decimals. */
export type BookedLine = { readonly lineKey: string; readonly item: string; readonly quantity: string; readonly shipped: string; readonly invoiced: string };

/** A sales order as the ERP's own book has it. */
export type BookedOrder = {
  readonly id: string;
  readonly number: string;
  /** Our business key on it. */
  readonly reference: string;
  readonly isCancelled: boolean;
  readonly lines: readonly BookedLine[];
};

/** One invoice in the ERP's own book. */
export type BookedInvoice = { readonly number: string; readonly isPaid: boolean };

/** An ERP, the people who work in it, and its own book: what a story does and sees beside the hub. */
export type ErpHouse = {
  readonly name: ErpName;
  /** How the hub's landscape calls it. */
  readonly declaration: SystemDeclaration;
  /** Two places of customer C-ACME that the ERP knows, as it wants them called. */
  readonly shipTos: readonly [ShipTo, ShipTo];
  /** How the ERP calls the place to which a customer's goods go. */
  readonly placeOf: (customer: string) => Promise<string>;
  /** Every document whose business key begins with the order's code, the cancelled ones too, oldest first. */
  readonly ordersOf: (code: string) => Promise<readonly BookedOrder[]>;
  readonly invoicesOf: (code: string) => Promise<readonly BookedInvoice[]>;
  /** Finance books the payment of every open invoice of an order; answers their numbers. */
  readonly payAll: (code: string) => Promise<readonly string[]>;
  /** A person in the ERP wants another quantity of a line. */
  readonly changeQuantity: (order: BookedOrder, lineKey: string, quantity: string) => Promise<void>;
  /** A person in the ERP cancels the document. */
  readonly cancelOrder: (order: BookedOrder) => Promise<void>;
  /** Finance grants a customer another limit. */
  readonly setCreditLimit: (customer: string, amount: string) => Promise<void>;
  /** A customer may be sold to, or not. */
  readonly setActive: (customer: string, isActive: boolean) => Promise<void>;
  /** The second of the two places may be shipped to, or not. */
  readonly setPlaceOpen: (isOpen: boolean) => Promise<void>;
  /** So many of an item are counted in the East DC. */
  readonly countStock: (item: string, quantity: number) => Promise<void>;
  /** Nobody can reach the ERP from now on: connections are refused. */
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  /** The ERP does its work, but its answers are lost on the way, until the given number of them is. */
  readonly loseAnswers: (count: number) => Promise<void>;
  /** How many answers were lost so far. */
  readonly answersLost: () => number;
  readonly close: () => Promise<void>;
};
