import { describe, expect, it } from 'vitest';
import {
  anInvoice,
  aSalesOrder,
  aShipment,
  noObjection,
  type OrderSketch,
  placing,
  someRules,
  toErp,
  toErpAndWms,
} from '../../orders/testing/order-builder.ts';
import { beginStory, type Story } from '../testing/story.ts';

const withMoney = toErpAndWms({ can: ['amend', 'change-release', 'cancel-release', 'goods-issue', 'invoice'], keepsInvoices: true });

function released(sketch: OrderSketch = {}, rules = someRules()): Story {
  return beginStory(placing({ routes: [toErpAndWms()], ...sketch }), rules)
    .answer('erp', noObjection)
    .confirm('create')
    .confirm('release');
}

const shipped = (quantity: string, more: Parameters<typeof aShipment>[1] = {}) =>
  aShipment({ '1/1': { allocated: quantity, picked: quantity, packed: quantity, shipped: quantity } }, more);
const delivered = (quantity: string, more: Parameters<typeof aShipment>[1] = {}) =>
  aShipment(
    { '1/1': { allocated: quantity, picked: quantity, packed: quantity, shipped: quantity, delivered: quantity } },
    { state: 'delivered', version: '2', ...more },
  );

describe('a shipment that leaves the warehouse', () => {
  it('is posted as goods issue in the ERP, with what is in it', () => {
    const story = released().report(shipped('10', { number: 'LS-1', packages: [{ tracking: '1Z9', carrier: 'UPS' }] }));
    expect(story.due.effects).toEqual([
      {
        key: 'goods-issue:erp/EDC:SHP-1#1',
        system: 'erp',
        reference: 'ORDER1-1.1/SHP-1',
        reopened: 0,
        body: {
          op: 'goods-issue',
          reference: 'ORDER1-1.1/SHP-1',
          target: { id: 'SO-ORDER1-1.1', number: 'SO-ORDER1-1.1', version: '1' },
          shipment: {
            id: 'SHP-1',
            number: 'LS-1',
            warehouse: 'EDC',
            lines: [{ lineKey: '1/1', quantity: '10' }],
            packages: [{ tracking: '1Z9', carrier: 'UPS' }],
          },
        },
      },
    ]);
    expect(story.confirm('goods-issue').wants).toEqual([]);
  });

  it('is posted once for each, also when they leave in parts', () => {
    const first = released().report(shipped('4')).confirm('goods-issue');
    const second = first.report(shipped('6', { id: 'SHP-2' }));
    expect(second.wants).toEqual(['goods-issue:erp/EDC:SHP-2#1']);
  });

  it('is not posted before it has left', () => {
    expect(released().report(shipped('10', { state: 'packed' })).wants).toEqual([]);
    expect(released().report(aShipment({ '1/1': { shipped: '0' } })).wants).toEqual([]);
  });

  it('is invoiced after its goods issue, where the ERP wants to be told', () => {
    const issued = released({ routes: [withMoney] })
      .report(shipped('10'))
      .confirm('goods-issue');
    expect(issued.wants).toEqual(['invoice:erp/EDC:SHP-1#1']);
    expect(issued.confirm('invoice').wants).toEqual([]);
  });

  it('is told to the channel, each shipment of each warehouse once', () => {
    const tell = { system: 'shop', orderId: 'gid-1' };
    const routes = [toErp({ tell }), toErp({ warehouse: 'WDC', fulfilment: 'tpl', can: [], tell })];
    const story = beginStory(placing({ lines: [{}, {}], routes }), someRules())
      .answer('erp', noObjection)
      .confirm('create:erp/EDC')
      .confirm('create:erp/WDC')
      .confirm('release')
      .report(aShipment({ '1/1': { shipped: '10' } }, { system: 'erp', id: '1' }), aShipment({ '2/1': { shipped: '10' } }, { system: 'tpl', id: '1' }));
    expect(story.wants).toEqual(['fulfil:shop:erp/EDC:1#1', 'fulfil:shop:erp/WDC:1#1']);
    expect(story.due.effects.map((effect) => effect.system)).toEqual(['shop', 'shop']);
    expect(story.due.effects[0]?.body).toMatchObject({ op: 'fulfil', orderId: 'gid-1', shipment: { lines: [{ lineKey: '1/1', quantity: '10' }] } });
    expect(story.confirm('fulfil:shop:erp/EDC:1').wants).toEqual(['fulfil:shop:erp/WDC:1#1']);
  });

  it('names to each ERP only the lines that are its own', () => {
    const routes = [toErpAndWms(), toErpAndWms({ system: 'old' })];
    const story = beginStory(placing({ lines: [{}, {}], routes }), someRules())
      .answer('erp', noObjection)
      .answer('old', noObjection)
      .confirm('create:erp/EDC')
      .confirm('create:old/EDC')
      .confirm('release:erp/EDC')
      .confirm('release:old/EDC')
      .report(aShipment({ '1/1': { shipped: '10' }, '2/1': { shipped: '7' } }));
    const notices = story.due.effects.map(({ key, body }) => [key, body.op === 'goods-issue' ? body.shipment.lines : []]);
    expect(notices).toEqual([
      ['goods-issue:erp/EDC:SHP-1#1', [{ lineKey: '1/1', quantity: '10' }]],
      ['goods-issue:old/EDC:SHP-1#1', [{ lineKey: '2/1', quantity: '7' }]],
    ]);
  });

  it('that the ERP refuses to post waits for a person, who may say that it is not needed', () => {
    const refused = released().report(delivered('10')).refuse('goods-issue');
    expect(refused.due.exceptions).toMatchObject([{ key: 'refused:goods-issue:erp/EDC:SHP-1#1', remedies: ['resend', 'accept-difference'] }]);
    expect(refused.order.closed).toBeUndefined();
    const { target } = refused.due.exceptions[0] ?? {};
    const skipped = refused.when({ kind: 'accept-difference', pin: target?.pin ?? '', reason: 'posted by hand' });
    expect([skipped.exceptions, skipped.order.closed]).toEqual([[], 'completed']);
  });
});

