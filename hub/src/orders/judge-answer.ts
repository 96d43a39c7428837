import { type Answer, type AnswerLine, add, compare, divide, isZero, multiply, normalize, subtract, sum } from '@crossdock/canonical';
import type { Outcome } from './commands.ts';
import { afterMinutes, type Decision } from './decision.ts';
import { holdId, ownerOfHold } from './hold.ts';
import { readKey } from './keys.ts';
import { type HoldKind, type Line, type Order, type Placed, schedulesOf, wantedQuantity } from './order.ts';

/** A reason why something must not go on, found in an answer. */
type Cause = { readonly kind: HoldKind; readonly line?: string; readonly reason: string; readonly cause: string };

/** Takes in a system's answer: prices that were left open, holds placed and cleared, and the order validated when all have answered. */
export function takeAnswer(decision: Decision, key: string, answer: Answer): void {
  const system = readKey(key).place;
  const order = decision.order();
  const ask = order.asks[system];
  const round = Number(key.slice(key.lastIndexOf('#') + 1));
  if (!ask || round < ask.round) return; // an older round: a newer one is on its way
  decision.emit({
    type: 'internal.answered',
    system,
    ask: { round, answered: round, validUntil: afterMinutes(answer.asOf, decision.rules.answerValidMinutes) },
    prices: missingPrices(order, system, answer),
  });
  const causes = judge(decision.order(), system, answer, decision.rules);
  clearWhatIsGone(decision, system, causes);
  for (const cause of causes) place(decision, system, cause);
  if (!decision.order().isValidated && Object.values(decision.order().asks).every((a) => a.answered >= a.round)) {
    decision.emit({ type: 'order.validated', systems: Object.keys(decision.order().asks).sort() });
  }
}

function missingPrices(order: Order, system: string, answer: Answer) {
  const found = new Map<string, { line: string; unitPrice: string; source: string }>();
  for (const { line, lineKey } of schedulesOf(order)) {
    const price = answer.lines.find((l) => l.lineKey === lineKey)?.price;
    if (line.unitPrice === undefined && price !== undefined) found.set(line.id, { line: line.id, unitPrice: normalize(price), source: system });
  }
  return [...found.values()];
}

function judge(order: Order, system: string, answer: Answer, rules: Decision['rules']): readonly Cause[] {
  const causes: Cause[] = [];
  if (answer.customer.status !== 'active') {
    causes.push({
      kind: 'customer',
      reason: `${system} says that customer ${order.customer} is ${answer.customer.status}.`,
      cause: `${system}:customer:${order.customer}:${answer.customer.status}`,
    });
  }
  const shipTo = answer.shipTo?.status;
  if (shipTo && shipTo !== 'active') {
    const name = order.shipTo?.id ?? order.shipTo?.name ?? 'of the order';
    causes.push({
      kind: 'ship-to',
      reason: `${system} says that ship-to ${name} is ${shipTo}.`,
      cause: `${system}:ship-to:${order.customer}:${name}:${shipTo}`,
    });
  }
  const credit = judgeCredit(order, system, answer);
  if (credit) causes.push(credit);
  for (const placed of schedulesOf(order)) {
    const line = answer.lines.find((l) => l.lineKey === placed.lineKey);
    if (line && !isZero(wantedQuantity(placed.schedule, subtract))) causes.push(...judgeLine(placed, line, system, rules));
  }
  return [...new Map(causes.map((cause) => [holdId(cause.kind, cause.line), cause])).values()];
}

