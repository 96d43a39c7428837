import type { OrderDocument, Question } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import type { Questioned, SalesOrder } from './api.ts';
import { asKept, fromChange, fromQuestioned, fromSalesOrder, toChange, toGoodsIssue, toSalesOrder } from './map.ts';

const document: OrderDocument = {
  reference: 'R-1',
  customer: 'C-1',
  warehouse: 'EDC',
  currency: 'USD',
  lines: [
    { lineKey: '1/1', item: 'A', quantity: '2', unit: 'EA', unitPrice: '5.25', requestedDate: '2026-12-05' },
    { lineKey: '2/1', item: 'B', quantity: '1', unit: 'CS', requestedDate: '2026-12-01' },
  ],
};
const held: SalesOrder = {
  id: 'so-1',
  number: 'SO1',
  version: 3,
  state: 'partially-shipped',
  reference: 'R-1',
  customer: 'C-1',
  shipTo: 'S-1',
  warehouse: 'EDC',
  currency: 'USD',
  requestedDate: null,
  lines: [
    { key: '1/1', item: 'A', quantity: '2', unit: 'EA', price: '5.25' },
    { key: '9/1', item: 'Z', quantity: '4', unit: 'EA', price: '1.00' },
  ],
  totals: { gross: '14.50' },
  changedBy: 'integration',
  changedAt: '2026-11-21T10:00:00.000Z',
};

describe('what the simulated ERP is sent', () => {
  it('is the order with our line keys, the earliest date, and no price where none was agreed', () => {
    expect(toSalesOrder(document)).toEqual({
      reference: 'R-1',
      customer: 'C-1',
      warehouse: 'EDC',
      currency: 'USD',
      requestedDate: '2026-12-01',
      lines: [
        { key: '1/1', item: 'A', quantity: '2', unit: 'EA', price: '5.25' },
        { key: '2/1', item: 'B', quantity: '1', unit: 'CS' },
      ],
    });
  });

  it('is compared without the region of an address, which it does not keep', () => {
    expect(asKept({ ...document, shipTo: { city: 'Shippington', region: 'KY' } }).shipTo).toEqual({ city: 'Shippington' });
  });

  it('names whom to ask at the customer', () => {
    const contact = { id: 'P-1', email: 'ada@acme.example' };
    expect(toSalesOrder({ ...document, contact })).toMatchObject({ contact });
  });

  it('is a known ship-to by its code, another by its address', () => {
    expect(toSalesOrder({ ...document, shipTo: { id: 'S-1', city: 'Elizabeth' } })).toMatchObject({ shipTo: 'S-1' });
    expect(toSalesOrder({ ...document, shipTo: { street: '1 Dock', city: 'Elizabeth' } })).toMatchObject({ shipTo: { street: '1 Dock', city: 'Elizabeth' } });
  });

  it('is, for a change, each line that we want in our order, then the cancellation of what we no longer name', () => {
    expect(toChange(document, held)).toMatchObject({
      lines: [
        { key: '1/1', quantity: '2' },
        { key: '2/1', item: 'B', quantity: '1', unit: 'CS' },
        { key: '9/1', cancel: true },
      ],
    });
  });

  it('is, for goods that left, every tracking number that is known', () => {
    const packages = [{ tracking: '1Z1' }, { carrier: 'own truck' }, { tracking: '1Z2' }];
    const notice = { id: 'shp-1', number: 'SHP1', warehouse: 'EDC', lines: [{ lineKey: '1/1', quantity: '2' }], packages };
    expect(toGoodsIssue('GI-1', notice)).toEqual({ reference: 'GI-1', shipment: 'SHP1', lines: [{ key: '1/1', quantity: '2' }], tracking: ['1Z1', '1Z2'] });
  });
});

describe('what the simulated ERP says', () => {
  it('is a snapshot under its version, without a date that it does not have', () => {
    const snapshot = fromSalesOrder('erp-us', held);
    expect(snapshot).toMatchObject({ system: 'erp-us', id: 'so-1', version: '3', state: 'processing', shipTo: { id: 'S-1' }, total: '14.50', currency: 'USD' });
    expect(snapshot).not.toHaveProperty('requestedDate');
  });

  it('is no price when it is in another currency than asked for', () => {
    const question: Question = {
      op: 'ask',
      customer: 'C-1',
      currency: 'EUR',
      lines: [{ lineKey: '1/1', item: 'A', quantity: '1', unit: 'EA', warehouse: 'EDC' }],
    };
    const line = {
      key: '1/1',
      known: true,
      status: 'active',
      unitSold: true,
      price: { amount: '5.00', currency: 'USD', rule: 'list' },
      available: '7',
    } as const;
    const said: Questioned = { asOf: 'now', customer: { known: true, active: true, creditLimit: null, exposure: '0' }, shipTo: null, lines: [line] };
    const answer = fromQuestioned(said, question);
    expect(answer.lines).toEqual([{ lineKey: '1/1', item: 'active', isUnitSold: true, available: '7' }]);
    expect(answer.credit).toEqual({ limit: null, exposure: '0' });
    expect(answer).not.toHaveProperty('shipTo');
  });

  it('has a price with its rule, and the days until more comes only where they are more than none', () => {
    const asked = { lineKey: '1/1', item: 'A', quantity: '1', unit: 'EA', warehouse: 'EDC' } as const;
    const question: Question = { op: 'ask', customer: 'C-1', currency: 'EUR', lines: [asked] };
    const line = {
      key: '1/1',
      known: true,
      status: 'active',
      unitSold: true,
      price: { amount: '5.00', currency: 'EUR', rule: 'list' },
      available: '7',
    } as const;
    const linesWith = (leadDays: number | null) =>
      fromQuestioned(
        { asOf: 'now', customer: { known: true, active: true, creditLimit: null, exposure: '0' }, shipTo: null, lines: [{ ...line, leadDays }] },
        question,
      ).lines;
    expect(linesWith(14)).toEqual([{ lineKey: '1/1', item: 'active', isUnitSold: true, price: '5.00', priceRule: 'list', available: '7', leadDays: 14 }]);
    for (const none of [0, null]) expect(linesWith(none)[0]).not.toHaveProperty('leadDays');
  });

  it('is unknown for a line that was asked and not answered', () => {
    const question: Question = {
      op: 'ask',
      customer: 'C-1',
      currency: 'USD',
      lines: [{ lineKey: '1/1', item: 'A', quantity: '1', unit: 'EA', warehouse: 'EDC' }],
    };
    const said: Questioned = { asOf: 'now', customer: { known: false, active: false, creditLimit: null, exposure: '0' }, shipTo: null, lines: [] };
    expect(fromQuestioned(said, question)).toMatchObject({ customer: { status: 'unknown' }, lines: [{ lineKey: '1/1', item: 'unknown' }] });
    expect(fromQuestioned(said, question)).not.toHaveProperty('credit');
  });

  it('is a message that stays the same when its page is read again', () => {
    const change = { cursor: 17, kind: 'item', at: '2026-11-21T10:00:00.000Z', document: { id: 'A', version: 2, changedAt: '2026-11-21T10:00:00.000Z' } };
    expect(fromChange('erp', change)).toEqual(fromChange('erp', change));
    expect(fromChange('erp', change)).toMatchObject({ id: '17@2026-11-21T10:00:00.000Z', kind: 'master-data', change: { kind: 'item', id: 'A' } });
  });
});
