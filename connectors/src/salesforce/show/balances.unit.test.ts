import { describe, expect, it } from 'vitest';
import { balancesOf } from './balances.ts';

const sum = (account: string, total: string, more: object = {}) => ({ account, currency: 'USD', disputed: false, total, ...more });

describe('the balances of an account', () => {
  it('are those of its own invoices, credit memos taken off, to the last digit', () => {
    const open = [sum('A', '0.1'), sum('A', '0.2', { disputed: true }), sum('B', '50'), sum('A', '-0.05')];
    expect(balancesOf('A', open, [sum('A', '0.1'), sum('B', '50')])).toEqual({ open: '0.25', overdue: '0.1', disputed: '0.2', currency: 'USD' });
  });

  it('are nothing where nothing is open, and not said in several currencies', () => {
    expect(balancesOf('A', [], [])).toEqual({ open: '0', overdue: '0', disputed: '0', currency: undefined });
    expect(balancesOf('A', [sum('A', '1'), sum('A', '1', { currency: 'EUR' })], [])).toMatchObject({ open: undefined, currency: undefined });
  });
});
