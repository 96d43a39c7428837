import { type ChangeItem, compare, type Decimal, isZero, max, subtract, type Unit } from '@crossdock/canonical';
import type { Declined, RequestCancellation, RequestChange } from './commands.ts';
import { type Decision, isInFlight } from './decision.ts';
import type { ChangedLine } from './events.ts';
import { countsFor, tellCancelled } from './follow.ts';
import { keys } from './keys.ts';
import { ledgerOf, type ScheduleLedger } from './ledger.ts';
import { type ChangeDecision, type Order, type Placed, routeOf, type Schedule, type Slot, schedulesOf } from './order.ts';
import { askSystems, lineOf } from './place-order.ts';

/** What a wish comes to: its answer, and what has to be done for it. */
type Verdict = { readonly decision: ChangeDecision; readonly done?: ChangedLine; readonly pending?: PendingWish };
type PendingWish = { readonly line: string; readonly schedule: string; readonly quantity: Decimal; readonly requestedDate?: string };

/** Decides a change request wish by wish against each line's point of no return: done, on its way, or declined with the reason. */
export function changeOrder(decision: Decision, command: RequestChange): Declined | undefined {
  const order = decision.order();
  if (order.changes.some((change) => change.id === command.changeId)) return undefined; // the same request again
  if (order.closed) return { kind: 'declined', code: 'order-closed', detail: `The order is ${order.closed}; place a new one.` };
  const problem = wrongNames(order, command.changes);
  if (problem) return problem;
  const ledger = new Map(ledgerOf(order).map((entry) => [entry.lineKey, entry]));
  const lineChanges = command.changes.filter((item) => item.kind !== 'add-line' && item.kind !== 'ship-to');
  const zeroed = new Set(lineChanges.flatMap((item) => (item.kind === 'cancel-line' ? schedulesMeant(order, item).map((placed) => placed.lineKey) : [])));
  const verdicts = lineChanges.flatMap((item) =>
    schedulesMeant(order, item).map((placed) => judge(decision, placed, item, { entry: ledger.get(placed.lineKey), zeroed })),
  );
  const added = command.changes.filter((item) => item.kind === 'add-line');
  const moved = command.changes.find((item) => item.kind === 'ship-to');
  const move = moved && judgeMove(decision, ledger);
  const items = [
    ...verdicts.map((verdict) => verdict.decision),
    ...added.map(({ add: line }): ChangeDecision => ({ ...(line.id !== undefined && { line: line.id }), wish: 'add-line', decision: 'done' })),
    ...(move ? [move] : []),
  ];
  const isMoving = moved && move?.decision === 'pending';
  record(decision, command, 'change', items, verdicts, isMoving ? moved.shipTo : undefined);
  if (moved && move?.decision === 'done')
    decision.emit({ type: 'order.changed', changeId: command.changeId, by: command.actor, lines: [], shipTo: moved.shipTo });
  addLines(decision, command, added);
  return undefined;
}

/** Cancels whatever is not picked yet. */
export function cancelOrder(decision: Decision, command: RequestCancellation): Declined | undefined {
  const order = decision.order();
  if (order.changes.some((change) => change.id === command.changeId)) return undefined;
  if (order.closed === 'cancelled') return undefined; // cancelling twice is cancelling once
  if (order.closed) return { kind: 'declined', code: 'order-closed', detail: 'The order is completed: ask for a return instead.' };
  const ledger = new Map(ledgerOf(order).map((entry) => [entry.lineKey, entry]));
  const placed = schedulesOf(order).filter(({ schedule }) => !isZero(subtract(schedule.ordered, schedule.cancelled)));
  const zeroed = new Set(placed.filter((p) => isZero(ledger.get(p.lineKey)?.picked ?? '0')).map((p) => p.lineKey));
  const verdicts = placed.map((p) => judgeQuantity(decision, p, '0', 'cancel', { entry: ledger.get(p.lineKey), zeroed }));
  if (verdicts.length > 0 && verdicts.every((verdict) => verdict.decision.decision === 'declined')) {
    return { kind: 'declined', code: 'point-of-no-return', detail: verdicts.map((v) => `Line ${v.decision.line}: ${v.decision.reason ?? ''}`).join(' ') };
  }
  record(
    decision,
    command,
    'cancellation',
    verdicts.map((verdict) => verdict.decision),
    verdicts,
    undefined,
  );
  return undefined;
}

