import type { OrderRequest } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory } from '../flows/testing/story.ts';
import { decide } from './decide.ts';
import { aLine, noObjection, type OrderSketch, placing, someRules, toErp } from './testing/order-builder.ts';

function refused(sketch: OrderSketch, rules = someRules()) {
  return decide(undefined, placing(sketch), { rules, open: [] });
}

describe('placing an order', () => {
  it('keeps what was asked for, and asks the system about everything in one round', () => {
    const story = beginStory(placing({ lines: [{ price: '10.00', date: '2026-03-09' }, { quantity: '2.50' }] }), someRules());
    expect(story.told).toEqual(['order.received', 'internal.asked']);
    expect(story.order.lines).toEqual([
      {
        id: '1',
        item: 'HS-1001',
        unit: 'EA',
        unitPrice: '10',
        priceSource: 'order',
        schedules: [{ id: '1', ordered: '10', cancelled: '0', requestedDate: '2026-03-09', route: 0 }],
      },
      { id: '2', item: 'HS-1001', unit: 'EA', schedules: [{ id: '1', ordered: '2.5', cancelled: '0', route: 0 }] },
    ]);
    expect(story.wants).toEqual(['ask:erp#1']);
    expect(story.due.asks[0]?.body.lines.map((line) => line.lineKey)).toEqual(['1/1', '2/1']);
  });

  it('makes a schedule of each part of a line, dated by the part, else the line, else the order', () => {
    const lines = [
      {
        quantity: '7',
        date: '2026-03-09',
        schedules: [
          { quantity: '4', date: '2026-03-05' },
          { quantity: '3', id: 'rest' },
        ],
      },
      {},
    ];
    const story = beginStory(placing({ lines, order: { requestedDate: '2026-04-01' } }), someRules());
    const schedules = story.order.lines.flatMap((line) => line.schedules.map((s) => [line.id, s.id, s.ordered, s.requestedDate]));
    expect(schedules).toEqual([
      ['1', '1', '4', '2026-03-05'],
      ['1', 'rest', '3', '2026-03-09'],
      ['2', '1', '10', '2026-04-01'],
    ]);
  });

  it('goes straight to the ERP where nobody is to be asked', () => {
    const story = beginStory(placing({ routes: [toErp({ isAsked: false })] }), someRules());
    expect(story.wants).toEqual(['create:erp/EDC#1']);
  });

  it('calls a person when the ERP has not confirmed in time', () => {
    const story = beginStory(placing(), someRules());
    expect(story.due.wakeAt).toBe('2026-03-02T09:00:00.000Z');
  });

  it('does nothing when the same order comes again', () => {
    const { order } = beginStory(placing(), someRules());
    expect(decide(order, placing(), { rules: someRules(), open: [] })).toEqual({ kind: 'decided', order, events: [] });
  });
});

describe('a purchase order number that was there before', () => {
  const again = { duplicateOf: 'order-0' };

  it('is said to somebody and goes on where the policy says warn', () => {
    const story = beginStory(placing(again), someRules({ duplicatePo: 'warn' }));
    expect(story.exceptions).toEqual(['duplicate']);
    expect(story.answer('erp', noObjection).wants).toEqual(['create:erp/EDC#1']);
    const seen = story.when({ kind: 'accept-difference', pin: 'duplicate', reason: 'the customer wants both' });
    expect(seen.exceptions).toEqual([]);
  });

  it('waits for a person where the policy says hold, whatever the systems answer', () => {
    const story = beginStory(placing(again), someRules({ duplicatePo: 'hold' })).answer('erp', noObjection);
    expect(story.exceptions).toEqual(['hold:duplicate:*']);
    expect(story.wants).toEqual([]);
    const cleared = story.when({ kind: 'clear-hold', holdId: 'duplicate:*', reason: 'the customer wants both' });
    expect([cleared.wants, cleared.exceptions]).toEqual([['create:erp/EDC#1'], []]);
  });

  it('is refused, naming the field, where the policy says refuse', () => {
    expect(refused(again, someRules({ duplicatePo: 'refuse' }))).toMatchObject({ kind: 'declined', code: 'duplicate-purchase-order', field: 'purchaseOrder' });
  });
});

describe('an order that contradicts itself is refused, naming the field', () => {
  const withLines = (...lines: OrderRequest['lines']): OrderSketch => ({ order: { lines } });

  it.each([
    ['a line id used twice', withLines(aLine({ id: 'a' }), aLine({ id: 'a' })), 'line-exists', 'lines[1].id'],
    ['a line id that another line has by its place', withLines(aLine({ id: '2' }), aLine()), 'line-exists', 'lines[1].id'],
    [
      'a schedule id used twice',
      withLines(
        aLine({
          quantity: '2',
          schedules: [
            { id: 'x', quantity: '1' },
            { id: 'x', quantity: '1' },
          ],
        }),
      ),
      'schedule-exists',
      'lines[0].schedules[1].id',
    ],
    ['schedules that do not add up', withLines(aLine({ quantity: '3', schedules: [{ quantity: '1' }] })), 'quantity-differs', 'lines[0].quantity.value'],
    ['a price in another currency', withLines({ ...aLine(), price: { amount: '1', currency: 'EUR' } }), 'currency-mix', 'lines[0].price.currency'],
    [
      'a schedule in another unit',
      withLines({ ...aLine({ quantity: '1' }), schedules: [{ quantity: { value: '1', unit: 'CS' } }] }),
      'unit-differs',
      'lines[0].schedules[0].quantity.unit',
    ],
  ])('%s', (_, sketch, code, field) => {
    expect(refused(sketch)).toMatchObject({ kind: 'declined', code, field });
  });
});
