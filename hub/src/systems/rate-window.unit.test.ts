import { expect, test } from 'vitest';
import { createRateWindow, rateLimits } from './rate-window.ts';

/** A window whose share was granted long ago. */
function settled(perSecond: number) {
  const window = createRateWindow();
  window.free(perSecond, 0);
  return window;
}

test('no window of a second sees more calls than the rate, however long some calls are on their way', () => {
  const window = settled(20);
  const arrivals: number[] = [];
  const answers: { readonly atMs: number; readonly hear: (answeredMs: number) => void }[] = [];
  for (let now = 2_000; now < 32_000; now += 1) {
    for (const answer of answers.splice(0)) {
      if (answer.atMs <= now) answer.hear(now);
      else answers.push(answer);
    }
    while (window.free(20, now) > 0) {
      const lagMs = arrivals.length % 9 === 0 ? 120 : (arrivals.length * 7) % rateLimits.wayMs;
      answers.push({ atMs: now + lagMs + 5, hear: window.take(now) });
      arrivals.push(now + lagMs);
    }
  }
  const sorted = arrivals.toSorted((a, b) => a - b);
  const busiest = Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length));
  expect(busiest).toBeLessThanOrEqual(20);
  expect(arrivals.length / 30).toBeGreaterThan(20 * 0.95);
});

test('calls that all take long do not slow the rate down', () => {
  const window = settled(10);
  for (let call = 0; call < rateLimits.knownAfterCalls; call += 1) window.take(0)(800);
  const hears = Array.from({ length: 10 }, () => window.take(2_000));
  for (const hear of hears) hear(2_800);
  expect(window.free(10, 2_800)).toBe(0);
  expect(window.free(10, 3_015)).toBe(10);
});

test('a share that grows counts one window later, one that shrinks at once', () => {
  const window = settled(10);
  expect(window.free(10, 1_000)).toBe(10);
  expect(window.free(20, 1_001)).toBe(10);
  expect(window.free(20, 2_001)).toBe(20);
  expect(window.free(5, 2_002)).toBe(5);
});

test('a rate below one a second is one call per that many seconds', () => {
  const window = settled(0.5);
  expect(window.free(0.5, 2_000)).toBe(1);
  window.take(2_000)(2_005);
  expect(window.free(0.5, 4_000)).toBe(0);
  expect(window.free(0.5, 4_006)).toBe(1);
});
