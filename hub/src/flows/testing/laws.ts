import { add, compare, isZero, max, subtract } from '@crossdock/canonical';
import { evolve, ledgerOf, type Order, type OrderEvent, readKey, type ScheduleLedger, schedulesOf, slotOfKey, statusOf, wakeAtOf } from '../../orders/index.ts';
import { due } from '../due.ts';
import type { Due } from '../wants.ts';
import type { World } from './random-world.ts';

/** What an order breaks of the laws that hold after every event; empty where all is well. */
export function brokenLaws(world: World): readonly string[] {
  const { order } = world;
  const wants = due(order);
  const ledger = ledgerOf(order);
  return [
    ...ledger.flatMap(brokenQuantities),
    ...unseenGaps(order, ledger, wants),
    ...forgottenWishes(order),
    ...brokenWants(world, wants),
    ...limbo(world, wants),
    ...foreignNames(order, wants),
  ];
}

/** No system is told or asked anything by a name of the channel. */
function foreignNames({ naming }: Order, { effects, asks }: Due): readonly string[] {
  if (!naming) return [];
  const kinds = new Set<string>(naming.kinds);
  return [...effects, ...asks].flatMap(({ key, body }) => {
    const content = 'document' in body ? body.document : 'order' in body ? body.order : body.op === 'ask' ? body : undefined;
    if (!content) return [];
    const told = [
      ...(kinds.has('customer') ? [content.customer] : []),
      ...(kinds.has('contact') && 'contact' in content && content.contact?.id !== undefined ? [content.contact.id] : []),
      ...(kinds.has('ship-to') && content.shipTo?.id !== undefined ? [content.shipTo.id] : []),
      ...(kinds.has('item') ? content.lines.map((line) => line.item) : []),
    ];
    return told.filter((name) => !/^(erp|old):/.test(name)).map((name) => `${key} bears the channel's name ${name}`);
  });
}

/** Conservation, as DESIGN.md states it, on effective quantities. */
function brokenQuantities(entry: ScheduleLedger): readonly string[] {
  const { ordered, cancelled, allocated, backordered, picked, packed, shipped, delivered, excess, open, lineKey } = entry;
  const room = add(subtract(ordered, cancelled), excess);
  const chain = [delivered, shipped, packed, picked, allocated, room];
  const isOrdered = chain.every((count, index) => index === 0 || compare(chain[index - 1] ?? '0', count) <= 0);
  const left = add(add(allocated, backordered), add(open, cancelled));
  const counts = [...chain, cancelled, backordered, excess, open, entry.returned, entry.invoiced, entry.credited];
  return [
    ...(isOrdered ? [] : [`${lineKey}: the chain of milestones is broken: ${chain.join(' ')}`]),
    ...(compare(left, add(ordered, excess)) === 0 ? [] : [`${lineKey}: ${left} is not ${ordered} + ${excess}`]),
    ...(counts.some((count) => count.startsWith('-')) ? [`${lineKey}: a count is negative: ${counts.join(' ')}`] : []),
    ...(compare(cancelled, ordered) > 0 ? [`${lineKey}: more cancelled than ordered`] : []),
  ];
}

/** Every gap or excess in what systems counted themselves has an open exception or was accepted. */
function unseenGaps(order: Order, ledger: readonly ScheduleLedger[], wants: Due): readonly string[] {
  const keys = new Set(wants.exceptions.map(({ key }) => key));
  return ledger.flatMap((entry) =>
    gapsIn(entry)
      .filter((what) => !keys.has(`quantities:${what}:${entry.lineKey}`) && !order.pins.some((pin) => pin.startsWith(`${what}:${entry.lineKey}:`)))
      .map((what) => `${entry.lineKey}: ${what} that nobody sees: ${JSON.stringify(entry.own)}`),
  );
}

function gapsIn(entry: ScheduleLedger): readonly string[] {
  const { own, ordered, cancelled } = entry;
  const chain = [own.picked, own.packed, own.shipped, own.delivered];
  const isGap = chain.some((count, index) => !isZero(count) && chain.slice(index + 1).some((later) => compare(later, count) > 0));
  const moved = chain.reduce(max, '0');
  return [
    ...(isGap ? ['gap'] : []),
    ...(compare(moved, subtract(ordered, cancelled)) > 0 ? ['excess'] : []),
    ...(compare(own.invoiced, entry.shipped) > 0 ? ['over-invoiced'] : []),
    ...(compare(own.returned, entry.delivered) > 0 ? ['over-returned'] : []),
    ...(compare(own.credited, own.invoiced) > 0 ? ['over-credited'] : []),
    ...(compare(own.deallocated, own.allocated) > 0 ? ['over-deallocated'] : []),
  ];
}

