import { isZero } from '@crossdock/canonical';
import type { Decision } from './decision.ts';
import { type Placed, type Schedule, schedulesOf } from './order.ts';

/** What a person wished before and what is not done yet makes way for the cancellation. */
export function dropPendingChanges(decision: Decision): void {
  const order = decision.order();
  const waiting = schedulesOf(order).filter(({ schedule }) => isReplaceable(schedule));
  drop(decision, { waiting, move: order.pendingShipTo?.changeId, reason: 'The order is being cancelled.' });
}

/** What is on its way about these schedules, or about the ship-to, makes way for what is wished now; the systems are told anew whatever they were told. */
export function dropReplaced(decision: Decision, { lineKeys, isMoved }: { readonly lineKeys: ReadonlySet<string>; readonly isMoved: boolean }): void {
  const order = decision.order();
  const waiting = schedulesOf(order).filter(({ schedule, lineKey }) => lineKeys.has(lineKey) && isReplaceable(schedule));
  const move = isMoved ? order.pendingShipTo?.changeId : undefined;
  drop(decision, { waiting, move, reason: 'A later wish has taken its place.' });
  const touched = new Set(waiting.map(({ schedule }) => schedule.slot));
  for (const slot of order.slots) if (touched.has(slot.name) || move !== undefined) decision.emit({ type: 'internal.revised', slot: slot.name });
}

/** A change on its way can be replaced by another; a cancellation cannot be called back. */
export function isReplaceable({ pending }: Schedule): boolean {
  return pending !== undefined && !isZero(pending.quantity);
}

type Dropped = { readonly waiting: readonly Placed[]; readonly move: string | undefined; readonly reason: string };

function drop(decision: Decision, { waiting, move, reason }: Dropped): void {
  const ids = new Set(waiting.flatMap(({ schedule }) => (schedule.pending ? [schedule.pending.changeId] : [])));
  if (move !== undefined) ids.add(move);
  for (const changeId of ids) {
    const lines = waiting.filter((p) => p.schedule.pending?.changeId === changeId).map((p) => ({ line: p.line.id, schedule: p.schedule.id, reason }));
    decision.emit({ type: 'order.change-declined', changeId, lines, ...(move === changeId && { shipTo: { reason } }) });
  }
}
