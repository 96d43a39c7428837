import type { Clock } from '../platform/index.ts';

/** Retries of one system: at most a tenth of its calls, and ten a minute on top; beyond that the lane slows down. */
export type RetryBudget = { readonly called: (system: string) => void; readonly delayMs: (system: string) => number };

/** Share of calls that may be retries, the floor per minute, the wait when the budget is empty, and how much can be saved up. */
export const retryBudgetLimits = { share: 0.1, perMinute: 10, emptyWaitMs: 30_000, savedMax: 100 } as const;

/** A budget per system, in this process. */
export function createRetryBudget(clock: Pick<Clock, 'monotonicMs'>): RetryBudget {
  const budgets = new Map<string, { tokens: number; atMs: number }>();
  const of = (system: string) => {
    const now = clock.monotonicMs();
    const budget = budgets.get(system) ?? { tokens: retryBudgetLimits.perMinute, atMs: now };
    budget.tokens = Math.min(retryBudgetLimits.savedMax, budget.tokens + ((now - budget.atMs) / 60_000) * retryBudgetLimits.perMinute);
    budget.atMs = now;
    budgets.set(system, budget);
    return budget;
  };
  return {
    called: (system) => {
      const budget = of(system);
      budget.tokens = Math.min(retryBudgetLimits.savedMax, budget.tokens + retryBudgetLimits.share);
    },
    delayMs: (system) => {
      const budget = of(system);
      if (budget.tokens < 1) return retryBudgetLimits.emptyWaitMs;
      budget.tokens -= 1;
      return 0;
    },
  };
}
