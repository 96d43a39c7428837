/** What an org may call within 24 hours, and what it has called. */
export type Usage = {
  readonly max: number;
  readonly used: () => number;
  /** Counts a call; false when none is left. */
  readonly take: () => boolean;
  /** Pretends that so many calls were made, and none beside: more than there were, or fewer. */
  readonly pretend: (used: number) => void;
};

const hourMs = 3_600_000;
const hoursKept = 24;

/** Counts the calls of the last 24 hours, by the hour. */
export function createUsage(max: number, now: () => Date): Usage {
  const byHour = new Map<number, number>();
  const hour = () => Math.floor(now().getTime() / hourMs);
  const used = () => {
    for (const [at] of byHour) if (at <= hour() - hoursKept) byHour.delete(at);
    return [...byHour.values()].reduce((sum, count) => sum + count, 0);
  };
  return {
    max,
    used,
    take: () => {
      if (used() >= max) return false;
      byHour.set(hour(), (byHour.get(hour()) ?? 0) + 1);
      return true;
    },
    pretend: (count) => {
      byHour.clear();
      byHour.set(hour(), count);
    },
  };
}

/** The header of every answer: `api-usage=25/5000`. */
export const limitHeader = (usage: Usage): Readonly<Record<string, string>> => ({ 'sforce-limit-info': `api-usage=${usage.used()}/${usage.max}` });
