import { type AnswerLine, type Decimal, isPositive, isZero, subtract } from '@crossdock/canonical';
import { allocate, type Want } from './allocate.ts';
import type { Part } from './parts-of.ts';
import type { LeavingDay } from './promise-dates.ts';

/**
 * So much of a part can leave on that day. `rests`: on stock that is there, on the lead time that the system names, or on nothing, and
 * then there is no day.
 */
export type PromisedGoods = {
  readonly quantity: Decimal;
  readonly date: string | null;
  readonly rests: 'stock' | 'lead-time' | 'nothing';
  readonly calendar: LeavingDay['calendar'] | null;
};

/** What a part can have. `available`: what is left of the stock for it after the lines before; null where the system says nothing of stock. */
export type Scheduled = { readonly available: Decimal | null; readonly goods: readonly PromisedGoods[] };

/** The answer about one part, where there is one. */
export type AnsweredPart = { readonly part: Part; readonly answer: AnswerLine | undefined };

/** Shares stock out over the parts in their order and dates it. Goods that nobody sells, or that no answer speaks of, get nothing. */
export function scheduleGoods(
  parts: readonly AnsweredPart[],
  leavingDay: (warehouse: string, leadDays: number) => LeavingDay | undefined,
): readonly Scheduled[] {
  const wants = parts.map(wantOf);
  const shares = allocate(wants.filter((want) => want !== undefined));
  let next = 0;
  return parts.map(({ part, answer }, index) => {
    const share = wants[index] === undefined ? undefined : shares[next++];
    if (!share || !part.route) return { available: null, goods: [] };
    const { warehouse } = part.route;
    const goods = [
      ...(isZero(share.taken) ? [] : [promised(share.taken, 'stock', leavingDay(warehouse, 0))]),
      ...restOf(subtract(part.wanted, share.taken), answer?.leadDays ?? 0, (days) => leavingDay(warehouse, days)),
    ];
    return { available: share.available, goods };
  });
}

function wantOf({ part, answer }: AnsweredPart): Want | undefined {
  if (!part.route || answer?.available === undefined || answer.item !== 'active' || !answer.isUnitSold) return undefined;
  const { system, warehouse } = part.route;
  return { pool: JSON.stringify([system, warehouse, part.item]), wanted: part.wanted, unit: part.unit, available: answer.available };
}

function restOf(rest: Decimal, leadDays: number, dayAfter: (days: number) => LeavingDay | undefined): readonly PromisedGoods[] {
  if (!isPositive(rest)) return [];
  return leadDays > 0 ? [promised(rest, 'lead-time', dayAfter(leadDays))] : [unpromised(rest)];
}

function promised(quantity: Decimal, rests: 'stock' | 'lead-time', day: LeavingDay | undefined): PromisedGoods {
  return day ? { quantity, date: day.date, rests, calendar: day.calendar } : unpromised(quantity);
}

function unpromised(quantity: Decimal): PromisedGoods {
  return { quantity, date: null, rests: 'nothing', calendar: null };
}

/** The day on which the last of it can leave; undefined while anything has no day. */
export function completeOn(parts: readonly Pick<AnsweredPart, 'part'>[], scheduled: readonly Scheduled[]): string | undefined {
  let last = '';
  for (const [index, { part }] of parts.entries()) {
    const goods = scheduled[index]?.goods ?? [];
    let dated = part.wanted;
    for (const { quantity, date } of goods) {
      if (date === null) return undefined;
      dated = subtract(dated, quantity);
      if (date > last) last = date;
    }
    if (isPositive(dated)) return undefined;
  }
  return last;
}

/** Nothing leaves before all of it can: every promise gets the last day, or none. */
export function together(scheduled: readonly Scheduled[], last: string | undefined): readonly Scheduled[] {
  return scheduled.map(({ available, goods }) => ({ available, goods: goods.map((one) => ({ ...one, date: last ?? null })) }));
}

/** How much of a part can leave from stock. */
export function fromStock({ goods }: Scheduled): Decimal {
  const first = goods[0];
  return first?.rests === 'stock' ? first.quantity : '0';
}

/** The later of a part's promises is after the day that was wished for. */
export function isLate({ requestedDate }: Pick<Part, 'requestedDate'>, { goods }: Scheduled): boolean {
  return requestedDate !== undefined && goods.some(({ date }) => date !== null && date > requestedDate);
}
