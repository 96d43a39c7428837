import { describe, expect, it } from 'vitest';
import { backoffLimits, backoffMs } from './backoff.ts';

const salts = Array.from({ length: 1_000 }, (_, n) => `session-${n}`);

describe('backoffMs', () => {
  it('spreads those who come back between nothing and a bound that doubles', () => {
    for (const [attempts, bound] of [
      [1, 500],
      [2, 1_000],
      [4, 4_000],
    ] as const) {
      const waits = salts.map((salt) => backoffMs(attempts, salt));
      expect(Math.max(...waits)).toBeLessThan(bound);
      expect(Math.max(...waits)).toBeGreaterThan(bound * 0.9);
      expect(Math.min(...waits)).toBeLessThan(bound * 0.1);
    }
  });

  it('never waits longer than the bound of all', () => {
    for (const salt of salts) expect(backoffMs(1_000, salt)).toBeLessThan(backoffLimits.msMax);
  });
});
