import { sum } from '@crossdock/canonical';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listOf, readSale, readShipment, type UnitRow } from './api.ts';
import { heldOf, isFree, orderedOf, planTakings, restOf, toldOf } from './goods-issue-plan.ts';
import { fixture } from './testing/fixture.ts';
import { noticeOf } from './testing/orders.ts';

const sale = fixture('sale', readSale);
const units = new Map<number, UnitRow>([
  [1, { id: 1, symbol: 'u', category: 1, factor: 1, rounding: 1 }],
  [33, { id: 33, symbol: 'cs12', category: 1, factor: 12, rounding: 1 }],
]);
const [, waiting] = fixture('shipments', listOf(readShipment));
if (waiting === undefined) throw new Error('the fixture has a waiting shipment');
const [move] = waiting['outgoing_moves.'];
const [taken] = waiting['inventory_moves.'];
if (move === undefined || taken === undefined) throw new Error('the waiting shipment has a move');

/** The waiting shipment of the fixture (4 pieces of line 10/1) with other quantities, one move each. */
const shipmentOf = (id: number, quantities: readonly number[]) => ({
  ...waiting,
  id,
  'outgoing_moves.': quantities.map((quantity, index) => ({ ...move, id: id * 100 + index, quantity })),
  'inventory_moves.': quantities.map((quantity, index) => ({ ...taken, id: id * 100 + 50 + index, origin: `stock.move,${id * 100 + index}`, quantity })),
});

describe('the plan of a goods issue', () => {
  it('takes a whole shipment as it is', () => {
    const shipment = shipmentOf(2, [4]);
    expect(planTakings(toldOf(noticeOf('W', ['10/1 4'])), [shipment], sale, units)).toEqual({ takings: [{ shipment, smaller: [], gone: [] }], missing: [] });
  });

  it('cuts a move, and leaves the rest and its move out of storage to the next shipment', () => {
    const shipment = shipmentOf(2, [4]);
    const { takings } = planTakings(toldOf(noticeOf('W', ['10/1 3'])), [shipment], sale, units);
    expect(takings).toEqual([{ shipment, smaller: [{ move: 200, quantity: 3 }], gone: [200, 250] }]);
  });

  it('adds up a line that is told in parts', () => {
    expect(toldOf(noticeOf('W', ['10/1 1', '20/1 2', '10/1 2']))).toEqual(
      new Map([
        ['10/1', '3'],
        ['20/1', '2'],
      ]),
    );
  });

  it('says what no shipment has', () => {
    expect(planTakings(toldOf(noticeOf('W', ['10/1 9', '99/1 1'])), [shipmentOf(2, [4])], sale, units).missing).toEqual([
      { lineKey: '10/1', quantity: '5' },
      { lineKey: '99/1', quantity: '1' },
    ]);
  });

  it('takes and leaves exactly what is told, over any shipments and moves', () => {
    const quantity = fc.integer({ min: 1, max: 9 });
    const shipments = fc.array(fc.array(quantity, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shipments, fc.integer({ min: 1, max: 60 }), (made, told) => {
        const free = made.map((quantities, index) => shipmentOf(index + 1, quantities));
        const { takings, missing } = planTakings(toldOf(noticeOf('W', [`10/1 ${told}`])), free, sale, units);
        const got = takings.flatMap(({ shipment, smaller, gone }) => [
          ...shipment['outgoing_moves.'].filter(({ id }) => !gone.includes(id)).map((whole) => String(whole.quantity)),
          ...smaller.map((cut) => String(cut.quantity)),
        ]);
        expect(Number(sum(got)) + Number(sum(missing.map((line) => line.quantity)))).toBe(told);
        expect(takings.every(({ smaller, gone }) => smaller.every((cut) => gone.includes(cut.move)))).toBe(true);
      }),
    );
  });

  it('counts what is ordered, held, and still to be claimed', () => {
    expect(orderedOf(sale)).toEqual(
      new Map([
        ['10/1', '10'],
        ['20/1', '5'],
      ]),
    );
    const held = heldOf([shipmentOf(2, [4, 1])], sale, units);
    expect(held).toEqual(new Map([['10/1', '5']]));
    expect(
      restOf(
        new Map([
          ['10/1', '6'],
          ['20/1', '1'],
        ]),
        held,
      ),
    ).toEqual(
      new Map([
        ['10/1', '1'],
        ['20/1', '1'],
      ]),
    );
  });

  it('keeps off shipments that are claimed or begun', () => {
    const states = (['draft', 'waiting', 'assigned', 'picked', 'packed', 'done', 'cancelled'] as const).filter((state) => isFree({ ...waiting, state }));
    expect(states).toEqual(['draft', 'waiting', 'assigned']);
    expect(isFree({ ...waiting, reference: 'ORD-1#1/W / W' })).toBe(false);
  });
});
