import { isDeepStrictEqual } from 'node:util';
import { add, compare, type Decimal, subtract } from '@crossdock/canonical';
import { due, flowVersion } from '../../flows/index.ts';
import { evolve, ledgerOf, type Order, type ScheduleLedger } from '../../orders/index.ts';
import { digestOf } from '../../systems/index.ts';
import { eventOf } from '../order-story.ts';
import { whereIs } from '../where-is.ts';
import type { Broken, Invariant } from './broken.ts';
import { brokenChain } from './chain.ts';
import { type OrderRows, waitText } from './read-rows.ts';

/** Holds everything that is stored of one order against its events. Pure. */
export function verifyOrder(rows: OrderRows): readonly Broken[] {
  const found: Broken[] = [];
  const report = (invariant: Invariant, detail: string) => found.push({ invariant, subject: rows.id, detail });
  verifyEvents(rows, report);
  for (const entry of ledgerOf(rows.order)) verifyQuantities(entry, report);
  if (rows.flowVersion === flowVersion) verifyDue(rows, report);
  verifyReferences(rows, report);
  verifyWaits(rows, report);
  verifyProgress(rows, report);
  return found;
}

type Report = (invariant: Invariant, detail: string) => void;

/** Without a gap, in the order of the feed, each covered by the chain, and together exactly the stored state. */
function verifyEvents({ id, order, version, events, chainHead }: OrderRows, report: Report): void {
  const seqs = events.map((row) => row.seq);
  if (seqs.length !== version || seqs.some((seq, index) => seq !== index + 1))
    report('events-gapless', `version ${version}, but the events are ${seqs.join(', ')}`);
  else if (events.every((row) => row.body !== '')) {
    const replayed = events.reduce<Order | undefined>((state, row) => evolve(state, eventOf(row)), undefined);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(replayed)), order)) report('state-replays', 'the stored state is not what its events come to');
  }
  if (events.some((row, index) => index > 0 && BigInt(row.n) <= BigInt(events[index - 1]?.n ?? 0)))
    report('events-gapless', 'the events come in another order in the feed');
  const broken = brokenChain(id, events, chainHead);
  if (broken !== undefined) report('chain-recomputes', broken);
}

const steps = ['delivered', 'shipped', 'packed', 'picked', 'allocated'] as const;

/** Nothing is lost and nothing is made of the quantities of one schedule. */
function verifyQuantities(entry: ScheduleLedger, report: Report): void {
  const isBroken = (detail: string) => report('quantities-conserved', `${entry.lineKey}: ${detail}`);
  const all = add(entry.ordered, entry.excess);
  const sum = [entry.allocated, entry.backordered, entry.open, entry.cancelled].reduce(add);
  if (compare(sum, all) !== 0) isBroken(`allocated + backordered + open + cancelled = ${sum}, ordered + excess = ${all}`);
  const chain: readonly (readonly [string, Decimal])[] = [...steps.map((step) => [step, entry[step]] as const), ['wanted', subtract(all, entry.cancelled)]];
  for (const [index, [name, count]] of chain.entries()) {
    const next = chain[index + 1];
    if (next && compare(count, next[1]) > 0) isBroken(`${name} ${count} is more than ${next[0]} ${next[1]}`);
  }
  const counts = [
    entry.ordered,
    entry.cancelled,
    entry.open,
    entry.backordered,
    entry.excess,
    entry.invoiced,
    entry.credited,
    entry.returned,
    ...steps.map((step) => entry[step]),
  ];
  if (counts.some((count) => count.startsWith('-'))) isBroken('a count is negative');
}

const unsettled: ReadonlySet<string> = new Set(['ready', 'claimed', 'doubt']);
/** Exceptions that follow from the state; others are opened by what happens around it. */
const derivedKey = /^(hold|refused|in-doubt|failed|difference|quantities|overdue|document):|^duplicate$/;

