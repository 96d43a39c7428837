import type { WarehouseOrder } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import type { Order, Shipment } from './api.ts';
import { contentOf, fromMessage, fromShipment, toChange, toOrder } from './map.ts';

const wanted: WarehouseOrder = {
  reference: 'REL-1',
  customer: 'C-1',
  shipTo: { id: 'S-1', street: '1 Dock', country: 'US' },
  warehouse: 'EDC',
  lines: [
    { lineKey: '1/1', item: 'A', quantity: '2', unit: 'EA' },
    { lineKey: '2/1', item: 'B', quantity: '1', unit: 'CS' },
  ],
};
const shipment: Shipment = {
  id: 'shp-1',
  number: 'SHP1',
  version: 4,
  state: 'partially-shipped',
  warehouse: 'EDC',
  lines: [{ key: '1/1', item: 'A', allocated: '2', deallocated: '0', backordered: '0', picked: '2', packed: '2', shipped: '1', delivered: '0' }],
  packages: [{ tracking: '1Z1', carrier: 'Ground Freight' }],
};
const held: Order = {
  id: 'wo-1',
  number: 'WO1',
  version: 2,
  state: 'accepted',
  reference: 'REL-1',
  warehouse: 'EDC',
  shipTo: { id: 'S-1', street: '1 Dock', country: 'US' },
  lines: [
    { key: '1/1', item: 'A', quantity: '5', unit: 'EA' },
    { key: '9/1', item: 'Z', quantity: '4', unit: 'EA' },
  ],
  shipments: [shipment],
  changedAt: '2026-11-21T10:00:00.000Z',
};

describe('what the simulated WMS is sent', () => {
  it("names the ERP's order where there is one, else our own, because a delivery note needs a number", () => {
    expect(toOrder({ ...wanted, orderNumber: 'SO1' })).toMatchObject({ reference: 'REL-1', order: 'SO1' });
    expect(toOrder(wanted)).toMatchObject({ order: 'REL-1' });
  });

  it('is a ship-to with its address, because labels are printed from it, or a code where that is all', () => {
    expect(toOrder(wanted)).toMatchObject({ shipTo: { id: 'S-1', street: '1 Dock', country: 'US' } });
    expect(toOrder({ ...wanted, shipTo: { id: 'S-1' } })).toMatchObject({ shipTo: 'S-1' });
  });

  it('is, for a change, what we want, and nothing of what we no longer name; the ship-to only when it moves', () => {
    const lines = [
      { key: '1/1', quantity: '2' },
      { key: '2/1', item: 'B', quantity: '1', unit: 'CS' },
      { key: '9/1', quantity: '0' },
    ];
    expect(toChange(wanted, held)).toEqual({ lines });
    const moved = { ...wanted, shipTo: { id: 'S-1', street: '2 Dock', country: 'US' } };
    expect(toChange(moved, held)).toEqual({ lines, shipTo: moved.shipTo });
  });
});

describe('what the simulated WMS says', () => {
  it('is a shipment that has not left yet as long as a part of it is still here, with the counts of what has', () => {
    const about = { system: 'wms', order: held, at: held.changedAt };
    const lines = [{ lineKey: '1/1', item: 'A', shipped: '1', packed: '2' }];
    expect(fromShipment(shipment, about)).toMatchObject({ id: 'shp-1', version: '4', reference: 'REL-1', orderId: 'wo-1', state: 'packed', lines });
    expect(fromShipment({ ...shipment, state: 'backordered' }, about)).toMatchObject({ state: 'waiting' });
  });

  it('is an order without a ship-to when it has none', () => {
    expect(contentOf({ ...held, shipTo: null })).not.toHaveProperty('shipTo');
  });

  it('is the same message however its envelope came, and named by the envelope only when it cannot be read', () => {
    const message = { id: 'msg-7', occurredAt: '2026-11-21T10:00:00.000Z', order: { id: 'wo-1' }, shipment };
    const read = (document: unknown) => fromMessage('wms', document, { fallbackId: 'envelope-1', raw: '…' });
    expect(read(message)).toMatchObject({ id: 'msg-7@2026-11-21T10:00:00.000Z', kind: 'document' });
    expect(read({ ...message, shipment: { ...shipment, version: 'four' } })).toMatchObject({ id: 'envelope-1', kind: 'unreadable', field: 'shipment.version' });
  });
});
