import type { DocumentSnapshot, ShipmentSnapshot } from '@crossdock/canonical';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerOf, newerOf } from '../orders/index.ts';
import { invoiceOf, shipmentOf } from './testing/random-facts.ts';
import { placeOrder, rules } from './testing/random-order.ts';
import { placedIn, sayIn, type World } from './testing/random-world.ts';

const version = fc.constantFrom(undefined, '1', '2', '09', '9', '10', '1a', 'b', '99999999999999999999', '2026-03-02T08:00:00Z');
const count = fc.constantFrom(undefined, '0', '1', '1.0', '5', '7.50', '12');
const at = fc.constantFrom(undefined, '2026-03-02T08:00:00Z', '2026-03-02T09:30:00+01:00', '2026-03-02T08:30:00Z', 'whenever');

function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

const line = fc
  .record({
    lineKey: fc.constantFrom('1/1', '1/2', '2/1'),
    item: fc.constantFrom(undefined, 'A'),
    allocated: count,
    picked: count,
    shipped: count,
    delivered: count,
  })
  .map(without);
const parcel = fc.record({ tracking: fc.constantFrom(undefined, '1Z1', '1Z2'), carrier: fc.constantFrom(undefined, 'UPS') }).map(without);
const shipment = fc
  .record({
    type: fc.constant('shipment' as const),
    system: fc.constant('wms'),
    id: fc.constant('S'),
    number: fc.constantFrom(undefined, 'N1', 'N2'),
    version,
    at,
    state: fc.constantFrom('planned' as const, 'picked' as const, 'shipped' as const, 'cancelled' as const),
    lines: fc.array(line, { maxLength: 4 }),
    packages: fc.array(parcel, { maxLength: 2 }),
  })
  .map((s) => without(s) as ShipmentSnapshot);
const salesOrder = fc
  .record({
    type: fc.constant('sales-order' as const),
    system: fc.constant('erp'),
    id: fc.constant('S'),
    version,
    at,
    state: fc.constantFrom('draft' as const, 'confirmed' as const, 'cancelled' as const),
    lines: fc.array(fc.record({ lineKey: fc.constantFrom('1/1', '2/1'), item: fc.constant('A'), quantity: fc.constantFrom('1', '1.0', '5') }), {
      maxLength: 3,
    }),
  })
  .map((s) => without(s) as DocumentSnapshot);
const invoice = fc
  .record({
    type: fc.constant('invoice' as const),
    system: fc.constant('erp'),
    id: fc.constant('S'),
    version,
    at,
    state: fc.constantFrom('draft' as const, 'posted' as const, 'paid' as const),
    lines: fc.array(fc.record({ lineKey: fc.constantFrom('1/1', '2/1'), quantity: fc.constantFrom('1', '-1.0', '5') }), { maxLength: 2 }),
    total: fc.constant('10'),
    balance: fc.constantFrom('0', '10'),
  })
  .map((s) => without(s) as DocumentSnapshot);
const threeOfOne = fc.oneof(fc.tuple(shipment, shipment, shipment), fc.tuple(salesOrder, salesOrder, salesOrder), fc.tuple(invoice, invoice, invoice));

describe('the newer of two snapshots', () => {
  it('does not depend on which came first, nor on how they were grouped', () => {
    fc.assert(
      fc.property(threeOfOne, ([a, b, c]) => {
        expect(newerOf(a, b)).toEqual(newerOf(b, a));
        expect(newerOf(newerOf(a, b), c)).toEqual(newerOf(a, newerOf(b, c)));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same however often one of them is repeated', () => {
    fc.assert(
      fc.property(threeOfOne, ([a, b]) => {
        const both = newerOf(a, b);
        expect(newerOf(both, a)).toEqual(both);
        expect(newerOf(both, both)).toEqual(both);
      }),
      { numRuns: 500 },
    );
  });
});

type Seed = { readonly n: number; readonly m: number; readonly k: number };
const seeds = fc.array(fc.record({ n: fc.nat(9_999), m: fc.nat(9_999), k: fc.nat(9_999), isInvoice: fc.boolean() }), { minLength: 1, maxLength: 8 });

function told(world: World, facts: readonly DocumentSnapshot[]): World {
  return facts.reduce(
    (before, snapshot) => sayIn(before, { kind: 'document', snapshot, at: before.at, actor: 'system:wms', causation: 'message' }) ?? before,
    world,
  );
}

describe('the same facts in any order, however often', () => {
  it('give the same documents and the same ledger', () => {
    const order = fc.array(fc.nat(7), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(placeOrder, rules, seeds, order, (place, law, chosen, picks) => {
        const begin = placedIn(place, law);
        const facts = chosen.map(({ isInvoice, ...seed }: Seed & { readonly isInvoice: boolean }) =>
          isInvoice ? invoiceOf(begin.order, seed) : shipmentOf(begin.order, seed),
        );
        const shuffled = [...picks.flatMap((pick) => facts[pick % facts.length] ?? []), ...facts.toReversed()];
        const [once, often] = [told(begin, facts), told(begin, shuffled)];
        expect(often.order.documents).toEqual(once.order.documents);
        expect(ledgerOf(often.order)).toEqual(ledgerOf(once.order));
      }),
      { numRuns: 200 },
    );
  });
});