describe('an order is closed', () => {
  it('when everything is delivered', () => {
    const story = released({ routes: [toErpAndWms({ can: ['amend'] })] }).report(delivered('10'));
    expect(story.order.closed).toBe('completed');
    expect([story.wants, story.exceptions, story.due.wakeAt]).toEqual([[], [], undefined]);
  });

  it('but not while a shipment is still to be posted or told', () => {
    const story = released().report(delivered('10'));
    expect([story.order.closed, story.wants]).toEqual([undefined, ['goods-issue:erp/EDC:SHP-1#1']]);
    expect(story.confirm('goods-issue').order.closed).toBe('completed');
    const told = released({ routes: [toErpAndWms({ can: [], tell: { system: 'shop', orderId: '1' } })] }).report(delivered('10'));
    expect(told.order.closed).toBeUndefined();
    expect(told.confirm('fulfil').order.closed).toBe('completed');
  });

  it('but not before it is invoiced and paid, where the ERP keeps invoices', () => {
    const story = released({ routes: [withMoney] })
      .report(delivered('10'))
      .confirm('goods-issue')
      .confirm('invoice');
    expect(story.order.closed).toBeUndefined();
    const invoiced = story.report(anInvoice({ '1/1': '10' }, { dueDate: '2026-03-31' }));
    expect([invoiced.told.includes('order.invoiced'), invoiced.order.closed, invoiced.due.wakeAt]).toEqual([true, undefined, '2026-03-31T23:59:59.000Z']);
    const paid = invoiced.report(anInvoice({ '1/1': '10' }, { version: '2', state: 'paid', balance: '0' }));
    expect(paid.told).toEqual(['internal.reported', 'order.paid', 'order.closed']);
  });

  it('but not while part of it is on its way, or a line is still open', () => {
    const part = released({ routes: [toErpAndWms({ can: ['amend'] })] }).report(delivered('4'));
    expect([part.order.closed, part.due.wakeAt]).toEqual([undefined, part.order.deadlines.ship]);
  });

  it('when the rest of it is cancelled', () => {
    const part = released({ routes: [toErpAndWms({ can: ['amend', 'change-release'] })] }).report(delivered('4'));
    const cancelled = part.when({ kind: 'cancel', changeId: 'c', reason: 'enough' });
    expect(cancelled.confirm('change-release').confirm('amend').order.closed).toBe('completed');
  });

  it('and opened again when it has to answer for something', () => {
    const closed = released().report(delivered('10')).confirm('goods-issue');
    expect(closed.order.closed).toBe('completed');
    const more = closed.report(shipped('2', { id: 'SHP-2' }));
    expect(more.told).toContain('order.reopened');
    expect([more.wants, more.exceptions]).toEqual([['goods-issue:erp/EDC:SHP-2#1'], ['quantities:excess:1/1']]);
  });

  it('and what its systems report against it afterwards is shown all the same', () => {
    const closed = released({ routes: [toErpAndWms({ can: [] })] }).report(delivered('10'));
    const over = closed.report(anInvoice({ '1/1': '12' }));
    expect([over.order.closed, over.exceptions]).toEqual(['completed', ['quantities:over-invoiced:1/1']]);
  });
});

