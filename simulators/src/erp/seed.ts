import { decimal, showMoney, showQuantity } from '../decimal.ts';
import type { Customer, Item, Terms, Unit } from './documents.ts';

/** Master data is older than every document. */
const seededAt = '2026-01-01T00:00:00.000Z';
const stamp = { version: 1, createdAt: seededAt, changedAt: seededAt } as const;

const taxRate = '0.08';
const customerRows: readonly (readonly [string, string, string | null, Terms, Customer['priceRule'], string, readonly string[]])[] = [
  ['C-ACME', 'ACME Plumbing LLC', '25000', 'NET30', 'contract', '0', ['Elizabeth', 'Long Beach']],
  ['C-BRIGHT', 'Brighton Retail Group', '100000', 'NET60', 'wholesale', '0', ['Naperville']],
  ['C-CEDAR', 'Cedar Home Services', '1500', 'NET30', 'list', taxRate, ['Austin']],
  ['C-DELTA', 'Delta Mechanical', '0', 'DUE', 'list', taxRate, ['Portland']],
  ['C-EAST', 'Eastside Builders', null, 'NET30', 'wholesale', '0', ['New York']],
  ['C-WEB', 'Web guest', null, 'DUE', 'list', taxRate, ['San Jose']],
  ['C-FROST', 'Frost Refrigeration', '5000', 'NET30', 'list', taxRate, ['Minneapolis']],
];
const itemRows: readonly (readonly [string, string, string, readonly Unit[], string, string, number])[] = [
  ['HS-1001', 'Ball valve 1/2in brass', '12.50', ['EA'], '500', '200', 0],
  ['HS-1002', 'Ball valve 3/4in brass', '16.75', ['EA'], '320', '0', 0],
  ['HS-1003', 'Pipe wrench 14in', '29.90', ['EA'], '80', '40', 0],
  ['HS-1004', 'PTFE tape 12m', '1.20', ['EA', 'CS'], '2400', '1200', 0],
  ['HS-1005', 'Circulation pump 25-60', '189.00', ['EA'], '24', '6', 0],
  ['HS-1006', 'Pressure gauge 0-10 bar', '14.10', ['EA'], '150', '150', 0],
  ['HS-1007', 'Expansion tank 18L', '54.00', ['EA'], '12', '30', 0],
  ['HS-1008', 'Copper pipe 15mm 3m', '22.40', ['EA'], '600', '350', 0],
  ['HS-1009', 'Water heater 50gal', '649.00', ['EA'], '5', '2', 0],
  ['HS-1010', 'Boiler control unit', '320.00', ['EA'], '0', '0', 14],
  ['HS-0900', 'Thermostat, model of 2019', '41.00', ['EA'], '3', '0', 0],
];
const discontinued = ['HS-0900'];
const inactiveCustomers = ['C-FROST'];
const inactiveShipTo = { customer: 'C-ACME', shipTo: { code: 'C-ACME-9', active: false, city: 'Newark' } } as const;

/** Customers and items that every ERP book begins with. */
export function seedMasterData(): readonly (Customer | Item)[] {
  return [...customerRows.map(toCustomer), ...itemRows.map(toItem)];
}

function toCustomer([id, name, limit, terms, priceRule, rate, cities]: (typeof customerRows)[number]): Customer {
  const shipTos = cities.map((city, index) => ({ code: `${id}-${index + 1}`, active: true, city }));
  return {
    ...stamp,
    kind: 'customer',
    id,
    name,
    active: !inactiveCustomers.includes(id),
    creditLimit: limit === null ? null : showMoney(decimal(limit)),
    terms,
    priceRule,
    taxRate: rate,
    shipTos: id === inactiveShipTo.customer ? [...shipTos, inactiveShipTo.shipTo] : shipTos,
  };
}

function toItem([id, name, listPrice, units, east, west, leadDays]: (typeof itemRows)[number]): Item {
  const stock = { EDC: showQuantity(decimal(east)), WDC: showQuantity(decimal(west)) };
  return { ...stamp, kind: 'item', id, name, status: discontinued.includes(id) ? 'discontinued' : 'active', listPrice, units, stock, leadDays };
}

/** A customer that a bench made up: no limit, any ship-to. */
export function benchCustomer(id: string): Customer {
  return { ...stamp, kind: 'customer', id, name: id, active: true, creditLimit: null, terms: 'NET30', priceRule: 'list', taxRate: '0', shipTos: [] };
}

/** An item that a bench made up: no limit, 10.00 each. */
export function benchItem(id: string): Item {
  return { ...stamp, kind: 'item', id, name: id, status: 'active', listPrice: '10.00', units: ['EA'], stock: null, leadDays: 0 };
}

/** Whether a code belongs to a bench, so that it always exists. */
export const isBenchCustomer = (id: string): boolean => id.startsWith('C-BENCH');
/** Whether an item belongs to a bench. */
export const isBenchItem = (id: string): boolean => id.startsWith('BENCH-');
