import {
  type Currency,
  currencies,
  type Decimal,
  type InvoiceSnapshot,
  type OrderDocument,
  type SalesOrderSnapshot,
  type ShipTo,
  type Unit,
  units,
} from '@crossdock/canonical';
import { type ComparedField, compareDocument, type Difference } from '@crossdock/connector-kit';
import type { AddressRow, InvoiceRow, SaleLineRow, SaleRow } from './api.ts';
import type { Names } from './settings.ts';
import { priceDecimals, quantityText, roundedDecimal } from './wire.ts';

const lineMark = 'crossdock:';

/** The note of a sale line that is ours. Tryton copies it to the invoice line, and no amendment touches it, unlike the description. */
export function lineNote(lineKey: string): string {
  return `${lineMark}${lineKey}`;
}

/** Our key of a sale line, wherever in its note people have left it; undefined for a line that is not ours. */
export function lineKeyOf(note: string | null): string | undefined {
  return note
    ?.split(/\s/)
    .find((word) => word.startsWith(lineMark) && word.length > lineMark.length)
    ?.slice(lineMark.length);
}

type Stamped = { readonly write_date: string | null; readonly create_date: string | null };

/**
 * The version of a record with its parts: the latest instant at which any of them was written (UTC, 26 characters). Tryton stamps with
 * the start of the transaction; two transactions that write one record never overlap, so it only grows.
 */
export function versionOf(parts: readonly Stamped[]): string {
  const stamps = parts.map((part) => part.write_date ?? part.create_date ?? '').sort();
  return stamps.at(-1) ?? '';
}

/** The part of a record's version and date that every snapshot starts with. */
export function headOf(version: string): { readonly version: string; readonly at: string } {
  return { version, at: `${version}Z` };
}

/** Tryton keeps as many digits as it likes; a price has four. */
export function priceOf(text: string | null): Decimal | undefined {
  return text === null ? undefined : roundedDecimal(text, priceDecimals);
}

function amountOf(text: string): Decimal {
  return roundedDecimal(text, priceDecimals) ?? '0';
}

/** A line with goods of the order, whoever wrote it: no freight, no comments, no subtotals. */
export function isGoodsLine(line: SaleLineRow): boolean {
  return line.type === 'line' && line.shipment_cost === null;
}

/** The key of a line: ours, or for one that a person added in Tryton a name that says so. */
export function keyOfLine(line: SaleLineRow): string {
  return lineKeyOf(line.note) ?? `tryton:${line.id}`;
}

/**
 * The sale of ours that a sale belongs to: itself, or for a return the one that it takes back. Undefined for a stranger, also for one
 * that a person copied from ours: a copy keeps the notes of the lines, but neither reference nor origin.
 */
export function orderIdOf(sale: SaleRow): string | undefined {
  if (!sale['lines.'].some((line) => lineKeyOf(line.note) !== undefined)) return undefined;
  const returned = idIn('sale.sale', sale.origin);
  if (returned !== undefined) return String(returned);
  return sale.web_id ? String(sale.id) : undefined;
}

/** A sale as the hub knows documents. */
export function saleSnapshot(sale: SaleRow, names: Names): SalesOrderSnapshot {
  const warehouse = sale['warehouse.']?.code;
  return {
    type: 'sales-order',
    system: names.system,
    id: String(sale.id),
    ...(sale.number === null ? {} : { number: sale.number }),
    ...headOf(versionOf([sale, ...sale['lines.']])),
    ...(sale.web_id ? { reference: sale.web_id } : {}),
    state: stateOf(sale),
    ...(sale['party.'].code === null ? {} : { customer: sale['party.'].code }),
    ...(sale.reference ? { purchaseOrder: sale.reference } : {}),
    ...(sale['shipment_address.'] === null ? {} : { shipTo: shipToOf(sale['shipment_address.']) }),
    ...(warehouse == null ? {} : { warehouse: names.warehouseOf(warehouse) }),
    ...(sale.shipping_date === null ? {} : { requestedDate: sale.shipping_date }),
    lines: sale['lines.']
      .filter(isGoodsLine)
      .sort((a, b) => a.id - b.id)
      .map((line) => lineOf(line, names)),
    total: amountOf(sale.total_amount),
    ...currencyOf(sale['currency.'].code),
  };
}