/** Prepaid orders pass the credit question. */
function judgeCredit(order: Order, system: string, answer: Answer): Cause | undefined {
  const credit = answer.credit;
  if (order.isPrepaid || !credit || credit.limit === null) return undefined;
  const asked = new Set(answer.lines.map((line) => line.lineKey));
  const value = sum(
    schedulesOf(order)
      .filter((p) => asked.has(p.lineKey))
      .map((p) => multiply(wantedQuantity(p.schedule, subtract), p.line.unitPrice ?? '0', 6)),
  );
  const after = add(credit.exposure, value);
  if (compare(after, credit.limit) <= 0) return undefined;
  const reason = `Credit limit ${credit.limit} ${order.currency} of ${order.customer} in ${system}: ${credit.exposure} is open and this order adds ${value}, ${subtract(after, credit.limit)} too much.`;
  return { kind: 'credit', reason, cause: `${system}:credit:${order.customer}` };
}

function judgeLine({ line, schedule }: Placed, answer: AnswerLine, system: string, rules: Decision['rules']): readonly Cause[] {
  if (answer.item !== 'active') {
    const what = answer.item === 'unknown' ? 'is unknown' : 'is discontinued';
    return [{ kind: 'item', line: line.id, reason: `Item ${line.item} ${what} in ${system}.`, cause: `${system}:item:${line.item}:${answer.item}` }];
  }
  if (!answer.isUnitSold) {
    return [
      { kind: 'unit', line: line.id, reason: `${system} does not sell ${line.item} in ${line.unit}.`, cause: `${system}:unit:${line.item}:${line.unit}` },
    ];
  }
  const causes: Cause[] = [];
  const price = judgePrice(line, answer, system, rules.priceTolerancePercent);
  if (price) causes.push(price);
  const wanted = wantedQuantity(schedule, subtract);
  if (rules.shortStock === 'hold' && answer.available !== undefined && compare(answer.available, wanted) < 0) {
    causes.push({
      kind: 'stock',
      line: line.id,
      reason: `${answer.available} ${line.unit} of ${line.item} can be promised, ${wanted} are ordered.`,
      cause: `${system}:stock:${line.item}`,
    });
  }
  return causes;
}

function judgePrice(line: Line, answer: AnswerLine, system: string, tolerancePercent: string): Cause | undefined {
  const theirs = answer.price;
  if (theirs === undefined || line.unitPrice === undefined || line.isPriceAccepted || isZero(subtract(theirs, line.unitPrice))) return undefined;
  const difference = subtract(line.unitPrice, theirs).replace('-', '');
  const percent = isZero(theirs) ? '100' : divide(multiply(difference, '100', 6), theirs, 3);
  if (compare(percent, tolerancePercent) <= 0) return undefined;
  const rule = answer.priceRule ? ` (${answer.priceRule})` : '';
  return {
    kind: 'price',
    line: line.id,
    reason: `Line ${line.id}, ${line.item}: the order says ${line.unitPrice}, ${system} says ${normalize(theirs)}${rule}; ${percent} % apart, ${tolerancePercent} % allowed.`,
    cause: `${system}:price:${line.item}`,
  };
}

function clearWhatIsGone(decision: Decision, system: string, causes: readonly Cause[]): void {
  const still = new Set(causes.map((cause) => holdId(cause.kind, cause.line)));
  for (const hold of decision.order().holds) {
    if (hold.system === system && !still.has(hold.id))
      decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'answer', reason: `${system} has no objection any more.` });
  }
}

function place(decision: Decision, system: string, cause: Cause): void {
  placeHold(decision, { ...cause, system });
}

/** Places a hold unless it is there already or a person has overridden it. */
export function placeHold(decision: Decision, cause: Cause & { readonly system?: string }): void {
  const id = holdId(cause.kind, cause.line);
  const order = decision.order();
  if (order.overrides.includes(id) || order.holds.some((hold) => hold.id === id)) return;
  decision.emit({
    type: 'order.hold-placed',
    owner: ownerOfHold(cause.kind),
    hold: { id, ...cause, placedAt: decision.at, recheckAt: afterMinutes(decision.at, decision.rules.holdRecheckMinutes) },
  });
}

/** The answer of an ask, as a command. */
export type Answered = Extract<Outcome, { readonly kind: 'answered' }>;
