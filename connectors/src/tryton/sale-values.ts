import type { OrderDocument } from '@crossdock/canonical';
import { earliestRequestedDate } from '@crossdock/connector-kit';
import { type PartyRow, type ProductRow, readLineDefaults, readSaleDefaults } from './api.ts';
import { type Catalog, findParty, findProducts } from './catalog.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { isMeant, lineNote } from './map.ts';
import { askPrices, type PricedLine, type PriceTerms } from './prices.ts';
import { refuse } from './stop.ts';
import { wireDate, wireDecimal } from './wire.ts';

/** Fields of a record, as Tryton is to write them. */
export type Values = Readonly<Record<string, unknown>>;

/** The record as Tryton is to create it. What a person would get filled in by the client, prices, taxes, terms, we ask for first. */
export async function saleValues(talk: Conversation, desk: Desk, document: OrderDocument): Promise<Values> {
  const catalog = await desk.catalog(talk);
  const party = await findCustomer(talk, document);
  const currency = known(catalog.currencyByCode.get(document.currency), { field: 'currency', value: document.currency });
  const warehouse = known(catalog.warehouseByCode.get(desk.names.codeOf(document.warehouse)), { field: 'warehouse', value: document.warehouse });
  const company = await talk.company();
  const [defaults] = await talk.read(readSaleDefaults, 'model.sale.sale.on_change', [{ party: party.id, company, currency, warehouse }, ['party']]);
  const date = earliestRequestedDate(document.lines);
  return {
    ...defaultsAsValues(defaults),
    company,
    party: party.id,
    currency,
    warehouse,
    web_id: document.reference,
    reference: document.purchaseOrder ?? null,
    shipment_address: document.shipTo === undefined ? (defaults.shipment_address ?? null) : shipToAddress(party, document.shipTo),
    ...(document.contact === undefined ? {} : { contact: contactMechanism(party, document.contact) }),
    ...(date === undefined ? {} : { shipping_date: wireDate(date) }),
    // Goods issues and invoices of this connector stand on these two.
    invoice_method: 'shipment',
    shipment_method: 'order',
    lines: [['create', await linesAsValues(talk, desk, document.lines, { party: party.id, priceList: party.sale_price_list, currency })]],
  };
}

function defaultsAsValues({ invoice_address, payment_term, price_list, carrier }: Readonly<Record<string, unknown>>): Values {
  return { invoice_address, payment_term, price_list, carrier };
}

/** The active customer of the document. Refuses one that is unknown or inactive. */
export async function findCustomer(talk: Conversation, { customer: code }: OrderDocument): Promise<PartyRow> {
  const party = await findParty(talk, code);
  if (party?.active) return party;
  const [what, why] = party ? ['customer-inactive', 'is not active'] : ['customer-unknown', 'is not known'];
  return refuse({ class: 'data', code: what, cause: 'customer', field: 'customer', message: `customer ${code} ${why} in Tryton` });
}

/** The id of the customer's address that is meant, one for deliveries first. Refuses one that is unknown or no longer used. */
export function shipToAddress(party: PartyRow, shipTo: NonNullable<OrderDocument['shipTo']>): number {
  const meant = party['addresses.'].filter((address) => isMeant(address, shipTo));
  const active = meant.filter((address) => address.active);
  const chosen = active.find(({ delivery }) => delivery) ?? active[0];
  if (chosen) return chosen.id;
  const [code, why] = meant.length > 0 ? ['ship-to-inactive', 'is not active'] : ['ship-to-unknown', 'is not known'];
  return refuse({ class: 'data', code, cause: 'ship-to', field: 'shipTo', message: `the address ${JSON.stringify(shipTo)} of ${party.code} ${why} in Tryton` });
}

/**
 * The contact mechanism that is meant: by its id, else by the e-mail address or telephone number; null where the customer has none of
 * them, for a sale has no place for anything else. Refuses an id that the customer does not have.
 */
function contactMechanism(party: PartyRow, { id, email, phone }: NonNullable<OrderDocument['contact']>): number | null {
  const active = party['contact_mechanisms.'].filter((mechanism) => mechanism.active);
  if (id !== undefined) {
    if (active.some((mechanism) => String(mechanism.id) === id)) return Number(id);
    return refuse({ class: 'data', code: 'contact-unknown', field: 'contact.id', message: `the contact ${id} of ${party.code} is not known in Tryton` });
  }
  const values = [email, phone].flatMap((value) => (value === undefined ? [] : [plain(value)]));
  return active.find(({ value }) => value !== null && values.includes(plain(value)))?.id ?? null;
}

