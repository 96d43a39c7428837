import { compare, isPositive, subtract } from '@crossdock/canonical';
import { afterMinutes, type Decision } from './decision.ts';
import { invoicesOf } from './follow.ts';
import { ledgerOf } from './ledger.ts';
import { type Order, routeOf, type Step } from './order.ts';

/** The order's own clock: causes of holds are looked at again, deadlines pass, delivery is assumed where nobody reports it. */
export function tick(decision: Decision): undefined {
  recheckHolds(decision);
  passDeadlines(decision);
  assumeDelivery(decision);
  return undefined;
}

function recheckHolds(decision: Decision): void {
  const { at, rules } = decision;
  const due = decision.order().holds.filter((hold) => hold.recheckAt <= at);
  if (due.length === 0) return;
  decision.emit({ type: 'internal.rechecked', holdIds: due.map((hold) => hold.id), recheckAt: afterMinutes(at, rules.holdRecheckMinutes) });
  for (const system of [...new Set(due.flatMap((hold) => (hold.system === undefined ? [] : [hold.system])))].sort()) {
    const ask = decision.order().asks[system];
    if (ask && ask.round === ask.answered) decision.emit({ type: 'internal.asked', system, round: ask.round + 1, why: 'hold looked at again' });
  }
}

function passDeadlines(decision: Decision): void {
  for (const step of steps) {
    const order = decision.order();
    const by = deadlineOf(order, step);
    if (by !== undefined && by <= decision.at && !order.passed.includes(step) && isOverdue(order, step)) decision.emit({ type: 'order.deadline-passed', step });
  }
}

const steps: readonly Step[] = ['confirm', 'ship', 'invoice', 'pay'];
const payDaysWithoutDueDate = 60;

/** By when a step must have happened; undefined while its clock has not started. */
export function deadlineOf(order: Order, step: Step): string | undefined {
  if (step !== 'pay') return order.deadlines[step];
  const unpaid = invoicesOf(order).filter((invoice) => isPositive(invoice.balance));
  if (unpaid.length === 0) return undefined;
  const dates = unpaid.map((invoice) =>
    invoice.dueDate === undefined ? afterMinutes(order.receivedAt, payDaysWithoutDueDate * 1_440) : `${invoice.dueDate}T23:59:59.000Z`,
  );
  return dates.sort()[0];
}

/** Whether a step that has a deadline is still not done. */
export function isOverdue(order: Order, step: Step): boolean {
  if (order.closed) return false;
  const keepsInvoices = order.slots.some((slot) => routeOf(order, slot).keepsInvoices);
  switch (step) {
    case 'confirm':
      return order.slots.length === 0 || order.slots.some((slot) => slot.acceptedAs === undefined && !slot.erp?.isCancelled);
    case 'ship':
      return ledgerOf(order).some((entry) => compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) < 0);
    case 'invoice':
      return keepsInvoices && ledgerOf(order).some((entry) => compare(entry.invoiced, entry.shipped) < 0);
    case 'pay':
      return keepsInvoices && invoicesOf(order).some((invoice) => isPositive(invoice.balance));
    default:
      return step satisfies never;
  }
}

function assumeDelivery(decision: Decision): void {
  const order = decision.order();
  const by = assumesDeliveryAt(order);
  if (by === undefined || by > decision.at) return;
  const lines = ledgerOf(order)
    .filter((entry) => isPositive(subtract(entry.shipped, entry.delivered)))
    .map((entry) => ({ line: entry.line, schedule: entry.schedule, quantity: entry.shipped, unit: entry.unit }));
  decision.emit({ type: 'order.delivered', document: { system: '', id: '' }, lines, assumed: true });
}

/** When the rest counts as delivered although nobody said so; undefined where that does not apply (yet). */
export function assumesDeliveryAt(order: Order): string | undefined {
  if (order.closed || order.isDeliveryAssumed) return undefined;
  const ledger = ledgerOf(order);
  const isAllShipped = ledger.every((entry) => compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) >= 0);
  const isAnyOnTheWay = ledger.some((entry) => isPositive(subtract(entry.shipped, entry.delivered)));
  return isAllShipped && isAnyOnTheWay ? order.deadlines.assumeDelivered : undefined;
}

/** The next instant at which the order's clock has something to do. */
export function wakeAtOf(order: Order): string | undefined {
  if (order.closed) return undefined;
  const times = order.holds.map((hold) => hold.recheckAt);
  for (const step of steps) {
    const by = deadlineOf(order, step);
    if (by !== undefined && !order.passed.includes(step) && isOverdue(order, step)) times.push(by);
  }
  const assume = assumesDeliveryAt(order);
  if (assume !== undefined) times.push(assume);
  return times.sort()[0];
}
