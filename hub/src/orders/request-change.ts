import { type ChangeItem, isZero, normalize, subtract } from '@crossdock/canonical';
import { askSystems } from './ask-systems.ts';
import type { Declined, RequestCancellation, RequestChange } from './commands.ts';
import { afterConfirm, type Decision, startDecision } from './decision.ts';
import type { ChangedLine } from './events.ts';
import { type Beside, judgeDate, judgeMove, judgeQuantity, lookBeside, type Verdict } from './judge-wish.ts';
import { ledgerOf } from './ledger.ts';
import { dropPendingChanges, dropReplaced, isReplaceable } from './make-way.ts';
import { type ChangeDecision, type Order, type Placed, type Schedule, schedulesOf, wantedQuantity } from './order.ts';
import { lineOf } from './place-order.ts';
import { countsFor, tellCancelled } from './settle-changes.ts';
import { schedulesMeant, wrongNames } from './wrong-names.ts';

/** Decides a change request wish by wish against each line's point of no return: done, on its way, or declined with the reason. */
export function changeOrder(decision: Decision, command: RequestChange): Declined | undefined {
  const order = decision.order();
  const { channel } = command;
  if (order.changes.some((change) => change.id === command.changeId)) return undefined; // the same request again
  if (order.closed) return closedTo(decision, command, order.closed);
  const problem = wrongNames(order, command.changes);
  if (problem) return problem;
  const lineChanges = command.changes.filter((item) => item.kind !== 'add-line' && item.kind !== 'ship-to');
  const meantBy = schedulesMeant(order);
  const toZero = lineChanges.filter((item) => item.kind === 'cancel-line').flatMap(meantBy);
  const isInTheWay = (schedule: Schedule) => schedule.pending !== undefined && !(channel && isReplaceable(schedule));
  const zeroed = new Set(toZero.filter(({ schedule }) => !isInTheWay(schedule)).map((placed) => placed.lineKey));
  const beside = lookBeside(decision, zeroed, channel ? 'replaced' : 'kept');
  const verdicts = lineChanges.flatMap((item) => meantBy(item).map((placed) => judge(decision, placed, item, beside)));
  const added = command.changes.filter((item) => item.kind === 'add-line');
  const moved = command.changes.find((item) => item.kind === 'ship-to');
  const move = moved && judgeMove(decision, beside);
  const items = [
    ...verdicts.map((verdict) => verdict.decision),
    ...added.map(({ add: line }): ChangeDecision => ({ ...(line.id !== undefined && { line: line.id }), wish: 'add-line', decision: 'done' })),
    ...(move ? [move] : []),
    ...(channel?.notTaken ?? []),
  ];
  const followed = verdicts.flatMap(({ decision: { line, schedule }, outcome }) => (outcome ? [`${line}/${schedule}`] : []));
  if (channel) dropReplaced(decision, { lineKeys: new Set(followed), isMoved: move !== undefined && move.decision !== 'declined' });
  record(decision, command, { kind: 'change', items, verdicts, shipTo: move?.decision === 'pending' ? moved?.shipTo : undefined });
  if (moved && move?.decision === 'done') moveUnsent(decision, command, moved.shipTo);
  addLines(decision, command, added);
  if (added.length > 0 || verdicts.some((verdict) => verdict.outcome?.kind === 'done')) askSystems(decision, added.length > 0 ? 'line added' : 'order changed');
  return undefined;
}

/** Nothing of a closed order changes any more. */
function closedTo(decision: Decision, command: RequestChange, closed: NonNullable<Order['closed']>): Declined | undefined {
  const reason = `The order is ${closed}; place a new one.`;
  if (!command.channel) return { kind: 'declined', code: 'order-closed', detail: reason };
  const wished = command.changes.map((item): ChangeDecision => {
    const line = item.kind === 'add-line' ? item.add.id : item.kind === 'ship-to' ? undefined : item.line;
    return { ...(line !== undefined && { line }), wish: item.kind === 'cancel-line' ? 'cancel' : item.kind, decision: 'declined', reason };
  });
  const items = [...wished, ...command.channel.notTaken.map((item) => ({ ...item, reason }))];
  record(decision, command, { kind: 'change', items, verdicts: [], shipTo: undefined });
  return undefined;
}

function judge(decision: Decision, placed: Placed, item: Extract<ChangeItem, { line: string }>, beside: Beside): Verdict {
  switch (item.kind) {
    case 'quantity':
      return judgeQuantity(decision, placed, { target: normalize(item.quantity.value), wish: 'quantity' }, beside);
    case 'cancel-line':
      return judgeQuantity(decision, placed, { target: '0', wish: 'cancel' }, beside);
    case 'date':
      return judgeDate(decision, placed, item.requestedDate, beside);
    default:
      return item satisfies never;
  }
}

/** Cancels whatever is not picked yet. It comes before every change that is still on its way. */
export function cancelOrder(decision: Decision, command: RequestCancellation): Declined | undefined {
  const order = decision.order();
  if (order.changes.some((change) => change.id === command.changeId)) return undefined;
  const isWanted = ({ schedule }: Placed) => !isZero(wantedQuantity(schedule, subtract));
  // Cancelling twice is cancelling once; who asked by a name looks for its answer.
  if (order.closed === 'cancelled' || (!order.closed && !schedulesOf(order).some(isWanted))) {
    if (command.channel?.request !== undefined) record(decision, command, { ...nothing, items: [] });
    return undefined;
  }
  if (order.closed) return completed(decision, command);
  // Tried apart: what is on its way stays when nothing can be cancelled.
  const trial = startDecision(order, decision.at, { rules: decision.rules, open: [...decision.open.values()] });
  dropPendingChanges(trial);
  const unpicked = ledgerOf(trial.order()).flatMap(({ lineKey, picked }) => (isZero(picked) ? [lineKey] : []));
  const beside = lookBeside(trial, new Set(unpicked), 'kept');
  const placed = schedulesOf(trial.order()).filter(isWanted);
  const verdicts = placed.map((p) => judgeQuantity(trial, p, { target: '0', wish: 'cancel' }, beside));
  const items = verdicts.map((verdict) => verdict.decision);
  if (items.length > 0 && items.every((item) => item.decision === 'declined')) {
    if (command.channel) record(decision, command, { ...nothing, items });
    else return { kind: 'declined', code: 'point-of-no-return', detail: items.map((item) => `Line ${item.line}: ${item.reason ?? ''}`).join(' ') };
    return undefined;
  }
  dropPendingChanges(decision);
  record(decision, command, { kind: 'cancellation', items, verdicts, shipTo: undefined });
  return undefined;
}

