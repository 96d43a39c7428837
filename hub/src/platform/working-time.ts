/** Working hours of a calendar: weekdays 1 = Monday … 7 = Sunday, HH:MM in an IANA time zone, days off as YYYY-MM-DD. */
export type WorkingHours = {
  readonly timeZone: string;
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly holidays: readonly string[];
};

const daysMax = 3_660; // ten years: a calendar without a working day must not loop for ever

/**
 * Answers a function that adds working minutes to an instant: only time within the calendar's hours counts. The wall clock
 * of the zone decides, so days on which clocks change are as long as they are. Throws RangeError when the zone is unknown.
 */
export function workingTime(hours: WorkingHours): (from: string, minutes: number) => string {
  const offsetAt = zoneOffset(hours.timeZone);
  const [opens, closes] = [minutesOf(hours.from), minutesOf(hours.to)];
  const weekdays = new Set(hours.weekdays);
  const holidays = new Set(hours.holidays);
  const isWorkingDay = (day: Date) => weekdays.has(day.getUTCDay() || 7) && !holidays.has(day.toISOString().slice(0, 10));
  const instantOf = (day: Date, minute: number) => {
    const guess = day.getTime() + minute * 60_000;
    const first = guess - offsetAt(guess);
    return guess - offsetAt(first);
  };
  return (from, minutes) => {
    const start = Date.parse(from);
    const local = new Date(start + offsetAt(start));
    let day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()));
    let left = minutes * 60_000;
    for (let i = 0; i < daysMax; i += 1, day = new Date(day.getTime() + 86_400_000)) {
      if (!isWorkingDay(day)) continue;
      const [open, close] = [Math.max(instantOf(day, opens), start), instantOf(day, closes)];
      if (close <= open) continue;
      if (left <= close - open) return new Date(open + left).toISOString();
      left -= close - open;
    }
    throw new RangeError(`The calendar has no ${minutes} working minutes in ten years.`);
  };
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** Offset of a zone in ms at an instant, remembered per quarter of an hour because the formatter is slow. */
function zoneOffset(timeZone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (instantMs) => {
    const quarter = Math.floor(instantMs / 900_000);
    let offset = known.get(quarter);
    if (offset === undefined) {
      const parts = Object.fromEntries(format.formatToParts(quarter * 900_000).map((part) => [part.type, Number(part.value)]));
      offset = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - quarter * 900_000;
      if (known.size > 10_000) known.clear();
      known.set(quarter, offset);
    }
    return offset;
  };
}

/** Answers a function from an instant (RFC 3339) to the day there, YYYY-MM-DD. Throws RangeError when the zone is unknown. */
export function dayIn(timeZone: string): (at: string) => string {
  const offsetAt = zoneOffset(timeZone);
  return (at) => {
    const ms = Date.parse(at);
    return new Date(ms + offsetAt(ms)).toISOString().slice(0, 10);
  };
}
