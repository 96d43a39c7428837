import { compare, isZero, max, subtract } from '@crossdock/canonical';
import { type Decision, inFlightOf } from './decision.ts';
import { ledgerOf, type ScheduleLedger } from './ledger.ts';
import { wantedMove } from './next-move.ts';
import { routeOf, schedulesOf } from './order.ts';
import { postsOf } from './posts.ts';
import { isPaid } from './tell-milestones.ts';

/**
 * Done: nothing is wanted any more, or everything wanted is delivered and, where the ERP keeps invoices, paid; and no
 * system has to be told anything. A closed order that has to answer for something again is reopened.
 */
export function closeOrReopen(decision: Decision, why: string): void {
  const order = decision.order();
  const ledger = ledgerOf(order);
  const isDelivered = ledger.every((entry) => compare(entry.delivered, max(dueOf(entry), entry.shipped)) >= 0);
  const isSettled = isDelivered && !isInMotion(decision);
  if (order.closed) {
    if (!isSettled) decision.emit({ type: 'order.reopened', why });
    return;
  }
  if (!isSettled) return;
  if (ledger.every((entry) => isZero(dueOf(entry)) && isZero(entry.shipped))) {
    decision.emit({ type: 'order.closed', as: 'cancelled' });
    return;
  }
  const kept = new Set(schedulesOf(order).flatMap(({ schedule, lineKey }) => (routeOf(order, schedule).keepsInvoices ? [lineKey] : [])));
  const needsMoney = ledger.some((entry) => kept.has(entry.lineKey) && !isZero(entry.shipped));
  if (!needsMoney || isPaid(order)) decision.emit({ type: 'order.closed', as: 'completed' });
}

function dueOf(entry: ScheduleLedger): string {
  return subtract(entry.ordered, entry.cancelled);
}

/** Whether a system still has to do or to be told something, or may be doing it. */
function isInMotion(decision: Decision): boolean {
  const order = decision.order();
  return (
    order.differences.length > 0 ||
    order.pendingShipTo !== undefined ||
    schedulesOf(order).some(({ schedule }) => schedule.pending) ||
    order.slots.some((slot) => wantedMove(order, slot) || postsOf(order, slot).length > 0 || inFlightOf(decision, slot).length > 0)
  );
}
