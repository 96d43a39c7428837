import type { FieldType } from '../org/index.ts';

/** Functions of a date in UTC; the fiscal year is the calendar's. Weeks are counted from the first day of the month or the year, in sevens. */
const functions: Readonly<Record<string, (date: Date) => number>> = {
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  FISCAL_YEAR: (date) => date.getUTCFullYear(),
  FISCAL_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  FISCAL_MONTH: (date) => date.getUTCMonth() + 1,
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_YEAR: (date) => dayInYear(date),
  WEEK_IN_MONTH: (date) => Math.ceil(date.getUTCDate() / 7),
  WEEK_IN_YEAR: (date) => Math.ceil(dayInYear(date) / 7),
  HOUR_IN_DAY: (date) => date.getUTCHours(),
};

const dayMs = 86_400_000;
const dayInYear = (date: Date): number => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs) + 1;

/** The type of a date function's value; undefined when there is no such function. */
export function dateFunctionType(name: string): FieldType | undefined {
  if (name === 'DAY_ONLY') return 'date';
  return functions[name] === undefined ? undefined : 'int';
}

/** A date function's value for a date or datetime. */
export function dateFunction(name: string, value: string): number | string | null {
  if (name === 'DAY_ONLY') return value.slice(0, 10);
  return functions[name]?.(new Date(value)) ?? null;
}
