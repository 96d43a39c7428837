import { describe, expect, it } from 'vitest';
import { compareSales, type SeenOrder, type ShownSale } from './compare-sales.ts';

const sale = (id: string, state: ShownSale['state'], quantities: ShownSale['quantities'] = { 'L1 X': 2 }): ShownSale => ({ id, state, quantities });
const order = (id: string, quantities: SeenOrder['quantities'] = { 'L1 X': 2 }): SeenOrder => ({ id, quantities });
const compare = (sales: readonly ShownSale[], orders: Readonly<Record<string, readonly SeenOrder[]>>) => compareSales(sales, new Map(Object.entries(orders)));

describe('sales and orders', () => {
  it('are alike when each accepted quote is one order with its lines, and each that was taken back one of which nothing is left', () => {
    const sales = [sale('A', 'accepted'), sale('B', 'withdrawn'), sale('C', 'open')];
    expect(compare(sales, { A: [order('1')], B: [order('2', {})] })).toEqual({ missing: [], wrong: [] });
  });

  it('differ where a quote is no order', () => {
    const { missing } = compare([sale('A', 'accepted'), sale('B', 'withdrawn')], {});
    expect(missing).toEqual([expect.stringContaining('A is accepted'), expect.stringContaining('B is withdrawn')]);
  });

  it.each([
    ['another quantity', sale('A', 'accepted'), [order('1', { 'L1 X': 3 })]],
    ['a line too many', sale('A', 'accepted'), [order('1', { 'L1 X': 2, 'L2 X': 1 })]],
    ['a line too few', sale('A', 'accepted'), [order('1', {})]],
    ['two orders', sale('A', 'accepted'), [order('1'), order('2')]],
    ['something left of what was taken back', sale('A', 'withdrawn'), [order('1')]],
    ['an order of what nobody accepted', sale('A', 'open'), [order('1')]],
    ['an order of a quote that is not there', sale('B', 'open'), [order('1')]],
  ] as const)('differ where there is %s', (_, shown, orders) => {
    expect(compare([shown], { A: orders })).toMatchObject({ missing: [], wrong: [expect.any(String)] });
  });
});
