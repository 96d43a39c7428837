import { compare, isPositive, isZero } from '@crossdock/canonical';
import { afterMinutes, type Decision } from './decision.ts';
import type { LineQuantity, Milestone } from './events.ts';
import { ledgerOf, type ScheduleLedger } from './ledger.ts';
import { type Deadlines, type Order, routeOf, schedulesOf } from './order.ts';

const told: readonly Milestone[] = ['allocated', 'backordered', 'picked', 'packed', 'shipped', 'delivered', 'invoiced'];
const deliverDaysMax = 30;

/** Compares the ledger before and after, and says each milestone that moved, with the document that brought it. */
export function tellMilestones(decision: Decision): void {
  const { before } = decision;
  if (!before || before.documents === decision.order().documents) return;
  const [was, is] = [ledgerOf(before), ledgerOf(decision.order())];
  for (const milestone of told) {
    tell(decision, milestone, { lines: moved(was, is, milestone, 1), isCorrection: false });
    tell(decision, milestone, { lines: milestone === 'backordered' ? [] : moved(was, is, milestone, -1), isCorrection: true });
  }
  startLaterClocks(decision, was, is);
  rearmPayment(decision);
  if (!isPaid(before) && isPaid(decision.order()))
    decision.emit({ type: 'order.paid', invoices: invoicesOf(decision.order()).map((invoice) => invoice.number ?? invoice.id) });
}

/** The lines whose effective count went up (1) or down (-1); a backorder that shrinks needs no word, what became of it is told. */
function moved(was: readonly ScheduleLedger[], is: readonly ScheduleLedger[], milestone: Milestone, direction: 1 | -1): readonly LineQuantity[] {
  const known = new Map(was.map((entry) => [entry.lineKey, entry[milestone]]));
  return is
    .filter((entry) => Math.sign(compare(entry[milestone], known.get(entry.lineKey) ?? '0')) === direction)
    .map((entry) => ({ line: entry.line, schedule: entry.schedule, quantity: entry[milestone], unit: entry.unit }));
}

function tell(decision: Decision, milestone: Milestone, { lines, isCorrection }: { readonly lines: readonly LineQuantity[]; readonly isCorrection: boolean }) {
  if (lines.length === 0) return;
  const type = milestone === 'invoiced' ? 'invoice' : 'shipment';
  const document = decision.events.flatMap((event) => (event.type === 'internal.reported' && event.snapshot.type === type ? [event.snapshot] : [])).at(-1);
  const tracking = document?.type === 'shipment' ? document.packages.flatMap((p) => (p.tracking === undefined ? [] : [p.tracking])) : [];
  decision.emit({
    type: `order.${milestone}`,
    document: { system: document?.system ?? '', id: document?.id ?? '', ...(document?.number !== undefined && { number: document.number }) },
    lines,
    ...(tracking.length > 0 && { tracking }),
    ...(isCorrection && { corrected: true }),
  });
}

/** Each time something leaves, the clocks start for its invoice and its delivery. */
function startLaterClocks(decision: Decision, was: readonly ScheduleLedger[], is: readonly ScheduleLedger[]): void {
  if (moved(was, is, 'shipped', 1).length === 0) return;
  const { at, rules } = decision;
  const later = (days: number) => afterMinutes(at, days * 1_440);
  const delivery = rules.assumedDeliveredDays === null ? { deliver: later(deliverDaysMax) } : { assumeDelivered: later(rules.assumedDeliveredDays) };
  const deadlines: Deadlines = { invoice: rules.afterWorkingMinutes(at, rules.deadlineMinutes.invoice), ...delivery };
  decision.emit({ type: 'internal.deadline-set', deadlines });
}

/** The invoice that was late is paid: another one has its own date. */
function rearmPayment(decision: Decision): void {
  const order = decision.order();
  if (!order.passed.includes('pay')) return;
  const by = payBy(order);
  if (by === undefined || by > decision.at) decision.emit({ type: 'internal.deadline-set', deadlines: {}, again: ['pay'] });
}

const payDaysWithoutDueDate = 60;

/** By when the next unpaid invoice must be paid; undefined while there is none. */
export function payBy(order: Order): string | undefined {
  return invoicesOf(order)
    .filter((invoice) => isPositive(invoice.balance))
    .map((invoice) => (invoice.dueDate === undefined ? afterMinutes(order.receivedAt, payDaysWithoutDueDate * 1_440) : `${invoice.dueDate}T23:59:59.000Z`))
    .sort()[0];
}

/** The invoices that count: posted or paid. */
export function invoicesOf(order: Order) {
  return Object.values(order.documents).flatMap((d) => (d.type === 'invoice' && (d.state === 'posted' || d.state === 'paid') ? [d] : []));
}

/** Everything that was shipped and is to be invoiced is, and nothing is left to pay. */
export function isPaid(order: Order): boolean {
  const invoices = invoicesOf(order);
  return invoices.length > 0 && invoices.every((invoice) => !isPositive(invoice.balance)) && uninvoiced(order).length === 0;
}

/** Schedules of which more was shipped than is invoiced, where their system keeps invoices. */
export function uninvoiced(order: Order): readonly ScheduleLedger[] {
  const kept = new Set(schedulesOf(order).flatMap(({ schedule, lineKey }) => (routeOf(order, schedule).keepsInvoices ? [lineKey] : [])));
  return ledgerOf(order).filter((entry) => kept.has(entry.lineKey) && !isZero(entry.shipped) && compare(entry.invoiced, entry.shipped) < 0);
}
