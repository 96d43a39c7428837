import {
  type Currency,
  currencies,
  isPositive,
  type LineRequest,
  multiply,
  normalize,
  type OrderRequest,
  orderLimits,
  type ShipTo,
  subtract,
} from '@crossdock/canonical';
import type { Row } from '../values.ts';
import { countryOf } from './country.ts';
import { partyOf } from './party.ts';
import { type Sale, type SaleLine, textAt } from './sale.ts';
import type { Intake } from './settings.ts';
import { Unreadable } from './unreadable.ts';

/** The sale in our words. Throws Unreadable naming Salesforce's field; needs at least one line. */
export function toOrderRequest(sale: Sale, intake: Intake): OrderRequest {
  const { head, lines } = sale;
  const { account, [sale.kind]: mapped } = intake.mapping;
  const { purchaseOrder, requestedDate, shipTo } = mapped.fields;
  const number = account.fields.number;
  const customer = number === undefined ? textAt(head, 'AccountId') : textAt(head, `Account.${number}`);
  if (customer === undefined)
    throw new Unreadable(`Account.${number ?? 'Id'}`, `is empty: the account ${textAt(head, 'Account.Name') ?? ''} has no number by which the ERP knows it`);
  const currency = currencyOf(head, intake);
  const to = shipToOf(head, shipTo, intake);
  return {
    customer: { id: within(customer, 100, `Account.${number ?? 'Id'}`), ...maybe('name', text(head, 'Account.Name', 200)), ...partyOf(head, intake) },
    ...maybe('purchaseOrder', purchaseOrder === undefined ? undefined : text(head, purchaseOrder, 100)),
    ...maybe('orderedAt', instantOf(head, 'ActivatedDate')),
    currency,
    ...maybe('shipTo', to),
    ...maybe('contact', contactOf(sale, intake)),
    ...maybe('requestedDate', requestedDate === undefined ? undefined : dateOf(head, requestedDate)),
    ...(intake.heldLines === 'hold the sale' && { shipComplete: true }),
    references: referencesOf(sale, intake.system),
    ...maybe('note', noteOf(head)),
    lines: lines.map((line) => toLine(line, currency, intake)),
  };
}

