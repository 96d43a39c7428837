import { describe, expect, it } from 'vitest';
import { plain, quantityText, roundedDecimal, wireDate, wireDecimal, wireInstant } from './wire.ts';

describe('values on the wire', () => {
  it('become text wherever they stand, and keep every digit', () => {
    const answer = {
      total: wireDecimal('430.50'),
      'lines.': [{ date: wireDate('2026-01-05') }],
      at: { ...wireInstant('2026-11-21T09:08:07.000042') },
      none: null,
    };
    expect(plain(answer)).toEqual({ total: '430.50', 'lines.': [{ date: '2026-01-05' }], at: '2026-11-21T09:08:07.000042', none: null });
  });

  it('have instants of one length, so that text order is time order', () => {
    expect(plain(wireInstant('2026-01-02T03:04:05.000006'))).toHaveLength(26);
    expect(plain({ __class__: 'datetime', year: 2026, month: 1, day: 2, hour: 0, minute: 0, second: 0, microsecond: 0 })).toBe('2026-01-02T00:00:00.000000');
  });
});

describe("Tryton's numbers", () => {
  it.each([
    ['9.375000000000000', '9.375'],
    ['14.2375000000000000', '14.2375'],
    ['0.00005', '0'],
    ['0.00015', '0.0002'],
    ['0.00025', '0.0002'],
    ['-0.00015', '-0.0002'],
    ['0E-12', '0'],
    ['1.5E+3', '1500'],
    ['25000', '25000'],
  ])('%s is the price %s: four digits, a half goes to the even one', (text, price) => {
    expect(roundedDecimal(text, 4)).toBe(price);
  });

  it('are no numbers when they are not', () => {
    expect(roundedDecimal('NaN', 4)).toBeUndefined();
  });

  it('are quantities without the noise of a float', () => {
    expect([quantityText(500), quantityText(0.1 + 0.2), quantityText(-4)]).toEqual(['500', '0.3', '-4']);
  });
});
