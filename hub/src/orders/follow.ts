import { isZero, subtract } from '@crossdock/canonical';
import { closeOrReopen } from './close-order.ts';
import type { OrderCommand } from './commands.ts';
import { isEmpty, wantedContent } from './content.ts';
import { afterMinutes, type Decision, inFlightOf } from './decision.ts';
import { readKey } from './keys.ts';
import { canMove, wantedMove } from './next-move.ts';
import { routeOf, type Slot, wantedQuantity } from './order.ts';
import { voidSlot } from './record-fact.ts';
import { routeFreeLines, unrouteHeldLines } from './route-lines.ts';
import { settleChanges } from './settle-changes.ts';
import { dropHoldsOfNamesNotNeeded } from './take-names.ts';
import { tellMilestones } from './tell-milestones.ts';

/** Draws the conclusions of what was just decided: lines free to go, changes that took effect, milestones reached, the end. */
export function follow(decision: Decision, command: OrderCommand): void {
  if (decision.order().closed && decision.events.length === 0) return;
  dropHoldsOfCancelledLines(decision);
  settleChanges(decision);
  dropHoldsOfCancelledLines(decision);
  dropHoldsOfNamesNotNeeded(decision);
  unrouteHeldLines(decision);
  routeFreeLines(decision, command.kind === 'answered' ? readKey(command.key).place : undefined);
  for (const { name } of decision.order().slots) prepareNextMove(decision, name);
  awaitOutcomes(decision);
  tellMilestones(decision);
  closeOrReopen(decision, command.kind);
}

function dropHoldsOfCancelledLines(decision: Decision): void {
  const { holds, lines } = decision.order();
  if (holds.length === 0) return;
  const wanted = new Set(lines.flatMap((line) => (line.schedules.some((s) => !isZero(wantedQuantity(s, subtract))) ? [line.id] : [])));
  for (const hold of holds) {
    const isWanted = hold.line === undefined ? wanted.size > 0 : wanted.has(hold.line);
    if (!isWanted) decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason: 'Nothing of it is wanted any more.' });
  }
}

/**
 * Gives the slot's next move a key of its own where the present one is used up, and a new document where the old one was
 * cancelled; calls a person where the systems cannot do what is needed.
 */
function prepareNextMove(decision: Decision, name: string): void {
  const slot = slotNamed(decision, name);
  if (!slot || decision.order().differences.some((d) => d.slot === name)) return;
  if (slot.erp?.isCancelled && !isEmpty(wantedContent(decision.order(), slot))) voidSlot(decision, name, 'The document is cancelled, and wanted again.');
  const move = wantedMove(decision.order(), slotNamed(decision, name) ?? slot);
  if (move && decision.order().results[move.key]?.status === 'confirmed') decision.emit({ type: 'internal.revised', slot: name });
  const next = wantedMove(decision.order(), slotNamed(decision, name) ?? slot);
  const route = routeOf(decision.order(), slot);
  const status = next && decision.order().results[next.key]?.status;
  if (!next || canMove(route, next) || (status !== undefined && status !== 'again')) return;
  const system = next.op === 'amend' ? route.system : (route.fulfilment ?? route.system);
  const message = `${system} has no way to ${next.op === 'cancel-release' ? 'take back' : 'change'} what it was given; do it there by hand.`;
  decision.emit({ type: 'internal.stopped', key: next.key, why: 'failed', message });
}

function slotNamed(decision: Decision, name: string): Slot | undefined {
  return decision.order().slots.find((slot) => slot.name === name);
}

/** Keeps in the state which effects may still land although something else is wanted by now. */
function awaitOutcomes(decision: Decision): void {
  const order = decision.order();
  const keys = order.slots.flatMap((slot) => {
    const wanted = wantedMove(order, slot)?.key;
    return inFlightOf(decision, slot).filter((key) => key !== wanted);
  });
  const awaited = keys.toSorted();
  const isToBeSeen = awaited.length > 0 && (order.awaitedLookAt ?? '') <= decision.at;
  if (!isToBeSeen && JSON.stringify(awaited) === JSON.stringify(order.awaited)) return;
  decision.emit({ type: 'internal.awaited', keys: awaited, ...(awaited.length > 0 && { lookAt: afterMinutes(decision.at, awaitedLookMinutes) }) });
}

const awaitedLookMinutes = 5;
