import { isZero, subtract } from '@crossdock/canonical';
import { askAnew } from './ask-systems.ts';
import { isEmpty, wantedContent } from './content.ts';
import { type Decision, mayExist } from './decision.ts';
import { keys, namePart } from './keys.ts';
import { isNamed } from './naming.ts';
import {
  fulfillerOf,
  type Line,
  lineKeyOf,
  type Order,
  type Placed,
  type Route,
  routeOf,
  type Schedule,
  type Slot,
  schedulesOf,
  wantedQuantity,
} from './order.ts';

/** A held line leaves a slot that nobody has sent yet, so that the others need not wait for it. */
export function unrouteHeldLines(decision: Decision): void {
  const held = new Set(decision.order().holds.flatMap((hold) => (hold.line === undefined ? [] : [hold.line])));
  if (held.size === 0) return;
  for (const { name } of decision.order().slots) {
    const slot = decision.order().slots.find((s) => s.name === name);
    if (!slot || mayExist(decision, slot)) continue;
    const order = decision.order();
    const leaving = schedulesOf(order).filter(({ line, schedule }) => schedule.slot === name && held.has(line.id));
    if (leaving.length === 0) continue;
    decision.emit({ type: 'internal.unrouted', slot: name, schedules: leaving.map(({ lineKey }) => lineKey) });
    const key = keys.step('create', slot);
    const result = order.results[key];
    const isRefusedForThem = result?.status === 'refused' && order.holds.some((hold) => hold.line !== undefined && hold.id === result.holdId);
    if (isRefusedForThem && !isEmpty(wantedContent(decision.order(), slot))) {
      decision.emit({ type: 'internal.reopened', key, why: 'The refused line waits; the others go on.' });
    }
  }
}

/**
 * Lines without a hold get their slot, once their system has answered and while the answer counts. A line that comes later
 * joins a slot that nobody has sent yet, or opens another.
 */
export function routeFreeLines(decision: Decision, answeredNow: string | undefined): void {
  const order = decision.order();
  if (order.holds.some((hold) => hold.line === undefined)) return;
  if (order.isShipComplete && order.holds.length > 0) return;
  const unrouted = schedulesOf(order).filter(({ schedule }) => schedule.slot === undefined && !isZero(wantedQuantity(schedule, subtract)));
  const held = new Set(order.holds.map((hold) => hold.line));
  const free = unrouted.filter((placed) => !held.has(placed.line.id) && isAnswered(order, placed));
  if (free.length === 0 || (order.isShipComplete && free.length < unrouted.length)) return;
  const expired = expiredSystems(decision, free, answeredNow);
  for (const system of expired) askAnew(decision, system, 'answer too old');
  if (order.isShipComplete && expired.length > 0) return;
  for (const { route, lineKeys } of groupsOf(order, free)) {
    if (!expired.includes(route.system)) {
      decision.emit({ type: 'internal.routed', slot: openSlot(decision, route), schedules: lineKeys });
    }
  }
}

function isAnswered(order: Order, { line, schedule }: Placed): boolean {
  const route = routeOf(order, schedule);
  const ask = order.asks[route.system];
  if (!isNamed(order, route.system, [line.item])) return false;
  return !route.isAsked || (ask !== undefined && ask.answered >= ask.round);
}

/** Systems whose answer is too old to act on; an answer that has just come in counts, however old it says to be. */
function expiredSystems(decision: Decision, free: readonly Placed[], answeredNow: string | undefined): readonly string[] {
  const order = decision.order();
  const asked = free.map(({ schedule }) => routeOf(order, schedule)).filter((route) => route.isAsked && route.system !== answeredNow);
  return [...new Set(asked.map((route) => route.system))].sort().filter((system) => (order.asks[system]?.validUntil ?? decision.at) < decision.at);
}

/** The slots of a new order of which every line is free to go, and the lines with the names of theirs. */
export function placeLines(lines: readonly Line[], order: Pick<Order, 'id' | 'routes'>): Pick<Order, 'lines' | 'slots'> {
  const slots: Slot[] = [];
  const slotOf = new Map<string, string>();
  for (const { route, lineKeys } of groupsOf(order, schedulesOf({ lines }))) {
    const slot = newSlot(slots, route);
    slots.push({ ...slot, generation: 1, revision: 0 });
    for (const lineKey of lineKeys) slotOf.set(lineKey, slot.name);
  }
  const inSlot = (line: Line, schedule: Schedule): Schedule => {
    const slot = slotOf.get(lineKeyOf(line, schedule));
    return slot === undefined ? schedule : { ...schedule, slot };
  };
  return { slots, lines: lines.map((line) => ({ ...line, schedules: line.schedules.map((schedule) => inSlot(line, schedule)) })) };
}

type Group = { readonly route: Route & { readonly index: number }; readonly lineKeys: readonly string[] };

/** One document per system, warehouse and fulfiller. */
function groupsOf(order: Pick<Order, 'id' | 'routes'>, free: readonly Placed[]): readonly Group[] {
  const groups = new Map<string, { route: Group['route']; lineKeys: string[] }>();
  for (const { schedule, lineKey } of free) {
    const route = { ...routeOf(order, schedule), index: schedule.route };
    const key = JSON.stringify([route.system, route.warehouse, fulfillerOf(route)]);
    const group = groups.get(key);
    if (group) group.lineKeys.push(lineKey);
    else groups.set(key, { route, lineKeys: [lineKey] });
  }
  return [...groups.values()];
}

type NewSlot = { readonly name: string; readonly index: number; readonly route: number };

function openSlot(decision: Decision, route: Group['route']): NewSlot {
  const order = decision.order();
  const open = sameBase(order.slots, route).find((slot) => fulfillerOf(routeOf(order, slot)) === fulfillerOf(route) && !mayExist(decision, slot));
  return open ? { name: open.name, index: open.index, route: open.route } : newSlot(order.slots, route);
}

function newSlot(slots: readonly Slot[], route: Group['route']): NewSlot {
  const same = sameBase(slots, route).length;
  return { name: same === 0 ? baseOf(route) : `${baseOf(route)}/${same + 1}`, index: slots.length + 1, route: route.index };
}

function sameBase(slots: readonly Slot[], route: Route): readonly Slot[] {
  const base = baseOf(route);
  return slots.filter((slot) => slot.name === base || slot.name.startsWith(`${base}/`));
}

function baseOf(route: Route): string {
  return `${namePart(route.system)}/${namePart(route.warehouse)}`;
}
