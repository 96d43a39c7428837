import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrgDesk, orgDesk, refusal, seedOrder } from '../../testing/salesforce-org.ts';

type Step = { readonly kind: 'add' | 'change' | 'remove' | 'fail'; readonly pick: number; readonly quantity: number; readonly cents: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('add', 'change', 'remove', 'fail'),
  pick: fc.nat(20),
  quantity: fc.integer({ min: 1, max: 999 }),
  cents: fc.integer({ min: 1, max: 99_999 }),
});

/** Plays steps in one transaction; a failing one is undone to its savepoint. */
function play(desk: OrgDesk, steps: readonly Step[], { order, entry }: { readonly order: string; readonly entry: string }): void {
  desk.work((work) => {
    for (const { kind, pick, quantity, cents } of steps) {
      const items = desk.org.readBy('OrderItem', 'OrderId', order).map((row) => String(row['Id']));
      const item = items[pick % Math.max(items.length, 1)];
      const fields = { Quantity: quantity, UnitPrice: cents / 100 };
      if (kind === 'add') work.create('OrderItem', { OrderId: order, PricebookEntryId: entry, ...fields });
      else if (item === undefined) continue;
      else if (kind === 'change') work.update('OrderItem', item, fields);
      else if (kind === 'remove') work.remove('OrderItem', item);
      else {
        refusal(() =>
          work.attempt(() => {
            work.update('OrderItem', item, fields);
            work.remove('OrderItem', item);
            work.create('OrderItem', {});
          }),
        );
      }
    }
  });
}

describe('whatever is written and undone', () => {
  it('leaves totals that are the sum of the lines and look-ups that find what a scan finds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.boolean(), (steps, isRolledBack) => {
        const desk = orgDesk();
        const seeded = seedOrder(desk);
        const before = [...desk.org.rows('OrderItem', true), desk.read('Order', seeded.order)];
        if (isRolledBack) {
          expect(() =>
            desk.work((work) => {
              work.update('Order', seeded.order, { Description: 'undone' });
              work.create('OrderItem', { OrderId: seeded.order, PricebookEntryId: seeded.entry, Quantity: 1, UnitPrice: 1 });
              throw new Error('stop');
            }),
          ).toThrow('stop');
          expect([...desk.org.rows('OrderItem', true), desk.read('Order', seeded.order)]).toEqual(before);
        }
        play(desk, steps, seeded);
        const lines = [...desk.org.rows('OrderItem')].filter((row) => row['OrderId'] === seeded.order);
        const cents = lines.reduce((sum, row) => sum + Math.round(Number(row['TotalPrice']) * 100), 0);
        expect(desk.read('Order', seeded.order)['TotalAmount']).toBe(cents / 100);
        expect(desk.org.readBy('OrderItem', 'OrderId', seeded.order).map((row) => row['Id'])).toEqual(expect.arrayContaining(lines.map((row) => row['Id'])));
        expect(desk.org.readBy('OrderItem', 'OrderId', seeded.order)).toHaveLength(lines.length);
      }),
      { numRuns: 40 },
    );
  });
});
