import { type Answer, type AnswerLine, atLeastZero, type Decimal, type Question, type ShipTo } from '@crossdock/canonical';
import type { AnswerPort } from '@crossdock/connector-kit';
import { type PartyRow, type ProductRow, readDatedStock, type UnitRow } from './api.ts';
import { type Catalog, findParty, findProducts } from './catalog.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { idIn, isMeant, priceOf } from './map.ts';
import { askPrices, type PricedLine } from './prices.ts';
import { reading } from './stop.ts';
import { quantityText } from './wire.ts';

const callMsMax = 15_000;
const stockRowsMax = 100_000;

/**
 * Customer, credit, items, prices and stock, in as few calls as Tryton lets us: customer, products, one per price bracket and unit, one
 * per warehouse; and the quantity breaks when there are many different quantities. All of it is read as it is now.
 */
export function createAnswers(desk: Desk): AnswerPort {
  return {
    callMsMax,
    ask: (question, call) => {
      const talk = desk.converse(call);
      return reading(talk, async () => ({ kind: 'answered' as const, answer: await answer(talk, desk, question) }));
    },
  };
}

async function answer(talk: Conversation, { names, catalog: readCatalog }: Desk, question: Question): Promise<Answer> {
  const catalog = await readCatalog(talk);
  const party = await findParty(talk, question.customer);
  const products = await findProducts(
    talk,
    question.lines.map(({ item }) => item),
  );
  const asked = question.lines.map((line): Asked => {
    const product = products.get(line.item);
    return { line, product, unit: product && soldUnit(product, names.symbolOf(line.unit), catalog) };
  });
  const prices = party ? await pricesOf(talk, asked, { party, currency: question.currency }, catalog) : new Map<string, Decimal>();
  const stock = await stockOf(talk, asked, (warehouse) => catalog.warehouseByCode.get(names.codeOf(warehouse)));
  return {
    asOf: talk.now().toISOString(),
    customer: customerOf(party),
    ...(party ? { credit: creditOf(party) } : {}),
    ...(question.shipTo === undefined ? {} : { shipTo: { status: shipToStatus(party, question.shipTo) } }),
    lines: asked.map((one) => answerLine(one, { prices, stock, catalog, priceRule: ruleOf(party) })),
  };
}

type Asked = { readonly line: Question['lines'][number]; readonly product: ProductRow | undefined; readonly unit: UnitRow | undefined };

/** Tryton sells a product in any unit of its own unit's category. */
function soldUnit(product: ProductRow, symbol: string | undefined, catalog: Catalog): UnitRow | undefined {
  const unit = symbol === undefined ? undefined : catalog.unitBySymbol.get(symbol);
  return unit !== undefined && unit.category === catalog.units.get(product.default_uom)?.category ? unit : undefined;
}

function customerOf(party: PartyRow | undefined): Answer['customer'] {
  if (party === undefined) return { status: 'unknown' };
  return { status: party.active ? 'active' : 'inactive', ...(party.name === null ? {} : { name: party.name }) };
}

/** In the company's currency. No limit is null; exposure is receivables and what is confirmed but not yet invoiced. */
function creditOf(party: PartyRow): NonNullable<Answer['credit']> {
  return { limit: priceOf(party.credit_limit_amount) ?? null, exposure: priceOf(party.credit_amount) ?? '0' };
}

/** Whether the customer's address that is meant may be shipped to. */
function shipToStatus(party: PartyRow | undefined, shipTo: ShipTo): 'active' | 'inactive' | 'unknown' {
  const meant = party?.['addresses.'].filter((address) => isMeant(address, shipTo)) ?? [];
  if (meant.some(({ active }) => active)) return 'active';
  return meant.length > 0 ? 'inactive' : 'unknown';
}

function ruleOf(party: PartyRow | undefined): string {
  const list = party?.['sale_price_list.'];
  return list ? `price list ${list.name}` : 'list price';
}

function pricesOf(
  talk: Conversation,
  asked: readonly Asked[],
  { party, currency: code }: { readonly party: PartyRow; readonly currency: string },
  catalog: Catalog,
): Promise<ReadonlyMap<string, Decimal>> {
  const currency = catalog.currencyByCode.get(code);
  const lines = asked.flatMap(({ line, product, unit }): PricedLine[] =>
    product && unit ? [{ lineKey: line.lineKey, product, quantity: line.quantity, unit }] : [],
  );
  if (currency === undefined) return Promise.resolve(new Map());
  return askPrices(talk, lines, { party: party.id, priceList: party.sale_price_list, currency }, catalog);
}

type Stock = ReadonlyMap<string, number>;
const stockKey = (warehouse: string, product: number) => `${warehouse} ${product}`;

/**
 * What may be promised of each product in each warehouse, in its default unit: the least that the coming days will see, because a later
 * order may use what is there today. Always with the warehouse's inner places: for several places at once Tryton says 0 without it.
 */
async function stockOf(talk: Conversation, asked: readonly Asked[], warehouseId: (warehouse: string) => number | undefined): Promise<Stock> {
  const least = new Map<string, number>();
  const stored = asked.filter(({ product }) => product !== undefined && product.type !== 'service');
  for (const warehouse of new Set(stored.map(({ line }) => line.warehouse))) {
    const id = warehouseId(warehouse);
    if (id === undefined) continue;
    const ids = [...new Set(stored.flatMap(({ line, product }) => (line.warehouse === warehouse && product ? [product.id] : [])))];
    const context = { warehouse: id, product: ids, with_childs: true };
    const params = [[], 0, stockRowsMax, null, ['product', 'date', 'quantity']];
    for (const row of await talk.read(readDatedStock, 'model.stock.product_quantities_warehouse.search_read', params, context)) {
      const key = stockKey(warehouse, idIn('product.product', row.product) ?? -1);
      least.set(key, Math.min(least.get(key) ?? row.quantity, row.quantity));
    }
  }
  return least;
}

type Known = { readonly prices: ReadonlyMap<string, Decimal>; readonly stock: Stock; readonly catalog: Catalog; readonly priceRule: string };

function answerLine({ line, product, unit }: Asked, { prices, stock, catalog, priceRule }: Known): AnswerLine {
  const { lineKey, warehouse } = line;
  if (product === undefined) return { lineKey, item: 'unknown', isUnitSold: false };
  const price = prices.get(lineKey);
  const quantity = stock.get(stockKey(warehouse, product.id));
  const defaultUnit = catalog.units.get(product.default_uom);
  return {
    lineKey,
    item: product.active && product.salable ? 'active' : 'discontinued',
    isUnitSold: unit !== undefined,
    ...(price === undefined ? {} : { price, priceRule }),
    ...(quantity === undefined || unit === undefined || defaultUnit === undefined ? {} : { available: wholeUnits(quantity, defaultUnit, unit) }),
  };
}

const floatNoise = 1e-9;

/** How many whole units can be taken from a stock: 500 single ones are 41 cases of 12. */
function wholeUnits(quantity: number, of: UnitRow, unit: UnitRow): Decimal {
  const exact = (quantity * of.factor) / unit.factor;
  return atLeastZero(quantityText(Math.floor(exact / unit.rounding + floatNoise) * unit.rounding));
}
