import { describe, expect, it } from 'vitest';
import { listOf, readInvoice, readSale, readShipment, type UnitRow } from './api.ts';
import { compareSale, invoiceSnapshot, isMeant, keyOfLine, lineKeyOf, lineNote, orderIdOf, saleSnapshot } from './map.ts';
import { claimOf, claimText, shipmentSnapshots } from './map-shipment.ts';
import { createNames } from './settings.ts';
import { fixture } from './testing/fixture.ts';
import { orderOf } from './testing/orders.ts';

const names = createNames({ system: 'erp', units: { EA: 'u', C62: 'u', CS: 'cs12' }, warehouses: { east: 'EDC' } });
const units = new Map<number, UnitRow>([
  [1, { id: 1, symbol: 'u', category: 1, factor: 1, rounding: 1 }],
  [33, { id: 33, symbol: 'cs12', category: 1, factor: 12, rounding: 1 }],
]);
const sale = fixture('sale', readSale);
const shipments = fixture('shipments', listOf(readShipment));
const sent = orderOf(['10/1 HS-1001 10 EA 11.25', '20/1 HS-1004 5 CS 12.96'], { reference: 'ORD-1#1', purchaseOrder: 'PO-7781', shipTo: { city: 'New York' } });

describe('a sale', () => {
  it('becomes a document with our keys, units and names, and without the freight that Tryton added', () => {
    expect(saleSnapshot(sale, names)).toMatchObject({
      type: 'sales-order',
      system: 'erp',
      number: 'SO000001',
      reference: 'ORD-1#1',
      purchaseOrder: 'PO-7781',
      customer: 'C-EAST',
      warehouse: 'east',
      currency: 'USD',
      state: 'processing',
      shipTo: { street: '41 5th Ave', city: 'New York', region: 'NY', postalCode: '10011', country: 'US' },
      lines: [
        { lineKey: '10/1', item: 'HS-1001', quantity: '10', unit: 'EA', unitPrice: '11.25' },
        { lineKey: '20/1', item: 'HS-1004', quantity: '5', unit: 'CS', unitPrice: '12.96' },
      ],
    });
    expect(sale['lines.']).toHaveLength(3);
  });

  it('has the version of its latest change, lines included', () => {
    const touched = { ...sale, 'lines.': sale['lines.'].map((line) => ({ ...line, write_date: '2031-01-01T00:00:00.000000' })) };
    expect(saleSnapshot(touched, names)).toMatchObject({ version: '2031-01-01T00:00:00.000000', at: '2031-01-01T00:00:00.000000Z' });
  });

  it('counts as cancelled when it is done and nothing was ever moved', () => {
    const emptied = { ...sale, state: 'done' as const, 'lines.': sale['lines.'].map((line) => ({ ...line, actual_quantity: 0 })) };
    expect([saleSnapshot(emptied, names).state, saleSnapshot({ ...sale, state: 'done' }, names).state]).toEqual(['cancelled', 'done']);
  });

  it('needs a person while one of its shipments was cancelled and nobody said what then', () => {
    expect(saleSnapshot({ ...sale, shipment_state: 'exception' }, names).state).toBe('exception');
  });

  it('is what was sent, also where two of our units are one in Tryton', () => {
    expect(compareSale(sent, sale, names)).toEqual([]);
    expect(compareSale({ ...sent, lines: sent.lines.map((line) => (line.unit === 'EA' ? { ...line, unit: 'C62' } : line)) }, sale, names)).toEqual([]);
  });

  it('differs by quantity, price, line, ship-to and purchase order', () => {
    const [first, second] = sale['lines.'];
    const changed = {
      ...sale,
      reference: null,
      'lines.': [
        { ...first, quantity: 9, unit_price: '11' },
        { ...second, note: 'a word of a person' },
      ],
    };
    const found = compareSale({ ...sent, shipTo: { city: 'Boston' } }, readAgain(changed), names);
    expect(new Set(found.map(({ lineKey = '', field }) => `${lineKey} ${field}`.trim()))).toEqual(
      new Set(['10/1 quantity', '10/1 unitPrice', '20/1 line', 'purchaseOrder', 'shipTo', `tryton:${second?.id} line`]),
    );
  });

  it('is ours by its lines and reference, or as the return of ours; a copy that a person made is not', () => {
    expect(orderIdOf(sale)).toBe(String(sale.id));
    expect(orderIdOf({ ...sale, id: 77, web_id: null, origin: 'sale.sale,1' })).toBe('1');
    expect(orderIdOf({ ...sale, web_id: null })).toBeUndefined();
    expect(orderIdOf({ ...sale, 'lines.': [] })).toBeUndefined();
  });
});

function readAgain(value: unknown) {
  const read = readSale(value);
  if (read.kind === 'unreadable') throw new Error(read.why);
  return read.value;
}

