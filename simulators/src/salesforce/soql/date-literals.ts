/** A stretch of time: from its first moment to the first one after it, both at midnight UTC. */
export type DateWindow = { readonly from: Date; readonly to: Date };

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
const days: Readonly<Record<string, readonly [number, number]>> = {
  YESTERDAY: [-1, 0],
  TODAY: [0, 1],
  TOMORROW: [1, 2],
  LAST_90_DAYS: [-90, 1],
  NEXT_90_DAYS: [1, 91],
};
const single = /^(LAST|THIS|NEXT)_(?:FISCAL_(?=QUARTER|YEAR))?(WEEK|MONTH|QUARTER|YEAR)$/;
const counted =
  /^(?:(LAST|NEXT)_N_(?:FISCAL_(?=QUARTER|YEAR))?(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(?:FISCAL_(?=QUARTER|YEAR))?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/;

/** Whether a word in capitals is a date literal (`TODAY`, `LAST_N_DAYS`). */
export const isDateLiteral = (word: string): boolean => days[word] !== undefined || single.test(word) || counted.test(word);

/** Whether `:n` follows it. */
export const takesCount = (word: string): boolean => counted.test(word);

/**
 * The time that a date literal names. Weeks begin on Sunday, the fiscal year is the calendar's, the user's zone is UTC; `LAST_N_DAYS`
 * includes today, the other `LAST_N_…` leave the present period out.
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
 */
export function dateWindow(name: string, count: number, now: Date): DateWindow {
  const [unit, from, to] = offsets(name, count);
  return { from: startOf(unit, from, now), to: startOf(unit, to, now) };
}

function offsets(name: string, count: number): readonly [Unit, number, number] {
  const fixed = days[name];
  if (fixed !== undefined) return ['DAY', ...fixed];
  const [, when, unit] = single.exec(name) ?? [];
  if (unit !== undefined) return [unitOf(unit), ...({ LAST: [-1, 0], THIS: [0, 1], NEXT: [1, 2] } as const)[when as 'LAST' | 'THIS' | 'NEXT']];
  const [, side, many, ago] = counted.exec(name) ?? [];
  if (ago !== undefined) return [unitOf(ago), -count, 1 - count];
  if (side === 'NEXT') return [unitOf(many), 1, count + 1];
  return [unitOf(many), -count, many === 'DAY' ? 1 : 0];
}

const unitOf = (word: string | undefined): Unit => (word === 'WEEK' || word === 'MONTH' || word === 'QUARTER' || word === 'YEAR' ? word : 'DAY');

/** The start of the unit that holds `now`, this many units on. */
function startOf(unit: Unit, by: number, now: Date): Date {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  switch (unit) {
    case 'DAY':
      return new Date(Date.UTC(year, month, day + by));
    case 'WEEK':
      return new Date(Date.UTC(year, month, day - now.getUTCDay() + 7 * by));
    case 'MONTH':
      return new Date(Date.UTC(year, month + by, 1));
    case 'QUARTER':
      return new Date(Date.UTC(year, month - (month % 3) + 3 * by, 1));
    case 'YEAR':
      return new Date(Date.UTC(year + by, 0, 1));
    default:
      return unit satisfies never;
  }
}
