import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, moneyDigits, multiply, showMoney, sum } from '../decimal.ts';
import type { Decision, Grade } from '../stand-in/index.ts';
import { cancelSalesOrder, changeSalesOrder, readChange } from './change-sales-order.ts';
import { confirmSalesOrder, createSalesOrder } from './create-sales-order.ts';
import { editCustomer, editItem } from './desk.ts';
import type { ErpDocument, SalesOrder } from './documents.ts';
import { issueGoods, readGoodsIssue } from './issue-goods.ts';
import { openErpLedger } from './ledger.ts';
import { payInvoice, readPayment } from './pay-invoice.ts';
import { answerQuestions, readQuestions } from './questions.ts';
import { readSalesOrder, thinned } from './read-sales-order.ts';

const at = '2026-11-21T10:00:00.000Z';
const line = (key: string, item: string, quantity: string, more: object = {}) => ({ key, item, quantity, unit: 'EA', ...more });
const orderBody = (more: object = {}) => ({
  reference: 'R1',
  customer: 'C-ACME',
  shipTo: 'C-ACME-1',
  currency: 'USD',
  lines: [line('1', 'HS-1005', '10', { price: '155.00' })],
  ...more,
});

/** An ERP without its wire: each verb decides and commits. */
function erp(grade: Grade = 'A', isTwoStep = false) {
  const ledger = openErpLedger(undefined);
  const settle = <D extends ErpDocument>(decision: Decision<ErpDocument, D>) => {
    if (decision.outcome === 'decided') ledger.book.commit(decision.commit);
    return decision;
  };
  const order = (id = 'so-000001'): SalesOrder => {
    const found = ledger.book.find('sales-order', id);
    if (found === undefined) throw new Error(`no order ${id}`);
    return found;
  };
  const invoice = (id: string) => {
    const found = ledger.book.find('invoice', id);
    if (found === undefined) throw new Error(`no invoice ${id}`);
    return found;
  };
  return {
    ledger,
    order,
    create: (more: object = {}) => settle(createSalesOrder(ledger, readSalesOrder(orderBody(more)), { grade, isTwoStep, at })),
    confirm: (id?: string) => settle(confirmSalesOrder(ledger, order(id), at)),
    change: (body: unknown, by: 'integration' | 'desk' = 'integration', id?: string) =>
      settle(changeSalesOrder(ledger, order(id), readChange(body), { by, at })),
    cancel: (id?: string) => settle(cancelSalesOrder(order(id), { by: 'integration', at })),
    issue: (reference: string, lines: readonly object[], id?: string) =>
      settle(issueGoods(ledger, order(id), readGoodsIssue({ reference, shipment: 'S', lines }, undefined), { grade, at })),
    pay: (id: string, reference: string, amount: string) => settle(payInvoice(ledger, invoice(id), readPayment({ reference, amount }), { grade, at })),
    exposure: (customer: string) => showMoney(ledger.exposure(customer)),
    ask: (body: object) => answerQuestions(ledger, readQuestions({ customer: 'C-ACME', currency: 'USD', ...body }), at),
  };
}
const refusedWith = (code: string, more: object = {}) => expect.objectContaining({ outcome: 'refused', code, ...more });

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

