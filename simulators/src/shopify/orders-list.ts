import type { Order } from './documents.ts';

/** What `GET /orders.json` is asked for; `after` is the last order of the page before. */
type Listing = {
  readonly status: string;
  readonly since: number | undefined;
  readonly isByChange: boolean;
  readonly limit: number;
  readonly after: string | undefined;
};

/** A page of orders, and the `page_info` of the next; or Shopify's `errors` to the request. */
export type OrdersPage =
  | { readonly orders: readonly Order[]; readonly next: string | undefined; readonly limit: number }
  | { readonly errors: Readonly<Record<string, string>> };

const limitMax = 250;
const limitDefault = 50;
const besidePage = ['page_info', 'limit', 'fields'];

/**
 * Lists orders as the REST Admin API does: open ones unless `status` says otherwise, newest first unless `order` says otherwise, by
 * cursor. With `page_info` the filters of the first page go on, and none may be given (shopify.dev, "Make paginated requests").
 */
export function listOrders(orders: readonly Order[], query: URLSearchParams): OrdersPage {
  const limit = Number(query.get('limit') ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) return { errors: { limit: `must be between 1 and ${limitMax}` } };
  const listing = readListing(query, limit);
  if ('errors' in listing) return listing;
  const all = orders.filter((order) => isAsked(order, listing)).sort((a, b) => compare(placeOf(a, listing), placeOf(b, listing)));
  const rest = listing.after === undefined ? all : all.filter((order) => compare(placeOf(order, listing), listing.after ?? '') > 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { orders: page, limit, next: rest.length > limit && last !== undefined ? pageInfo({ ...listing, after: placeOf(last, listing) }) : undefined };
}

function readListing(query: URLSearchParams, limit: number): Listing | { readonly errors: Readonly<Record<string, string>> } {
  const page = query.get('page_info');
  if (page === null) {
    const since = query.get('updated_at_min');
    const instant = since === null ? undefined : Date.parse(since);
    if (instant !== undefined && Number.isNaN(instant)) return { errors: { updated_at_min: 'is invalid' } };
    return { status: query.get('status') ?? 'open', since: instant, isByChange: (query.get('order') ?? '').startsWith('updated_at'), limit, after: undefined };
  }
  const strange = [...query.keys()].find((name) => !besidePage.includes(name));
  if (strange !== undefined) return { errors: { [strange]: `${strange} cannot be passed when page_info is present.` } };
  try {
    return { ...(JSON.parse(Buffer.from(page, 'base64url').toString()) as Listing), limit }; // made by `pageInfo`
  } catch {
    return { errors: { page_info: 'Invalid value.' } };
  }
}

const pageInfo = (listing: Listing): string => Buffer.from(JSON.stringify(listing)).toString('base64url');

function isAsked({ changedAt, cancelledAt }: Order, { status, since }: Listing): boolean {
  if (since !== undefined && toSecond(changedAt) < since) return false;
  return status === 'any' || (status === 'cancelled' ? cancelledAt !== null : status === 'open' && cancelledAt === null);
}

/** Where an order stands in its list: comparable text, ids padded so that they compare as numbers. */
function placeOf({ changedAt, id }: Order, { isByChange }: Listing): string {
  const padded = id.padStart(20, '0');
  return isByChange ? `${toSecond(changedAt)} ${padded}` : (10n ** 20n - BigInt(id)).toString().padStart(20, '0');
}

/** Shopify's times have whole seconds. */
const toSecond = (at: string): number => Math.floor(Date.parse(at) / 1000) * 1000;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