const plain = (value: string): string => value.toLowerCase().replace(/\s+/g, '');

function known(id: number | undefined, { field, value }: { readonly field: string; readonly value: string }): number {
  return id ?? refuse({ class: 'data', code: `${field}-unknown`, field, message: `${field} ${value} is not known in Tryton` });
}

/** New lines as Tryton is to create them; a line without a price gets the customer's. */
export async function linesAsValues(talk: Conversation, desk: Desk, lines: OrderDocument['lines'], terms: PriceTerms): Promise<readonly Values[]> {
  const catalog = await desk.catalog(talk);
  const products = await findProducts(
    talk,
    lines.map(({ item }) => item),
  );
  const resolved = lines.map((line, index) => ({ line, ...resolve(line, index, { desk, products, catalog }) }));
  const unpriced = resolved.flatMap(({ line, product, unit }): PricedLine[] => (line.unitPrice === undefined ? [{ ...line, product, unit }] : []));
  const prices = await askPrices(talk, unpriced, terms, catalog);
  const taxes = await taxesOf(
    talk,
    resolved.map(({ product }) => product),
    terms,
  );
  return resolved.map(({ line, product, unit }) => ({
    type: 'line',
    product: product.id,
    quantity: Number(line.quantity),
    unit: unit.id,
    unit_price: wireDecimal(line.unitPrice ?? prices.get(line.lineKey) ?? unpriceable(line)),
    note: lineNote(line.lineKey),
    taxes: [['add', taxes.get(product.account_category) ?? []]],
  }));
}

function unpriceable({ lineKey, item }: OrderDocument['lines'][number]): never {
  return refuse({ class: 'data', code: 'price-missing', cause: 'price', message: `line ${lineKey}: Tryton has no price for ${item}` });
}

type Lookup = { readonly desk: Desk; readonly products: ReadonlyMap<string, ProductRow>; readonly catalog: Catalog };

/** The product and unit of a line. Refuses what Tryton does not sell, or not in that unit. */
export function resolve(line: OrderDocument['lines'][number], index: number, { desk, products, catalog }: Lookup) {
  const product = products.get(line.item);
  const symbol = desk.names.symbolOf(line.unit);
  const unit = symbol === undefined ? undefined : catalog.unitBySymbol.get(symbol);
  const of = { class: 'data', cause: 'item' } as const;
  const where = `line ${line.lineKey}`;
  if (product === undefined)
    return refuse({ ...of, code: 'item-unknown', field: `lines[${index}].item`, message: `${where}: item ${line.item} is not known in Tryton` });
  if (!product.active || !product.salable) {
    return refuse({ ...of, code: 'item-discontinued', field: `lines[${index}].item`, message: `${where}: item ${line.item} is not sold any more` });
  }
  if (line.unitPrice?.startsWith('-')) {
    // Tryton would take it.
    return refuse({ class: 'data', code: 'price-negative', cause: 'price', field: `lines[${index}].unitPrice`, message: `${where}: the price is below zero` });
  }
  if (unit === undefined || unit.category !== catalog.units.get(product.default_uom)?.category) {
    return refuse({ ...of, code: 'unit-not-sold', field: `lines[${index}].unit`, message: `${where}: item ${line.item} is not sold in ${line.unit}` });
  }
  return { product, unit };
}

/** Taxes hang on a product's accounting category and the customer's tax rule: one question per category. */
async function taxesOf(talk: Conversation, products: readonly ProductRow[], { party, priceList, currency }: PriceTerms) {
  const company = await talk.company();
  const taxes = new Map<number | null, readonly number[]>();
  for (const product of products) {
    if (taxes.has(product.account_category)) continue;
    const line = {
      type: 'line',
      product: product.id,
      quantity: 1,
      unit: null,
      taxes: [],
      company,
      '_parent_sale.party': party,
      '_parent_sale.currency': currency,
      '_parent_sale.company': company,
      '_parent_sale.price_list': priceList,
      '_parent_sale.sale_date': null,
      '_parent_sale.invoice_party': null,
    };
    const [defaults] = await talk.read(readLineDefaults, 'model.sale.line.on_change', [line, ['product']]);
    taxes.set(product.account_category, defaults.taxes?.add?.map(([, tax]) => tax.id) ?? []);
  }
  return taxes;
}
