import type { Decimal } from '@crossdock/canonical';
import { type ProductRow, readBreaks, readPrices, type UnitRow } from './api.ts';
import type { Catalog } from './catalog.ts';
import type { Conversation } from './client.ts';
import { priceOf } from './map.ts';

/** A line whose price is asked; the unit is one that the product is sold in. */
export type PricedLine = { readonly lineKey: string; readonly product: ProductRow; readonly quantity: Decimal; readonly unit: UnitRow };

/** Whose price, from which list, in which currency, as Tryton's ids. */
export type PriceTerms = { readonly party: number; readonly priceList: number | null; readonly currency: number };

/** Up to this many different (unit, quantity) are simply asked; beyond it pays to read the quantity breaks first. */
const groupsWithoutBreaksMax = 2;
const breaksMax = 10_000;

/**
 * Prices per unit in the order's currency, by line key; a line without a price is not in the map. Tryton prices any number of products in
 * one call, but in one unit and one quantity. A price list knows a quantity only by its breaks, so lines between the same breaks share
 * a call. Without the price list in the context Tryton gives the list price, and says nothing.
 */
export async function askPrices(talk: Conversation, lines: readonly PricedLine[], terms: PriceTerms, catalog: Catalog): Promise<ReadonlyMap<string, Decimal>> {
  const exact = groupBy(lines, (line) => `${line.unit.id} ${line.quantity}`);
  const groups = exact.length <= groupsWithoutBreaksMax ? exact : await groupByBreaks(talk, lines, terms, catalog);
  const prices = new Map<string, Decimal>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const context = { customer: terms.party, price_list: terms.priceList, currency: terms.currency, quantity: Number(first.quantity), uom: first.unit.id };
    const products = [...new Set(group.map(({ product }) => product.id))];
    const rows = await talk.read(readPrices, 'model.product.product.read', [products, ['sale_price_uom']], context);
    const byProduct = new Map(rows.map((row) => [row.id, priceOf(row.sale_price_uom)]));
    for (const { lineKey, product } of group) {
      const price = byProduct.get(product.id);
      if (price !== undefined) prices.set(lineKey, price);
    }
  }
  return prices;
}

async function groupByBreaks(
  talk: Conversation,
  lines: readonly PricedLine[],
  { priceList }: PriceTerms,
  catalog: Catalog,
): Promise<readonly (readonly PricedLine[])[]> {
  const products = [...new Set(lines.map(({ product }) => product.id))];
  const domain = [
    ['price_list', '=', priceList],
    ['quantity', '!=', null],
    ['OR', ['product', '=', null], ['product', 'in', products]],
  ];
  const rows = priceList === null ? [] : await talk.read(readBreaks, 'model.product.price_list.line.search_read', [domain, 0, breaksMax, null, ['quantity']]);
  const breaks = [...new Set(rows.map(({ quantity }) => quantity))];
  // A list counts in the product's default unit or in its sale unit; lines that agree in both agree in the one that counts.
  const reached = (line: PricedLine, unit: number | null) => {
    const quantity = (Number(line.quantity) * line.unit.factor) / (catalog.units.get(unit ?? line.unit.id)?.factor ?? 1);
    return breaks.filter((at) => at <= quantity).length;
  };
  return groupBy(lines, (line) => `${line.unit.id} ${reached(line, line.product.default_uom)} ${reached(line, line.product.sale_uom)}`);
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