describe('milestones', () => {
  const types = (story: Story) => story.told.filter((type) => type.startsWith('order.'));

  it('are told with their documents and cumulative counts, the skipped ones too', () => {
    const story = released().report(aShipment({ '1/1': { shipped: '4' } }, { number: 'LS-1', packages: [{ tracking: '1Z9' }] }));
    expect(types(story)).toEqual(['order.allocated', 'order.picked', 'order.packed', 'order.shipped']);
    expect(story.events.find((event) => event.type === 'order.shipped')).toEqual({
      type: 'order.shipped',
      document: { system: 'wms', id: 'SHP-1', number: 'LS-1' },
      lines: [{ line: '1', schedule: '1', quantity: '4', unit: 'EA' }],
      tracking: ['1Z9'],
    });
    const more = story.report(aShipment({ '1/1': { shipped: '6' } }, { id: 'SHP-2' }));
    expect(more.events.find((event) => event.type === 'order.shipped')).toMatchObject({ lines: [{ quantity: '10' }] });
  });

  it('are told as corrected when a system takes back what it has reported', () => {
    const story = released()
      .report(shipped('10'))
      .report(shipped('4', { version: '2' }));
    expect(story.events.find((event) => event.type === 'order.shipped')).toMatchObject({ corrected: true, lines: [{ quantity: '4' }] });
  });

  it('name the backorder, and the shipment that fills it', () => {
    const short = released().report(aShipment({ '1/1': { allocated: '6', backordered: '4' } }, { state: 'allocated' }));
    expect(types(short)).toEqual(['order.allocated', 'order.backordered']);
    const filled = short.report(aShipment({ '1/1': { allocated: '10', backordered: '0' } }, { state: 'allocated', version: '2' }));
    expect(types(filled)).toEqual(['order.allocated']);
  });

  it('that came with a confirmation name their document too', () => {
    const story = released({ routes: [withMoney] })
      .report(shipped('10'))
      .confirm('goods-issue')
      .confirm('invoice', { snapshots: [anInvoice({ '1/1': '10' }, { number: 'R-1' })] });
    expect(story.events.find((event) => event.type === 'order.invoiced')).toMatchObject({ document: { system: 'erp', id: 'INV-1', number: 'R-1' } });
  });
});

describe('what systems count differently', () => {
  it.each([
    ['more shipped than ordered', aShipment({ '1/1': { shipped: '12' } }), 'excess'],
    ['less picked than shipped', aShipment({ '1/1': { picked: '3', shipped: '10' } }), 'gap'],
    ['less allocated than picked', aShipment({ '1/1': { allocated: '3', picked: '10' } }), 'gap'],
    ['more taken back than allocated', aShipment({ '1/1': { allocated: '3', deallocated: '5' } }), 'over-deallocated'],
    ['more invoiced than shipped', anInvoice({ '1/1': '1' }), 'over-invoiced'],
    ['more credited than invoiced', anInvoice({ '1/1': '-1' }), 'over-credited'],
    ['more returned than delivered', aShipment({ '1/1': { returned: '1' } }), 'over-returned'],
  ])('is shown to a person until it is accepted: %s', (_, snapshot, what) => {
    const story = released().report(snapshot);
    expect(story.exceptions).toEqual([`quantities:${what}:1/1`]);
    const { target, remedies } = story.due.exceptions[0] ?? {};
    expect(remedies).toContain('accept-difference');
    expect(story.when({ kind: 'accept-difference', pin: target?.pin ?? '', reason: 'agreed' }).exceptions).toEqual([]);
  });

  it('asks again when the counts change after that', () => {
    const story = released().report(aShipment({ '1/1': { shipped: '12' } }));
    const accepted = story.when({ kind: 'accept-difference', pin: story.due.exceptions[0]?.target.pin ?? '', reason: 'agreed' });
    expect(accepted.report(aShipment({ '1/1': { shipped: '13' } }, { version: '2' })).exceptions).toEqual(['quantities:excess:1/1']);
  });

  it('shows goods that were moved for a line that the order does not have', () => {
    const story = released().report(aShipment({ '1/1': { shipped: '10' }, 'X/1': { item: 'HS-9', shipped: '2' } }));
    expect(story.due.exceptions).toMatchObject([{ key: 'quantities:unknown-line:wms:SHP-1', owner: 'warehouse' }]);
    expect(story.due.exceptions[0]?.summary).toContain('2 of HS-9');
  });

  it('shows a document that its own system calls exceptional', () => {
    const story = released().report(aShipment({}, { state: 'exception' }), aSalesOrder({ '1/1': '10' }, { state: 'exception' }));
    expect(story.exceptions).toEqual(['document:wms:shipment:SHP-1', 'document:erp:sales-order:SO-ORDER1-1.1']);
    const accepted = story.when({ kind: 'accept-difference', pin: story.due.exceptions[0]?.target.pin ?? '', reason: 'seen' });
    expect(accepted.exceptions).toEqual(['document:erp:sales-order:SO-ORDER1-1.1']);
  });
});

describe('what no system has a way to do', () => {
  it('is done by a person, who says so', () => {
    const story = released({ routes: [toErpAndWms({ can: [] })] }, someRules({ erpChanges: { ...someRules().erpChanges, cancel: 'accept' } }));
    const cancelled = story.report(aSalesOrder({}, { state: 'cancelled' }));
    expect(cancelled.due.exceptions).toMatchObject([{ key: 'failed:cancel-release:erp/EDC#1.1', remedies: ['confirm-by-hand', 'cancel'] }]);
    const again = cancelled.when({ kind: 'resend', key: 'cancel-release:erp/EDC#1.1', reason: 'try' });
    expect(again.wants).toEqual([]);
    const done = cancelled.when({
      kind: 'confirm-by-hand',
      key: 'cancel-release:erp/EDC#1.1',
      system: 'wms',
      document: { id: 'WO-1' },
      reason: 'they took it out',
    });
    expect([done.exceptions, done.order.closed]).toEqual([[], 'cancelled']);
  });
});
