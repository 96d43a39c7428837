import { describe, expect, it } from 'vitest';
import { likePatterns, typeFilter, typePatternsMax, typePatternsProblem } from './event-types.ts';

describe('a filter of event types', () => {
  it.each([[['*']], [['order.*']], [['order.shipped', 'exception.raised']], [['order.hold-placed']]])('takes %j', (patterns) => {
    expect(typePatternsProblem(patterns)).toBeUndefined();
  });

  it.each([
    [[]],
    [['']],
    [['order*']],
    [['*.shipped']],
    [['order.%']],
    [['order_shipped']],
    [['Order.Shipped']],
    [['internal.*']],
    [['internal']],
    [['internal.asked']],
    [['a,b']],
  ])('refuses %j with a reason', (patterns) => {
    expect(typePatternsProblem(patterns)).toEqual(expect.any(String));
  });

  it('refuses more patterns than one filter may have', () => {
    expect(typePatternsProblem(Array.from({ length: typePatternsMax + 1 }, () => 'order.shipped'))).toContain(String(typePatternsMax));
  });

  it('matches types, families and everything, and internal types never', () => {
    const types = ['order.shipped', 'order.hold-placed', 'exception.raised', 'internal.asked', 'orders.shipped'];
    expect(types.filter(typeFilter(['*']))).toEqual(['order.shipped', 'order.hold-placed', 'exception.raised', 'orders.shipped']);
    expect(types.filter(typeFilter(['order.*']))).toEqual(['order.shipped', 'order.hold-placed']);
    expect(types.filter(typeFilter(['exception.raised', 'order.hold']))).toEqual(['exception.raised']);
  });

  it('says the same to the database', () => {
    expect(likePatterns(['*', 'order.*', 'order.shipped'])).toEqual(['%', 'order.%', 'order.shipped']);
  });
});
