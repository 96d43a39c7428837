import { describe, expect, it } from 'vitest';
import { erp, line, orderBody, refusedWith } from '../testing/erp-without-wire.ts';
import { readSalesOrder, thinned } from './read-sales-order.ts';

describe('grades', () => {
  it('A refuses a second order with the same reference and names the first, even a cancelled one', () => {
    const { create, cancel, ledger } = erp('A');
    create();
    cancel();
    expect(create()).toEqual(refusedWith('duplicate-reference', { more: { id: 'so-000001', number: 'SO000001' } }));
    expect(ledger.book.count('sales-order')).toBe(1);
  });

  it.each(['B', 'C'] as const)('%s makes a second order', (grade) => {
    const { create, ledger } = erp(grade);
    create();
    create();
    expect(ledger.book.withReference('sales-order', 'R1').map(({ id }) => id)).toEqual(['so-000001', 'so-000002']);
  });

  it('A answers a repeated goods issue with the first, and refuses one with other content', () => {
    const { create, issue, ledger } = erp('A');
    create();
    issue('G', [{ key: '1', quantity: '4' }]);
    expect(issue('G', [{ key: '1', quantity: '4' }])).toMatchObject({ outcome: 'decided', commit: [], answer: { id: 'gi-000001' } });
    expect(issue('G', [{ key: '1', quantity: '5' }])).toEqual(refusedWith('duplicate-reference'));
    expect(ledger.book.count('goods-issue')).toBe(1);
  });

  it('B posts a repeated goods issue twice', () => {
    const { create, issue, ledger } = erp('B');
    create();
    issue('G', [{ key: '1', quantity: '4' }]);
    issue('G', [{ key: '1', quantity: '4' }]);
    expect(ledger.book.withReference('goods-issue', 'G')).toHaveLength(2);
  });
});

describe('creating a sales order', () => {
  it.each([
    ['unknown-customer', 'customer', { customer: 'C-NOBODY' }],
    ['inactive-customer', 'customer', { customer: 'C-FROST', shipTo: 'C-FROST-1' }],
    ['unknown-ship-to', 'shipTo', { shipTo: 'C-BRIGHT-1' }],
    ['inactive-ship-to', 'shipTo', { shipTo: 'C-ACME-9' }],
    ['unknown-warehouse', 'warehouse', { warehouse: 'NDC' }],
    ['unknown-currency', 'currency', { currency: 'EUR' }],
    ['unknown-item', 'lines[1].item', { lines: [line('1', 'HS-1001', '1'), line('2', 'HS-9999', '1')] }],
    ['discontinued-item', 'lines[0].item', { lines: [line('1', 'HS-0900', '1')] }],
    ['unknown-unit', 'lines[0].unit', { lines: [line('1', 'HS-1005', '1', { unit: 'CS' })] }],
    ['credit-limit', 'customer', { lines: [line('1', 'HS-1005', '162', { price: '155.00' })] }],
  ])('refuses %s and names %s', (code, field, more) => {
    const { create, ledger } = erp();
    expect(create(more)).toEqual(refusedWith(code, { field }));
    expect(ledger.book.count('sales-order')).toBe(0);
  });

  it('lets a customer go up to the limit and not a cent beyond', () => {
    const { create, exposure } = erp();
    expect(create({ lines: [line('1', 'HS-1005', '1', { price: '25000.00' })] }).outcome).toBe('decided');
    expect([exposure('C-ACME'), create({ reference: 'R2', lines: [line('1', 'HS-1005', '1', { price: '0.01' })] }).outcome]).toEqual(['25000.00', 'refused']);
  });

  it('takes its own price where none is given: contract, wholesale break or list', () => {
    const { create } = erp();
    const priceOf = (customer: string, item: string, quantity: string, unit = 'EA') => {
      const made = create({ reference: `${customer} ${item} ${quantity}`, customer, shipTo: `${customer}-1`, lines: [line('1', item, quantity, { unit })] });
      return made.outcome === 'decided' ? made.answer.lines[0]?.price : made.code;
    };
    expect([priceOf('C-ACME', 'HS-1005', '1'), priceOf('C-ACME', 'HS-1001', '1'), priceOf('C-CEDAR', 'HS-1004', '1', 'CS')]).toEqual([
      '155.00',
      '10.25',
      '14.40',
    ]);
    expect(['49', '50', '120'].map((quantity) => priceOf('C-EAST', 'HS-1001', quantity))).toEqual(['11.25', '10.625', '9.375']);
  });

  it('adds tax for those who pay it', () => {
    expect(erp().create({ customer: 'C-CEDAR', shipTo: 'C-CEDAR-1', lines: [line('1', 'HS-1006', '3')] })).toMatchObject({
      answer: { totals: { net: '42.30', tax: '3.38', gross: '45.68' } },
    });
  });

  it('knows every customer and item of a bench', () => {
    expect(erp().create({ customer: 'C-BENCH-77', shipTo: 'anywhere', lines: [line('1', 'BENCH-5', '1000')] })).toMatchObject({
      answer: { totals: { net: '10000.00' } },
    });
  });

  it('checks the credit only at the confirmation when it wants two steps', () => {
    const { create, confirm, exposure } = erp('A', true);
    expect(create({ lines: [line('1', 'HS-1005', '162', { price: '155.00' })] })).toMatchObject({ answer: { state: 'draft' } });
    expect([exposure('C-ACME'), confirm()]).toEqual([
      '0.00',
      refusedWith('credit-limit', { more: { limit: '25000.00', exposure: '0.00', amount: '25110.00' } }),
    ]);
  });

  it('confirms once, and answers a repeated confirmation with the same version', () => {
    const { create, confirm } = erp('A', true);
    create();
    expect([confirm(), confirm()]).toMatchObject([{ answer: { state: 'confirmed', version: 2 } }, { commit: [], answer: { state: 'confirmed', version: 2 } }]);
  });

  it('fills in its defaults for what a silent field drop took', () => {
    const asked = readSalesOrder(
      orderBody({
        shipTo: 'C-ACME-2',
        warehouse: 'WDC',
        requestedDate: '2026-12-01',
        lines: [line('1', 'HS-1005', '1', { price: '1.00' }), line('2', 'HS-1001', '1')],
      }),
    );
    expect(thinned(asked, 'shipTo').shipTo).toBeNull();
    expect(thinned(asked, 'warehouse').warehouse).toBe('EDC');
    expect(thinned(asked, 'requestedDate').requestedDate).toBeNull();
    expect(thinned(asked, 'lines[].price').lines[0]?.price).toBeUndefined();
    expect(thinned(asked, 'lines[last]').lines).toHaveLength(1);
    expect(thinned(asked, 'reference').reference).toBeUndefined();
  });
});
