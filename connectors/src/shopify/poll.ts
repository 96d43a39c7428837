import type { Call, FactsPort } from '@crossdock/connector-kit';
import type { Got, ShopClient } from './client.ts';
import { at, isAbsent, type Part, parseJson, readInstant, readList, readText, Unreadable } from './read.ts';
import { type Intake, messageOfPolled } from './wish.ts';

/** Orders a page; Shopify gives at most 250. */
const pageOrdersMax = 100;
/** How far each window reaches back into the one before it, for what Shopify shows late and for clocks that differ. */
const overlapMs = 120_000;

/**
 * Where a poll goes on: the window starts at `since`; within it `page` is Shopify's own cursor; `started` is the shop's clock when the
 * window's first page was read. Pages may come in any order, so the next window starts where this one was begun, not where it ended.
 */
type Cursor = { readonly since: string; readonly page?: string; readonly started?: string };

type Page = { readonly orders: readonly Part[]; readonly next: string | undefined; readonly servedAt: string | undefined };

/**
 * Finds what no webhook brought: all orders changed since the last window, overlapping. The first poll starts at `ordersSince`, or
 * from now. Shopify shows orders of the last 60 days only, unless the app has the scope `read_all_orders`.
 */
export function createPoll(client: ShopClient, intake: Intake): NonNullable<FactsPort['poll']> {
  return async (given, call) => {
    const cursor = cursorOf(given, intake, call);
    const got = await fetchPage(client, cursor, call);
    if (got.kind === 'failed') {
      // A cursor of Shopify's that is no longer accepted: the window is read anew at the next poll, from its first page.
      const isStale = cursor.page !== undefined && got.class === 'poison' && got.message.startsWith('HTTP 400');
      return isStale ? { kind: 'polled', messages: [], cursor: JSON.stringify({ since: cursor.since }), more: false } : got;
    }
    const { orders, next, servedAt } = got.value;
    const messages = [...orders].sort(byChange).map((order) => messageOfPolled(order, intake));
    const started = cursor.started ?? servedAt ?? call.now().toISOString();
    const following: Cursor = next === undefined ? { since: earlier(started, overlapMs) } : { since: cursor.since, page: next, started };
    return { kind: 'polled', messages, cursor: JSON.stringify(following), more: next !== undefined };
  };
}

function cursorOf(given: string | undefined, { ordersSince }: Intake, call: Call): Cursor {
  if (given === undefined) return { since: ordersSince ?? earlier(call.now().toISOString(), overlapMs) };
  const stored = parseJson(given); // written by this file alone
  const text = (name: 'page' | 'started') => (isAbsent(at(stored, name)) ? {} : { [name]: readText(at(stored, name)) });
  return { since: readText(at(stored, 'since')), ...text('page'), ...text('started') };
}

/** The filters belong to the first page: with `page_info` Shopify takes `limit` and nothing else. */
function fetchPage(client: ShopClient, { since, page }: Cursor, call: Call): Promise<Got<Page>> {
  const limit = String(pageOrdersMax);
  const query = page === undefined ? { status: 'any', updated_at_min: since, order: 'updated_at asc', limit } : { page_info: page, limit };
  return client.get(
    'orders.json',
    query,
    ({ body, headers }) => ({ orders: readList(at(body, 'orders')), next: nextOf(headers['link']), servedAt: instantOf(headers['date']) }),
    call,
  );
}

/** `page_info` of the link with rel="next". Only that is taken from it: the next request goes to our shop whatever the link says. */
function nextOf(link: string | undefined): string | undefined {
  const next = (link ?? '').split(/,\s*(?=<)/).find((each) => /;\s*rel="?next"?/.test(each));
  if (next === undefined) return undefined;
  const page = new URLSearchParams(/<[^>]*\?([^>]*)>/.exec(next)?.[1]).get('page_info');
  if (page === null) throw new Unreadable('link', 'has a next page without page_info');
  return page;
}

const instantOf = (date: string | undefined): string | undefined => {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const earlier = (instant: string, ms: number): string => new Date(Date.parse(instant) - ms).toISOString();

/** Oldest change first; what has no readable instant comes first, it will be unreadable anyway. */
const byChange = (a: Part, b: Part): number => changedAt(a).localeCompare(changedAt(b));

function changedAt(order: Part): string {
  try {
    return readInstant(at(order, 'updated_at'));
  } catch {
    return '';
  }
}
