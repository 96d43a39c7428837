import { add, compare, type Decimal, isPositive, isZero, subtract } from '@crossdock/canonical';
import type { OrderCommand } from './commands.ts';
import { shipToText, wantedContent } from './content.ts';
import { afterMinutes, type Decision, isInFlight } from './decision.ts';
import type { ChangedLine, LineQuantity, Milestone } from './events.ts';
import { sameContent } from './evolve.ts';
import { keys } from './keys.ts';
import { ledgerOf, type ScheduleLedger } from './ledger.ts';
import { type Line, lineKeyOf, type Order, routeOf, type Schedule, type Slot, schedulesOf, wantedQuantity } from './order.ts';

/** Draws the conclusions of what was just decided: lines free to go, changes that took effect, milestones reached, the end. */
export function follow(decision: Decision, command: OrderCommand): void {
  if (decision.order().closed && decision.events.length === 0) return;
  dropHoldsOfCancelledLines(decision);
  settleChanges(decision);
  routeFreeLines(decision);
  tellMilestones(decision, command);
  close(decision);
}

function dropHoldsOfCancelledLines(decision: Decision): void {
  for (const hold of decision.order().holds) {
    const order = decision.order();
    const lines = hold.line === undefined ? order.lines : order.lines.filter((line) => line.id === hold.line);
    const isWanted = lines.some((line) => line.schedules.some((schedule) => !isZero(wantedQuantity(schedule, subtract))));
    if (!isWanted) decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason: 'Nothing of it is wanted any more.' });
  }
}

/** Lines without a hold get their slot, once their system has answered. A line that comes later joins a slot that nobody has sent yet, or opens another. */
function routeFreeLines(decision: Decision): void {
  const order = decision.order();
  if (order.holds.some((hold) => hold.line === undefined)) return;
  if (order.isShipComplete && order.holds.length > 0) return;
  const free = schedulesOf(order).filter(({ line, schedule }) => isFree(order, line, schedule));
  const unrouted = schedulesOf(order).filter(({ schedule }) => schedule.slot === undefined && !isZero(wantedQuantity(schedule, subtract)));
  if (order.isShipComplete && free.length < unrouted.length) return;
  const groups = new Map<string, { route: number; lineKeys: string[] }>();
  for (const { schedule, lineKey } of free) {
    const route = routeOf(order, schedule);
    const base = `${route.system}/${route.warehouse}`;
    const group = groups.get(base) ?? { route: schedule.route, lineKeys: [] };
    group.lineKeys.push(lineKey);
    groups.set(base, group);
  }
  for (const [base, { route, lineKeys }] of groups) {
    const slot = openSlot(decision, base, route);
    decision.emit({ type: 'internal.routed', slot, schedules: lineKeys });
  }
}

function isFree(order: Order, line: Line, schedule: Schedule): boolean {
  if (schedule.slot !== undefined || isZero(wantedQuantity(schedule, subtract))) return false;
  if (order.holds.some((hold) => hold.line === line.id)) return false;
  const route = routeOf(order, schedule);
  const ask = order.asks[route.system];
  return !route.isAsked || (ask !== undefined && ask.answered >= ask.round);
}

function openSlot(decision: Decision, base: string, route: number): { name: string; index: number; route: number } {
  const { slots } = decision.order();
  const same = slots.filter((slot) => slot.name === base || slot.name.startsWith(`${base}/`));
  const last = same.at(-1);
  if (last && !last.erp && !isInFlight(decision, keys.step('create', last)) && decision.order().results[keys.step('create', last)]?.status !== 'confirmed') {
    return { name: last.name, index: last.index, route: last.route };
  }
  return { name: last ? `${base}/${same.length + 1}` : base, index: slots.length + 1, route };
}

/** A pending change has taken effect when every system of its slot shows it, or when nothing of the slot was ever sent. */
function settleChanges(decision: Decision): void {
  const open = [...new Set(schedulesOf(decision.order()).flatMap(({ schedule }) => (schedule.pending ? [schedule.pending.changeId] : [])))];
  const moved = decision.order().pendingShipTo?.changeId;
  for (const changeId of moved !== undefined && !open.includes(moved) ? [...open, moved] : open) settleChange(decision, changeId);
}

function settleChange(decision: Decision, changeId: string): void {
  const order = decision.order();
  const settled = schedulesOf(order).filter(({ schedule }) => schedule.pending?.changeId === changeId && hasTakenEffect(decision, schedule));
  const slots = order.slots.filter((slot) => !slot.erp?.isCancelled);
  const isMoved = order.pendingShipTo?.changeId === changeId && slots.every((slot) => isSlotAsWanted(decision, slot));
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
}

function hasTakenEffect(decision: Decision, schedule: Schedule): boolean {
  const slot = decision.order().slots.find((s) => s.name === schedule.slot);
  return !slot || isSlotAsWanted(decision, slot);
}

function isSlotAsWanted(decision: Decision, slot: Slot): boolean {
  const order = decision.order();
  if (!slot.erp) return !isInFlight(decision, keys.step('create', slot));
  const wanted = wantedContent(order, slot);
  const shipTo = shipToText(order);
  return [slot.erp, slot.warehouse].every(
    (holding) => !holding || (sameContent(holding.content, wanted) && (holding.isCancelled || holding.shipTo === undefined || holding.shipTo === shipTo)),
  );
}

