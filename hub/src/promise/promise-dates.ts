import type { Calendar, Landscape } from '@crossdock/connector-kit';
import { workingTime } from '../platform/index.ts';

/** The first day on which goods can leave a warehouse, YYYY-MM-DD there, and whose working hours that rests on. */
export type LeavingDay = { readonly date: string; readonly calendar: 'warehouse' | 'installation' };

/** Answers that day for goods that are in the warehouse `leadDays` calendar days after `at`; undefined when the calendar never opens. */
export type LeavingDays = (warehouse: string, leadDays: number, at: Date) => LeavingDay | undefined;

const dayMs = 86_400_000;

/**
 * By the hours of each warehouse that the landscape knows, handling time included; for the others by the installation's, without any
 * handling time, as nothing is known of it. Throws RangeError when a time zone is unknown.
 */
export function leavingDaysOf({ calendar, warehouses = [] }: Pick<Landscape, 'calendar' | 'warehouses'>): LeavingDays {
  const installation = dayIn(calendar, 0, 'installation');
  const own = new Map(warehouses.map(({ id, calendar: hours, handlingMinutes }) => [id, dayIn(hours, handlingMinutes, 'warehouse')]));
  return (warehouse, leadDays, at) => (own.get(warehouse) ?? installation)(new Date(at.getTime() + leadDays * dayMs));
}

function dayIn(hours: Calendar, minutes: number, calendar: LeavingDay['calendar']): (from: Date) => LeavingDay | undefined {
  const after = workingTime(hours);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: hours.timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }); // writes YYYY-MM-DD
  return (from) => {
    try {
      return { date: local.format(new Date(after(from.toISOString(), minutes))), calendar };
    } catch {
      return undefined; // years without a working day: the landscape's mistake must not cost the quote its prices
    }
  };
}
