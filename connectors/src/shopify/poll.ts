import type { Call, FactsPort } from '@crossdock/connector-kit';
import type { Got, ShopClient } from './client.ts';
import { type Polled, readPolled } from './polled.ts';
import { at, isAbsent, maybe, maybeList, type Part, parseJson, readFlag, readList, readText, Unreadable } from './read.ts';
import type { Intake } from './wish.ts';

/** Orders a page; Shopify gives at most 250. */
const pageOrdersMax = 100;
/** How far each window reaches back into the one before it, for what the shop shows late. */
const overlapMs = 120_000;
/** How many states of the overlap are remembered as brought; more come again, under the same ids. */
const seenMax = 1_000;

/**
 * Where a poll goes on. The window starts at `since`; `seen` are the states that earlier windows brought of it, as `<instant> <mark>`.
 * Between the pages of a window, `walk` says where Shopify's own cursor stands and how far the window has come.
 */
type Cursor = { readonly since: string; readonly seen: readonly string[]; readonly walk?: Walk };
/** `first` and `last`: the latest change on the first page and on all so far; `rising`: the pages came oldest change first. */
type Walk = { readonly page: string; readonly first: string; readonly last: string; readonly rising: boolean };

type Page = { readonly orders: readonly Part[]; readonly next: string | undefined };

/**
 * Finds what no webhook brought: all orders changed since the window before, with an overlap. The first poll starts at `ordersSince`,
 * or from now. Shopify shows orders of the last 60 days only, unless the app has the scope `read_all_orders`.
 */
export function createPoll(client: ShopClient, intake: Intake): NonNullable<FactsPort['poll']> {
  return async (given, call) => {
    const cursor = given === undefined ? firstCursor(intake, call) : readCursor(given);
    const got = await fetchPage(client, cursor, call);
    if (got.kind === 'failed') {
      // A cursor of Shopify's that it takes no longer: the window is walked anew, from its first page, at the next poll.
      const isStale = cursor.walk !== undefined && got.class === 'poison' && got.message.startsWith('answered 400');
      return isStale ? { kind: 'polled', messages: [], cursor: written({ since: cursor.since, seen: cursor.seen }), more: false } : got;
    }
    const { orders, next } = got.value;
    const polled = orders.map((order) => readPolled(order, intake));
    const fresh = polled.filter((each) => !cursor.seen.includes(seenAs(each))).sort((a, b) => compareText(a.changedAt, b.changedAt));
    const messages = fresh.map(({ message }) => message);
    return { kind: 'polled', messages, cursor: written(following(cursor, polled, next)), more: next !== undefined };
  };
}

/**
 * The cursor behind a page. Pages are asked for oldest change first, which Shopify does but does not document. So it is checked: if they
 * came that way, the next window starts at the last change seen; if not, at the last one that the first page showed, because
 * whatever had changed by then was in the window while it was walked, on whichever page.
 */
function following({ since, seen, walk }: Cursor, polled: readonly Polled[], next: string | undefined): Cursor {
  const instants = polled.map(({ changedAt }) => changedAt);
  const latest = instants.reduce(later, '');
  const first = walk?.first ?? latest;
  const last = later(latest, walk?.last ?? '');
  const rising = (walk?.rising ?? true) && instants.every((instant, index) => instant >= (instants[index - 1] ?? walk?.last ?? ''));
  const brought = [...new Set([...seen, ...polled.map(seenAs)])].slice(-seenMax);
  if (next !== undefined) return { since, seen: brought, walk: { page: next, first, last, rising } };
  const reached = rising ? last : first;
  const start = reached === '' ? since : later(since, new Date(Date.parse(reached) - overlapMs).toISOString());
  return { since: start, seen: brought.filter((each) => each >= start || each.startsWith(' ')) };
}

const seenAs = ({ changedAt, mark }: Polled): string => `${changedAt} ${mark}`;

const firstCursor = ({ ordersSince }: Intake, call: Call): Cursor => ({
  since: ordersSince === undefined ? new Date(call.now().getTime() - overlapMs).toISOString() : new Date(ordersSince).toISOString(),
  seen: [],
});

const written = (cursor: Cursor): string => JSON.stringify(cursor);

/** Reads what `written` wrote. */
function readCursor(text: string): Cursor {
  const stored = parseJson(text);
  const walk = maybe(at(stored, 'walk'), (part) => ({
    page: readText(at(part, 'page')),
    first: textOf(at(part, 'first')),
    last: textOf(at(part, 'last')),
    rising: readFlag(at(part, 'rising')),
  }));
  return { since: readText(at(stored, 'since')), seen: maybeList(at(stored, 'seen')).map(textOf), ...(walk === undefined ? {} : { walk }) };
}

const textOf = (part: Part): string => (isAbsent(part) || part.value === '' ? '' : readText(part));

/** The filters belong to the first page: with `page_info` Shopify takes `limit` and nothing else. */
function fetchPage(client: ShopClient, { since, walk }: Cursor, call: Call): Promise<Got<Page>> {
  const limit = String(pageOrdersMax);
  const query = walk === undefined ? { status: 'any', updated_at_min: since, order: 'updated_at asc', limit } : { page_info: walk.page, limit };
  return client.get('orders.json', query, ({ body, headers }) => ({ orders: readList(at(body, 'orders')), next: nextOf(headers['link']) }), call);
}

/** `page_info` of the link with rel="next". Only that is taken from it: the next request goes to our shop whatever the link says. */
function nextOf(link: string | undefined): string | undefined {
  const next = (link ?? '').split(/,\s*(?=<)/).find((each) => /;\s*rel="?next"?/.test(each));
  if (next === undefined) return undefined;
  const page = new URLSearchParams(/<[^>]*\?([^>]*)>/.exec(next)?.[1]).get('page_info');
  if (page === null) throw new Unreadable('link', 'has a next page without page_info');
  return page;
}

const later = (a: string, b: string): string => (compareText(a, b) > 0 ? a : b);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