/** Where the goods go; undefined where nothing is said. Throws Unreadable. */
export function shipToOf(head: Row, idField: string | undefined, intake: Pick<Intake, 'countries'>): ShipTo | undefined {
  const parts = [
    ...given('id', idField === undefined ? undefined : text(head, idField, 100)),
    ...given('name', text(head, 'ShippingName', 200) ?? text(head, 'ShipToContact.Name', 200)),
    ...given('street', text(head, 'ShippingStreet', 300)),
    ...given('city', text(head, 'ShippingCity', 100)),
    ...given('region', text(head, 'ShippingState', 100)),
    ...given('postalCode', text(head, 'ShippingPostalCode', 30)),
    ...given('country', countryOf(textAt(head, 'ShippingCountry'), intake.countries, 'ShippingCountry')),
  ];
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** Whom to ask at the customer's. The id of a contact means something to the ERP only where a field is mapped to it. */
function contactOf({ kind, head }: Sale, { mapping: { contact } }: Intake): OrderRequest['contact'] {
  const at = (field: string | undefined, charsMax: number) => (field === undefined ? undefined : text(head, `${contactOfKind[kind]}.${field}`, charsMax));
  const { number, email, phone } = contact.fields;
  const parts = [...given('id', at(number, 100)), ...given('name', at('Name', 200)), ...given('email', at(email, 254)), ...given('phone', at(phone, 60))];
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** The relationship to the person of a sale. */
export const contactOfKind = { quote: 'Contact', order: 'ShipToContact' } as const;

function toLine({ id, quantity, row }: SaleLine, currency: Currency, intake: Intake): LineRequest {
  const code = intake.mapping.product.fields.code;
  const item = textAt(row, code === undefined ? 'Product2Id' : `Product2.${code}`);
  if (item === undefined) throw new Unreadable(`Product2.${code ?? 'Id'}`, `is empty: the product of line ${id} has no item number`);
  const unitName = textAt(row, 'Product2.QuantityUnitOfMeasure');
  const unit = unitName === undefined ? intake.unit : intake.units[unitName];
  if (unit === undefined) throw new Unreadable('Product2.QuantityUnitOfMeasure', `is ${unitName}, which the setting "units" does not name`);
  return {
    id,
    item: within(item, 100, `Product2.${code ?? 'Id'}`),
    quantity: { value: quantity, unit },
    ...maybe('price', priceOf(row, currency)),
    ...maybe('requestedDate', dateOf(row, 'ServiceDate')),
    ...maybe('note', text(row, 'Description', orderLimits.noteCharsMax)),
  };
}

const hundred = '100';
const priceDecimals = 6;

/** What one piece costs after the line's discount. */
function priceOf(row: Row, currency: Currency): LineRequest['price'] | undefined {
  const price = textAt(row, 'UnitPrice');
  if (price === undefined) return undefined;
  if (price.startsWith('-')) throw new Unreadable('UnitPrice', `is ${price}: a price is not negative`);
  const part = multiply(subtract(hundred, textAt(row, 'Discount') ?? '0'), '0.01', priceDecimals);
  return { amount: normalize(multiply(price, part, priceDecimals)), currency };
}

function currencyOf(head: Row, { currency, currencyField }: Intake): Currency {
  if (currencyField === undefined) return currency;
  const code = textAt(head, currencyField);
  if (code === undefined || !isCurrency(code)) throw new Unreadable(currencyField, `is ${code ?? 'empty'}: no currency that this hub knows`);
  return code;
}

const isCurrency = (code: string): code is Currency => Object.hasOwn(currencies, code);

function referencesOf({ id, kind, head }: Sale, system: string): NonNullable<OrderRequest['references']> {
  const reference = (name: string, value: string | undefined) => (value === undefined ? [] : [{ system, kind: name, value: within(value, 200, name) }]);
  return [
    ...reference(kind === 'order' && textAt(head, 'QuoteId') === undefined ? 'order' : 'quote', id),
    ...reference('quote-number', textAt(head, 'QuoteNumber')),
    ...reference('order-number', textAt(head, 'OrderNumber')),
    ...reference('account', textAt(head, 'AccountId')),
    ...reference('contact', textAt(head, 'ContactId') ?? textAt(head, 'ShipToContactId')),
    ...reference('opportunity', textAt(head, 'OpportunityId')),
  ];
}

/** Cut, because half a remark is better than none; all else is refused when it is too long. */
function noteOf(head: Row): string | undefined {
  const note = printable(textAt(head, 'Description') ?? '').slice(0, orderLimits.noteCharsMax);
  return note === '' ? undefined : note;
}

/** A quantity that can be ordered; zero is no line. */
export const isOrdered = (quantity: string): boolean => isPositive(quantity);

function dateOf(row: Row, field: string): string | undefined {
  const value = textAt(row, field);
  if (value === undefined) return undefined;
  const [date] = /^\d{4}-\d{2}-\d{2}/.exec(value) ?? [];
  if (date === undefined) throw new Unreadable(field, `is no date: ${value}`);
  return date;
}

/** Salesforce writes the zone without a colon. */
function instantOf(row: Row, field: string): string | undefined {
  const value = textAt(row, field);
  if (value === undefined) return undefined;
  const ms = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(ms)) throw new Unreadable(field, `is no instant: ${value}`);
  return new Date(ms).toISOString();
}

function text(row: Row, path: string, charsMax: number): string | undefined {
  const value = textAt(row, path);
  return value === undefined || printable(value) === '' ? undefined : within(value, charsMax, path);
}

/** A text without control characters. One that is too long is refused, not cut: half an address is worse than none. */
function within(value: string, charsMax: number, path: string): string {
  const clean = printable(value);
  if (clean === '') throw new Unreadable(path, 'has no printable character');
  if (clean.length > charsMax) throw new Unreadable(path, `has ${clean.length} characters, at most ${charsMax} can be taken over`);
  return clean;
}

/** Line breaks become blanks, halves of a character the mark for "unreadable". */
const printable = (value: string): string =>
  value
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();

const maybe = <K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: V }); // a computed key loses its type

const given = (name: string, value: string | undefined): readonly (readonly [string, string])[] => (value === undefined ? [] : [[name, value]]);