describe('changing a sales order', () => {
  it('changes a quantity, adds a line, cancels another, and its totals with them', () => {
    const { create, change } = erp();
    create({ lines: [line('1', 'HS-1005', '10', { price: '155.00' }), line('2', 'HS-1001', '4', { price: '10.00' })] });
    const changed = change({
      lines: [{ key: '1', quantity: '2' }, { key: '2', cancel: true }, line('3', 'HS-1003', '1', { price: '20.00' })],
      requestedDate: '2026-12-05',
    });
    expect(changed).toMatchObject({
      answer: {
        version: 2,
        requestedDate: '2026-12-05',
        totals: { net: '330.00' },
        lines: [
          { key: '1', quantity: '2', cancelled: '0' },
          { key: '2', quantity: '0', cancelled: '4' },
          { key: '3', quantity: '1' },
        ],
      },
    });
  });

  it('refuses less than what has left', () => {
    const { create, issue, change } = erp();
    create();
    issue('G', [{ key: '1', quantity: '4' }]);
    expect(change({ lines: [{ key: '1', quantity: '3' }] })).toEqual(refusedWith('goods-issued', { more: { line: '1', shipped: '4' } }));
    expect(change({ lines: [{ key: '1', quantity: '4' }] })).toMatchObject({ answer: { state: 'shipped' } });
  });

  it('refuses more than the credit bears over the interface, but not from a person inside', () => {
    const { create, change } = erp();
    create();
    expect(change({ lines: [{ key: '1', quantity: '200' }] })).toEqual(refusedWith('credit-limit'));
    expect(change({ lines: [{ key: '1', quantity: '200' }] }, 'desk')).toMatchObject({ answer: { changedBy: 'desk', version: 2 } });
  });

  it('refuses a line that it does not know, unless it comes whole', () => {
    const { create, change } = erp();
    create();
    expect(change({ lines: [{ key: '9', quantity: '1' }] })).toEqual(refusedWith('unknown-line', { field: 'lines[0].key' }));
  });

  it('is cancelled when its last line is', () => {
    const { create, change } = erp();
    create();
    expect(change({ lines: [{ key: '1', cancel: true }] })).toMatchObject({ answer: { state: 'cancelled' } });
  });

  it('cancels as a whole until something has left, and frees the credit', () => {
    const { create, cancel, issue, exposure } = erp();
    create();
    expect([cancel(), cancel()]).toMatchObject([{ answer: { state: 'cancelled', version: 2 } }, { commit: [], answer: { version: 2 } }]);
    expect(exposure('C-ACME')).toBe('0.00');
    create({ reference: 'R2' });
    issue('G', [{ key: '1', quantity: '1' }], 'so-000002');
    expect(cancel('so-000002')).toEqual(refusedWith('already-shipped', { more: { lines: ['1'] } }));
  });
});

describe('goods issue, invoice, payment', () => {
  it('moves order, stock and invoice together', () => {
    const { create, issue, ledger } = erp();
    create();
    issue('G1', [{ key: '1', quantity: '4' }]);
    expect(ledger.book.find('sales-order', 'so-000001')).toMatchObject({
      state: 'partially-shipped',
      lines: [{ shipped: '4', invoiced: '4' }],
      invoices: ['inv-000001'],
    });
    expect(ledger.book.find('invoice', 'INV-000001')).toMatchObject({ state: 'posted', dueDate: '2026-12-21', totals: { gross: '620.00' }, open: '620.00' });
    expect(ledger.item('HS-1005')?.stock).toEqual({ EDC: '20', WDC: '6' });
  });

  it('refuses to issue more than is ordered', () => {
    const { create, issue } = erp();
    create();
    issue('G1', [{ key: '1', quantity: '7' }]);
    expect(issue('G2', [{ key: '1', quantity: '4' }])).toEqual(refusedWith('more-than-ordered', { more: { line: '1', left: '3' } }));
  });

  it('counts stock in single pieces whatever the unit', () => {
    const { create, issue, ledger } = erp();
    create({ lines: [line('1', 'HS-1004', '3', { unit: 'CS' }), line('2', 'HS-1004', '5')] });
    const lines = [
      { key: '1', quantity: '3' },
      { key: '2', quantity: '5' },
    ];
    issue('G1', lines);
    expect(ledger.item('HS-1004')?.stock?.EDC).toBe(String(2400 - 3 * 12 - 5));
  });

  it('closes an order when all of it is shipped and paid', () => {
    const { create, issue, pay, order } = erp();
    create();
    issue('G1', [{ key: '1', quantity: '10' }]);
    expect(pay('inv-000001', 'P1', '50.00').outcome).toBe('decided');
    expect(order().state).toBe('shipped');
    expect(pay('inv-000001', 'P2', '1500.01')).toEqual(refusedWith('more-than-open', { more: { open: '1500.00' } }));
    pay('inv-000001', 'P2', '1500.00');
    expect(order().state).toBe('closed');
  });

  it('A answers a repeated payment with the first', () => {
    const { create, issue, pay, ledger } = erp('A');
    create();
    issue('G1', [{ key: '1', quantity: '10' }]);
    pay('inv-000001', 'P1', '50.00');
    expect(pay('inv-000001', 'P1', '50.00')).toMatchObject({ commit: [] });
    expect([ledger.book.count('payment'), ledger.book.find('invoice', 'inv-000001')?.open]).toEqual([1, '1500.00']);
  });
});

