import { add, compare, multiply } from '@crossdock/canonical';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, type Want } from './allocate.ts';

const want = (wanted: string, available: string, more: Partial<Want> = {}): Want => ({ pool: 'EDC/HS-1', wanted, unit: 'EA', available, ...more });

describe('stock that several lines want', () => {
  it('goes to the lines in their order, and is promised once', () => {
    expect(allocate([want('6', '10'), want('6', '10'), want('1', '10')])).toEqual([
      { available: '10', taken: '6' },
      { available: '4', taken: '4' },
      { available: '0', taken: '0' },
    ]);
  });

  it('is another in another warehouse or of another item', () => {
    expect(allocate([want('6', '10'), want('6', '8', { pool: 'WDC/HS-1' })]).map(({ taken }) => taken)).toEqual(['6', '6']);
  });

  it('counts as the least that was said of it, and never below nothing', () => {
    expect(allocate([want('6', '10'), want('6', '7')]).map(({ taken }) => taken)).toEqual(['6', '1']);
    expect(allocate([want('6', '-3')])).toEqual([{ available: '0', taken: '0' }]);
  });

  it('in cases is what the pieces before left of it, rounded down to whole cases', () => {
    // 500 pieces are 41 cases of 12; 8 pieces leave 492, of which 40 cases are certain.
    expect(allocate([want('8', '500'), want('41', '41', { unit: 'CS' })])).toEqual([
      { available: '500', taken: '8' },
      { available: '40', taken: '40' },
    ]);
  });

  it('in fractions of a unit is shared exactly', () => {
    const kilograms = { unit: 'KGM' } as const;
    expect(allocate([want('0.7', '1.5', kilograms), want('0.9', '1.5', kilograms)]).map(({ taken }) => taken)).toEqual(['0.7', '0.8']);
  });

  it('is never promised twice, whatever is wanted in whichever unit', () => {
    const line = fc.record({ wanted: fc.integer({ min: 1, max: 900 }), isCase: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 2, max: 144 }), fc.array(line, { maxLength: 40 }), (pieces, perCase, lines) => {
        const cases = String(Math.floor(pieces / perCase));
        const shares = allocate(
          lines.map(({ wanted, isCase }) => (isCase ? want(String(wanted), cases, { unit: 'CS' }) : want(String(wanted), String(pieces)))),
        );
        const taken = shares.reduce((total, share, index) => add(total, multiply(share.taken, lines[index]?.isCase ? String(perCase) : '1', 9)), '0');
        expect(compare(taken, String(pieces))).toBeLessThanOrEqual(0);
        expect(shares.every((share, index) => compare(share.taken, String(lines[index]?.wanted)) <= 0 && compare(share.taken, '0') >= 0)).toBe(true);
      }),
    );
  });
});