/** Every want is there, nothing waits that nobody wants, and the people that are needed are called. */
function verifyDue(rows: OrderRows, report: Report): void {
  const wants = due(rows.order);
  const there = new Map(rows.effects.map((effect) => [effect.key, effect]));
  const open = new Set(rows.exceptions.map((exception) => exception.key));
  const wanted = [
    ...wants.effects.map(({ key, body, reopened }) => ({ key, body, reopened })),
    ...wants.asks.map(({ key, body }) => ({ key, body, reopened: 0 })),
  ];
  for (const { key, body, reopened } of wanted) {
    const row = there.get(key);
    if (!row) report('due-exists', `${key} is due, but not in the ledger`);
    else if (!unsettled.has(row.status) && !open.has(`stuck:${key}`) && !open.has(`broken:${key}`))
      report('due-exists', `${key} is due, but ${row.status}, and nobody is called`);
    else if (row.status === 'ready' && (row.reopened < reopened || (!row.everDoubt && row.digest !== digestOf(JSON.stringify(body)))))
      report('due-exists', `${key} waits with another content than is due`);
  }
  const keys = new Set(wanted.map((want) => want.key));
  for (const row of rows.effects) if (row.status === 'ready' && !keys.has(row.key)) report('nothing-unwanted', `${row.key} is ready, but not due`);
  const confirmed = rows.effects.filter((effect) => effect.op === 'create' && effect.status === 'confirmed').map((effect) => effect.reference);
  if (new Set(confirmed).size < confirmed.length) report('one-document', `two confirmed creates under one reference: ${confirmed.join(', ')}`);
  const needed = new Set(wants.exceptions.map((exception) => exception.key));
  for (const key of needed) if (!open.has(key)) report('exceptions-derived', `${key} needs a person, but no exception is open`);
  for (const key of open) if (derivedKey.test(key) && !needed.has(key)) report('exceptions-derived', `the exception ${key} is open without a cause`);
}

/** Every name that the state knows leads to the order. */
function verifyReferences({ order, references }: OrderRows, report: Report): void {
  const names = [
    ...order.references.map((reference) => reference.value),
    ...Object.values(order.documents).flatMap((document) => [document.id, ...(document.number === undefined ? [] : [document.number])]),
  ];
  for (const name of names) if (!references.has(name)) report('references-known', `${name} does not lead to the order`);
}

/** A load finds every hold that waits for its name, and no other. */
function verifyWaits({ order, waits, stalled }: OrderRows, report: Report): void {
  for (const hold of stalled) report('customers-created', `${hold} waits for a customer that nobody is creating`);
  const there = new Set(waits);
  const needed = new Set(order.holds.flatMap((hold) => (hold.missing ? [waitText(hold.id, hold.missing)] : [])));
  for (const wait of needed) if (!there.has(wait)) report('names-waited-for', `no load would find ${wait}`);
  for (const wait of there) if (!needed.has(wait)) report('names-waited-for', `${wait} is waited for by no hold`);
}

/** An open order always waits for something that will come; a closed one for nothing. */
function verifyProgress(rows: OrderRows, report: Report): void {
  const { order, effects, exceptions, wakeAt } = rows;
  const isClosed = order.closed !== undefined;
  if (isClosed !== rows.isClosed) report('no-limbo', `the state says ${order.closed ?? 'open'}, its row does not`);
  const waiting = effects.filter((effect) => effect.status === 'ready').length;
  if (isClosed && waiting > 0) report('no-limbo', `closed, but ${waiting} effects wait to be sent`);
  if (isClosed) return;
  const answer = whereIs({ order, effects: rows.effects.filter((effect) => unsettled.has(effect.status)), exceptions, wakeAt, lanes: [], ownerOf: () => '' });
  if (answer.on === 'limbo' || answer.who === '' || answer.what === '') report('no-limbo', 'open, but nothing is due, nobody is called and no time is set');
}