describe('questions', () => {
  it('counts what confirmed orders still want as not available', () => {
    const { create, ask } = erp();
    create();
    expect(ask({ lines: [line('1', 'HS-1005', '1', { warehouse: 'EDC' }), line('2', 'HS-1004', '1', { unit: 'CS' })] }).lines).toMatchObject([
      { available: '14', availableByWarehouse: { EDC: '14', WDC: '6' } },
      { available: '300' },
    ]);
  });

  it('answers unknown things instead of refusing them', () => {
    expect(erp().ask({ customer: 'C-NOBODY', shipTo: 'X', lines: [line('1', 'NOPE', '1'), line('2', 'HS-1005', '1', { unit: 'CS' })] })).toMatchObject({
      customer: { known: false, active: false, creditLimit: null },
      shipTo: { known: false, active: false },
      lines: [
        { known: false, status: null, price: null },
        { known: true, unitSold: false, units: ['EA'], price: null },
      ],
    });
  });
});

describe('a person at the desk', () => {
  it('raises a limit, closes a ship-to, brings an item back, makes new ones', () => {
    const { ledger } = erp();
    const customer = editCustomer(ledger, 'C-ACME', { creditLimit: '90000', shipTos: [{ code: 'C-ACME-1', active: false }] }, at);
    expect(customer).toMatchObject({
      answer: { creditLimit: '90000.00', version: 2, shipTos: [{ code: 'C-ACME-1', active: false, city: 'Elizabeth' }, {}, {}] },
    });
    expect(editCustomer(ledger, 'C-DELTA', { creditLimit: null }, at)).toMatchObject({ answer: { creditLimit: null } });
    expect(editItem(ledger, 'HS-0900', { status: 'active', stock: { WDC: '7' } }, at)).toMatchObject({
      answer: { status: 'active', stock: { EDC: '3', WDC: '7' } },
    });
    expect(editItem(ledger, 'HS-2000', { listPrice: '5' }, at)).toMatchObject({ answer: { id: 'HS-2000', listPrice: '5.00', version: 1 } });
  });
});

describe('the figures of the book', () => {
  const step = fc.record({ verb: fc.constantFrom('create', 'change', 'cancel', 'issue', 'pay'), nth: fc.nat(3), quantity: fc.integer({ min: 1, max: 9 }) });

  it('are what the documents add up to, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { ledger, exposure, create, change, cancel, issue, pay } = erp('B');
        for (const { verb, nth, quantity } of steps) {
          const id = `so-00000${nth + 1}`;
          const isThere = ledger.book.find('sales-order', id) !== undefined;
          if (verb === 'create') create({ lines: [line('1', 'HS-1005', String(quantity))] });
          else if (verb === 'change' && isThere) change({ lines: [{ key: '1', quantity: String(quantity) }] }, 'integration', id);
          else if (verb === 'cancel' && isThere) cancel(id);
          else if (verb === 'issue' && isThere) issue(`G${quantity}`, [{ key: '1', quantity: String(quantity) }], id);
          else if (verb === 'pay' && ledger.book.find('invoice', `inv-00000${nth + 1}`) !== undefined) pay(`inv-00000${nth + 1}`, 'P', `${quantity}.00`);
        }
        const orders = ledger.book.every('sales-order').filter(({ state }) => state !== 'cancelled');
        const lines = orders.flatMap((order) => order.lines);
        const unbilled = sum(lines.map((each) => multiply(decimal(each.quantity) - decimal(each.invoiced), decimal(each.price), moneyDigits)));
        const unpaid = sum(ledger.book.every('invoice').map(({ open }) => decimal(open)));
        const wanted = sum(lines.map((each) => decimal(each.quantity) - decimal(each.shipped)));
        expect([exposure('C-ACME'), ledger.reserved('HS-1005', 'EDC')]).toEqual([showMoney(unbilled + unpaid), wanted]);
        for (const each of lines) expect(decimal(each.shipped) <= decimal(each.quantity)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