function record(
  decision: Decision,
  command: RequestChange | RequestCancellation,
  kind: 'change' | 'cancellation',
  items: readonly ChangeDecision[],
  verdicts: readonly Verdict[],
  pendingShipTo: Order['shipTo'],
): void {
  const before = decision.order();
  const pending = verdicts.flatMap((verdict) => (verdict.pending ? [verdict.pending] : []));
  decision.emit({
    type: 'order.change-requested',
    change: { id: command.changeId, kind, requestedAt: command.at, by: command.actor, ...(command.reason !== undefined && { reason: command.reason }), items },
    pending,
    ...(pendingShipTo && { pendingShipTo }),
  });
  const lines = verdicts.flatMap((verdict) => (verdict.done ? [verdict.done] : []));
  if (lines.length > 0) {
    decision.emit({ type: 'order.changed', changeId: command.changeId, by: command.actor, lines });
    tellCancelled(decision, before, lines, command.reason ?? '');
  }
  const touched = new Set(schedulesOf(decision.order()).flatMap(({ schedule }) => (schedule.pending && schedule.slot !== undefined ? [schedule.slot] : [])));
  for (const slot of decision.order().slots) if (touched.has(slot.name) || pendingShipTo) decision.emit({ type: 'internal.revised', slot: slot.name });
}

function schedulesMeant(order: Order, item: Extract<ChangeItem, { line: string }>): readonly Placed[] {
  return schedulesOf(order).filter(
    ({ line, schedule }) => line.id === item.line && (!('schedule' in item) || item.schedule === undefined || schedule.id === item.schedule),
  );
}

/** A wish about something that is not there is the requester's mistake: the whole request is refused, naming the field. */
function wrongNames(order: Order, changes: readonly ChangeItem[]): Declined | undefined {
  for (const [index, item] of changes.entries()) {
    const field = `changes[${index}]`;
    if (item.kind === 'add-line') {
      const id = item.add.id;
      if (id !== undefined && order.lines.some((line) => line.id === id))
        return { kind: 'declined', code: 'line-exists', field: `${field}.add.id`, detail: `Line ${id} exists; choose another id.` };
      if (item.add.price && item.add.price.currency !== order.currency)
        return { kind: 'declined', code: 'currency-mix', field: `${field}.add.price.currency`, detail: `The order is in ${order.currency}.` };
      continue;
    }
    if (item.kind === 'ship-to') continue;
    const meant = schedulesMeant(order, item);
    if (meant.length === 0)
      return {
        kind: 'declined',
        code: 'unknown-line',
        field: `${field}.line`,
        detail: `The order has no line ${item.line}${'schedule' in item && item.schedule !== undefined ? ` with schedule ${item.schedule}` : ''}.`,
      };
    if (item.kind === 'quantity') {
      const unit: Unit | undefined = meant[0]?.line.unit;
      if (item.quantity.unit !== unit)
        return { kind: 'declined', code: 'unit-differs', field: `${field}.quantity.unit`, detail: `Line ${item.line} is ordered in ${unit}.` };
      if (meant.length > 1)
        return { kind: 'declined', code: 'schedule-missing', field: `${field}.schedule`, detail: `Line ${item.line} has several schedules; say which.` };
    }
  }
  return undefined;
}

/** What is known beside the wish: the line's ledger, and what the same request brings to zero. */
type Beside = { readonly entry: ScheduleLedger | undefined; readonly zeroed: ReadonlySet<string> };

function judge(decision: Decision, placed: Placed, item: Extract<ChangeItem, { line: string }>, beside: Beside): Verdict {
  switch (item.kind) {
    case 'quantity':
      return judgeQuantity(decision, placed, item.quantity.value, 'quantity', beside);
    case 'cancel-line':
      return judgeQuantity(decision, placed, '0', 'cancel', beside);
    case 'date':
      return judgeDate(decision, placed, item.requestedDate, beside.entry);
    default:
      return item satisfies never;
  }
}

function judgeQuantity(decision: Decision, placed: Placed, target: Decimal, wish: 'quantity' | 'cancel', { entry, zeroed }: Beside): Verdict {
  const { line, schedule } = placed;
  const names = { line: line.id, schedule: schedule.id, wish };
  const declined = (reason: string): Verdict => ({ decision: { ...names, decision: 'declined', reason } });
  const now = subtract(schedule.ordered, schedule.cancelled);
  const picked = entry?.picked ?? '0';
  if (schedule.pending) return declined('Another change of this line is on its way; wait for its answer.');
  const isMore = compare(target, now) > 0;
  if (isMore && !isZero(picked)) return declined(`${picked} ${line.unit} are picked already; add a new line for more.`);
  const quantity = isMore ? target : max(target, picked);
  if (compare(quantity, now) === 0 && compare(target, now) !== 0) return declined(`${picked} ${line.unit} are picked already.`);
  const part = compare(quantity, target) === 0 ? undefined : `${picked} ${line.unit} are picked already and stay.`;
  const answered = { ...names, quantity, ...(part !== undefined && { reason: part }) };
  const slot = slotToAsk(decision, schedule);
  if (!slot || compare(quantity, now) === 0)
    return { decision: { ...answered, decision: 'done' }, done: { line: line.id, schedule: schedule.id, ...countsFor(schedule, quantity) } };
  const obstacle = whyNot(decision.order(), slot, isZero(quantity) && leavesNothing(decision.order(), slot, placed.lineKey, zeroed));
  if (obstacle) return declined(obstacle);
  return { decision: { ...answered, decision: 'pending' }, pending: { line: line.id, schedule: schedule.id, quantity } };
}

