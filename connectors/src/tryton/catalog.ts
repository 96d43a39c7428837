import type { UnitRow } from './api.ts';
import {
  type PartyRow,
  type ProductRow,
  partyFields,
  productFields,
  readCurrencies,
  readNamed,
  readParties,
  readProducts,
  readUnits,
  readWarehouses,
  unitFields,
  warehouseFields,
} from './api.ts';
import type { Conversation } from './client.ts';

/** What hardly ever changes in Tryton: units, warehouses, currencies, package types, by what we call them. */
export type Catalog = {
  readonly units: ReadonlyMap<number, UnitRow>;
  readonly unitBySymbol: ReadonlyMap<string, UnitRow>;
  readonly warehouseByCode: ReadonlyMap<string, number>;
  readonly currencyByCode: ReadonlyMap<string, number>;
  readonly packageTypeByName: ReadonlyMap<string, number>;
};

const catalogMsMax = 60_000;
const recordsMax = 1_000;

/** Reads the catalog once, and again when it is older than a minute. */
export function createCatalogReader(): (talk: Conversation) => Promise<Catalog> {
  let kept: { readonly catalog: Catalog; readonly until: number } | undefined;
  return async (talk) => {
    const now = talk.now().getTime();
    if (kept === undefined || now > kept.until) kept = { catalog: await readCatalog(talk), until: now + catalogMsMax };
    return kept.catalog;
  };
}

async function readCatalog(talk: Conversation): Promise<Catalog> {
  const units = await talk.read(readUnits, 'model.product.uom.search_read', [[], 0, recordsMax, null, unitFields]);
  const warehouses = await talk.read(readWarehouses, 'model.stock.location.search_read', [[['type', '=', 'warehouse']], 0, recordsMax, null, warehouseFields]);
  const currencies = await talk.read(readCurrencies, 'model.currency.currency.search_read', [[], 0, recordsMax, null, ['code']]);
  const packageTypes = await talk.read(readNamed, 'model.stock.package.type.search_read', [[], 0, recordsMax, null, ['name']]);
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    unitBySymbol: new Map(units.map((unit) => [unit.symbol, unit])),
    warehouseByCode: new Map(warehouses.flatMap(({ code, id }) => (code === null ? [] : [[code, id] as const]))),
    currencyByCode: new Map(currencies.map(({ code, id }) => [code, id])),
    packageTypeByName: new Map(packageTypes.map(({ name, id }) => [name, id])),
  };
}

/** What is no longer active must be seen too: it is an answer. */
const withInactive = { active_test: false };

/** The customer of that code, with its addresses; the active one where Tryton has several. */
export async function findParty(talk: Conversation, code: string): Promise<PartyRow | undefined> {
  const parties = await talk.read(readParties, 'model.party.party.search_read', [[['code', '=', code]], 0, recordsMax, null, partyFields], withInactive);
  return parties.find(({ active }) => active) ?? parties[0];
}

const productsPerCallMax = 500;

/** Products by code; the active one where Tryton has several of that code. Codes that are not in the map are unknown there. */
export async function findProducts(talk: Conversation, items: readonly string[]): Promise<ReadonlyMap<string, ProductRow>> {
  const codes = [...new Set(items)];
  const found = new Map<string, ProductRow>();
  for (let from = 0; from < codes.length; from += productsPerCallMax) {
    const domain = [['code', 'in', codes.slice(from, from + productsPerCallMax)]];
    const rows = await talk.read(readProducts, 'model.product.product.search_read', [domain, 0, null, [['id', 'ASC']], productFields], withInactive);
    for (const row of rows) if (row.code !== null && (row.active || !found.has(row.code))) found.set(row.code, row);
  }
  return found;
}
