import { decimal, showMoney, showQuantity } from '../decimal.ts';
import {
  type Decision,
  decided,
  isAbsent,
  Malformed,
  maybeBoolean,
  maybeDecimal,
  maybeList,
  maybeNumber,
  maybeText,
  readObject,
  readText,
  readTexts,
  readWord,
  type Source,
} from '../stand-in/index.ts';
import { type Customer, type ErpDocument, eachesPerUnit, type Item, revised, type Terms, termDays, type Unit, warehouses } from './documents.ts';
import type { ErpLedger } from './ledger.ts';

const shipTosMax = 200;
const leadDaysMax = 3650;

/** A person changes a customer, or makes a new one with no limit and NET30. */
export function editCustomer(ledger: ErpLedger, id: string, body: unknown, at: string): Decision<ErpDocument, Customer> {
  const source = readObject(body, '');
  const there = ledger.customer(id) ?? newCustomer(id, at);
  const limit = maybeDecimal(source, 'creditLimit');
  const terms = maybeText(source, 'terms');
  const change: Partial<Customer> = {
    ...(limit === undefined ? {} : { creditLimit: showMoney(limit) }),
    ...(source.fields['creditLimit'] === null ? { creditLimit: null } : {}),
    ...(terms === undefined ? {} : { terms: readWord(source, 'terms', Object.keys(termDays) as Terms[]) }), // the keys of the table of terms
    active: maybeBoolean(source, 'active') ?? there.active,
    shipTos: mergedShipTos(there, maybeList(source, 'shipTos', shipTosMax) ?? []),
  };
  const changed = revised<Customer>(there, change, at);
  return decided([changed], changed);
}

/** A person changes an item, or makes a new one without stock. `stock` is on hand in EA, for the warehouses that it names. */
export function editItem(ledger: ErpLedger, id: string, body: unknown, at: string): Decision<ErpDocument, Item> {
  const source = readObject(body, '');
  const there = ledger.item(id) ?? newItem(id, at);
  const listPrice = maybeDecimal(source, 'listPrice');
  const change: Partial<Item> = {
    ...(isAbsent(source, 'status') ? {} : { status: readWord(source, 'status', ['active', 'discontinued']) }),
    ...(listPrice === undefined ? {} : { listPrice: showMoney(listPrice) }),
    ...(isAbsent(source, 'units') ? {} : { units: readUnits(source) }),
    ...(isAbsent(source, 'stock') ? {} : { stock: readStock(there, readObject(source.fields['stock'], 'stock')) }),
    leadDays: maybeNumber(source, 'leadDays', 0, leadDaysMax) ?? there.leadDays,
  };
  const changed = revised<Item>(there, change, at);
  return decided([changed], changed);
}

function mergedShipTos(customer: Customer, changes: readonly Source[]): Customer['shipTos'] {
  const merged = new Map(customer.shipTos.map((shipTo) => [shipTo.code, shipTo]));
  for (const change of changes) {
    const code = readText(change, 'code');
    const before = merged.get(code);
    merged.set(code, { code, active: maybeBoolean(change, 'active') ?? before?.active ?? true, city: maybeText(change, 'city') ?? before?.city ?? '' });
  }
  return [...merged.values()];
}

function readUnits(source: Source): readonly Unit[] {
  const known = Object.keys(eachesPerUnit) as Unit[]; // the keys of the table of units
  return readTexts(source, 'units', known.length).map((text) => {
    const unit = known.find((each) => each === text);
    if (unit === undefined) throw new Malformed('units', `may hold ${known.join(', ')}`);
    return unit;
  });
}

function readStock(item: Item, source: Source): NonNullable<Item['stock']> {
  const stock = { ...(item.stock ?? { EDC: '0', WDC: '0' }) };
  for (const name of Object.keys(source.fields)) if (!warehouses.some((code) => code === name)) throw new Malformed(`stock.${name}`, 'is no warehouse');
  for (const code of warehouses) stock[code] = showQuantity(maybeDecimal(source, code) ?? decimal(stock[code]));
  return stock;
}

const newCustomer = (id: string, at: string): Customer => ({
  kind: 'customer',
  id,
  version: 0,
  name: id,
  active: true,
  creditLimit: null,
  terms: 'NET30',
  priceRule: 'list',
  taxRate: '0.08',
  shipTos: [],
  createdAt: at,
  changedAt: at,
});

const newItem = (id: string, at: string): Item => ({
  kind: 'item',
  id,
  version: 0,
  name: id,
  status: 'active',
  listPrice: '0.00',
  units: ['EA'],
  stock: { EDC: '0', WDC: '0' },
  leadDays: 0,
  createdAt: at,
  changedAt: at,
});
