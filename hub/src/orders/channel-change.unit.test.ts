import type { ChangeItem } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory, type Said, type Story } from '../flows/testing/story.ts';
import type { ChangeDecision } from './order.ts';
import { aShipment, noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

const accepted = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules()).answer('erp', noObjection).confirm('create');
const released = (sketch: OrderSketch = {}) => accepted({ routes: [toErpAndWms()], ...sketch }).confirm('release');
const picked = (sketch: OrderSketch = {}) => released(sketch).report(aShipment({ '1/1': { allocated: '10', picked: '10' } }, { state: 'picked' }));

let told = 0;
const nextId = () => {
  told += 1;
  return `change-${told}`;
};
const by = { actor: 'channel:crm' } as object;

function shows(changes: readonly ChangeItem[], channel: { readonly request?: string; readonly notTaken?: readonly ChangeDecision[] } = {}): Said {
  const added = changes.filter((item) => item.kind === 'add-line').length;
  const newRoutes = Array.from({ length: added }, () => toErp());
  return { kind: 'change', changeId: nextId(), changes, newRoutes, channel: { notTaken: [], ...channel }, ...by };
}

const cancels = (request?: string): Said => ({
  kind: 'cancel',
  changeId: nextId(),
  reason: 'denied',
  channel: { ...(request !== undefined && { request }) },
  ...by,
});
const to = (quantity: string, line = '1'): ChangeItem => ({ kind: 'quantity', line, quantity: { value: quantity, unit: 'EA' } });
const onDate = (requestedDate: string, line = '1'): ChangeItem => ({ kind: 'date', line, requestedDate });
const shipTo = (id: string): ChangeItem => ({ kind: 'ship-to', shipTo: { id } });

const answers = (story: Story) => story.order.changes.map(({ items }) => items.map((item) => item.decision));
const reasons = (story: Story) => story.order.changes.at(-1)?.items.map((item) => item.reason);
const inErp = (story: Story) => story.order.slots[0]?.erp?.content;

describe('a later wish of a channel', () => {
  it('takes the place of an earlier one that nobody has sent yet', () => {
    const story = accepted()
      .when(shows([to('12')]))
      .when(shows([to('8')]));
    expect([answers(story), story.exceptions]).toEqual([[['declined'], ['pending']], []]);
    expect(story.order.changes[0]?.items[0]?.reason).toBe('A later wish has taken its place.');
    expect(story.due.effects.map(({ body }) => body)).toMatchObject([{ op: 'amend', document: { lines: [{ quantity: '8' }] } }]);
  });

  it('waits for the earlier one that is being sent, and is then sent itself', () => {
    const story = accepted()
      .when(shows([to('12')]))
      .claim('amend')
      .when(shows([to('8')]))
      .confirm('amend');
    expect(inErp(story)).toMatchObject({ '1/1': { quantity: '12' } });
    const done = story.confirm('amend');
    expect([inErp(done), answers(done), done.wants, done.exceptions]).toEqual([
      { '1/1': { quantity: '8', unitPrice: '10' } },
      [['declined'], ['done']],
      [],
      [],
    ]);
  });

  it('is sent though the earlier one was refused meanwhile', () => {
    const story = accepted()
      .when(shows([to('12')]))
      .claim('amend')
      .when(shows([to('8')]))
      .refuse('amend')
      .confirm('amend');
    expect([inErp(story), answers(story), story.exceptions]).toEqual([{ '1/1': { quantity: '8', unitPrice: '10' } }, [['declined'], ['done']], []]);
  });

  it('that goes back to what was ordered is put right in the ERP, which may have the earlier one', () => {
    const story = accepted()
      .when(shows([to('12')]))
      .claim('amend')
      .when(shows([to('10')]))
      .confirm('amend')
      .confirm('amend');
    expect([inErp(story), answers(story), story.wants]).toEqual([{ '1/1': { quantity: '10', unitPrice: '10' } }, [['declined'], ['done']], []]);
  });

  it('of another ship-to takes the place of the earlier place', () => {
    const story = accepted()
      .when(shows([shipTo('C-ACME-2')]))
      .claim('amend')
      .when(shows([shipTo('C-ACME-3')]))
      .confirm('amend')
      .confirm('amend');
    expect([story.order.shipTo, answers(story), story.wants]).toEqual([{ id: 'C-ACME-3' }, [['declined'], ['done']], []]);
  });

  it('about another line leaves the earlier one on its way', () => {
    const story = accepted({ lines: [{ price: '10' }, { price: '20' }] })
      .when(shows([to('12')]))
      .when(shows([onDate('2026-05-01', '2')]));
    expect(answers(story)).toEqual([['pending'], ['pending']]);
    expect(answers(story.confirm('amend'))).toEqual([['done'], ['done']]);
  });

  it('that cannot be followed leaves the earlier one on its way', () => {
    const story = released()
      .when(shows([to('8')]))
      .report(aShipment({ '1/1': { allocated: '10', picked: '9' } }, { state: 'picked' }))
      .when(shows([to('14')]));
    expect(answers(story)).toEqual([['pending'], ['declined']]);
    expect(story.order.lines[0]?.schedules[0]?.pending?.quantity).toBe('8');
  });

  it('does not call a cancellation back', () => {
    const story = accepted()
      .when(cancels())
      .when(shows([to('10')]));
    expect([answers(story), reasons(story)]).toEqual([[['pending'], ['declined']], ['It is being cancelled, which cannot be called back.']]);
    const done = story.confirm('cancel');
    expect([done.order.closed, done.exceptions]).toEqual(['cancelled', [`change:change-${told}`]]);
  });
});

