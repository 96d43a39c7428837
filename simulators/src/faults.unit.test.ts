import { describe, expect, it } from 'vitest';
import { createDice, type Faults, readFaults } from './faults.ts';

const all: Faults = {
  dropAfterCommit: 0.3,
  lateCommit: { p: 0.3, ms: 50 },
  errorAfterCommit: 0.3,
  throttle: { p: 0.1 },
  slow: { p: 0.2, ms: 9 },
  unauthorized: 0.1,
};
const planned = (seed: number, faults: Faults) => {
  const dice = createDice(seed, faults);
  return Array.from({ length: 200 }, () => dice.planRequest('POST /orders', 'commits'));
};

describe('faults', () => {
  it('strikes the same requests again with the same seed, others with another', () => {
    expect(planned(7, all)).toEqual(planned(7, all));
    expect(planned(7, all)).not.toEqual(planned(8, all));
  });

  it('starts anew from a seed that comes with the faults', () => {
    const dice = createDice(1, {});
    dice.set({ ...all, seed: 7 });
    expect([dice.seed(), Array.from({ length: 200 }, () => dice.planRequest('POST /orders', 'commits'))]).toEqual([7, planned(7, all)]);
  });

  it('strikes about as often as its probability says', () => {
    const struck = planned(3, { dropAfterCommit: 0.3 }).filter(({ after }) => after === 'drop').length;
    expect(struck).toBeGreaterThan(40);
    expect(struck).toBeLessThan(80);
  });

  it('leaves reads their answer when only commits are struck', () => {
    const dice = createDice(1, { dropAfterCommit: 1, lateCommit: { p: 1, ms: 1 }, errorAfterCommit: 1 });
    expect(dice.planRequest('GET /orders', 'reads').after).toBe('answer');
  });

  it('strikes only the routes that are named', () => {
    const dice = createDice(1, { dropAfterCommit: 1, only: ['POST /orders'] });
    expect([dice.planRequest('POST /orders', 'commits').after, dice.planRequest('PUT /orders/{id}', 'commits').after]).toEqual(['drop', 'answer']);
  });

  it.each([
    [{ dropAfterComit: 1 }, 'dropAfterComit'],
    [{ dropAfterCommit: 1.5 }, 'dropAfterCommit'],
    [{ throttle: { retryAfter: 'soon' } }, 'throttle.retryAfter'],
    [{ silentFieldDrop: { p: 1, field: 'lines[].quantity' } }, 'silentFieldDrop.field'],
    [{ webhook: { lateMs: [9, 3] } }, 'webhook.lateMs.to'],
    [{ only: ['POST /order'] }, 'only'],
  ])('refuses %j and names what is wrong, so that a misspelt fault is never silently off', (given, field) => {
    expect(() => readFaults(given, ['POST /orders'])).toThrow(expect.objectContaining({ field }));
  });

  it('takes everything that it offers', () => {
    const given: Faults = {
      ...all,
      refuseConnections: false,
      silentFieldDrop: { p: 1, field: 'shipTo' },
      webhook: { duplicate: 0.1, reorder: 0.1, lateMs: [1, 2], drop: 0.1 },
      only: ['POST /orders'],
      seed: 4,
    };
    expect(readFaults(given, ['POST /orders'])).toEqual(given);
  });
});