/** What a schedule's pending change makes of its counts: less is cancelled, more is ordered. */
export function changedLine(line: Line, schedule: Schedule): ChangedLine {
  const pending = schedule.pending;
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
  const lines = changed.flatMap((line): LineQuantity[] => {
    const placed = schedulesOf(before).find((p) => p.line.id === line.line && p.schedule.id === line.schedule);
    if (!placed || compare(line.cancelled, placed.schedule.cancelled) <= 0) return [];
    return [{ line: line.line, schedule: line.schedule, quantity: line.cancelled, unit: placed.line.unit }];
  });
  if (lines.length === 0) return;
  const whole = schedulesOf(decision.order()).every(({ schedule }) => isZero(subtract(schedule.ordered, schedule.cancelled)));
  decision.emit({ type: 'order.cancelled', lines, whole, reason });
}

const told: readonly Milestone[] = ['allocated', 'backordered', 'picked', 'packed', 'shipped', 'delivered', 'invoiced'];

/** Compares the ledger before and after, and says each milestone that moved on, with the document that brought it. */
function tellMilestones(decision: Decision, command: OrderCommand): void {
  const before = decision.before;
  if (!before || before.documents === decision.order().documents) return;
  const [was, is] = [ledgerOf(before), ledgerOf(decision.order())];
  const known = new Map(was.map((entry) => [entry.lineKey, entry]));
  const document = command.kind === 'document' ? command.snapshot : undefined;
  for (const milestone of told) {
    const lines = is
      .filter((entry) => compare(entry[milestone], known.get(entry.lineKey)?.[milestone] ?? '0') > 0)
      .map((entry) => lineQuantity(entry, milestone));
    if (lines.length === 0) continue;
    const tracking = document?.type === 'shipment' ? document.packages.flatMap((p) => (p.tracking === undefined ? [] : [p.tracking])) : [];
    decision.emit({
      type: `order.${milestone}`,
      document: { system: document?.system ?? '', id: document?.id ?? '', ...(document?.number !== undefined && { number: document.number }) },
      lines,
      ...(tracking.length > 0 && { tracking }),
    });
  }
  startLaterClocks(decision, was, is);
  if (!isPaid(before) && isPaid(decision.order()))
    decision.emit({ type: 'order.paid', invoices: invoicesOf(decision.order()).map((invoice) => invoice.number ?? invoice.id) });
}

function lineQuantity(entry: ScheduleLedger, milestone: Milestone): LineQuantity {
  return { line: entry.line, schedule: entry.schedule, quantity: entry[milestone], unit: entry.unit };
}

/** The first thing shipped starts the clock for the invoice, and for assuming delivery where nobody reports it. */
function startLaterClocks(decision: Decision, was: readonly ScheduleLedger[], is: readonly ScheduleLedger[]): void {
  const { at, rules } = decision;
  if (!was.every((entry) => isZero(entry.shipped)) || !is.some((entry) => isPositive(entry.shipped))) return;
  const assume = rules.assumedDeliveredDays === null ? undefined : afterMinutes(at, rules.assumedDeliveredDays * 1_440);
  const invoice = rules.afterWorkingMinutes(at, rules.deadlineMinutes.invoice);
  decision.emit({ type: 'internal.deadline-set', deadlines: { invoice, ...(assume !== undefined && { assumeDelivered: assume }) } });
}

/** The invoices that count: posted or paid. */
export function invoicesOf(order: Order) {
  return Object.values(order.documents).flatMap((d) => (d.type === 'invoice' && (d.state === 'posted' || d.state === 'paid') ? [d] : []));
}

/** Everything that was shipped is invoiced, and nothing is left to pay. */
export function isPaid(order: Order): boolean {
  const invoices = invoicesOf(order);
  if (invoices.length === 0 || !invoices.every((invoice) => isZero(invoice.balance))) return false;
  return ledgerOf(order).every((entry) => compare(entry.invoiced, entry.shipped) >= 0);
}

/** Done: nothing is wanted any more, or everything wanted is delivered and, where the ERP keeps invoices, paid. */
function close(decision: Decision): void {
  const order = decision.order();
  if (order.closed || order.lines.length === 0) return;
  const ledger = ledgerOf(order);
  const isInMotion =
    schedulesOf(order).some(({ schedule }) => schedule.pending) ||
    order.differences.length > 0 ||
    order.slots.some((slot) => isInFlight(decision, keys.step('create', slot)));
  if (isInMotion) return;
  const isNothingWanted = ledger.every((entry) => isZero(subtract(entry.ordered, entry.cancelled)) && isZero(entry.excess));
  if (isNothingWanted) {
    decision.emit({ type: 'order.closed', as: 'cancelled' });
    return;
  }
  const isDelivered = ledger.every((entry) => compare(entry.delivered, subtract(entry.ordered, entry.cancelled)) >= 0);
  const needsMoney = order.slots.some((slot) => routeOf(order, slot).keepsInvoices);
  if (isDelivered && (!needsMoney || isPaid(order)) && order.slots.every((slot) => hasToldAll(order, slot)))
    decision.emit({ type: 'order.closed', as: 'completed' });
}

/** Every shipment of the slot has its goods issue, where the route posts one. */
function hasToldAll(order: Order, slot: Slot): boolean {
  const route = routeOf(order, slot);
  const shipped = Object.values(order.documents).flatMap((d) =>
    d.type === 'shipment' && d.system === route.fulfilment && (d.state === 'shipped' || d.state === 'delivered') ? [d] : [],
  );
  const mine = new Set(
    schedulesOf(order)
      .filter(({ schedule }) => schedule.slot === slot.name)
      .map(({ line, schedule }) => lineKeyOf(line, schedule)),
  );
  const own = shipped.filter((shipment) => shipment.lines.some((line) => mine.has(line.lineKey)));
  return !route.can.includes('goods-issue') || own.every((shipment) => order.results[keys.goodsIssue(slot, shipment.id)]?.status === 'confirmed');
}
