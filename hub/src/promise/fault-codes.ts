/** What kind of fault it is, which says whether the same quote may be sent again. */
export type QuoteFaultClass = 'data' | 'business';

/** Who has to act on it. */
export type QuoteFaultOwner = 'sender' | 'customer-service' | 'finance' | 'planning' | 'master-data';

type Code = {
  readonly class: QuoteFaultClass;
  readonly owner: QuoteFaultOwner;
  /** What that person does. */
  readonly remedy: string;
};

/**
 * The closed set of faults of a quote. Those that an order is refused with at the door are called, classed and owned as there
 * (`hub/src/api/problem-codes.ts`), those that an order is held for are owned as the hold (`hub/src/orders/hold.ts`). docs/reference/quotes.md
 * lists the same, and tests compare them.
 */
export const quoteFaultCodes = {
  'currency-mix': { class: 'data', owner: 'sender', remedy: 'Send one order per currency.' },
  'quantity-differs': { class: 'data', owner: 'sender', remedy: "Correct the schedules or the line's quantity." },
  'unit-differs': { class: 'data', owner: 'sender', remedy: 'Use the unit of the line.' },
  'line-exists': { class: 'data', owner: 'sender', remedy: 'Give each line an id of its own.' },
  'schedule-exists': { class: 'data', owner: 'sender', remedy: 'Give each schedule of the line an id of its own.' },
  'no-route': { class: 'business', owner: 'customer-service', remedy: 'Choose another warehouse, or have a route added to the landscape.' },
  'customer-unknown': { class: 'data', owner: 'master-data', remedy: 'Correct the customer, or have it created in the system.' },
  'customer-inactive': { class: 'business', owner: 'master-data', remedy: 'Have the customer released for orders in the system.' },
  'ship-to-unknown': { class: 'data', owner: 'master-data', remedy: 'Correct the ship-to, or have it added to the customer in the system.' },
  'ship-to-inactive': { class: 'business', owner: 'master-data', remedy: 'Choose another ship-to, or have this one released in the system.' },
  'credit-exceeded': { class: 'business', owner: 'finance', remedy: 'Have the limit raised, have open invoices paid, or order less.' },
  'item-unknown': { class: 'data', owner: 'master-data', remedy: 'Correct the item, or have it created in the system.' },
  'item-discontinued': { class: 'business', owner: 'master-data', remedy: 'Offer another item.' },
  'unit-not-sold': { class: 'data', owner: 'master-data', remedy: 'Use a unit in which the system sells the item.' },
  'price-differs': { class: 'business', owner: 'customer-service', remedy: "Offer the system's price, or have yours approved or agreed there." },
  'price-missing': { class: 'business', owner: 'master-data', remedy: 'State a price, or have one maintained in the system.' },
  'stock-short': { class: 'business', owner: 'planning', remedy: 'Offer less, another warehouse or a later date.' },
  'date-late': { class: 'business', owner: 'planning', remedy: 'Offer the promised date, or another warehouse.' },
} as const satisfies Readonly<Record<string, Code>>;

/** A code of that set. */
export type QuoteFaultCode = keyof typeof quoteFaultCodes;

/** `blocks`: an order like this would be refused or held. `warns`: it would go on. */
export type Weight = 'blocks' | 'warns';

/** One thing that is wrong with a quote. `field` is the place in what was sent, like `lines[0].price`; `system` says so, where one does. */
export type QuoteFault = {
  readonly code: QuoteFaultCode;
  readonly weight: Weight;
  readonly field: string;
  readonly detail: string;
  readonly system?: string;
};
