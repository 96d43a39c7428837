import type { Failure } from '@crossdock/connector-kit';

/** What a call is for; when the org's calls of 24 hours run short, bulk stops first and orders never. */
export type Purpose = 'orders' | 'status' | 'bulk';

/** From which part of the org's calls on, in percent, bulk stops, and everything but orders. */
export type Budgeted = { readonly bulkPercentMax: number; readonly othersPercentMax: number };

/** What the org says of its own calls within the last 24 hours, those of other programs included; `at`: when it said so. */
export type Usage = { readonly used: number; readonly max: number; readonly at: Date };

/** Keeps to a part of the calls that an org allows; lives as long as the connector. */
export type Budget = {
  /** Whether a call may be made now; when not, a failure that says how long to wait. */
  readonly admit: (purpose: Purpose, now: Date) => Failure | undefined;
  /** Reads `Sforce-Limit-Info` of an answer. */
  readonly note: (headers: Readonly<Record<string, string>>, now: Date) => void;
  /** The last reading, and who has to wait by it; undefined before the first. */
  readonly usage: (now: Date) => (Usage & { readonly stopped: readonly Purpose[] }) | undefined;
};

/** 80 % for bulk and 95 % for the rest leave the org room for people and for orders. */
export const usualBudget: Budgeted = { bulkPercentMax: 80, othersPercentMax: 95 };

/** The window slides, so a reading is worth little after a while: then one call goes out and brings the next. */
export const readingMsMax = 900_000;

/** Makes the budget of one org. */
export function createBudget({ bulkPercentMax, othersPercentMax }: Budgeted): Budget {
  let last: Usage | undefined;
  const limits = { orders: Number.POSITIVE_INFINITY, status: othersPercentMax, bulk: Math.min(bulkPercentMax, othersPercentMax) };
  const stoppedAt = (now: Date): readonly Purpose[] => {
    if (last === undefined || now.getTime() - last.at.getTime() >= readingMsMax) return [];
    const percent = (100 * last.used) / last.max;
    return (['status', 'bulk'] as const).filter((purpose) => percent >= limits[purpose]);
  };
  return {
    admit: (purpose, now) => {
      if (last === undefined || !stoppedAt(now).includes(purpose)) return undefined;
      const message = `${last.used} of the org's ${last.max} calls within 24 hours are used; from ${limits[purpose]} % on there are none for ${purpose}`;
      const retryAfterMs = Math.max(1, last.at.getTime() + readingMsMax - now.getTime());
      return { kind: 'failed', class: 'throttled', message, retryAfterMs, isKeptBack: true };
    },
    note: (headers, now) => {
      const [, used, max] = /(?:^|[\s,;])api-usage=(\d{1,12})\/([1-9]\d{0,11})/.exec(headers['sforce-limit-info'] ?? '') ?? [];
      if (used !== undefined && max !== undefined) last = { used: Number(used), max: Number(max), at: now };
    },
    usage: (now) => last && { ...last, stopped: stoppedAt(now) },
  };
}
