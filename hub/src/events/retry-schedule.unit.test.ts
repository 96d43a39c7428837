import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failingMsMax, isDead, retryDelayMs, retryDelaysMs } from './retry-schedule.ts';

const hourMs = 3_600_000;

describe('the retry schedule', () => {
  it('is that of the Standard Webhooks spec, 75 h 35 min 5 s in all', () => {
    expect(retryDelaysMs).toHaveLength(10);
    expect(retryDelaysMs.reduce((sum, ms) => sum + ms, 0)).toBe(75 * hourMs + 35 * 60_000 + 5_000);
  });

  it('moves each wait by at most 20 % either way, and beyond its end waits a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
        const planned = retryDelaysMs[failures] ?? 24 * hourMs;
        const wait = retryDelayMs(failures, random);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(planned * 0.8));
        expect(wait).toBeLessThanOrEqual(Math.ceil(planned * 1.2));
      }),
    );
  });

  it('calls a subscription dead when the schedule is through and nothing else arrived since the attempt before', () => {
    expect(isDead({ failures: 10, failingMs: 24 * hourMs })).toBe(true);
    expect(isDead({ failures: 10, failingMs: hourMs })).toBe(false);
    expect(isDead({ failures: 9, failingMs: 24 * hourMs })).toBe(false);
  });

  it('calls a subscription dead after five days without one success, whatever failed', () => {
    expect(isDead({ failures: 1, failingMs: failingMsMax })).toBe(true);
  });
});
