import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, sum } from '../decimal.ts';
import { line, wms } from '../testing/wms-without-wire.ts';
import type { Shipment } from './documents.ts';
import { allocatedNow, inEaches, lineTotals, openQuantity } from './quantities.ts';

describe('whatever the warehouse does', () => {
  const action = fc.record({
    verb: fc.constantFrom('allocate', 'allocate', 'pick', 'pick', 'pack', 'pack', 'ship', 'ship', 'deliver', 'change', 'cancel', 'receive'),
    nth: fc.nat(1),
    key: fc.constantFrom('1', '2'),
    quantity: fc.integer({ min: 1, max: 20 }),
    portion: fc.integer({ min: 1, max: 4 }), // small, so that it is mostly ready
    cancels: fc.constantFrom('a portion', 'a portion', 'a portion', 'a portion', 'everything'),
    isWhole: fc.boolean(),
    nthShipment: fc.nat(5), // most often there is none of this number: then all of them
  });
  const namedShipment = (shipment: Shipment | undefined) => (shipment === undefined ? {} : { shipment: shipment.id });
  const runs = 100;
  const grows = ['allocated', 'deallocated', 'picked', 'packed', 'shipped', 'delivered'] as const;

  it('conserves quantities and stock, and counts only grow', () => {
    let runsThatShipped = 0;
    let runsThatTookBack = 0;
    fc.assert(
      fc.property(fc.noBias(fc.array(action, { minLength: 40, maxLength: 40 })), (actions) => {
        const { ledger, create, step, change, cancel, receive, shipments: shipmentsOf } = wms('B');
        for (const no of ['1', '2']) create([line('1', 'HS-1005', '20'), line('2', 'HS-1009', '2')], { reference: no });
        let received: Decimal = 0n;
        let before = new Map<string, Shipment>();
        for (const { verb, nth, key, quantity, portion, cancels, isWhole, nthShipment } of actions) {
          const id = `wo-00000${nth + 1}`;
          if (verb === 'receive') received += receive('HS-1005', String(quantity)).outcome === 'decided' ? decimal(String(quantity)) : 0n;
          else if (verb === 'change') change({ lines: [{ key, quantity: String(quantity) }] }, id);
          else if (verb === 'cancel') cancel(cancels === 'everything' ? {} : { partial: true, lines: [{ key, quantity: String(portion) }] }, id);
          else step(verb, isWhole ? undefined : [[key, String(portion)]], namedShipment(shipmentsOf(id)[nthShipment]), id);

          const shipments = ledger.book.every('shipment');
          for (const shipment of shipments) {
            for (const each of shipment.lines) {
              expect(decimal(each.delivered) <= decimal(each.shipped) && decimal(each.shipped) <= decimal(each.packed)).toBe(true);
              expect(decimal(each.packed) <= decimal(each.picked) && decimal(each.picked) <= allocatedNow(each)).toBe(true);
              const old = before.get(shipment.id)?.lines.find((other) => other.key === each.key);
              if (old !== undefined) for (const count of grows) expect(decimal(each[count]) >= decimal(old[count])).toBe(true);
            }
          }
          before = new Map(shipments.map((shipment) => [shipment.id, shipment]));
        }
        for (const order of ledger.book.every('order')) {
          const shipments = ledger.shipmentsOf(order);
          for (const each of order.lines) {
            const open = openQuantity(each, shipments);
            const { allocated, backordered } = lineTotals(each.key, shipments);
            expect([open >= 0n, open + allocated + backordered]).toEqual([true, decimal(each.quantity)]);
          }
        }
        const lines = ledger.book.every('shipment').flatMap((shipment) => shipment.lines.filter((each) => each.item === 'HS-1005'));
        const gone = sum(lines.map((each) => inEaches(decimal(each.shipped), each.unit)));
        const kept = sum(lines.map((each) => inEaches(allocatedNow(each) - decimal(each.shipped), each.unit)));
        const stock = ledger.stock('EDC', 'HS-1005');
        expect([decimal(stock?.onHand ?? ''), decimal(stock?.allocated ?? '')]).toEqual([decimal('24') + received - gone, kept]);
        expect(kept <= decimal(stock?.onHand ?? '')).toBe(true);
        if (gone > 0n) runsThatShipped += 1;
        if (lines.some((each) => decimal(each.deallocated) > 0n)) runsThatTookBack += 1;
      }),
      { numRuns: runs },
    );
    expect(Math.min(runsThatShipped, runsThatTookBack)).toBeGreaterThan(runs / 20); // usually a quarter and more; else this test would prove little
  });
});
