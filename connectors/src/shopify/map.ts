import { type Currency, currencies, type LineRequest, type OrderRequest, orderLimits, type ShipTo } from '@crossdock/canonical';
import type { ShopAddress, ShopLine, ShopOrder } from './api.ts';
import { extrasOf, unitPriceOf } from './price.ts';
import { Unreadable } from './read.ts';

/** Who the order is from, which Shopify cannot say in the ERP's words. */
export type Buyer = {
  /** The id of this system in the landscape; references are scoped to it. */
  readonly system: string;
  /** The ERP's customer that the shop's buyers buy as. */
  readonly customer: string;
};

/** Financial states in which the shop has the money. */
const paidStates: ReadonlySet<string> = new Set(['paid', 'partially_refunded']);

/** Lines that the ERP and a warehouse have to do with; gift cards and tips are money, not goods. */
export const goodsOf = (order: ShopOrder): readonly ShopLine[] => order.lines.filter((line) => line.kind === 'goods' && line.wanted > 0);

/** The order as it is now, in our words. Throws Unreadable naming Shopify's field; needs at least one line in `goodsOf`. */
export function toOrderRequest(order: ShopOrder, { system, customer }: Buyer): OrderRequest {
  const currency = currencyOf(order);
  const name = order.customerName === undefined ? {} : { name: within(order.customerName, 200, 'customer') };
  const lines = goodsOf(order).map((line) => toLine(line, currency, order.areTaxesIncluded));
  return {
    customer: { id: customer, ...name },
    purchaseOrder: within(order.name, 100, 'name'),
    orderedAt: order.orderedAt,
    currency,
    ...(order.shippingAddress === undefined ? {} : { shipTo: toShipTo(order.shippingAddress) }),
    payment: paidStates.has(order.financialStatus ?? '') ? 'prepaid' : 'on-account',
    references: referencesOf(order, system),
    note: noteOf(order, currency, lines),
    lines,
  };
}

function toLine(line: ShopLine, currency: Currency, areTaxesIncluded: boolean): LineRequest {
  const price = { amount: unitPriceOf(line, currency, areTaxesIncluded), currency };
  return { id: line.id, item: itemOf(line), quantity: { value: String(line.wanted), unit: 'EA' }, price };
}

/** The shipping address; undefined fields are left out. Throws Unreadable. */
export function toShipTo(address: ShopAddress): ShipTo {
  const { path } = address;
  const fields = {
    name: joined(address.name, address.company, 200, `${path}.name`),
    street: joined(address.address1, address.address2, 300, `${path}.address1`),
    city: maybeWithin(address.city, 100, `${path}.city`),
    region: maybeWithin(address.provinceCode, 100, `${path}.province_code`),
    postalCode: maybeWithin(address.zip, 30, `${path}.zip`),
    country: address.countryCode,
  };
  if (fields.country !== undefined && !/^[A-Z]{2}$/.test(fields.country)) throw new Unreadable(`${path}.country_code`, 'must be two capital letters');
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new Unreadable(path, 'is empty');
  return Object.fromEntries(given);
}

function currencyOf({ currency }: ShopOrder): Currency {
  if (!isCurrency(currency)) throw new Unreadable('currency', `${currency} is not a currency that this hub knows`);
  return currency;
}

const isCurrency = (code: string): code is Currency => Object.hasOwn(currencies, code);

function itemOf(line: ShopLine): string {
  if (line.sku === undefined) throw new Unreadable(`${line.path}.sku`, `is missing: "${line.title ?? line.id}" has no item number in the shop`);
  return within(line.sku, 100, `${line.path}.sku`);
}

function referencesOf(order: ShopOrder, system: string): NonNullable<OrderRequest['references']> {
  const reference = (kind: string, value: string | undefined, path: string) => (value === undefined ? [] : [{ system, kind, value: within(value, 200, path) }]);
  return [
    ...reference('order', order.id, 'id'),
    ...reference('name', order.name, 'name'),
    ...reference('confirmation', order.confirmationNumber, 'confirmation_number'),
    ...reference('purchase-order', order.purchaseOrder, 'po_number'),
  ];
}

/**
 * What is money but no line, so that a person can add the order up to the shop's total, and then the shopper's own words, cut to
 * what a note may hold.
 */
function noteOf(order: ShopOrder, currency: Currency, lines: readonly LineRequest[]): string {
  const extras = extrasOf(order, currency, lines).map(({ what, amount }) => `${what} ${amount}`);
  const total = order.totalPrice === undefined ? '' : ` Total in the shop ${order.totalPrice}.`;
  const note = `Amounts in ${currency}. Not in the lines: ${extras.join(', ') || 'nothing'}.${total}`;
  return printable(order.note === undefined ? note : `${note} Note of the buyer: ${order.note}`.slice(0, orderLimits.noteCharsMax));
}

const joined = (first: string | undefined, second: string | undefined, charsMax: number, path: string): string | undefined =>
  maybeWithin([first, second].filter((each) => each !== undefined).join(', ') || undefined, charsMax, path);

const maybeWithin = (text: string | undefined, charsMax: number, path: string): string | undefined =>
  text === undefined ? undefined : within(text, charsMax, path);

/** A text without control characters. One that is too long is refused, not cut: half an address is worse than none. */
function within(text: string, charsMax: number, path: string): string {
  const clean = printable(text);
  if (clean === '') throw new Unreadable(path, 'has no printable character');
  if (clean.length > charsMax) throw new Unreadable(path, `has ${clean.length} characters, at most ${charsMax} can be taken over`);
  return clean;
}

/** Line breaks and other control characters become blanks, halves of a character the mark for "unreadable". */
const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
