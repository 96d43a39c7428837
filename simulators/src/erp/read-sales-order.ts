import type { Decimal } from '../decimal.ts';
import type { DroppableField } from '../faults.ts';
import { Malformed, maybeDecimal, maybeText, pathOf, readList, readObject, readPositive, readText, refuseTwins, type Source } from '../stand-in/index.ts';
import type { Address, Contact } from './documents.ts';

/** Lines of one sales order. */
export const linesMax = 5000;

/** A sales order as somebody asks for it. */
export type SalesOrderRequest = {
  readonly reference: string | undefined;
  readonly customer: string;
  readonly shipTo: string | Address | null;
  readonly contact: Contact | null;
  readonly warehouse: string;
  readonly currency: string;
  readonly requestedDate: string | null;
  readonly lines: readonly LineRequest[];
};
/** A line of it; without a price the ERP takes its own. */
export type LineRequest = {
  readonly key: string;
  readonly item: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly price: Decimal | undefined;
};

/** Where goods come from when nobody says. */
const defaultWarehouse = 'EDC';
const dateShape = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the body of `POST /sales-orders`; throws Malformed. */
export function readSalesOrder(body: unknown): SalesOrderRequest {
  const source = readObject(body, '');
  const lines = readList(source, 'lines', linesMax).map(readLine);
  refuseTwins(lines, 'lines');
  return {
    reference: readText(source, 'reference'),
    customer: readText(source, 'customer'),
    shipTo: readShipTo(source),
    contact: readContact(source),
    warehouse: maybeText(source, 'warehouse') ?? defaultWarehouse,
    currency: readText(source, 'currency'),
    requestedDate: readDate(source, 'requestedDate') ?? null,
    lines,
  };
}

/** Reads a line in full. */
export const readLine = (line: Source): LineRequest => ({
  key: readText(line, 'key'),
  item: readText(line, 'item'),
  quantity: readPositive(line, 'quantity'),
  unit: readText(line, 'unit'),
  price: maybeDecimal(line, 'price'),
});

/** Reads a ship-to: the code of a known one, an address, or none. */
export function readShipTo(source: Source): string | Address | null {
  const given = source.fields['shipTo'];
  if (given === undefined || given === null) return null;
  if (typeof given === 'string') return readText(source, 'shipTo');
  const address = readObject(given, pathOf(source, 'shipTo'));
  const name = maybeText(address, 'name');
  const place = {
    street: readText(address, 'street'),
    city: readText(address, 'city'),
    postalCode: readText(address, 'postalCode'),
    country: readText(address, 'country'),
  };
  return name === undefined ? place : { name, ...place };
}

/** Reads whom to ask, with whatever is said of them, or nobody. */
function readContact(source: Source): Contact | null {
  const given = source.fields['contact'];
  if (given === undefined || given === null) return null;
  const person = readObject(given, pathOf(source, 'contact'));
  const told = (['id', 'name', 'email', 'phone'] as const).flatMap((part) => {
    const value = maybeText(person, part);
    return value === undefined ? [] : [[part, value] as const];
  });
  return Object.fromEntries(told);
}

/** Reads a calendar date that may be absent. */
export function readDate(source: Source, name: string): string | undefined {
  const date = maybeText(source, name);
  if (date !== undefined && !(dateShape.test(date) && !Number.isNaN(Date.parse(date))))
    throw new Malformed(pathOf(source, name), 'must be a date such as 2026-12-01');
  return date;
}

/** A request without what the fault `silentFieldDrop` takes away; the rules then fill in their defaults. */
export function thinned(request: SalesOrderRequest, dropped: DroppableField | undefined): SalesOrderRequest {
  switch (dropped) {
    case 'shipTo':
      return { ...request, shipTo: null };
    case 'warehouse':
      return { ...request, warehouse: defaultWarehouse };
    case 'requestedDate':
      return { ...request, requestedDate: null };
    case 'reference':
      return { ...request, reference: undefined };
    case 'lines[].price':
      return { ...request, lines: request.lines.map((line) => ({ ...line, price: undefined })) };
    case 'lines[last]':
      return { ...request, lines: request.lines.length > 1 ? request.lines.slice(0, -1) : request.lines };
    case 'tracking':
    case undefined:
      return request;
    default:
      return dropped satisfies never;
  }
}
