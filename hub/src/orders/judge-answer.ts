import { type Answer, type AnswerLine, add, compare, isZero, multiply, normalize, subtract, sum } from '@crossdock/canonical';
import { afterMinutes, type Decision } from './decision.ts';
import { holdId } from './hold.ts';
import { readKey } from './keys.ts';
import { customerIn, itemIn, shipToIn } from './naming.ts';
import { type Line, type Order, type Placed, routeOf, schedulesOf, wantedQuantity } from './order.ts';
import { percentApart } from './percent-apart.ts';
import { type Cause, isSameCause, placeHold } from './place-hold.ts';

/** Takes in a system's answer: prices that were left open, holds placed and cleared, and the order validated when all have answered. */
export function takeAnswer(decision: Decision, key: string, answer: Answer): void {
  const system = readKey(key).place;
  const ask = decision.order().asks[system];
  const round = Number(key.slice(key.lastIndexOf('#') + 1));
  if (!ask || round !== ask.round || ask.answered >= round) return; // a newer round is on its way, or this one is answered
  const lines = new Map(answer.lines.map((line) => [line.lineKey, line]));
  decision.emit({
    type: 'internal.answered',
    system,
    ask: { round, answered: round, validUntil: afterMinutes(answer.asOf, decision.rules.answerValidMinutes) },
    prices: missingPrices(decision.order(), system, lines),
  });
  const causes = judge(decision.order(), system, { answer, lines }, decision.rules);
  clearWhatIsGone(decision, system, { lines, causes });
  for (const cause of causes) placeHold(decision, cause);
  if (!decision.order().isValidated && Object.values(decision.order().asks).every((a) => a.answered >= a.round)) {
    decision.emit({ type: 'order.validated', systems: Object.keys(decision.order().asks).sort() });
  }
}

type Lines = ReadonlyMap<string, AnswerLine>;

/** Prices for lines that have none and that no system holds yet. */
function missingPrices(order: Order, system: string, lines: Lines) {
  const sent = new Set(order.slots.flatMap((slot) => (slot.erp ? [slot.name] : [])));
  return order.lines.flatMap((line) => {
    if (line.unitPrice !== undefined || line.schedules.some((schedule) => schedule.slot !== undefined && sent.has(schedule.slot))) return [];
    const price = line.schedules.map((schedule) => lines.get(`${line.id}/${schedule.id}`)?.price).find((found) => found !== undefined);
    return price === undefined ? [] : [{ line: line.id, unitPrice: normalize(price), source: system }];
  });
}

/** What this answer can still keep from going on: what its system has not accepted yet. Once accepted, the ERP has had its say. */
function judged(order: Order, system: string): readonly Placed[] {
  const accepted = new Set(order.slots.flatMap((slot) => (slot.acceptedAs === undefined ? [] : [slot.name])));
  return schedulesOf(order).filter(
    ({ schedule }) =>
      routeOf(order, schedule).system === system &&
      !isZero(wantedQuantity(schedule, subtract)) &&
      (schedule.slot === undefined || !accepted.has(schedule.slot)),
  );
}

function judge(
  order: Order,
  system: string,
  { answer, lines }: { readonly answer: Answer; readonly lines: Lines },
  rules: Decision['rules'],
): readonly Cause[] {
  const placed = judged(order, system);
  if (placed.length === 0) return [];
  const causes = [...judgeParties(order, system, answer), ...judgeCredit(order, system, answer, placed)];
  for (const one of placed) {
    const line = lines.get(one.lineKey);
    const named = { ...one, line: { ...one.line, item: itemIn(order, system, one.line.item) } };
    if (line) causes.push(...judgeLine(named, line, system, rules));
  }
  return [...new Map(causes.map((cause) => [holdId(cause.kind, cause.line), cause])).values()];
}

