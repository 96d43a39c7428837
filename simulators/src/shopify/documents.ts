/** Kinds of documents in a shop's book. Ids are digits as text; amounts are decimals in the shop's currency; times are UTC. */
export type ShopDocument = Order | FulfillmentOrder | Fulfillment | Told;

/** An order as the shop keeps it; rest.ts shows it as the Admin API does. */
export type Order = {
  readonly kind: 'order';
  readonly id: string;
  /** `#1001`. */
  readonly number: string;
  readonly changedAt: string;
  readonly createdAt: string;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly isTest: boolean;
  readonly currency: string;
  /** What the shopper was shown: his currency, and how much of it one of the shop's is. */
  readonly presentment: { readonly currency: string; readonly rate: string };
  readonly areTaxesIncluded: boolean;
  readonly financialStatus: 'pending' | 'authorized' | 'paid' | 'partially_refunded' | 'refunded' | 'voided';
  readonly note: string | null;
  readonly email: string | null;
  readonly customer: { readonly id: string; readonly firstName: string; readonly lastName: string } | null;
  readonly shippingAddress: Address | null;
  readonly shipping: readonly { readonly id: string; readonly title: string; readonly price: string; readonly tax: string }[];
  readonly lines: readonly OrderLine[];
  readonly refunds: readonly Refund[];
};

/** A line: `quantity` as ordered, `current` without what was taken off or given back. */
export type OrderLine = {
  readonly id: string;
  readonly kind: 'goods' | 'gift-card' | 'tip';
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly current: number;
  readonly price: string;
  readonly lineDiscount: string;
  readonly orderDiscount: string;
  readonly tax: string;
};

/** What was given back. */
export type Refund = {
  readonly id: string;
  readonly createdAt: string;
  readonly lines: readonly { readonly id: string; readonly lineId: string; readonly quantity: number; readonly restock: Restock }[];
};
/** Whether pieces went back on the shelf, and from where. */
export type Restock = 'no_restock' | 'cancel' | 'return';

/** A postal address. */
export type Address = Readonly<Record<AddressField, string | null>>;
/** The fields of an address, by their REST names. */
type AddressField = (typeof addressFields)[number];
/** All of them. */
export const addressFields = [
  'first_name',
  'last_name',
  'name',
  'company',
  'address1',
  'address2',
  'city',
  'province',
  'province_code',
  'zip',
  'country',
  'country_code',
  'phone',
] as const;

/** Work expected at one location. */
export type FulfillmentOrder = {
  readonly kind: 'fulfillment-order';
  readonly id: string;
  readonly changedAt: string;
  readonly order: string;
  readonly location: Location;
  readonly status: 'open' | 'in_progress' | 'on_hold' | 'closed' | 'cancelled';
  readonly lines: readonly { readonly id: string; readonly lineId: string; readonly total: number; readonly remaining: number }[];
};

/** What was sent. `reference` is what a checker compares: the order, the numbers and the pieces. */
export type Fulfillment = {
  readonly kind: 'fulfillment';
  readonly id: string;
  /** `#1001-F1`. */
  readonly number: string;
  readonly reference: string;
  readonly changedAt: string;
  readonly createdAt: string;
  readonly order: string;
  readonly location: Location;
  readonly status: 'success' | 'cancelled';
  readonly trackingNumbers: readonly string[];
  readonly trackingCompany: string | null;
  readonly isBuyerTold: boolean;
  readonly lines: readonly { readonly id: string; readonly lineId: string; readonly quantity: number }[];
};

/** A webhook, sent or not: the payload is the order at that moment, and stays that through every attempt. */
export type Told = {
  readonly kind: 'webhook';
  readonly id: string;
  readonly changedAt: string;
  readonly topic: Topic;
  readonly event: string;
  readonly order: string;
  readonly isTest: boolean;
  readonly payload: string;
};
/** The topics that this shop tells of. */
export type Topic = 'orders/create' | 'orders/updated' | 'orders/cancelled';

/** The shop's two locations, named as the simulated WMS names its warehouses. */
export const locations = { EDC: '7230000000000000011', WDC: '7230000000000000012' } as const;
/** One of them. */
export type Location = keyof typeof locations;

/** Ids start above 2^53 and are so near each other that a double cannot tell two apart. */
export const idBases = {
  order: 820982911946154500n,
  'order-line': 466157049940123400n,
  'fulfillment-order': 564582392910019200n,
  'fulfillment-order-line': 188657735510019300n,
  fulfillment: 325585860010019400n,
  refund: 509562969010019500n,
  customer: 115310627314723900n,
  'shipping-line': 271878346596884000n,
} as const;
/** A kind of thing that has ids. */
export type IdKind = keyof typeof idBases;