describe('the key of a line', () => {
  it('comes back from its note, whatever people wrote around it', () => {
    for (const note of [lineNote('10/1'), `please pack well\n${lineNote('10/1')} thanks`]) expect(lineKeyOf(note)).toBe('10/1');
  });

  it('says so where a person added the line', () => {
    const [line] = sale['lines.'];
    expect(line && keyOfLine({ ...line, id: 12, note: 'urgent' })).toBe('tryton:12');
  });
});

describe('shipments', () => {
  const [shipped, waiting] = shipmentSnapshots({ sale, shipments }, names, units);

  it('count what was done with each line, and what waits is backordered once another part is on its way', () => {
    expect(shipped).toMatchObject({
      state: 'shipped',
      reference: 'ORD-1#1/WMS-1',
      orderId: String(sale.id),
      warehouse: 'east',
      packages: [{ tracking: '1Z999', carrier: 'Ground Freight' }],
      lines: [
        { lineKey: '10/1', item: 'HS-1001', allocated: '6', picked: '6', packed: '6', shipped: '6' },
        { lineKey: '20/1', item: 'HS-1004', allocated: '5', picked: '5', packed: '5', shipped: '5' },
      ],
    });
    expect(waiting).toMatchObject({ state: 'waiting', lines: [{ lineKey: '10/1', backordered: '4' }], packages: [] });
  });

  it('share one version, as what one is depends on the others', () => {
    expect(waiting?.version).toBe(shipped?.version);
  });

  it('count only what was given while part of a shipment is assigned', () => {
    const [, second] = shipments;
    const given = second?.['inventory_moves.'].map((move) => ({ ...move, state: 'assigned', quantity: 1 })) ?? [];
    const partly = second ? [{ ...second, 'inventory_moves.': given }] : [];
    expect(shipmentSnapshots({ sale, shipments: partly }, names, units)).toMatchObject([{ lines: [{ lineKey: '10/1', allocated: '1', backordered: '3' }] }]);
  });

  it('count in the unit of the line, whatever unit the move is in', () => {
    const pieces = shipments.map((shipment) => ({
      ...shipment,
      'outgoing_moves.': shipment['outgoing_moves.'].map((move) => (move.uom === 33 ? { ...move, uom: 1, quantity: move.quantity * 12 } : move)),
    }));
    expect(shipmentSnapshots({ sale, shipments: pieces }, names, units)[0]?.lines).toEqual(shipped?.lines);
  });

  it('bear the claim of a goods issue in their reference', () => {
    const claim = { reference: 'ORD-1#1/WMS-1', noticeId: 'WMS / 1' };
    expect(claimOf(claimText(claim))).toEqual(claim);
    expect([claimOf(null), claimOf('call before delivery')]).toEqual([undefined, undefined]);
  });
});

describe('an invoice', () => {
  it('has our line keys; freight is in the total only', () => {
    expect(invoiceSnapshot(fixture('invoice', readInvoice), sale, names)).toMatchObject({
      type: 'invoice',
      state: 'posted',
      reference: 'ORD-1#1/WMS-1',
      orderId: String(sale.id),
      lines: [
        { lineKey: '10/1', quantity: '6', amount: '67.5' },
        { lineKey: '20/1', quantity: '5', amount: '64.8' },
      ],
      currency: 'USD',
      total: '150.3',
      balance: '150.3',
    });
  });

  it('is open by its whole total while it is a draft, although Tryton says that nothing is to be paid', () => {
    const draft = fixture('draft-invoice', readInvoice);
    expect(Number(draft.amount_to_pay)).toBe(0);
    expect(invoiceSnapshot(draft, sale, names)).toMatchObject({ state: 'draft', balance: '150.3' });
  });
});

describe('a ship-to', () => {
  const address = {
    id: 5,
    street: '55 Dock Ave',
    city: 'Elizabeth',
    postal_code: '07201',
    'country.': { id: 1, code: 'US' },
    'subdivision.': { id: 1, code: 'US-NJ' },
  };

  it.each([
    { id: '5' },
    { street: '55 dock ave.', city: 'ELIZABETH' },
    { name: 'ACME Receiving', postalCode: '07201', region: 'NJ' },
    { region: 'US-NJ', country: 'US' },
  ])('is the address that is meant by %o', (shipTo) => {
    expect(isMeant(address, shipTo)).toBe(true);
  });

  it.each([{ id: '6' }, { street: '56 Dock Ave' }, { name: 'ACME Receiving' }, { city: 'Elizabeth', postalCode: '07202' }])(
    'is not the one that is meant by %o',
    (shipTo) => {
      expect(isMeant(address, shipTo)).toBe(false);
    },
  );
});
