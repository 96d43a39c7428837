import type { Call } from '@crossdock/connector-kit';
import type { Mapping } from '../mapping.ts';
import { composite, find, quoted, readFound, type Subrequest } from '../rest/composite.ts';
import type { Ask, Got } from '../rest/rest.ts';
import { type Row, textOf } from '../values.ts';
import { externalId } from './record.ts';

/** Where the state of an order is shown: the sale's own records, and what the hub has written about exceptions that is still open. */
export type Place = {
  readonly quote: string | undefined;
  readonly order: string | undefined;
  readonly account: string | undefined;
  /** By the key of the exception; whether there is a case for it. */
  readonly openExceptions: ReadonlyMap<string, { readonly hasCase: boolean }>;
};

/** What is looked for: the channel's id of the order, a quote's or an order's, and the hub's, where there is one. */
export type Sought = { readonly channelOrder: string; readonly hubOrder: string | undefined };

/** Key prefixes of Salesforce ids; custom objects have others, so a sale is always one of these. */
export const kindOf = (id: string): 'quote' | 'order' | undefined =>
  /^0Q0\w{12}(\w{3})?$/.test(id) ? 'quote' : /^801\w{12}(\w{3})?$/.test(id) ? 'order' : undefined;

/** The key of the row that says why a sale did not become an order. */
export const problemKey = (channelOrder: string): string => externalId('problem', channelOrder);

/** Finds the places in one call; a sale that is not there (any more) has none. */
export async function findPlaces(ask: Ask, about: Names, sought: readonly Sought[], call: Call): Promise<Got<ReadonlyMap<string, Place>>> {
  const got = await composite(ask, about.apiVersion, questionsFor(about.mapping, sought), call);
  if (got.kind === 'failed') return got;
  const found: (readonly Row[])[] = [];
  for (const answer of got.value) {
    const rows = readFound(answer);
    if (rows.kind === 'failed') return rows;
    found.push(rows.value);
  }
  const [quotes = [], orders = [], exceptions = []] = found;
  const places = sought.flatMap((one): [string, Place][] => {
    const place = placeOf(one, quotes, orders);
    return place === undefined ? [] : [[one.channelOrder, { ...place, openExceptions: openOf(one, exceptions, about.mapping) }]];
  });
  return { kind: 'got', value: new Map(places) };
}

/** What the records are called in this org. */
export type Names = { readonly apiVersion: string; readonly mapping: Mapping };

function questionsFor({ quote, order, exception }: Mapping, sought: readonly Sought[]): readonly Subrequest[] {
  const ids = (kind: 'quote' | 'order') => listed(sought.flatMap(({ channelOrder }) => (kindOf(channelOrder) === kind ? [channelOrder] : [])));
  const { key, hubOrder, status, case: link } = exception.fields;
  const hubOrders = listed(sought.flatMap((one) => one.hubOrder ?? []));
  const problems = listed(sought.map(({ channelOrder }) => problemKey(channelOrder)));
  return [
    find(`SELECT Id, AccountId FROM ${quote.object} WHERE Id IN ${ids('quote')}`),
    find(`SELECT Id, AccountId, QuoteId FROM ${order.object} WHERE Id IN ${ids('order')} OR QuoteId IN ${ids('quote')}`),
    find(
      `SELECT ${[key, hubOrder, link].filter((name) => name !== undefined).join(', ')} FROM ${exception.object} WHERE ${status} = 'open' AND (${hubOrder} IN ${hubOrders} OR ${key} IN ${problems})`,
    ),
  ];
}

/** SOQL knows no empty list. */
const listed = (texts: readonly string[]): string => `(${texts.length === 0 ? 'NULL' : texts.map(quoted).join(', ')})`;

function placeOf({ channelOrder }: Sought, quotes: readonly Row[], orders: readonly Row[]): Omit<Place, 'openExceptions'> | undefined {
  const isIt = (row: Row, field: string) => textOf(row, field)?.slice(0, idChars) === channelOrder.slice(0, idChars);
  const quote = quotes.find((row) => isIt(row, 'Id'));
  const own = orders.find((row) => isIt(row, 'Id'));
  // A quote may have become several orders (a reduction is one): then none of them is the sale's.
  const [made, ...more] = quote === undefined ? [] : orders.filter((row) => isIt(row, 'QuoteId'));
  const order = own ?? (more.length === 0 ? made : undefined);
  if (quote === undefined && own === undefined) return undefined;
  return { quote: textOf(quote, 'Id') ?? textOf(own, 'QuoteId'), order: textOf(order, 'Id'), account: textOf(quote ?? own, 'AccountId') };
}

/** Ids of 15 and of 18 characters name the same record. */
const idChars = 15;

function openOf({ channelOrder, hubOrder }: Sought, exceptions: readonly Row[], { exception }: Mapping): Place['openExceptions'] {
  const { key = '', hubOrder: ofOrder = '', case: link = '' } = exception.fields;
  const own = exceptions.filter((row) => (hubOrder !== undefined && textOf(row, ofOrder) === hubOrder) || textOf(row, key) === problemKey(channelOrder));
  return new Map(own.map((row) => [textOf(row, key) ?? '', { hasCase: textOf(row, link) !== undefined }]));
}