function judgeParties(order: Order, system: string, answer: Answer): readonly Cause[] {
  const causes: Cause[] = [];
  const customer = customerIn(order, system);
  if (answer.customer.status !== 'active') {
    causes.push({
      kind: 'customer',
      system,
      reason: `${system} says that customer ${customer} is ${answer.customer.status}.`,
      cause: `${system}:customer:${customer}:${answer.customer.status}`,
    });
  }
  const shipTo = answer.shipTo?.status;
  if (shipTo && shipTo !== 'active') {
    const known = shipToIn(order, system);
    const name = known?.id ?? known?.name ?? 'of the order';
    causes.push({
      kind: 'ship-to',
      system,
      reason: `${system} says that ship-to ${name} is ${shipTo}.`,
      cause: `${system}:ship-to:${customer}:${name}:${shipTo}`,
    });
  }
  return causes;
}

/** Prepaid orders pass the credit question. What the system has accepted is in its exposure already. */
function judgeCredit(order: Order, system: string, answer: Answer, placed: readonly Placed[]): readonly Cause[] {
  const credit = answer.credit;
  if (order.isPrepaid || !credit || credit.limit === null) return [];
  const value = sum(placed.map((p) => multiply(wantedQuantity(p.schedule, subtract), p.line.unitPrice ?? '0', 6)));
  const customer = customerIn(order, system);
  const after = add(credit.exposure, value);
  if (compare(after, credit.limit) <= 0) return [];
  const reason = `Credit limit ${credit.limit} ${order.currency} of ${customer} in ${system}: ${credit.exposure} is open and this order adds ${value}, ${subtract(after, credit.limit)} too much.`;
  return [{ kind: 'credit', system, reason, cause: `${system}:credit:${customer}` }];
}

function judgeLine({ line, schedule }: Placed, answer: AnswerLine, system: string, rules: Decision['rules']): readonly Cause[] {
  if (answer.item !== 'active') {
    const what = answer.item === 'unknown' ? 'is unknown' : 'is discontinued';
    return [{ kind: 'item', line: line.id, system, reason: `Item ${line.item} ${what} in ${system}.`, cause: `${system}:item:${line.item}:${answer.item}` }];
  }
  if (!answer.isUnitSold) {
    return [
      {
        kind: 'unit',
        line: line.id,
        system,
        reason: `${system} does not sell ${line.item} in ${line.unit}.`,
        cause: `${system}:unit:${line.item}:${line.unit}`,
      },
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
      system,
      reason: `${answer.available} ${line.unit} of ${line.item} can be promised, ${wanted} are ordered.`,
      cause: `${system}:stock:${line.item}`,
    });
  }
  return causes;
}

function judgePrice(line: Line, answer: AnswerLine, system: string, tolerancePercent: string): Cause | undefined {
  const theirs = answer.price;
  if (theirs === undefined || line.unitPrice === undefined || line.isPriceAccepted || isZero(subtract(theirs, line.unitPrice))) return undefined;
  const percent = percentApart(line.unitPrice, theirs);
  if (compare(percent, tolerancePercent) <= 0) return undefined;
  const rule = answer.priceRule ? ` (${answer.priceRule})` : '';
  return {
    kind: 'price',
    line: line.id,
    system,
    reason: `Line ${line.id}, ${line.item}: the order says ${line.unitPrice}, ${system} says ${normalize(theirs)}${rule}; ${percent} % apart, ${tolerancePercent} % allowed.`,
    cause: `${system}:price:${line.item}`,
  };
}

/** Clears what the system objected to before and does not any more. About a line that it was not asked about, nothing was said. */
function clearWhatIsGone(decision: Decision, system: string, { lines, causes }: { readonly lines: Lines; readonly causes: readonly Cause[] }): void {
  const spokenOf = new Set([...lines.keys()].map((lineKey) => lineKey.slice(0, lineKey.indexOf('/'))));
  for (const hold of decision.order().holds) {
    if (hold.system !== system || causes.some((cause) => isSameCause(hold, cause))) continue;
    if (hold.line !== undefined && !spokenOf.has(hold.line)) continue;
    decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'answer', reason: `${system} has no objection any more.` });
  }
}
