import { describe, expect, it } from 'vitest';
import { growthOf } from './memory.ts';

const samples = (sizes: readonly number[]) => sizes.map((bytes, index) => ({ part: index / sizes.length, bytes }));

describe('the growth of memory', () => {
  it('is that of the last quarter beside the first behind the warm-up, which does not count', () => {
    const sizes = [10, 50, 100, 100, 100, 100, 104, 108, 110, 110];
    expect(growthOf(samples(sizes))).toEqual({ warmBytes: 100, endBytes: 110, percent: expect.closeTo(10) });
  });

  it('is not turned by a single peak', () => {
    const sizes = Array.from({ length: 100 }, (_, index) => (index === 95 ? 900 : 100));
    expect(growthOf(samples(sizes))?.percent).toBe(0);
  });

  it('is not said of too few samples', () => {
    expect(growthOf(samples([100, 100, 100]))).toBeUndefined();
  });
});