function lineOf(line: SaleLineRow, names: Names): SalesOrderSnapshot['lines'][number] {
  const [unitPrice, symbol] = [priceOf(line.unit_price), line['unit.']?.symbol];
  return {
    lineKey: keyOfLine(line),
    item: line['product.']?.code ?? '',
    quantity: quantityText(line.quantity ?? 0),
    ...(symbol === undefined ? {} : { unit: names.unitOf(symbol) }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
  };
}

/**
 * Tryton has no state for a sale that was cancelled after it had been confirmed: it is done, and nothing was ever moved. `actual_quantity`
 * is what was moved or invoiced and not cancelled.
 */
function stateOf(sale: SaleRow): SalesOrderSnapshot['state'] {
  switch (sale.state) {
    case 'draft':
    case 'cancelled':
    case 'confirmed':
      return sale.state;
    case 'quotation':
      return 'quoted';
    case 'processing':
      return sale.shipment_state === 'exception' || sale.invoice_state === 'exception' ? 'exception' : 'processing';
    case 'done':
      return sale['lines.'].filter(isGoodsLine).every((line) => !line.actual_quantity) ? 'cancelled' : 'done';
    default:
      return sale.state satisfies never;
  }
}

function shipToOf(address: AddressRow): ShipTo {
  const country = address['country.']?.code;
  const region = regionOf(address);
  return {
    id: String(address.id),
    ...(address.street ? { street: address.street } : {}),
    ...(address.city ? { city: address.city } : {}),
    ...(region === undefined ? {} : { region }),
    ...(address.postal_code ? { postalCode: address.postal_code } : {}),
    ...(country ? { country } : {}),
  };
}

/** Tryton has ISO 3166-2, `US-NJ`; an order says `NJ`. */
function regionOf(address: AddressRow): string | undefined {
  return address['subdivision.']?.code?.replace(/^[A-Z]{2}-/, '');
}

function currencyOf(code: string): { readonly currency?: Currency } {
  return isCurrency(code) ? { currency: code } : {};
}

function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencies, code);
}

/** True for the address that is meant: by its id, or by all parts of an address that were given. The name is the receiver's business. */
export function isMeant(address: AddressRow, shipTo: ShipTo): boolean {
  if (shipTo.id !== undefined) return String(address.id) === shipTo.id;
  const known = shipToOf(address);
  const parts = (['street', 'city', 'region', 'postalCode', 'country'] as const).filter((part) => shipTo[part] !== undefined);
  return parts.length > 0 && parts.every((part) => sameText(part === 'region' ? bare(shipTo.region) : shipTo[part], known[part]));
}

function bare(region: string | undefined): string | undefined {
  return region?.replace(/^[A-Z]{2}-/, '');
}

function sameText(a: string | undefined, b: string | undefined): boolean {
  const plainText = (text = '') =>
    text
      .toLowerCase()
      .replace(/[\s,.]+/g, ' ')
      .trim();
  return plainText(a) === plainText(b);
}

const comparedFields: readonly ComparedField[] = ['reference', 'customer', 'purchaseOrder', 'warehouse', 'currency', 'requestedDate', 'unit', 'unitPrice'];

/** Where the sale is not what was sent. Freight lines count as nothing, two of our units that Tryton writes alike as the same. */
export function compareSale(sent: OrderDocument, sale: SaleRow, names: Names): readonly Difference[] {
  const found = saleSnapshot(sale, names);
  const address = sale['shipment_address.'];
  const isElsewhere = sent.shipTo !== undefined && (address === null || !isMeant(address, sent.shipTo));
  return [
    ...compareDocument({ ...sent, lines: sent.lines.map((line) => ({ ...line, unit: asShown(line.unit, names) })) }, found, comparedFields),
    ...(isElsewhere ? [{ field: 'shipTo', sent: JSON.stringify(sent.shipTo), found: JSON.stringify(found.shipTo ?? null) }] : []),
  ];
}

function asShown(unit: Unit, names: Names): Unit {
  const symbol = names.symbolOf(unit);
  const shown = symbol === undefined ? unit : names.unitOf(symbol);
  return isUnit(shown) ? shown : unit;
}

function isUnit(code: string): code is Unit {
  return Object.hasOwn(units, code);
}

/** The record that a reference of Tryton's names: `sale.line,5` → 5 for the model `sale.line`. */
export function idIn(model: string, reference: string | null): number | undefined {
  const [named, id] = reference?.split(',') ?? [];
  return named === model && id !== undefined ? Number(id) : undefined;
}

/** An invoice, or a credit note, as far as it concerns one sale. Freight has no line key, but is in the total. */
export function invoiceSnapshot(invoice: InvoiceRow, sale: SaleRow, names: Names): InvoiceSnapshot {
  const keys = new Map(sale['lines.'].filter(isGoodsLine).map((line) => [line.id, keyOfLine(line)]));
  const dueDate = invoice['lines_to_pay.']
    .flatMap(({ maturity_date: date }) => (date === null ? [] : [date]))
    .sort()
    .at(-1);
  const total = amountOf(invoice.total_amount);
  return {
    type: 'invoice',
    system: names.system,
    id: String(invoice.id),
    ...(invoice.number === null ? {} : { number: invoice.number }),
    ...headOf(versionOf([invoice])),
    ...(invoice.reference ? { reference: invoice.reference } : {}),
    state: invoice.state === 'validated' ? 'draft' : invoice.state,
    orderId: orderIdOf(sale) ?? String(sale.id),
    lines: invoice['lines.'].flatMap((line) => {
      const lineKey = keys.get(idIn('sale.line', line.origin) ?? -1);
      return lineKey === undefined ? [] : [{ lineKey, quantity: quantityText(line.quantity ?? 0), amount: amountOf(line.amount ?? '0') }];
    }),
    ...currencyOf(invoice['currency.'].code),
    total,
    // Until it is posted, Tryton says that nothing is to be paid.
    balance: invoice.state === 'draft' || invoice.state === 'validated' ? total : amountOf(invoice.amount_to_pay),
    ...(dueDate === undefined ? {} : { dueDate }),
  };
}
