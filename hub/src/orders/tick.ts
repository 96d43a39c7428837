import { compare, isPositive, isZero, subtract } from '@crossdock/canonical';
import { askAnew, isAskOpen } from './ask-systems.ts';
import { afterMinutes, type Decision } from './decision.ts';
import { ledgerOf } from './ledger.ts';
import { type Hold, type Order, type Step, schedulesOf, wantedQuantity } from './order.ts';
import { invoicesOf, payBy, uninvoiced } from './tell-milestones.ts';

/** The order's own clock: causes of holds are looked at again, deadlines pass, delivery is assumed where nobody reports it. */
export function tick(decision: Decision): undefined {
  if (decision.order().closed) return undefined;
  recheckHolds(decision);
  passDeadlines(decision);
  const by = assumesDeliveryAt(decision.order());
  if (by !== undefined && by <= decision.at) assumeDelivered(decision);
  return undefined;
}

function recheckHolds(decision: Decision): void {
  const { at, rules } = decision;
  const due = decision.order().holds.filter((hold) => isRechecked(decision.order(), hold) && hold.recheckAt <= at);
  if (due.length === 0) return;
  decision.emit({ type: 'internal.rechecked', holdIds: due.map((hold) => hold.id), recheckAt: afterMinutes(at, rules.holdRecheckMinutes) });
  for (const system of [...new Set(due.flatMap((hold) => (hold.system === undefined ? [] : [hold.system])))].sort()) {
    if (!isAskOpen(decision.order(), system)) askAnew(decision, system, 'hold looked at again');
  }
}

/** Only a system that can be asked can take its objection back; every other hold waits for a person. */
function isRechecked(order: Order, hold: Hold): boolean {
  return hold.system !== undefined && order.asks[hold.system] !== undefined;
}

function passDeadlines(decision: Decision): void {
  for (const step of steps) {
    const order = decision.order();
    const by = deadlineOf(order, step);
    if (by !== undefined && by <= decision.at && !order.passed.includes(step) && isOverdue(order, step)) decision.emit({ type: 'order.deadline-passed', step });
  }
}

const steps: readonly Step[] = ['confirm', 'ship', 'deliver', 'invoice', 'pay'];

/** By when a step must have happened; undefined while its clock has not started. */
export function deadlineOf(order: Order, step: Step): string | undefined {
  return step === 'pay' ? payBy(order) : order.deadlines[step];
}

/** Whether a step that has a deadline is still not done. */
export function isOverdue(order: Order, step: Step): boolean {
  if (order.closed) return false;
  switch (step) {
    case 'confirm': {
      const accepted = new Set(order.slots.flatMap((slot) => (slot.acceptedAs === undefined ? [] : [slot.name])));
      return schedulesOf(order).some(
        ({ schedule }) => !isZero(wantedQuantity(schedule, subtract)) && (schedule.slot === undefined || !accepted.has(schedule.slot)),
      );
    }
    case 'ship':
      return ledgerOf(order).some((entry) => compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) < 0);
    case 'deliver':
      return ledgerOf(order).some((entry) => compare(entry.delivered, entry.shipped) < 0);
    case 'invoice':
      return uninvoiced(order).length > 0;
    case 'pay':
      return invoicesOf(order).some((invoice) => isPositive(invoice.balance));
    default:
      return step satisfies never;
  }
}

/** Accepting this pin says: it has arrived, although nobody has reported it. */
export const deliveryPin = 'delivered';

/** Everything that was shipped counts as delivered from now on, marked as assumed. */
export function assumeDelivered(decision: Decision): void {
  const lines = ledgerOf(decision.order())
    .filter((entry) => isPositive(subtract(entry.shipped, entry.delivered)))
    .map((entry) => ({ line: entry.line, schedule: entry.schedule, quantity: entry.shipped, unit: entry.unit }));
  decision.emit({ type: 'order.delivered', document: { system: '', id: '' }, lines, assumed: true });
}

/** When the rest counts as delivered although nobody said so; undefined where that does not apply (yet). */
export function assumesDeliveryAt(order: Order): string | undefined {
  if (order.closed) return undefined;
  const ledger = ledgerOf(order);
  const isAllShipped = ledger.every((entry) => compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) >= 0);
  const isAnyOnTheWay = ledger.some((entry) => isPositive(subtract(entry.shipped, entry.delivered)));
  return isAllShipped && isAnyOnTheWay ? order.deadlines.assumeDelivered : undefined;
}

/** The next instant at which the order's clock has something to do. */
export function wakeAtOf(order: Order): string | undefined {
  if (order.closed) return undefined;
  const times = order.holds.filter((hold) => isRechecked(order, hold)).map((hold) => hold.recheckAt);
  for (const step of steps) {
    const by = deadlineOf(order, step);
    if (by !== undefined && !order.passed.includes(step) && isOverdue(order, step)) times.push(by);
  }
  const assume = assumesDeliveryAt(order);
  if (assume !== undefined) times.push(assume);
  if (order.awaited.length > 0 && order.awaitedLookAt !== undefined) times.push(order.awaitedLookAt);
  return times.sort()[0];
}
