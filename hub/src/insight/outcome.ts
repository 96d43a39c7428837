import { isZero, subtract } from '@crossdock/canonical';
import { keys, type Order, routeOf, type Schedule, schedulesOf, wantedQuantity } from '../orders/index.ts';

/** What has become of a new order, as far as its sender may wait for it. */
export type OutcomeKind = 'accepted' | 'partly-accepted' | 'held' | 'stopped' | 'cancelled' | 'completed' | 'pending';

/** Accepted by its ERPs, held, stopped, or still on its way. Pure. */
export function outcomeOf(order: Order): OutcomeKind {
  if (order.closed) return order.closed;
  if (Object.values(order.asks).some((ask) => ask.round > ask.answered)) return 'pending';
  const fates = schedulesOf(order)
    .filter(({ schedule }) => !isZero(wantedQuantity(schedule, subtract)))
    .map(({ line, schedule }) => fateOf(order, line.id, schedule));
  if (fates.includes('pending')) return 'pending';
  if (fates.every((fate) => fate === 'accepted')) return 'accepted';
  if (fates.includes('accepted')) return 'partly-accepted';
  return fates.includes('held') ? 'held' : 'stopped';
}

function fateOf(order: Order, line: string, schedule: Schedule): 'accepted' | 'held' | 'stopped' | 'pending' {
  const slot = order.slots.find((s) => s.name === schedule.slot);
  if (slot?.acceptedAs !== undefined) return 'accepted';
  const isHeld = order.holds.some((hold) => hold.line === undefined || hold.line === line || order.isShipComplete);
  if (isHeld) return 'held';
  if (!slot) return 'pending';
  const isStopped = routeOf(order, slot).steps.some((step) => {
    const result = order.results[keys.step(step, slot)]?.status;
    return result === 'refused' || result === 'stopped';
  });
  return isStopped ? 'stopped' : 'pending';
}
