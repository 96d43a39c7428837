import { compare } from '@crossdock/canonical';
import { type Slot, wantedContent } from '../../../hub/src/orders/index.ts';
import type { Book, BookOrder } from './peers.ts';
import type { Findings, Scenario } from './scenario.ts';
import { laneConcurrency } from './settings.ts';
import type { HeldOrder } from './verify-orders.ts';

type Known = {
  readonly scenario: Scenario;
  readonly orders: readonly HeldOrder[];
  readonly books: readonly { readonly id: string; readonly book: Book }[];
  readonly resumedAt: Date | undefined;
};

type BookFindings = Pick<Findings, 'lost' | 'doubledA' | 'doubledB' | 'inWindow' | 'swept' | 'broken'>;

/** A document that shows later than this after the sleeper woke was not found in time, in ms. */
const sweptWithinMs = 60_000;

/** Compares every system's own book with what the hub believes: no document too many, none missing, none with other quantities. */
export function judgeBooks(known: Known): BookFindings {
  const found = { lost: [], doubledA: [], doubledB: [], inWindow: [], swept: [], broken: [] } as { -readonly [K in keyof BookFindings]: string[] };
  for (const { id, book } of known.books) {
    const kind = id === 'wms' ? 'order' : 'sales-order';
    const live = (book.documents[kind] ?? []).filter(({ state }) => state !== 'cancelled');
    for (const document of live)
      if (!ownerOf(document, known.orders)) found.broken.push(`${id}: ${document.number} has the reference ${document.reference}, which no order gave out`);
    for (const held of known.orders) judgeOrder(held, { system: id, live, known }, found);
    found.broken.push(...wrongCustomers(id, book, known.scenario));
    for (const [reference, same] of Map.groupBy(book.documents['goods-issue'] ?? [], (issue) => issue.reference ?? issue.id))
      if (same.length > 1) found.broken.push(`${id}: ${same.length} goods issues for ${reference}`);
    // A process that slept beyond its slots' lease is one call too many when it wakes: that is the named window as well.
    const { concurrency } = book.traffic.violations;
    if (concurrency > 0 && known.scenario.doubles !== 'window') found.broken.push(`${id}: ${concurrency} times more than ${laneConcurrency} calls at once`);
  }
  return found;
}

/** Each account is one customer, however many orders it has sent. */
function wrongCustomers(system: string, { documents }: Book, { customer }: Scenario): readonly string[] {
  const made = (documents['customer'] ?? []).filter(({ reference }) => reference !== undefined);
  const wanted = customer === 'new' && system !== 'wms' ? 1 : 0;
  return made.length === wanted ? [] : [`${system}: ${made.length} customers were made where ${wanted} was wanted: ${made.map(({ id }) => id).join(', ')}`];
}

type InBook = { readonly system: string; readonly live: readonly BookOrder[]; readonly known: Known };

function judgeOrder(held: HeldOrder, { system, live, known }: InBook, found: { -readonly [K in keyof BookFindings]: string[] }): void {
  const { order, exceptions } = held;
  const mine = live.filter((document) => ownerOf(document, [held]) !== undefined);
  const strays = mine.filter(({ id }) => exceptions.some(({ key }) => key === `stray:${system}:${id}`));
  const slots = order.slots.filter((slot) => (system === 'wms' ? true : slot.name.startsWith(`${system}/`)));
  for (const slot of slots) {
    const ofSlot = mine.filter(({ reference }) => reference?.startsWith(`${order.code}-${slot.index}.`));
    if (ofSlot.length > 1) judgeDouble(held, ofSlot, { system, known }, found);
    judgeSlot(held, slot, { system, documents: ofSlot.filter((document) => !strays.includes(document)) }, found);
  }
}

/** More than one live document for one slot, whatever the generation. The first is the order's own; the others are too many. */
function judgeDouble(
  { order, exceptions }: HeldOrder,
  documents: readonly BookOrder[],
  { system, known }: { readonly system: string; readonly known: Known },
  found: { -readonly [K in keyof BookFindings]: string[] },
): void {
  const [, ...more] = documents.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  for (const document of more) {
    const name = `${order.purchaseOrder}: ${documents.map(({ number, createdAt }) => `${number} ${createdAt}`).join(' and ')} in ${system}`;
    const isInWindow =
      known.scenario.doubles === 'window' && system === 'erp-b' && known.resumedAt !== undefined && document.createdAt >= known.resumedAt.toISOString();
    if (!isInWindow) {
      (system === 'erp-b' || system === 'erp-c' ? found.doubledB : found.doubledA).push(name);
      continue;
    }
    found.inWindow.push(name);
    const called = exceptions.find(({ key }) => documents.some(({ id }) => key === `stray:${system}:${id}`));
    if (called && called.openedAt.getTime() - Date.parse(document.createdAt) <= sweptWithinMs) found.swept.push(name);
  }
}

/** The slot's document is there exactly when something is wanted, and holds it. */
function judgeSlot(
  { order, exceptions }: HeldOrder,
  slot: Slot,
  { system, documents }: { readonly system: string; readonly documents: readonly BookOrder[] },
  found: { -readonly [K in keyof BookFindings]: string[] },
): void {
  const wanted = wantedContent(order, slot);
  const name = `${order.purchaseOrder} (${slot.name}) in ${system}`;
  const isWanted = Object.keys(wanted).length > 0;
  const [document] = documents;
  const holding = system === 'wms' ? slot.warehouse : slot.erp;
  if (!isWanted && document) found.broken.push(`${name}: ${document.number} is live, but nothing is wanted any more (${order.closed ?? 'open'})`);
  if (!isWanted) return;
  if (!document) {
    if (exceptions.length === 0) found.lost.push(`${name}: no document, and nobody was called`);
    return;
  }
  if (!holding && exceptions.every(({ key }) => !key.startsWith('in-doubt:')))
    found.broken.push(`${name}: ${document.number} is there, and the hub does not know it`);
  else if (holding && !documents.some(({ id }) => id === holding.document.id))
    found.broken.push(`${name}: the hub holds ${holding.document.number}, the book has ${document.number}`);
  const quantities = new Map(document.lines.map((line) => [line.key, line.quantity]));
  const different = Object.entries(wanted).filter(([key, { quantity }]) => compare(quantities.get(key) ?? '0', quantity) !== 0);
  if (different.length > 0 && exceptions.length === 0) found.broken.push(`${name}: quantities of ${different.map(([key]) => key).join(', ')} differ`);
}

function ownerOf({ reference }: BookOrder, orders: readonly HeldOrder[]): HeldOrder | undefined {
  return orders.find(({ order }) => reference?.startsWith(`${order.code}-`));
}