/** A wish that was answered with "pending" is on its way, until it is answered for good. */
function forgottenWishes(order: Order): readonly string[] {
  const pending = new Set(schedulesOf(order).flatMap(({ lineKey, schedule }) => (schedule.pending ? [`${schedule.pending.changeId}:${lineKey}`] : [])));
  if (order.pendingShipTo) pending.add(`${order.pendingShipTo.changeId}:ship-to`);
  return order.changes.flatMap((change) =>
    change.items
      .filter((item) => item.decision === 'pending')
      .map((item) => `${change.id}:${item.wish === 'ship-to' ? 'ship-to' : `${item.line}/${item.schedule}`}`)
      .filter((name) => !pending.has(name))
      .map((name) => `${name} is said to be pending, and nobody does it`),
  );
}

/** What `due` may never list, and what of one slot may never be under way at once. */
function brokenWants({ order, claimed }: World, wants: Due): readonly string[] {
  const wanted = [...wants.effects, ...wants.asks].map(({ key }) => key);
  const exceptions = wants.exceptions.map(({ key }) => key);
  const settled = wanted.filter((key) => order.results[key] && order.results[key]?.status !== 'again');
  const crossing = wants.effects.filter(({ key }) => isDocument(key) && [...claimed.keys()].some((other) => isRival(order, key, other)));
  return [
    ...(new Set(wanted).size === wanted.length ? [] : [`a key is listed twice: ${wanted.join(', ')}`]),
    ...(new Set(exceptions).size === exceptions.length ? [] : [`an exception is listed twice: ${exceptions.join(', ')}`]),
    ...settled.map((key) => `${key} is wanted and settled: ${order.results[key]?.status}`),
    ...crossing.map(({ key }) => `${key} is wanted while another write of its slot may land: ${[...claimed.keys()].join(', ')}`),
    ...(order.closed && wanted.length > 0 ? [`closed, and wants ${wanted.join(', ')}`] : []),
    ...(order.closed && (wants.wakeAt ?? wakeAtOf(order)) !== undefined ? ['closed, and wants to be woken'] : []),
  ];
}

const documentOperations = ['create', 'quote', 'confirm', 'amend', 'cancel', 'release', 'change-release', 'cancel-release'];

function isDocument(key: string): boolean {
  return documentOperations.includes(readKey(key).op);
}

function isRival(order: Order, key: string, other: string): boolean {
  return key !== other && isDocument(other) && slotOfKey(order, key)?.name === slotOfKey(order, other)?.name;
}

/** An open order of which nothing is on its way has an effect, a question, a person or a clock. */
function limbo({ order, claimed }: World, { effects, asks, exceptions, wakeAt }: Due): readonly string[] {
  if (order.closed || claimed.size > 0) return [];
  return effects.length + asks.length + exceptions.length > 0 || wakeAt !== undefined ? [] : ['nothing is on its way, and nobody is called'];
}

/** What a decision broke that is only seen beside the state before it. */
export function brokenSteps(before: World, after: World): readonly string[] {
  const events = after.history.slice(before.history.length);
  const folded = events.reduce<Order>(evolve, before.order);
  return [
    ...(JSON.stringify(folded) === JSON.stringify(after.order) ? [] : ['the events do not give the state that was answered']),
    ...(isTelling(events) ? [] : unexplained(before.order, after.order)),
    ...(before.order.closed && !after.order.closed && !events.some(({ type }) => type === 'order.reopened') ? ['reopened without a word'] : []),
  ];
}

/** Cancelled is the end of a way of its own: what is moved all the same is told as a milestone. */
const ranks = ['open', 'backordered', 'allocated', 'picked', 'packed', 'shipped', 'delivered'];

/** A status that went back needs an event that says why. */
function unexplained(before: Order, after: Order): readonly string[] {
  const was = new Map(ledgerOf(before).map((entry) => [entry.lineKey, ranks.indexOf(statusOf(entry))]));
  return ledgerOf(after).flatMap((entry) => {
    const rank = ranks.indexOf(statusOf(entry));
    return rank < (was.get(entry.lineKey) ?? 0) ? [`${entry.lineKey} went back to ${statusOf(entry)} without a word`] : [];
  });
}

function isTelling(events: readonly OrderEvent[]): boolean {
  return events.some((event) => event.type.startsWith('order.'));
}

/** When the clock has just been served it must not ring at once again. */
export function brokenClock({ order, at }: World): readonly string[] {
  const wakeAt = wakeAtOf(order);
  return wakeAt !== undefined && wakeAt <= at ? [`served at ${at}, and wants to be woken at ${wakeAt}`] : [];
}

/** Documents that live although the order was cancelled: by our own writes, and by what systems reported. */
export function leftAlive({ order, alive }: World): readonly string[] {
  if (order.closed !== 'cancelled') return [];
  const reported = new Set(Object.values(order.documents).flatMap((d) => (d.type === 'sales-order' && d.state === 'cancelled' ? [d.id] : [])));
  return [...alive].filter((id) => !reported.has(id)).map((id) => `${id} lives, and the order is cancelled`);
}
