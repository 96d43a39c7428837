import type { OrderDocument } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { type ComparedField, compareDocument, type HeldContent } from './compare-document.ts';

const sent: OrderDocument = {
  reference: 'R-1',
  customer: 'C-1',
  purchaseOrder: 'PO-1',
  shipTo: { id: 'S-1', street: '1 Dock' },
  warehouse: 'EDC',
  currency: 'USD',
  lines: [
    { lineKey: '1/1', item: 'A', quantity: '2.50', unit: 'KGM', unitPrice: '10', requestedDate: '2026-12-02' },
    { lineKey: '2/1', item: 'B', quantity: '1', unit: 'EA', requestedDate: '2026-12-01' },
  ],
};
const held: HeldContent = {
  reference: 'R-1',
  customer: 'C-1',
  purchaseOrder: 'PO-1',
  shipTo: { id: 'S-1' },
  warehouse: 'EDC',
  currency: 'USD',
  requestedDate: '2026-12-01',
  lines: [
    { lineKey: '2/1', item: 'B', quantity: '1.0', unit: 'EA', unitPrice: '99' },
    { lineKey: '1/1', item: 'A', quantity: '2.5', unit: 'KGM', unitPrice: '10.000' },
  ],
};
const all: readonly ComparedField[] = ['reference', 'customer', 'purchaseOrder', 'shipTo', 'warehouse', 'currency', 'requestedDate', 'unit', 'unitPrice'];

describe('comparing a document with what was sent', () => {
  it('finds nothing when numbers are only written differently, lines only in another order, and a price was never stated', () => {
    expect(compareDocument(sent, held, all)).toEqual([]);
  });

  it.each(['reference', 'customer', 'purchaseOrder', 'shipTo', 'warehouse', 'currency', 'requestedDate'] as const)(
    'finds a %s that was dropped in silence, if the system shows it at all',
    (field) => {
      const { [field]: _dropped, ...rest } = held;
      expect(compareDocument(sent, rest, all)).toEqual([expect.objectContaining({ field, found: '' })]);
      expect(
        compareDocument(
          sent,
          rest,
          all.filter((each) => each !== field),
        ),
      ).toEqual([]);
    },
  );

  it('finds the least difference of a quantity or a price, beyond what a float can tell apart', () => {
    const lines = [{ lineKey: '1/1', item: 'A', quantity: '9007199254740993', unit: 'EA' as const, unitPrice: '0.1' }];
    const found = [{ lineKey: '1/1', item: 'A', quantity: '9007199254740992', unit: 'EA', unitPrice: '0.100000001' }];
    expect(compareDocument({ ...sent, lines }, { ...held, lines: found }, ['unitPrice'])).toEqual([
      { lineKey: '1/1', field: 'quantity', sent: '9007199254740993', found: '9007199254740992' },
      { lineKey: '1/1', field: 'unitPrice', sent: '0.1', found: '0.100000001' },
    ]);
  });

  it('finds a line that is missing, one that nobody sent, another item and another unit', () => {
    const [first] = held.lines;
    if (first === undefined) throw new Error('a line');
    const lines = [
      { ...first, item: 'C', unit: 'CS' },
      { lineKey: '3/1', item: 'D', quantity: '4' },
    ];
    expect(compareDocument(sent, { ...held, lines }, all)).toEqual([
      { lineKey: '1/1', field: 'line', sent: '2.50 A', found: '' },
      { lineKey: '2/1', field: 'item', sent: 'B', found: 'C' },
      { lineKey: '2/1', field: 'unit', sent: 'EA', found: 'CS' },
      { lineKey: '3/1', field: 'line', sent: '', found: '4 D' },
    ]);
  });

  it('takes a line with quantity 0 as not there', () => {
    const cancelled = { lineKey: '9/1', item: 'Z', quantity: '0.00' };
    expect(compareDocument(sent, { ...held, lines: [...held.lines, cancelled] }, all)).toEqual([]);
  });

  it('compares a ship-to by its id and what both know of its address, else by the address that was given', () => {
    const to = (shipTo: HeldContent['shipTo']) => compareDocument(sent, { ...held, ...(shipTo ? { shipTo } : {}) }, ['shipTo']).map(({ field }) => field);
    expect(to({ id: 'S-1', street: '1 Dock', city: 'Elizabeth' })).toEqual([]);
    expect(to({ id: 'S-1', street: '2 Dock' })).toEqual(['shipTo']);
    expect(to({ id: 'S-2' })).toEqual(['shipTo']);
    expect(to({ street: '1 Dock' })).toEqual([]);
  });
});
