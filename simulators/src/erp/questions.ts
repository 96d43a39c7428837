import { type Decimal, decimal, showMoney, showQuantity, sum, wholeTimes } from '../decimal.ts';
import { maybeText, readList, readObject, readPositive, readText, refuseTwins } from '../stand-in/index.ts';
import { type Address, type Customer, eachesPerUnit, type Item, type Unit, warehouses } from './documents.ts';
import type { ErpLedger } from './ledger.ts';
import { priceOf } from './price.ts';
import { linesMax, readShipTo } from './read-sales-order.ts';
import { isBenchCustomer } from './seed.ts';

/** What is asked before an order: may this customer buy, at which price, is it there. */
export type Questions = {
  readonly customer: string;
  readonly shipTo: string | Address | null;
  readonly currency: string;
  readonly lines: readonly {
    readonly key: string;
    readonly item: string;
    readonly quantity: Decimal;
    readonly unit: string;
    readonly warehouse: string | undefined;
  }[];
};

/** Available stock of an item that has no limit. */
const unlimited = '1000000';

/** Reads the body of `POST /questions`; throws Malformed. */
export function readQuestions(body: unknown): Questions {
  const source = readObject(body, '');
  const lines = readList(source, 'lines', linesMax).map((line) => ({
    key: readText(line, 'key'),
    item: readText(line, 'item'),
    quantity: readPositive(line, 'quantity'),
    unit: readText(line, 'unit'),
    warehouse: maybeText(line, 'warehouse'),
  }));
  refuseTwins(lines, 'lines');
  return { customer: readText(source, 'customer'), shipTo: readShipTo(source), currency: readText(source, 'currency'), lines };
}

/** Answers credit, price and stock in one go. It never refuses: a "no" is an answer. */
export function answerQuestions(ledger: ErpLedger, asked: Questions, at: string) {
  const customer = ledger.customer(asked.customer);
  return {
    customer: {
      known: customer !== undefined,
      active: customer?.active === true,
      creditLimit: customer?.creditLimit ?? null,
      exposure: showMoney(ledger.exposure(asked.customer)),
      terms: customer?.terms ?? null,
    },
    shipTo: asked.shipTo === null ? null : knownShipTo(customer, asked.shipTo),
    lines: asked.lines.map((line) => answerLine(ledger, customer, line)),
    asOf: at,
    version: ledger.book.cursor(),
  };
}

/** Whether a ship-to is one of the customer's; an address that is given in full needs no master data. */
export function knownShipTo(customer: Customer | undefined, shipTo: string | Address): { readonly known: boolean; readonly active: boolean } {
  if (customer === undefined) return { known: false, active: false };
  if (typeof shipTo !== 'string' || isBenchCustomer(customer.id)) return { known: true, active: true };
  const found = customer.shipTos.find(({ code }) => code === shipTo);
  return { known: found !== undefined, active: found?.active === true };
}

function answerLine(ledger: ErpLedger, customer: Customer | undefined, { key, item: code, quantity, unit, warehouse }: Questions['lines'][number]) {
  const item = ledger.item(code);
  if (item === undefined)
    return { key, known: false, status: null, unitSold: false, units: [], price: null, available: '0', availableByWarehouse: {}, leadDays: null };
  const sold = item.units.find((each) => each === unit);
  const price = sold === undefined ? undefined : priceOf(customer, item, { quantity, unit: sold });
  const byWarehouse = warehouses.map((code) => [code, sold === undefined ? 0n : availableIn(ledger, item, { unit: sold, warehouse: code })] as const);
  const counted = warehouse === undefined ? byWarehouse : byWarehouse.filter(([code]) => code === warehouse);
  return {
    key,
    known: true,
    status: item.status,
    unitSold: sold !== undefined,
    units: item.units,
    price: price === undefined ? null : { amount: showMoney(price.amount), currency: 'USD', rule: price.rule },
    available: showQuantity(sum(counted.map(([, quantity]) => quantity))),
    availableByWarehouse: Object.fromEntries(byWarehouse.map(([code, quantity]) => [code, showQuantity(quantity)])),
    leadDays: item.leadDays,
  };
}

/** Whole units on hand that no confirmed order wants. */
function availableIn(ledger: ErpLedger, item: Item, { unit, warehouse }: { readonly unit: Unit; readonly warehouse: (typeof warehouses)[number] }): Decimal {
  if (item.stock === null) return decimal(unlimited);
  return wholeTimes(decimal(item.stock[warehouse]) - ledger.reserved(item.id, warehouse), decimal(eachesPerUnit[unit]));
}
