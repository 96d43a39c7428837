import { describe, expect, it } from 'vitest';
import { beginStory, type Story } from '../flows/testing/story.ts';
import { anInvoice, aShipment, minutesLater, noObjection, type OrderSketch, placing, someRules, toErp } from './testing/order-builder.ts';

const tick = (story: Story, minutes = 0) => story.after(minutes).when({ kind: 'tick' });
const accepted = (sketch: OrderSketch = {}, rules = someRules()) => beginStory(placing(sketch), rules).answer('erp', noObjection).confirm('create');
const shipment = (quantity: string, more: Parameters<typeof aShipment>[1] = {}) => aShipment({ '1/1': { shipped: quantity } }, { system: 'erp', ...more });

describe('the clock of an order', () => {
  it('does nothing before its time', () => {
    expect(tick(accepted(), 5).events).toEqual([]);
  });

  it('has the cause of a hold asked about again, each time later', () => {
    const held = beginStory(placing(), someRules()).answer('erp', (q, asOf) => ({ ...noObjection(q, asOf), customer: { status: 'inactive' } }));
    expect(held.due.wakeAt).toBe(minutesLater(30));
    const asked = tick(held, 30);
    expect([asked.told, asked.wants, asked.due.wakeAt]).toEqual([['internal.rechecked', 'internal.asked'], ['ask:erp#2'], minutesLater(60)]);
    const stillAsking = tick(asked, 30);
    expect(stillAsking.wants).toEqual(['ask:erp#2']);
  });

  it('leaves a hold that only a person can clear to the person', () => {
    const held = beginStory(placing({ duplicateOf: 'order-0', routes: [toErp({ isAsked: false })] }), someRules({ duplicatePo: 'hold' }));
    expect(held.due.wakeAt).toBe(held.order.deadlines.confirm);
    expect(tick(held, 45).events).toEqual([]);
  });

  it.each([
    ['the ERP has not confirmed', beginStory(placing({ routes: [toErp({ isAsked: false })] }), someRules()), 60, 'overdue:confirm', 'integration'],
    ['the order is not shipped', accepted(), 1_440, 'overdue:ship', 'warehouse'],
    ['what was shipped is not invoiced', accepted({ routes: [toErp({ keepsInvoices: true })] }).report(shipment('10')), 2_880, 'overdue:invoice', 'finance'],
    [
      'the invoice is not paid',
      accepted({ routes: [toErp({ keepsInvoices: true })] }).report(shipment('10'), anInvoice({ '1/1': '10' }, { dueDate: '2026-03-04' })),
      3 * 1_440,
      'overdue:pay',
      'finance',
    ],
  ] as readonly (readonly [string, Story, number, string, string])[])('calls a person once when %s', (_, story, minutes, key, owner) => {
    const late = tick(story, minutes);
    expect(late.told).toContain('order.deadline-passed');
    expect(late.due.exceptions.find((exception) => exception.key === key)).toMatchObject({ class: 'overdue', owner });
    expect(tick(late).events).toEqual([]);
  });

  it('lets the exception go when the step is done after all', () => {
    const late = tick(accepted(), 1_440);
    expect(late.report(shipment('10')).exceptions).toEqual([]);
  });

  it('does not call for what nobody wants any more', () => {
    const routes = [toErp(), toErp({ warehouse: 'WDC' })];
    const story = beginStory(placing({ lines: [{}, {}], routes }), someRules())
      .answer('erp', noObjection)
      .confirm('create:erp/EDC');
    const cancelled = story.when({ kind: 'change', changeId: 'c', changes: [{ kind: 'cancel-line', line: '2' }], newRoutes: [] });
    expect(tick(cancelled, 90).exceptions).toEqual([]);
  });

  it('runs anew for a line that is added later', () => {
    const added = accepted()
      .after(300)
      .when({ kind: 'change', changeId: 'c', changes: [{ kind: 'add-line', add: { item: 'X', quantity: { value: '1', unit: 'EA' } } }], newRoutes: [toErp()] });
    expect(added.due.wakeAt).toBe(minutesLater(360));
  });

  it('runs anew for the next invoice', () => {
    const story = accepted({ routes: [toErp({ keepsInvoices: true })] }).report(shipment('10'), anInvoice({ '1/1': '4' }, { dueDate: '2026-03-04' }));
    const late = tick(story, 3 * 1_440);
    const next = late.report(
      anInvoice({ '1/1': '4' }, { version: '2', state: 'paid', balance: '0' }),
      anInvoice({ '1/1': '6' }, { id: 'INV-2', dueDate: '2026-04-30' }),
    );
    expect(next.exceptions).not.toContain('overdue:pay');
    expect(next.due.wakeAt).toBe('2026-03-07T08:00:00.000Z');
  });
});

describe('delivery that nobody reports', () => {
  const all = (rules = someRules()) => accepted({}, rules).report(shipment('10'));

  it('is assumed so many days after the last shipment, and marked so', () => {
    const part = accepted()
      .report(shipment('4'))
      .after(1_000)
      .report(shipment('6', { id: 'SHP-2' }));
    expect(part.due.wakeAt).toBe(minutesLater(1_000 + 5 * 1_440));
    const assumed = tick(part, 5 * 1_440);
    expect(assumed.events.find((event) => event.type === 'order.delivered')).toMatchObject({ assumed: true, lines: [{ quantity: '10' }] });
    expect([assumed.order.isDeliveryAssumed, assumed.order.closed]).toEqual([true, 'completed']);
  });

  it('is not assumed while part of the order has not left', () => {
    const part = accepted().report(shipment('4'));
    expect(tick(part, 5 * 1_440).order.isDeliveryAssumed).toBe(false);
  });

  it('is asked about where it is never assumed, and a person may say that it has arrived', () => {
    const story = all(someRules({ assumedDeliveredDays: null }));
    const late = tick(story, 31 * 1_440);
    expect(late.due.exceptions).toMatchObject([{ key: 'overdue:deliver', owner: 'warehouse', remedies: ['accept-difference'] }]);
    const arrived = late.when({ kind: 'accept-difference', pin: late.due.exceptions[0]?.target.pin ?? '', reason: 'they say so' });
    expect([arrived.told, arrived.order.closed]).toEqual([['order.delivered', 'order.closed'], 'completed']);
    expect(arrived.declined({ kind: 'accept-difference', pin: 'delivered', reason: 'again' }).code).toBe('nothing-to-remedy');
  });

  it('counts up to what was shipped then: what leaves later is on its way', () => {
    const story = tick(accepted({ routes: [toErp({ keepsInvoices: true })] }).report(shipment('10')), 5 * 1_440);
    const more = story.report(shipment('3', { id: 'SHP-2' }));
    expect(more.told).not.toContain('order.delivered');
  });
});
