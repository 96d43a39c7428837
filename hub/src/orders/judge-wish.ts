import { compare, type Decimal, isZero, max, min, subtract } from '@crossdock/canonical';
import { type Decision, inFlightOf, isUndecided, mayExist } from './decision.ts';
import { keys, readKey } from './keys.ts';
import { ledgerOf, type ScheduleLedger } from './ledger.ts';
import { isReplaceable } from './make-way.ts';
import { type ChangeDecision, fulfillerOf, type Placed, routeOf, type Schedule, type Slot, schedulesOf, wantedQuantity } from './order.ts';

/** What a wish comes to: its answer, and what has to be done for it. */
export type Verdict = {
  readonly decision: ChangeDecision;
  readonly outcome?: { readonly kind: 'done' | 'pending'; readonly quantity?: Decimal; readonly requestedDate?: string };
};

/** What is known beside the wishes of one request. Found out once: an order may have thousands of lines. */
export type Beside = {
  readonly entryOf: (lineKey: string) => ScheduleLedger | undefined;
  /** Whether nothing else of the schedule's slot remains, so that its document is cancelled rather than amended. */
  readonly isLast: (slot: Slot, lineKey: string) => boolean;
  /** Whether a wish takes the place of an earlier one that is on its way, or has to wait for its answer. */
  readonly earlier: 'replaced' | 'kept';
  /** What keeps the slot's systems from following. */
  readonly whyNot: (slot: Slot, what: 'change' | 'cancel') => string | undefined;
};

/** Looks at the order for wishes that bring `zeroed` (line keys) to nothing. */
export function lookBeside(decision: Decision, zeroed: ReadonlySet<string>, earlier: Beside['earlier']): Beside {
  const order = decision.order();
  const ledger = new Map(ledgerOf(order).map((entry) => [entry.lineKey, entry]));
  const remaining = new Map<string, string[]>();
  for (const { schedule, lineKey } of schedulesOf(order)) {
    if (schedule.slot === undefined || zeroed.has(lineKey) || isZero(wantedQuantity(schedule, subtract))) continue;
    const list = remaining.get(schedule.slot);
    if (list) list.push(lineKey);
    else remaining.set(schedule.slot, [lineKey]);
  }
  const reasons = new Map<string, string | undefined>();
  return {
    earlier,
    entryOf: (lineKey) => ledger.get(lineKey),
    isLast: (slot, lineKey) => (remaining.get(slot.name) ?? []).slice(0, 2).every((key) => key === lineKey),
    whyNot: (slot, what) => {
      const name = `${what}:${slot.name}`;
      if (!reasons.has(name)) reasons.set(name, whyNot(decision, slot, what));
      return reasons.get(name);
    },
  };
}

/** Judges another quantity, in the line's unit. What is picked stays; more of it needs a line of its own. */
export function judgeQuantity(
  decision: Decision,
  { line, schedule, lineKey }: Placed,
  { target, wish }: { readonly target: Decimal; readonly wish: 'quantity' | 'cancel' },
  beside: Beside,
): Verdict {
  const names = { line: line.id, schedule: schedule.id, wish };
  const declined = (reason: string): Verdict => ({ decision: { ...names, decision: 'declined', reason } });
  const now = subtract(schedule.ordered, schedule.cancelled);
  const picked = beside.entryOf(lineKey)?.picked ?? '0';
  const inTheWay = whatIsInTheWay(schedule, beside);
  if (inTheWay !== undefined) return declined(inTheWay);
  const isMore = compare(target, now) > 0;
  if (isMore && !isZero(picked)) return declined(`${picked} ${line.unit} are picked already; add a new line for more.`);
  const quantity = isMore ? target : min(max(target, picked), now);
  const isSame = compare(quantity, now) === 0;
  if (isSame && compare(target, now) !== 0) return declined(`${picked} ${line.unit} are picked already.`);
  const part = compare(quantity, target) === 0 ? undefined : `${picked} ${line.unit} are picked already and stay.`;
  const answered = { ...names, quantity, ...(part !== undefined && { reason: part }) };
  const slot = slotToAsk(decision, schedule);
  if (!slot || (isSame && !schedule.pending)) return { decision: { ...answered, decision: 'done' }, outcome: { kind: 'done', quantity } };
  const isEnd = isZero(quantity) && beside.isLast(slot, lineKey);
  const obstacle = beside.whyNot(slot, isEnd ? 'cancel' : 'change');
  if (obstacle) return declined(obstacle);
  return { decision: { ...answered, decision: 'pending' }, outcome: { kind: 'pending', quantity } };
}

