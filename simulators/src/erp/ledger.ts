import { type Decimal, decimal, moneyDigits, multiply, sum } from '../decimal.ts';
import { type Book, openBook } from '../stand-in/index.ts';
import { type Customer, type ErpDocument, eachesPerUnit, type Invoice, type Item, type SalesOrder } from './documents.ts';
import { benchCustomer, benchItem, isBenchCustomer, isBenchItem, seedMasterData } from './seed.ts';

/** The ERP's book with the figures that follow from it. */
export type ErpLedger = {
  readonly book: Book<ErpDocument>;
  readonly customer: (id: string) => Customer | undefined;
  readonly item: (id: string) => Item | undefined;
  /** Confirmed but not invoiced (net), and invoiced but not paid. */
  readonly exposure: (customer: string) => Decimal;
  /** EA that confirmed orders still want from a warehouse. */
  readonly reserved: (item: string, warehouse: string) => Decimal;
};

/** Opens the ERP's book and keeps its figures up to date with each commit. */
export function openErpLedger(file: string | undefined): ErpLedger {
  const exposure = new Map<string, Decimal>();
  const reserved = new Map<string, Decimal>();
  const count = (document: ErpDocument | undefined, sign: 1n | -1n) => {
    if (document?.kind === 'invoice') add(exposure, document.customer, sign * decimal(document.open));
    if (document?.kind === 'sales-order') countOrder(document, sign);
  };
  const countOrder = (order: SalesOrder, sign: 1n | -1n) => {
    add(exposure, order.customer, sign * openNet(order));
    if (order.state === 'draft' || order.state === 'cancelled') return;
    for (const { item, unit, quantity, shipped } of order.lines) {
      if (!isBenchItem(item)) add(reserved, `${item} ${order.warehouse}`, sign * inEaches(decimal(quantity) - decimal(shipped), unit));
    }
  };
  const onPut = (before: ErpDocument | undefined, after: ErpDocument | undefined) => {
    count(before, -1n);
    count(after, 1n);
  };
  const book = openBook<ErpDocument>({ seeds: seedMasterData, file, onPut });
  return {
    book,
    customer: (id) => book.find('customer', id) ?? (isBenchCustomer(id) ? benchCustomer(id) : undefined),
    item: (id) => book.find('item', id) ?? (isBenchItem(id) ? benchItem(id) : undefined),
    exposure: (customer) => exposure.get(customer) ?? 0n,
    reserved: (item, warehouse) => reserved.get(`${item} ${warehouse}`) ?? 0n,
  };
}

/** What an order adds to its customer's exposure: the net of all that is confirmed and not invoiced. */
export function openNet(order: SalesOrder): Decimal {
  if (order.state === 'draft' || order.state === 'cancelled') return 0n;
  return sum(order.lines.map((line) => multiply(decimal(line.quantity) - decimal(line.invoiced), decimal(line.price), moneyDigits)));
}

/** A quantity of some unit in EA; an unknown unit counts as EA. */
export const inEaches = (quantity: Decimal, unit: string): Decimal => quantity * BigInt(factorOf(unit));

const factorOf = (unit: string): string => (unit in eachesPerUnit ? eachesPerUnit[unit as keyof typeof eachesPerUnit] : '1'); // the look-up before makes the cast true

function add(figures: Map<string, Decimal>, key: string, amount: Decimal): void {
  figures.set(key, (figures.get(key) ?? 0n) + amount);
}

/** Whether a document counts when duplicates are looked for: a cancelled order is none. */
export const isLiveErpDocument = (document: ErpDocument): boolean => document.kind !== 'sales-order' || document.state !== 'cancelled';

/** Whether an invoice is paid. */
export const isPaid = (invoice: Invoice | undefined): boolean => invoice?.state === 'paid';
