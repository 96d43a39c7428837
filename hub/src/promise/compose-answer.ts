import { type Answer, type AnswerLine, isDecimal, multiply, normalize, type QuoteRequest, sum } from '@crossdock/canonical';
import type { QuickAnswer } from '../systems/index.ts';
import { type QuoteFault, quoteFaultCodes } from './fault-codes.ts';
import { type Credit, judgeCredit, judgePart, judgeParties, type QuoteRules } from './judge-quote.ts';
import type { Part } from './parts-of.ts';
import type { LeavingDays } from './promise-dates.ts';
import type { QuoteValidation } from './quote-validation.ts';
import { completeOn, type Scheduled, scheduleGoods, together } from './schedule-goods.ts';

/** What was found out about a quote. */
export type Found = {
  readonly quote: QuoteRequest;
  readonly parts: readonly Part[];
  /** The quote's own contradictions. */
  readonly faults: readonly QuoteFault[];
  readonly answers: ReadonlyMap<string, QuickAnswer>;
};

/** How it is judged and dated. */
export type Means = { readonly rules: QuoteRules & { readonly shipComplete: boolean }; readonly leavingDays: LeavingDays; readonly at: Date };

type KnownPart = { readonly part: Part; readonly answer: AnswerLine | undefined; readonly scheduled: Scheduled };
type Says = { readonly answer: Answer; readonly lines: ReadonlyMap<string, AnswerLine> };

/** The answer to a quote, from what its systems said in time. Pure. */
export function composeAnswer({ quote, parts, faults: own, answers }: Found, { rules, leavingDays, at }: Means): QuoteValidation {
  const usable = new Map([...answers].map(([system, said]) => [system, usableOrNot(system, said)]));
  const says = new Map([...usable].flatMap(([system, said]) => (said.kind === 'answered' ? [[system, saysOf(said.answer)] as const] : [])));
  const answered = parts.map((part) => ({ part, answer: part.route && says.get(part.route.system)?.lines.get(part.lineKey) }));
  const apart = scheduleGoods(answered, (warehouse, days) => leavingDays(warehouse, days, at));
  const last = completeOn(answered, apart);
  const scheduled = (quote.shipComplete ?? rules.shipComplete) ? together(apart, last) : apart;
  const known = answered.map((one, index): KnownPart => ({ ...one, scheduled: scheduled[index] ?? { available: null, goods: [] } }));
  const credits = new Map([...says].map(([system, { answer }]) => [system, judgeCredit(quote, answer, answeredOf(known, system))]));
  const faults = distinct([
    ...own,
    ...[...says].flatMap(([system, { answer }]) => judgeParties(quote, system, answer, credits.get(system) ?? unsaid)),
    ...known.flatMap(({ part, answer, scheduled: goods }) => (answer ? judgePart({ part, answer, scheduled: goods }, rules) : [])),
  ]);
  const lines = linesOf(quote, known, { usable, says, at });
  const isComplete = says.size === usable.size;
  return {
    verdict: faults.some(({ weight }) => weight === 'blocks') ? 'not-orderable' : isComplete ? 'orderable' : 'incomplete',
    isComplete,
    at: at.toISOString(),
    currency: quote.currency,
    value: quoteValue(known),
    customer: eligibility(says, usable.size),
    credit: worstCredit(quote, [...credits.values()], usable.size),
    completeOn: last ?? null,
    systems: [...usable].map(([system, said]) => systemSays(system, said, credits.get(system) ?? unsaid, at)),
    lines,
    faults: faults.map((fault) => ({ ...fault, ...quoteFaultCodes[fault.code] })),
  };
}

const unsaid: Credit = { verdict: 'not-said', value: '0', limit: null, exposure: null };

/** A connector that lets through what is no number must not bring the others' answers down. */
function usableOrNot(system: string, said: QuickAnswer): QuickAnswer {
  if (said.kind !== 'answered') return said;
  const { credit, lines, asOf } = said.answer;
  const numbers = [credit?.limit, credit?.exposure, ...lines.flatMap(({ price, available }) => [price, available])];
  const wrong = numbers.find((number) => typeof number === 'string' && !isDecimal(number)) ?? (Number.isNaN(Date.parse(asOf)) ? asOf : undefined);
  if (wrong === undefined || wrong === null) return said;
  return { kind: 'not-answered', why: 'failed', detail: `The answer of ${system} cannot be used: "${wrong}" is neither a number nor an instant.` };
}

function saysOf(answer: Answer): Says {
  return { answer, lines: new Map(answer.lines.map((line) => [line.lineKey, line])) };
}

function answeredOf(known: readonly KnownPart[], system: string) {
  return known.flatMap(({ part, answer, scheduled }) => (answer && part.route?.system === system ? [{ part, answer, scheduled }] : []));
}