/** Judges another date, which is too late once something is picked. */
export function judgeDate(decision: Decision, { line, schedule, lineKey }: Placed, requestedDate: string, beside: Beside): Verdict {
  const names = { line: line.id, schedule: schedule.id, wish: 'date' } as const;
  const declined = (reason: string): Verdict => ({ decision: { ...names, decision: 'declined', reason } });
  const inTheWay = whatIsInTheWay(schedule, beside);
  if (inTheWay !== undefined) return declined(inTheWay);
  const picked = beside.entryOf(lineKey)?.picked ?? '0';
  if (!isZero(picked)) return declined(`${picked} ${line.unit} are picked already.`);
  const slot = slotToAsk(decision, schedule);
  if (!slot || (schedule.requestedDate === requestedDate && !schedule.pending))
    return { decision: { ...names, decision: 'done' }, outcome: { kind: 'done', requestedDate } };
  const obstacle = beside.whyNot(slot, 'change');
  if (obstacle) return declined(obstacle);
  return { decision: { ...names, decision: 'pending' }, outcome: { kind: 'pending', requestedDate } };
}

/** Judges another ship-to for the whole order: all of its documents move, or none. */
export function judgeMove(decision: Decision, beside: Beside): ChangeDecision {
  const declined = (reason: string): ChangeDecision => ({ wish: 'ship-to', decision: 'declined', reason });
  const order = decision.order();
  if (schedulesOf(order).some(({ lineKey }) => !isZero(beside.entryOf(lineKey)?.picked ?? '0'))) return declined('Part of the order is picked already.');
  if (order.pendingShipTo && beside.earlier === 'kept') return declined('Another change of the ship-to is on its way.');
  const sent = order.slots.filter((slot) => mayExist(decision, slot) && !slot.erp?.isCancelled);
  const obstacle = sent.map((slot) => beside.whyNot(slot, 'change')).find((reason) => reason !== undefined);
  if (obstacle !== undefined) return declined(obstacle);
  return { wish: 'ship-to', decision: sent.length === 0 ? 'done' : 'pending' };
}

/** What an earlier wish about the same schedule, whose answer is not there yet, means for a later one. */
function whatIsInTheWay(schedule: Schedule, { earlier }: Beside): string | undefined {
  if (!schedule.pending || (earlier === 'replaced' && isReplaceable(schedule))) return undefined;
  return earlier === 'kept' ? 'Another change of this line is on its way; wait for its answer.' : 'It is being cancelled, which cannot be called back.';
}

/** The slot whose systems must agree; undefined where nothing has left us. */
function slotToAsk(decision: Decision, schedule: Schedule): Slot | undefined {
  const slot = decision.order().slots.find((s) => s.name === schedule.slot);
  return slot && mayExist(decision, slot) ? slot : undefined;
}

/** What keeps the slot's systems from following a change, or the cancellation of all of it. */
function whyNot(decision: Decision, slot: Slot, what: 'change' | 'cancel'): string | undefined {
  const order = decision.order();
  const route = routeOf(order, slot);
  if (slot.erp?.isCancelled) return `The document in ${route.system} is cancelled.`;
  if (order.differences.some((d) => d.slot === slot.name)) return `${route.system} shows something else than we wrote; that has to be settled first.`;
  const isReleased = isWithWarehouse(decision, slot);
  if (what === 'cancel') {
    return isReleased && !route.can.includes('cancel-release') ? `${fulfillerOf(route)} does not give back what was released.` : undefined;
  }
  const unknown = Object.keys(order.results).find((key) => readKey(key).place === slot.name && isUndecided(order, key));
  if (unknown !== undefined) return `Nobody can tell yet how "${readKey(unknown).op}" ended; that has to be settled first.`;
  if (!route.can.includes('amend')) return `${route.system} cannot change an order once it has it; cancel the order and place a new one.`;
  return isReleased && !route.can.includes('change-release') ? `${fulfillerOf(route)} cannot change what was released.` : undefined;
}

function isWithWarehouse(decision: Decision, slot: Slot): boolean {
  if (slot.warehouse) return slot.warehouse.isCancelled !== true;
  const release = keys.release(slot);
  return inFlightOf(decision, slot).includes(release) || isUndecided(decision.order(), release);
}
