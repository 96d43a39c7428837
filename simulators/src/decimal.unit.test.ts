import { describe, expect, it } from 'vitest';
import { decimal, multiply, parseDecimal, showMoney, showQuantity, wholeTimes } from './decimal.ts';

describe('decimals', () => {
  it('keeps what a float would lose', () => {
    expect(showQuantity(decimal('0.1') + decimal('0.2'))).toBe('0.3');
    expect(showMoney(decimal('999999999999999.99'))).toBe('999999999999999.99');
  });

  it('shows money with two digits at least, quantities with none that say nothing', () => {
    expect([showMoney(decimal('155')), showMoney(decimal('13.735')), showQuantity(decimal('2.500')), showQuantity(decimal('-0.25'))]).toEqual([
      '155.00',
      '13.735',
      '2.5',
      '-0.25',
    ]);
  });

  it('rounds half away from zero', () => {
    expect(['0.125', '-0.125', '0.124'].map((text) => showMoney(multiply(decimal(text), decimal('1'), 2)))).toEqual(['0.13', '-0.13', '0.12']);
  });

  it('counts whole units only', () => {
    expect([wholeTimes(decimal('35'), decimal('12')), wholeTimes(decimal('-1'), decimal('12'))].map(showQuantity)).toEqual(['2', '0']);
  });

  it('takes nothing but plain decimal numbers', () => {
    expect(['', '1e3', '1,5', '+1', '.5', '1.', ' 1', '1.1234567', 'NaN'].map(parseDecimal)).toEqual(Array.from({ length: 9 }, () => undefined));
  });
});
