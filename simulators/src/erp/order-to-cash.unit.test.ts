import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, moneyDigits, multiply, showMoney, sum } from '../decimal.ts';
import { at, erp, line, refusedWith } from '../testing/erp-without-wire.ts';
import { editCustomer, editItem } from './desk.ts';
import { disputeInvoice } from './dispute-invoice.ts';

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

  it('is disputed until it is settled or paid whole', () => {
    const { create, issue, pay, ledger } = erp();
    create();
    issue('G1', [{ key: '1', quantity: '10' }]);
    const invoice = () => ledger.book.find('invoice', 'inv-000001') ?? expect.fail('no invoice');
    const dispute = (reason: string | null) => {
      const decision = disputeInvoice(invoice(), { reason }, at);
      if (decision.outcome === 'decided') ledger.book.commit(decision.commit);
      return decision;
    };
    dispute('goods damaged');
    expect(invoice()).toMatchObject({ dispute: 'goods damaged', state: 'posted', version: 2 });
    expect(dispute('goods damaged')).toMatchObject({ commit: [] });
    dispute(null);
    expect(invoice()).toMatchObject({ dispute: null, version: 3 });
    dispute('wrong price');
    pay('inv-000001', 'P1', '50.00');
    expect(invoice()).toMatchObject({ dispute: 'wrong price', state: 'partly-paid' });
    pay('inv-000001', 'P2', '1500.00');
    expect(invoice()).toMatchObject({ dispute: null, state: 'paid' });
    expect(dispute('too late')).toEqual(refusedWith('nothing-to-do'));
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
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
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
