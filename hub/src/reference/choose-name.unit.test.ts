import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseName } from './choose-name.ts';

const candidates = fc.array(fc.record({ name: fc.constantFrom('A', 'B', 'C', 'D'), isDefault: fc.boolean() }), { maxLength: 8 });

describe('choosing a name', () => {
  it('takes the only one, or the only default', () => {
    expect(chooseName([{ name: 'C-1', isDefault: false }])).toEqual({ kind: 'found', name: 'C-1' });
    expect(
      chooseName([
        { name: 'C-2', isDefault: false },
        { name: 'C-1', isDefault: true },
      ]),
    ).toEqual({ kind: 'found', name: 'C-1' });
  });

  it('names the candidates where nobody has chosen, or twice', () => {
    expect(chooseName([])).toEqual({ kind: 'missing', candidates: [] });
    expect(
      chooseName([
        { name: 'C-2', isDefault: false },
        { name: 'C-1', isDefault: false },
      ]),
    ).toEqual({ kind: 'missing', candidates: ['C-1', 'C-2'] });
    expect(
      chooseName([
        { name: 'C-3', isDefault: false },
        { name: 'C-2', isDefault: true },
        { name: 'C-1', isDefault: true },
      ]),
    ).toEqual({ kind: 'missing', candidates: ['C-1', 'C-2'] });
  });

  it('does not depend on the order of the candidates, nor on how often one is there', () => {
    const shuffled = candidates.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 })));
    fc.assert(
      fc.property(shuffled, ([some, again]) => {
        expect(chooseName(again)).toEqual(chooseName(some));
      }),
    );
  });

  it('finds only what is a candidate, and a default where there is one', () => {
    fc.assert(
      fc.property(candidates, (some) => {
        const chosen = chooseName(some);
        const defaults = new Set(some.filter((one) => one.isDefault).map((one) => one.name));
        if (chosen.kind === 'missing') {
          expect(chosen.candidates).not.toHaveLength(1);
          return;
        }
        expect(some.map((one) => one.name)).toContain(chosen.name);
        if (defaults.size > 0 && new Set(some.map((one) => one.name)).size > 1) expect([...defaults]).toEqual([chosen.name]);
      }),
    );
  });
});
