import { add, compare, type Decimal, isZero, subtract } from '@crossdock/canonical';
import { askAnew } from './ask-systems.ts';
import { isAsWanted, isEmpty, wantedContent } from './content.ts';
import { type Decision, inFlightOf, isUndecided, mayExist } from './decision.ts';
import type { ChangedLine, LineQuantity } from './events.ts';
import { keys } from './keys.ts';
import { type Line, type Order, routeOf, type Schedule, type Slot, schedulesOf } from './order.ts';

/** A pending change has taken effect when every system of its slot shows it, or when nothing of the slot was ever sent. */
export function settleChanges(decision: Decision): void {
  const order = decision.order();
  const open = schedulesOf(order).flatMap(({ schedule }) => (schedule.pending ? [schedule.pending.changeId] : []));
  const moved = order.pendingShipTo?.changeId;
  for (const changeId of new Set(moved === undefined ? open : [...open, moved])) settleChange(decision, changeId);
}

function settleChange(decision: Decision, changeId: string): void {
  const order = decision.order();
  const waiting = new Set(order.slots.filter((slot) => !isSlotAsWanted(decision, slot)).map((slot) => slot.name));
  const settled = schedulesOf(order).filter(
    ({ schedule }) => schedule.pending?.changeId === changeId && (schedule.slot === undefined || !waiting.has(schedule.slot)),
  );
  const isMoved = order.pendingShipTo?.changeId === changeId && order.slots.every((slot) => slot.erp?.isCancelled || !waiting.has(slot.name));
  if (settled.length === 0 && !isMoved) return;
  const lines = settled.map(({ line, schedule }) => changedLine(line, schedule));
  const change = order.changes.find((c) => c.id === changeId);
  decision.emit({
    type: 'order.changed',
    changeId,
    by: change?.by ?? '',
    lines,
    ...(isMoved && order.pendingShipTo && { shipTo: order.pendingShipTo.shipTo }),
  });
  tellCancelled(decision, order, lines, change?.reason ?? '');
  const touched = new Set(settled.flatMap(({ schedule }) => (schedule.slot === undefined ? [] : [schedule.slot])));
  askWhoObjects(decision, (slot) => isMoved || touched.has(slot.name));
}

/** What changed may have been the reason for a hold: whoever placed it is asked again at once. */
function askWhoObjects(decision: Decision, isTouched: (slot: Slot) => boolean): void {
  const order = decision.order();
  const systems = new Set(order.slots.filter((slot) => slot.acceptedAs === undefined && isTouched(slot)).map((slot) => routeOf(order, slot).system));
  for (const system of [...systems].sort()) {
    if (order.asks[system] && order.holds.some((hold) => hold.system === system)) askAnew(decision, system, 'order changed');
  }
}

/** Whether every document of the slot holds what is wanted now, and none may come to hold something else. */
function isSlotAsWanted(decision: Decision, slot: Slot): boolean {
  const order = decision.order();
  if (inFlightOf(decision, slot).length > 0 || isUndecided(order, keys.release(slot))) return false;
  if (!slot.erp) return !mayExist(decision, slot) && (!slot.warehouse || isAsWanted(order, slot, slot.warehouse));
  return [slot.erp, slot.warehouse].every((holding) => !holding || isAsWanted(order, slot, holding) || isOverThere(order, slot, holding));
}

/** A release that was taken back earlier is no obstacle: it is made anew with what is wanted then. */
function isOverThere(order: Order, slot: Slot, holding: NonNullable<Slot['warehouse']>): boolean {
  return holding === slot.warehouse && holding.isCancelled === true && !isEmpty(wantedContent(order, slot));
}

/** What a schedule's pending change makes of its counts: less is cancelled, more is ordered. */
function changedLine(line: Line, schedule: Schedule): ChangedLine {
  const { pending } = schedule;
  const requestedDate = pending?.requestedDate ?? schedule.requestedDate;
  const head = { line: line.id, schedule: schedule.id, ...(requestedDate !== undefined && { requestedDate }) };
  return { ...head, ...countsFor(schedule, pending?.quantity ?? subtract(schedule.ordered, schedule.cancelled)) };
}

/** Ordered and cancelled so that `quantity` is what remains. */
export function countsFor(schedule: Schedule, quantity: Decimal): { readonly ordered: Decimal; readonly cancelled: Decimal } {
  const now = subtract(schedule.ordered, schedule.cancelled);
  const difference = subtract(quantity, now);
  if (difference.startsWith('-')) return { ordered: schedule.ordered, cancelled: subtract(schedule.cancelled, difference) };
  return { ordered: add(schedule.ordered, difference), cancelled: schedule.cancelled };
}

/** Says what a change has cancelled, and whether that was the whole order. */
export function tellCancelled(decision: Decision, before: Order, changed: readonly ChangedLine[], reason: string): void {
  const placed = new Map(schedulesOf(before).map((p) => [p.lineKey, p]));
  const lines = changed.flatMap((line): LineQuantity[] => {
    const was = placed.get(`${line.line}/${line.schedule}`);
    if (!was || compare(line.cancelled, was.schedule.cancelled) <= 0) return [];
    return [{ line: line.line, schedule: line.schedule, quantity: line.cancelled, unit: was.line.unit }];
  });
  if (lines.length === 0) return;
  const whole = schedulesOf(decision.order()).every(({ schedule }) => isZero(subtract(schedule.ordered, schedule.cancelled)));
  decision.emit({ type: 'order.cancelled', lines, whole, reason });
}
