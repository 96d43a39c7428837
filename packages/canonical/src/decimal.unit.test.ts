import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, atLeastZero, compare, divide, isDecimal, isPositive, isZero, max, min, multiply, normalize, subtract, sum } from './decimal.ts';

/** A decimal as a whole number of billionths: what the tests count with. */
type Billionths = bigint;
const one = 1_000_000_000n;

/** Spells a number, sometimes in an unusual way: leading and trailing zeros, a minus before zero. */
const spelled = fc
  .record({
    value: fc.oneof(
      fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }),
      fc.integer({ min: -3_000, max: 3_000 }).map((n) => BigInt(n) * one),
      fc.constant(0n),
    ),
    leading: fc.nat(2),
    isPadded: fc.boolean(),
    isMinusZero: fc.boolean(),
  })
  .map(({ value, leading, isPadded, isMinusZero }) => {
    const digits = (value < 0n ? -value : value).toString().padStart(10, '0');
    const fraction = isPadded ? digits.slice(-9) : digits.slice(-9).replace(/0+$/, '');
    const sign = value < 0n || (value === 0n && isMinusZero) ? '-' : '';
    return { value, text: `${sign}${'0'.repeat(leading)}${digits.slice(0, -9)}${fraction ? `.${fraction}` : ''}` };
  });

/** Exactly one spelling: the shortest. */
function spell(value: Billionths): string {
  const digits = (value < 0n ? -value : value).toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -9)}${fraction ? `.${fraction}` : ''}`;
}

function inOrder(a: { readonly value: Billionths }, b: { readonly value: Billionths }): readonly [Billionths, Billionths] {
  return a.value <= b.value ? [a.value, b.value] : [b.value, a.value];
}

/** numerator ÷ denominator in steps of 10^-decimals, half away from zero; counted by comparing, not by the arithmetic under test. */
function rounded(numerator: bigint, denominator: bigint, decimals: number): Billionths {
  const isNegative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const scaled = n * 10n ** BigInt(decimals);
  const down = scaled / d;
  const steps = (scaled - down * d) * 2n >= d ? down + 1n : down;
  const value = steps * 10n ** BigInt(9 - decimals);
  return isNegative ? -value : value;
}

describe('decimals', () => {
  it('are added and subtracted exactly, in one spelling', () => {
    fc.assert(
      fc.property(spelled, spelled, (a, b) => {
        expect(normalize(add(a.text, b.text))).toBe(spell(a.value + b.value));
        expect(normalize(subtract(a.text, b.text))).toBe(spell(a.value - b.value));
        expect([add(a.text, b.text), subtract(a.text, b.text)].every((text) => normalize(text) === text)).toBe(true);
      }),
    );
  });

  it('are compared by their value, not by their spelling', () => {
    fc.assert(
      fc.property(spelled, spelled, (a, b) => {
        expect(Math.sign(compare(a.text, b.text))).toBe(a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
        expect(compare(a.text, spell(a.value))).toBe(0);
        expect(normalize(max(a.text, b.text))).toBe(spell(inOrder(a, b)[1]));
        expect(normalize(min(a.text, b.text))).toBe(spell(inOrder(a, b)[0]));
      }),
    );
  });

  it('know whether they are zero or more', () => {
    fc.assert(
      fc.property(spelled, ({ value, text }) => {
        expect([isZero(text), isPositive(text)]).toEqual([value === 0n, value > 0n]);
        expect(normalize(atLeastZero(text))).toBe(spell(value > 0n ? value : 0n));
      }),
    );
  });

  it('are multiplied and divided to so many decimals, half away from zero', () => {
    fc.assert(
      fc.property(spelled, spelled, fc.integer({ min: 0, max: 9 }), (a, b, decimals) => {
        expect(multiply(a.text, b.text, decimals)).toBe(spell(rounded(a.value * b.value, one * one, decimals)));
        if (b.value !== 0n) expect(divide(a.text, b.text, decimals)).toBe(spell(rounded(a.value, b.value, decimals)));
      }),
    );
  });

  it('have one spelling each', () => {
    fc.assert(
      fc.property(spelled, ({ value, text }) => {
        expect(normalize(text)).toBe(spell(value));
      }),
    );
    expect(['-0', '-0.000', '007', '1.50', '-01.0'].map(normalize)).toEqual(['0', '0', '7', '1.5', '-1']);
  });

  it('add up in any order', () => {
    fc.assert(
      fc.property(fc.array(spelled, { maxLength: 8 }), (list) => {
        const texts = list.map(({ text }) => text);
        expect(normalize(sum(texts))).toBe(spell(list.reduce((total, { value }) => total + value, 0n)));
        expect(compare(sum(texts), sum(texts.toReversed()))).toBe(0);
      }),
    );
  });

  it.each([
    ['1.005', '1', 2, '1.01'],
    ['-1.005', '1', 2, '-1.01'],
    ['0.0000000005', '1', 9, undefined],
    ['2', '3', 0, '6'],
    ['0.3333', '3', 3, '1'],
  ])('round commercially: %s × %s to %i decimals', (a, b, decimals, expected) => {
    if (expected === undefined) expect(() => multiply(a, b, decimals)).toThrow(RangeError);
    else expect(multiply(a, b, decimals)).toBe(expected);
  });

  it.each(['', ' 1', '1 ', '+1', '1.', '.5', '1,5', '1e3', '0x1', 'NaN', 'Infinity', '--1', '1.0000000001', '1'.repeat(25)])('are not %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => normalize(text)).toThrow(RangeError);
    expect(() => add(text, '1')).toThrow(RangeError);
  });

  it('are not divided by zero', () => {
    expect(() => divide('1', '-0.0', 2)).toThrow(RangeError);
  });
});