describe('a "no" to a channel', () => {
  it('is kept for an order that is closed, and calls a person until he has accepted the difference', () => {
    const closed = accepted().when(cancels()).confirm('cancel');
    const story = closed.when(shows([to('10'), { kind: 'add-line', add: { id: '2', item: 'X', quantity: { value: '1', unit: 'EA' } } }, shipTo('x')]));
    expect(reasons(story)).toEqual(Array.from({ length: 3 }, () => 'The order is cancelled; place a new one.'));
    expect(story.due.exceptions).toMatchObject([
      { class: 'change-declined', owner: 'customer-service', summary: expect.stringContaining('crm has changed this order'), remedies: ['accept-difference'] },
    ]);
    const pin = story.due.exceptions[0]?.target.pin ?? '';
    const settled = story.when({ kind: 'accept-difference', pin, reason: 'told the customer' });
    expect([settled.exceptions, settled.order.closed, answers(settled).at(-1)]).toEqual([[], 'cancelled', ['declined', 'declined', 'declined']]);
  });

  it('is kept for a cancellation after the point of no return, and what is on its way stays on its way', () => {
    const story = picked({ lines: [{ price: '10' }] }).when(cancels('CANCEL-1'));
    expect(story.order.changes).toMatchObject([
      {
        kind: 'cancellation',
        request: 'CANCEL-1',
        items: [{ line: '1', wish: 'cancel', decision: 'declined', reason: expect.stringContaining('picked already') }],
      },
    ]);
    expect(story.due.exceptions).toMatchObject([{ class: 'change-declined', summary: expect.stringContaining('crm has cancelled this order') }]);
  });

  it('is kept for what nobody takes over, beside what is done', () => {
    const notTaken = [{ line: '1', wish: 'price', decision: 'declined', reason: 'The price is agreed anew.' }] as const;
    const story = accepted().when(shows([to('12')], { notTaken }));
    expect(answers(story)).toEqual([['pending', 'declined']]);
    expect(answers(story.confirm('amend'))).toEqual([['done', 'declined']]);
    expect(story.due.exceptions).toMatchObject([{ summary: expect.stringContaining('Line 1: The price is agreed anew.') }]);
  });

  it('that comes from the ERP later calls a person too', () => {
    const story = accepted().when(shows([to('12')]));
    expect(story.exceptions).toEqual([]);
    const refused = story.refuse('amend', { message: 'The period is closed.' });
    expect(refused.due.exceptions).toMatchObject([{ class: 'change-declined', summary: expect.stringContaining('Line 1: The period is closed.') }]);
    expect(refused.when(shows([to('9')])).exceptions).toEqual([]);
  });

  it('to a client of the API is an answer, and no exception', () => {
    const asked: Said = { kind: 'change', changeId: nextId(), changes: [to('12')], newRoutes: [] };
    expect(picked().when(asked).exceptions).toEqual([]);
  });
});

describe('who asks by a name', () => {
  it('finds the answer under it, also where there was nothing to do', () => {
    const cancelled = accepted().when(cancels()).confirm('cancel');
    expect(cancelled.when(cancels()).events).toEqual([]);
    expect(cancelled.when(cancels('CANCEL-2')).order.changes.at(-1)).toMatchObject({ kind: 'cancellation', request: 'CANCEL-2', items: [] });
    expect(accepted().when(shows([], { request: 'CHANGE-1' })).order.changes).toMatchObject([{ kind: 'change', request: 'CHANGE-1', items: [] }]);
  });
});

describe('a cancellation after part of it was shipped', () => {
  it('cancels the rest and says what stays', () => {
    const story = released({ lines: [{ price: '10' }, { price: '20' }] })
      .report(aShipment({ '1/1': { allocated: '10', picked: '10', shipped: '10' }, '2/1': { allocated: '10' } }))
      .when(cancels());
    expect(answers(story)).toEqual([['declined', 'pending']]);
    expect(story.due.exceptions).toMatchObject([{ class: 'change-declined', evidence: ['Line 1: 10 EA are picked already.'] }]);
  });
});