/** What is wrong with a line is said once, not once for each of its schedules. */
function distinct(faults: readonly QuoteFault[]): readonly QuoteFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify([fault.code, fault.field, fault.system]), fault])).values()];
}

function quoteValue(known: readonly KnownPart[]): string | null {
  const values = known.map(({ part, answer }) => {
    const price = part.unitPrice ?? answer?.price;
    return price === undefined ? undefined : multiply(part.wanted, price, 6);
  });
  return values.every((value) => value !== undefined) ? sum(values) : null;
}

function eligibility(says: ReadonlyMap<string, Says>, systems: number): QuoteValidation['customer'] {
  const standings = [...says.values()].flatMap(({ answer }) => [answer.customer.status, answer.shipTo?.status ?? 'active']);
  if (standings.some((standing) => standing !== 'active')) return 'not-eligible';
  return says.size === systems && systems > 0 ? 'eligible' : 'unknown';
}

function worstCredit({ payment }: QuoteRequest, credits: readonly Credit[], systems: number): QuoteValidation['credit'] {
  if (payment === 'prepaid') return 'not-needed';
  if (credits.some(({ verdict }) => verdict === 'exceeded')) return 'exceeded';
  return systems > 0 && credits.length === systems && credits.every(({ verdict }) => verdict === 'within' || verdict === 'no-limit') ? 'within' : 'unknown';
}

function ageSeconds(asOf: string, at: Date): number {
  return Math.max(0, Math.round((at.getTime() - Date.parse(asOf)) / 1_000));
}

function systemSays(system: string, said: QuickAnswer, credit: Credit, at: Date): QuoteValidation['systems'][number] {
  if (said.kind !== 'answered') {
    const { kind, why, detail, againInMs } = said;
    return { system, status: kind, why, detail, againInSeconds: againInMs === undefined ? null : Math.ceil(againInMs / 1_000) };
  }
  const { asOf, customer, shipTo } = said.answer;
  return { system, status: 'answered', asOf, ageSeconds: ageSeconds(asOf, at), customer: customer.status, shipTo: shipTo?.status ?? null, credit };
}

type Context = { readonly usable: ReadonlyMap<string, QuickAnswer>; readonly says: ReadonlyMap<string, Says>; readonly at: Date };
type Shown = QuoteValidation['lines'][number];

function linesOf(quote: QuoteRequest, known: readonly KnownPart[], context: Context): Shown[] {
  const byLine = Map.groupBy(known, ({ part }) => part.line);
  return quote.lines.map(({ id, item }, index) => {
    const parts = byLine.get(index) ?? [];
    const price = priceOf(parts, context);
    return { line: id ?? String(index + 1), item, price, parts: parts.map((one) => partOf(one, price, context)) };
  });
}

/** The line's price is that of its first part that has one, as an order would take it over. */
function priceOf(parts: readonly KnownPart[], { says, at }: Context): Shown['price'] {
  const priced = parts.find(({ answer }) => answer?.price !== undefined);
  const system = priced?.part.route?.system;
  const asOf = system === undefined ? undefined : says.get(system)?.answer.asOf;
  if (priced?.answer?.price === undefined || system === undefined || asOf === undefined) return null;
  const { price, priceRule } = priced.answer;
  return { amount: normalize(price), rule: priceRule ?? null, system, asOf, ageSeconds: ageSeconds(asOf, at) };
}

function partOf(known: KnownPart, linePrice: Shown['price'], { usable }: Context): Shown['parts'][number] {
  const { part, answer, scheduled } = known;
  const system = part.route?.system ?? null;
  const price = answer?.price === undefined ? undefined : normalize(answer.price);
  return {
    schedule: part.schedule,
    system,
    warehouse: part.route?.warehouse ?? null,
    wanted: part.wanted,
    unit: part.unit,
    ...(price !== undefined && price !== linePrice?.amount && { unitPrice: price }),
    available: scheduled.available,
    goods: [...scheduled.goods],
    lacks: lacksOf(known, system === null ? undefined : usable.get(system)),
  };
}

type Lack = Shown['parts'][number]['lacks'][number];

/** An item that is not sold has no price and no stock, and lacks neither. */
function lacksOf({ part, answer, scheduled }: KnownPart, said: QuickAnswer | undefined): Lack[] {
  if (answer && (answer.item !== 'active' || !answer.isUnitSold)) return [];
  const system = part.route?.system ?? null;
  const why: Lack['why'] = !said ? 'no-route' : said.kind === 'answered' ? 'not-said' : said.why;
  const lacks: Lack[] = [];
  if (answer?.price === undefined) lacks.push({ what: 'price', system, why });
  if (scheduled.available === null) lacks.push({ what: 'availability', system, why });
  return lacks;
}
