import { describe, expect, it } from 'vitest';
import { createBudget, readingMsMax, usualBudget } from './limits.ts';

const at = new Date('2026-03-02T08:00:00Z');
const later = new Date(at.getTime() + readingMsMax);
const told = (used: number, max = 1_000) => ({ 'sforce-limit-info': `api-usage=${used}/${max}` });
const purposes = ['orders', 'status', 'bulk'] as const;

describe('the budget of calls', () => {
  it.each([
    [799, []],
    [800, ['bulk']],
    [949, ['bulk']],
    [950, ['status', 'bulk']],
    [1_200, ['status', 'bulk']],
  ])('at %d of 1,000 calls stops %j', (used, stopped) => {
    const budget = createBudget(usualBudget);
    budget.note(told(used), at);
    expect(purposes.filter((purpose) => budget.admit(purpose, at) !== undefined)).toEqual(stopped);
    expect(budget.usage(at)).toEqual({ used, max: 1_000, at, stopped });
  });

  it('stops nothing before the org has said anything, or when it says it in another way', () => {
    const budget = createBudget(usualBudget);
    budget.note({}, at);
    budget.note({ 'sforce-limit-info': 'api-usage=soon' }, at);
    expect([budget.admit('bulk', at), budget.usage(at)]).toEqual([undefined, undefined]);
  });

  it('says when to ask again, and lets somebody ask then, because the window of 24 hours slides', () => {
    const budget = createBudget(usualBudget);
    budget.note(told(990), at);
    expect(budget.admit('status', at)).toMatchObject({ kind: 'failed', class: 'throttled', retryAfterMs: readingMsMax, isKeptBack: true });
    expect(budget.admit('status', later)).toBeUndefined();
  });

  it('reads the usage beside that of a package', () => {
    const budget = createBudget(usualBudget);
    budget.note({ 'sforce-limit-info': 'api-usage=25/5000; per-app-api-usage=17/250(appName=sample)' }, at);
    expect(budget.usage(at)).toMatchObject({ used: 25, max: 5_000 });
  });
});