const nothing = { kind: 'cancellation', verdicts: [], shipTo: undefined } as const;

function completed(decision: Decision, command: RequestCancellation): Declined | undefined {
  const reason = 'The order is completed: ask for a return instead.';
  if (!command.channel) return { kind: 'declined', code: 'order-closed', detail: reason };
  record(decision, command, { ...nothing, items: [{ wish: 'cancel', decision: 'declined', reason }] });
  return undefined;
}

type Recorded = {
  readonly kind: 'change' | 'cancellation';
  readonly items: readonly ChangeDecision[];
  readonly verdicts: readonly Verdict[];
  readonly shipTo: Order['shipTo'];
};

function record(decision: Decision, command: RequestChange | RequestCancellation, { kind, items, verdicts, shipTo }: Recorded): void {
  const before = decision.order();
  const { changeId: id, at: requestedAt, actor: by, reason } = command;
  const request = command.channel?.request;
  const pending = wishesOf(before, verdicts, 'pending');
  decision.emit({
    type: 'order.change-requested',
    change: { id, kind, requestedAt, by, ...(request !== undefined && { request }), ...(reason !== undefined && { reason }), items },
    pending: pending.map(({ line, schedule, quantity, requestedDate }) => ({
      line,
      schedule: schedule.id,
      quantity,
      ...(requestedDate !== undefined && { requestedDate }),
    })),
    ...(shipTo && { pendingShipTo: shipTo }),
  });
  const done = wishesOf(before, verdicts, 'done').map(
    ({ line, schedule, quantity, requestedDate }): ChangedLine => ({
      line,
      schedule: schedule.id,
      ...countsFor(schedule, quantity),
      ...(requestedDate !== undefined && { requestedDate }),
    }),
  );
  if (done.length > 0) {
    decision.emit({ type: 'order.changed', changeId: id, by, lines: done });
    tellCancelled(decision, before, done, reason ?? '');
  }
  const touched = new Set(pending.map(({ schedule }) => schedule.slot));
  for (const slot of before.slots) if (touched.has(slot.name) || shipTo) decision.emit({ type: 'internal.revised', slot: slot.name });
}

type Wish = { readonly line: string; readonly schedule: Schedule; readonly quantity: string; readonly requestedDate?: string };

/** Several wishes about one schedule become one. */
function wishesOf(order: Order, verdicts: readonly Verdict[], kind: 'done' | 'pending'): readonly Wish[] {
  const byKey = Map.groupBy(verdicts, ({ decision }) => `${decision.line}/${decision.schedule}`);
  return schedulesOf(order).flatMap(({ line, schedule, lineKey }): Wish[] => {
    const own = byKey.get(lineKey) ?? [];
    const outcomes = own.flatMap(({ outcome }) => (outcome?.kind === kind ? [outcome] : []));
    // What is as wished already goes with what is on its way.
    if (outcomes.length === 0 || (kind === 'done' && own.some(({ outcome }) => outcome?.kind === 'pending'))) return [];
    const quantity = outcomes.map((outcome) => outcome.quantity).find((q) => q !== undefined) ?? subtract(schedule.ordered, schedule.cancelled);
    const requestedDate = outcomes.map((outcome) => outcome.requestedDate).find((d) => d !== undefined);
    return [{ line: line.id, schedule, quantity, ...(requestedDate !== undefined && { requestedDate }) }];
  });
}

/** Nothing has left us: the order simply goes elsewhere, and who objected to the old place is asked about the new one. */
function moveUnsent(decision: Decision, command: RequestChange, shipTo: NonNullable<Order['shipTo']>): void {
  decision.emit({ type: 'order.changed', changeId: command.changeId, by: command.actor, lines: [], shipTo });
  for (const hold of decision.order().holds.filter(({ kind }) => kind === 'ship-to')) {
    decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason: 'The order goes to another place.' });
  }
  askSystems(decision, 'ship-to changed');
}

function addLines(decision: Decision, command: RequestChange, added: readonly Extract<ChangeItem, { kind: 'add-line' }>[]): void {
  if (added.length === 0) return;
  let used = 0;
  for (const { add: request } of added) {
    const order = decision.order();
    const routes = command.newRoutes.slice(used, used + (request.schedules?.length ?? 1));
    used += routes.length;
    let route = order.routes.length;
    const taken = [...order.lines, ...added.map((item) => item.add)].flatMap(({ id }) => (id === undefined ? [] : [id]));
    const line = lineOf(request, highestNumber(taken), undefined, () => route++);
    decision.emit({ type: 'order.line-added', changeId: command.changeId, line, routes });
  }
  decision.emit({ type: 'internal.deadline-set', deadlines: { confirm: afterConfirm(decision) } });
}

function highestNumber(ids: readonly string[]): number {
  return Math.max(0, ...ids.map(Number).filter((n) => Number.isSafeInteger(n)));
}