function judgeDate(decision: Decision, { line, schedule }: Placed, requestedDate: string, entry: ScheduleLedger | undefined): Verdict {
  const names = { line: line.id, schedule: schedule.id, wish: 'date' } as const;
  const declined = (reason: string): Verdict => ({ decision: { ...names, decision: 'declined', reason } });
  if (schedule.pending) return declined('Another change of this line is on its way; wait for its answer.');
  if (entry && !isZero(entry.picked)) return declined(`${entry.picked} ${line.unit} are picked already.`);
  const slot = slotToAsk(decision, schedule);
  const { ordered, cancelled } = schedule;
  if (!slot) return { decision: { ...names, decision: 'done' }, done: { line: line.id, schedule: schedule.id, ordered, cancelled, requestedDate } };
  const obstacle = whyNot(decision.order(), slot, false);
  if (obstacle) return declined(obstacle);
  return {
    decision: { ...names, decision: 'pending' },
    pending: { line: line.id, schedule: schedule.id, quantity: subtract(ordered, cancelled), requestedDate },
  };
}

function judgeMove(decision: Decision, ledger: ReadonlyMap<string, ScheduleLedger>): ChangeDecision {
  const order = decision.order();
  if ([...ledger.values()].some((entry) => !isZero(entry.picked)))
    return { wish: 'ship-to', decision: 'declined', reason: 'Part of the order is picked already.' };
  if (order.pendingShipTo) return { wish: 'ship-to', decision: 'declined', reason: 'Another change of the ship-to is on its way.' };
  const sent = order.slots.filter((slot) => isSent(decision, slot));
  const obstacle = sent.map((slot) => whyNot(order, slot, false)).find((reason) => reason !== undefined);
  if (obstacle !== undefined) return { wish: 'ship-to', decision: 'declined', reason: obstacle };
  return { wish: 'ship-to', decision: sent.length === 0 ? 'done' : 'pending' };
}

/** The slot whose systems must agree; undefined where nothing has left us. */
function slotToAsk(decision: Decision, schedule: Schedule): Slot | undefined {
  const slot = decision.order().slots.find((s) => s.name === schedule.slot);
  return slot && isSent(decision, slot) ? slot : undefined;
}

function isSent(decision: Decision, slot: Slot): boolean {
  return slot.erp !== undefined || isInFlight(decision, keys.step('create', slot));
}

/** Whether the whole slot ends, so that its document is cancelled rather than amended. */
function leavesNothing(order: Order, slot: Slot, lineKey: string, zeroed: ReadonlySet<string>): boolean {
  const others = schedulesOf(order).filter((p) => p.schedule.slot === slot.name && p.lineKey !== lineKey);
  return others.every((p) => zeroed.has(p.lineKey) || isZero(subtract(p.schedule.ordered, p.schedule.cancelled)));
}

function whyNot(order: Order, slot: Slot, isWholeSlot: boolean): string | undefined {
  const route = routeOf(order, slot);
  if (slot.erp?.isCancelled) return `The document in ${route.system} is cancelled.`;
  if (order.differences.some((d) => d.slot === slot.name)) return `${route.system} shows something else than we wrote; that has to be settled first.`;
  if (!isWholeSlot && !route.can.includes('amend')) return `${route.system} cannot change an order once it has it; cancel the order and place a new one.`;
  if (slot.warehouse && !isWholeSlot && !route.can.includes('change-release')) return `${route.fulfilment} cannot change what was released.`;
  return undefined;
}

function addLines(decision: Decision, command: RequestChange, added: readonly Extract<ChangeItem, { kind: 'add-line' }>[]): void {
  let used = 0;
  for (const { add: request } of added) {
    const order = decision.order();
    const routes = command.newRoutes.slice(used, used + (request.schedules?.length ?? 1));
    used += routes.length;
    let route = order.routes.length;
    const line = lineOf(request, highestLineNumber(order), undefined, () => route++);
    decision.emit({ type: 'order.line-added', changeId: command.changeId, line, routes });
  }
  if (added.length > 0) askSystems(decision, 'line added');
}

function highestLineNumber(order: Order): number {
  return Math.max(0, ...order.lines.map((line) => Number(line.id)).filter((n) => Number.isSafeInteger(n)));
}
