import { isAsWanted, isEmpty, wantedContent } from './content.ts';
import { isUndecided } from './decision.ts';
import { keys, readKey } from './keys.ts';
import { isNamed } from './naming.ts';
import { type Order, type Route, routeOf, type Slot, schedulesOf } from './order.ts';

/** One step that a slot's documents need. */
export type Move = {
  readonly op: 'create' | 'quote' | 'confirm' | 'release' | 'change-release' | 'cancel-release' | 'amend' | 'cancel';
  readonly key: string;
};

/** What the slot needs next and may have: undefined when it has all, or while a hold, a difference or an unknown outcome keeps it waiting. */
export function nextMove(order: Order, slot: Slot): Move | undefined {
  const move = wantedMove(order, slot);
  if (!move || isHeld(order, slot, move) || order.differences.some((difference) => difference.slot === slot.name)) return undefined;
  return order.awaited.some((key) => readKey(key).place === slot.name) ? undefined : move;
}

/**
 * What lies between the slot and what is wanted of it, one thing after the other: the document created and confirmed step by
 * step, then both kept at the wanted content. The warehouse first where it has the goods on its list, because it holds the
 * point of no return; the ERP first where the warehouse knows nothing yet.
 */
export function wantedMove(order: Order, slot: Slot): Move | undefined {
  const create = keys.step('create', slot);
  // Nobody can tell whether the document exists: neither leaving it nor making it is right before that is known.
  if (!slot.erp && isUndecided(order, create)) return { op: 'create', key: create };
  const route = routeOf(order, slot);
  const isWanted = !isEmpty(wantedContent(order, slot));
  if (isWanted && slot.acceptedAs === undefined) return moveOfErp(order, slot) ?? nextStep(order, slot, route);
  const isAtWarehouse = slot.warehouse !== undefined && !slot.warehouse.isCancelled;
  return isAtWarehouse
    ? (moveOfWarehouse(order, slot) ?? moveOfErp(order, slot))
    : (unknownRelease(order, slot, route) ?? moveOfErp(order, slot) ?? (isWanted && route.fulfilment !== undefined ? release(slot) : undefined));
}

/** The first of the route's steps that is not confirmed. */
function nextStep(order: Order, slot: Slot, route: Route): Move | undefined {
  const op = route.steps.find((step) => order.results[keys.step(step, slot)]?.status !== 'confirmed');
  return op && { op, key: keys.step(op, slot) };
}

function release(slot: Slot): Move {
  return { op: 'release', key: keys.release(slot) };
}

function unknownRelease(order: Order, slot: Slot, route: Route): Move | undefined {
  return route.fulfilment !== undefined && isUndecided(order, keys.release(slot)) ? release(slot) : undefined;
}

function moveOfWarehouse(order: Order, slot: Slot): Move | undefined {
  if (!slot.warehouse || isAsWanted(order, slot, slot.warehouse)) return undefined;
  return isEmpty(wantedContent(order, slot))
    ? { op: 'cancel-release', key: keys.cancelRelease(slot) }
    : { op: 'change-release', key: keys.changeRelease(slot) };
}

function moveOfErp(order: Order, slot: Slot): Move | undefined {
  if (!slot.erp || slot.erp.isCancelled || isAsWanted(order, slot, slot.erp)) return undefined;
  return isEmpty(wantedContent(order, slot)) ? { op: 'cancel', key: keys.cancel(slot) } : { op: 'amend', key: keys.amend(slot) };
}

/** Holds keep a document from being made and confirmed; what is accepted goes on, and what has to be put right is put right. */
function isHeld(order: Order, slot: Slot, move: Move): boolean {
  if (order.naming && tellsNames.has(move.op) && !isUndecided(order, move.key) && !isNamed(order, routeOf(order, slot).system, itemsOf(order, slot)))
    return true;
  if (move.op !== 'create' && move.op !== 'quote' && move.op !== 'confirm') return false;
  if (isUndecided(order, move.key)) return false; // to be looked into, held or not
  if (order.isShipComplete && order.holds.length > 0) return true;
  const lines = new Set(schedulesOf(order).flatMap(({ line, schedule }) => (schedule.slot === slot.name ? [line.id] : [])));
  return order.holds.some((hold) => hold.line === undefined || lines.has(hold.line));
}

/** The moves whose content bears names. */
const tellsNames: ReadonlySet<Move['op']> = new Set(['create', 'amend', 'release', 'change-release']);

function itemsOf(order: Order, slot: Slot): ReadonlySet<string> {
  return new Set(schedulesOf(order).flatMap(({ line, schedule }) => (schedule.slot === slot.name ? [line.item] : [])));
}

/** Whether the route's systems can do the move at all. */
export function canMove(route: Route, move: Move): boolean {
  switch (move.op) {
    case 'amend':
    case 'change-release':
    case 'cancel-release':
      return route.can.includes(move.op);
    case 'create':
    case 'quote':
    case 'confirm':
    case 'release':
    case 'cancel':
      return true;
    default:
      return move.op satisfies never;
  }
}
