/** A one-time address, instead of a ship-to that the ERP knows. */
export type Address = { readonly name?: string; readonly street: string; readonly city: string; readonly postalCode: string; readonly country: string };

/** Whom to ask at the customer's. */
export type Contact = { readonly id?: string; readonly name?: string; readonly email?: string; readonly phone?: string };

/** A line of a sales order. Quantities in `unit`, amounts in the order's currency, all decimal strings. */
export type SalesOrderLine = {
  readonly key: string;
  readonly item: string;
  /** What the line wants now; what was cancelled is no longer in it. */
  readonly quantity: string;
  readonly unit: string;
  readonly price: string;
  readonly amount: string;
  readonly cancelled: string;
  readonly shipped: string;
  readonly invoiced: string;
};

/** Net, tax and both together. */
export type Totals = { readonly net: string; readonly tax: string; readonly gross: string };

type Stamped = { readonly id: string; readonly version: number; readonly createdAt: string; readonly changedAt: string };
type Numbered = Stamped & { readonly number: string; readonly reference: string | undefined };

/** A sales order. */
export type SalesOrder = Numbered & {
  readonly kind: 'sales-order';
  readonly state: 'draft' | 'confirmed' | 'partially-shipped' | 'shipped' | 'closed' | 'cancelled';
  readonly customer: string;
  readonly shipTo: string | Address | null;
  /** Absent in orders of older ledgers. */
  readonly contact?: Contact | null;
  readonly warehouse: string;
  readonly currency: string;
  readonly requestedDate: string | null;
  readonly lines: readonly SalesOrderLine[];
  readonly totals: Totals;
  readonly goodsIssues: readonly string[];
  readonly invoices: readonly string[];
  readonly changedBy: ChangedBy;
};
/** Who wrote a version: somebody over the interface, or a person inside the ERP. */
export type ChangedBy = 'integration' | 'desk';

/** Goods that left, against one sales order. */
export type GoodsIssue = Numbered & {
  readonly kind: 'goods-issue';
  readonly order: { readonly id: string; readonly number: string; readonly version: number };
  readonly shipment: string;
  readonly lines: readonly { readonly key: string; readonly quantity: string }[];
  readonly tracking: readonly string[];
  readonly invoice: { readonly id: string; readonly number: string };
};

/** A posted invoice for one goods issue. */
export type Invoice = Numbered & {
  readonly kind: 'invoice';
  readonly state: 'posted' | 'partly-paid' | 'paid';
  readonly order: { readonly id: string; readonly number: string };
  readonly goodsIssue: string;
  readonly customer: string;
  readonly currency: string;
  readonly dueDate: string;
  readonly lines: readonly Pick<SalesOrderLine, 'key' | 'item' | 'quantity' | 'unit' | 'price' | 'amount'>[];
  readonly totals: Totals;
  readonly paid: string;
  readonly open: string;
  /** Why the customer does not agree with it; null or, in a book from before, absent: agrees. */
  readonly dispute?: string | null;
};

/** Money that came in for one invoice. */
export type Payment = Numbered & { readonly kind: 'payment'; readonly invoice: string; readonly amount: string; readonly currency: string };

/** Where a customer sits. */
export type CustomerAddress = {
  readonly street: string | undefined;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly postalCode: string | undefined;
  readonly country: string | undefined;
};

/** A customer. `creditLimit` null = none. */
export type Customer = Stamped & {
  readonly kind: 'customer';
  /** Of the system that had it made. */
  readonly reference?: string | undefined;
  readonly address?: CustomerAddress | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly taxId?: string | undefined;
  readonly name: string;
  readonly active: boolean;
  readonly creditLimit: string | null;
  readonly terms: Terms;
  readonly priceRule: 'contract' | 'wholesale' | 'list';
  readonly taxRate: string;
  readonly shipTos: readonly { readonly code: string; readonly active: boolean; readonly city: string }[];
};
/** Payment terms. */
export type Terms = keyof typeof termDays;
/** Days until an invoice is due. */
export const termDays = { NET30: 30, NET60: 60, DUE: 0 } as const;

/** An item. `stock` is on hand per warehouse in EA; null = without limit. */
export type Item = Stamped & {
  readonly kind: 'item';
  readonly name: string;
  readonly status: 'active' | 'discontinued';
  /** Per EA. */
  readonly listPrice: string;
  readonly units: readonly Unit[];
  readonly stock: Readonly<Record<Warehouse, string>> | null;
  readonly leadDays: number;
};
/** Units of measure. */
export type Unit = keyof typeof eachesPerUnit;
/** How many EA a unit holds. */
export const eachesPerUnit = { EA: '1', CS: '12' } as const;
/** Warehouses. */
type Warehouse = (typeof warehouses)[number];
/** The codes of the warehouses: East DC, West DC. */
export const warehouses = ['EDC', 'WDC'] as const;

/** Everything that the ERP's book holds. */
export type ErpDocument = SalesOrder | GoodsIssue | Invoice | Payment | Customer | Item;

/** The same document, one version on. */
export function revised<D extends ErpDocument>(document: D, change: Partial<D>, at: string): D {
  return { ...document, ...change, version: document.version + 1, changedAt: at };
}
