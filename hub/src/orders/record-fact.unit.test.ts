import { describe, expect, it } from 'vitest';
import { beginStory, type Story } from '../flows/testing/story.ts';
import type { FieldRule, Rules } from './commands.ts';
import { aSalesOrder, aShipment, noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

function accepted(erpChanges: Partial<Rules['erpChanges']> = {}, sketch: OrderSketch = {}): Story {
  const usual = someRules().erpChanges;
  const story = beginStory(placing({ lines: [{ price: '10', date: '2026-03-20' }], ...sketch }), someRules({ erpChanges: { ...usual, ...erpChanges } }));
  return story.answer('erp', noObjection).confirm('create');
}

const counts = (story: Story) => story.order.lines.flatMap((line) => line.schedules.map((s) => [s.ordered, s.cancelled]));
const theirs = (quantity: string, unitPrice = '10') => ({ '1/1': { quantity, unitPrice } });
const decide = (rule: FieldRule) => ({ quantityDown: rule, quantityUp: rule, price: rule, date: rule, cancel: rule });

describe('what a person changes in the ERP', () => {
  it.each([
    ['less', aSalesOrder(theirs('7')), [['10', '3']]],
    ['more', aSalesOrder(theirs('12')), [['12', '0']]],
  ])('is taken over where the ERP owns the quantity: %s', (_, snapshot, expected) => {
    const story = accepted(decide('accept')).report(snapshot);
    expect(story.told).toContain('order.changed');
    expect([counts(story), story.wants, story.exceptions]).toEqual([expected, [], []]);
  });

  it('is taken over where the ERP owns the price or the date', () => {
    const priced = accepted(decide('accept')).report(aSalesOrder(theirs('10', '9')));
    expect([priced.order.lines[0]?.unitPrice, priced.wants]).toEqual(['9', []]);
    const moved = accepted(decide('accept')).report(aSalesOrder(theirs('10'), { requestedDate: '2026-04-01' }));
    expect([moved.order.lines[0]?.schedules[0]?.requestedDate, moved.wants]).toEqual(['2026-04-01', []]);
  });

  it('is told to the warehouse too', () => {
    const story = accepted(decide('accept'), { routes: [toErpAndWms()] })
      .confirm('release')
      .report(aSalesOrder(theirs('7')));
    expect(story.due.effects).toMatchObject([{ key: 'change-release:erp/EDC#1.1', body: { order: { lines: [{ quantity: '7' }] } } }]);
  });

  it.each([
    ['quantity', aSalesOrder(theirs('7'))],
    ['price', aSalesOrder(theirs('10', '9'))],
    ['date', aSalesOrder(theirs('10'), { requestedDate: '2026-04-01' })],
  ])('is written back as ours where we own the %s', (_, snapshot) => {
    const story = accepted(decide('restore')).report(snapshot);
    expect(counts(story)).toEqual([['10', '0']]);
    expect(story.due.effects).toMatchObject([
      { key: 'amend:erp/EDC#1.1', body: { target: { version: '2' }, document: { lines: [{ quantity: '10', unitPrice: '10', requestedDate: '2026-03-20' }] } } },
    ]);
    expect(story.confirm('amend').wants).toEqual([]);
  });

  it('is for a person where the policy says ask; nothing is written meanwhile', () => {
    const story = accepted(decide('ask')).report(aSalesOrder(theirs('7')));
    expect(story.due.exceptions).toMatchObject([
      { key: 'difference:erp/EDC', owner: 'customer-service', remedies: ['accept-difference', 'restore', 'cancel'] },
    ]);
    const accepting = story.when({ kind: 'accept-difference', slot: 'erp/EDC', reason: 'the customer called them' });
    expect([counts(accepting), accepting.wants, accepting.exceptions]).toEqual([[['10', '3']], [], []]);
    const restoring = story.when({ kind: 'restore', slot: 'erp/EDC', reason: 'by mistake' });
    expect([counts(restoring), restoring.wants]).toEqual([[['10', '0']], ['amend:erp/EDC#1.1']]);
    expect(restoring.declined({ kind: 'accept-difference', slot: 'erp/EDC', reason: 'late' }).code).toBe('nothing-to-remedy');
  });

  it('is for a person where one field is to be asked about and another accepted', () => {
    const story = accepted({ quantityDown: 'accept', price: 'ask' }).report(aSalesOrder(theirs('7', '9')));
    expect([story.exceptions, counts(story)]).toEqual([['difference:erp/EDC'], [['10', '0']]]);
  });

  it('is no question any more when they have put it right themselves', () => {
    const story = accepted(decide('ask'))
      .report(aSalesOrder(theirs('7')))
      .report(aSalesOrder(theirs('10'), { version: '3' }));
    expect([story.told, story.exceptions]).toEqual([['internal.reported', 'order.difference-settled'], []]);
  });

  it('is taken over without a word where it is what we want anyway', () => {
    const asked = accepted(decide('ask')).when({
      kind: 'change',
      changeId: 'less',
      changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }],
      newRoutes: [],
    });
    const story = asked.report(aSalesOrder(theirs('4')));
    expect([story.exceptions, story.wants, counts(story)]).toEqual([[], [], [['10', '6']]]);
  });
});

describe('an amendment', () => {
  const dated = { kind: 'change', changeId: 'c', changes: [{ kind: 'date', line: '1', requestedDate: '2026-06-01' }], newRoutes: [] } as const;

  it('names the version that was seen last: the one reported, or the one that our own write has made', () => {
    const reported = accepted().report(aSalesOrder(theirs('10'), { version: '4' }));
    expect(reported.when(dated).due.effects[0]?.body).toMatchObject({ target: { version: '4' } });
    const written = accepted()
      .report(aSalesOrder(theirs('10'), { version: '1' }))
      .when(dated)
      .confirm('amend')
      .when({ ...dated, changeId: 'd', changes: [{ kind: 'date', line: '1', requestedDate: '2026-07-01' }] });
    expect(written.due.effects[0]?.body).toMatchObject({ target: { version: '2' } });
  });
});

describe('an accepted difference', () => {
  it('is pinned: the same version again is no news, a newer one asks again', () => {
    const accepting = accepted(decide('ask'))
      .report(aSalesOrder(theirs('7')))
      .when({ kind: 'accept-difference', slot: 'erp/EDC', reason: 'agreed' });
    expect(accepting.report(aSalesOrder(theirs('7'))).events).toEqual([]);
    expect(accepting.report(aSalesOrder(theirs('7'), { version: '3' })).exceptions).toEqual([]);
    expect(accepting.report(aSalesOrder(theirs('6'), { version: '3' })).exceptions).toEqual(['difference:erp/EDC']);
  });

  it('may be a line of theirs, which stays there', () => {
    const story = accepted(decide('accept')).report(aSalesOrder({ ...theirs('10'), 'ERP-9': '1' }));
    expect(story.exceptions).toEqual(['difference:erp/EDC']);
    const accepting = story.when({ kind: 'accept-difference', slot: 'erp/EDC', reason: 'freight' });
    expect([accepting.wants, accepting.exceptions]).toEqual([[], []]);
    expect(accepting.report(aSalesOrder({ ...theirs('10'), 'ERP-9': '1' }, { version: '4' })).exceptions).toEqual([]);
    expect(story.when({ kind: 'restore', slot: 'erp/EDC', reason: 'not ours' }).wants).toEqual(['amend:erp/EDC#1.1']);
  });

  it('leaves alone what a customer wishes meanwhile', () => {
    const asked = accepted(decide('accept'), { routes: [toErpAndWms()] })
      .confirm('release')
      .when({ kind: 'change', changeId: 'less', changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }], newRoutes: [] });
    const story = asked.report(aSalesOrder(theirs('8')));
    expect(counts(story)).toEqual([['10', '2']]);
    const done = story.confirm('change-release').confirm('amend');
    expect([counts(done), done.order.changes[0]?.items[0]?.decision]).toEqual([[['10', '6']], 'done']);
  });
});

describe('what is no difference', () => {
  it('is the echo of our own write', () => {
    expect(accepted().report(aSalesOrder(theirs('10'), { version: '1' })).wants).toEqual([]);
    const amended = accepted()
      .when({ kind: 'change', changeId: 'less', changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }], newRoutes: [] })
      .confirm('amend');
    const echo = amended.report(aSalesOrder(theirs('4')));
    expect([echo.told, echo.wants, echo.exceptions]).toEqual([['internal.reported'], [], []]);
  });

  it('is what they had before our last write', () => {
    const amended = accepted(decide('accept'))
      .when({ kind: 'change', changeId: 'less', changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }], newRoutes: [] })
      .confirm('amend');
    const late = amended.report(aSalesOrder(theirs('10'), { version: '1' }));
    expect([counts(late), late.wants]).toEqual([[['10', '6']], []]);
  });

  it('is what they show while a write of ours is on its way, until that has ended', () => {
    const claimed = accepted(decide('accept'))
      .when({ kind: 'change', changeId: 'less', changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }], newRoutes: [] })
      .claim('amend');
    const reported = claimed.report(aSalesOrder(theirs('9')));
    expect(counts(reported)).toEqual([['10', '0']]);
    const refused = reported.refuse('amend');
    expect(counts(refused)).toEqual([['10', '1']]);
  });

  it('but what came in before the create was confirmed is judged afterwards', () => {
    const claimed = beginStory(placing({ lines: [{ price: '10' }] }), someRules())
      .answer('erp', noObjection)
      .claim('create');
    const story = claimed.report(aSalesOrder(theirs('7'))).confirm('create');
    expect(counts(story)).toEqual([['10', '3']]);
  });

  it('but what has no version may be old, so a person looks', () => {
    const { version: _, ...versionless } = aSalesOrder(theirs('7'));
    expect(accepted(decide('accept')).report(versionless).exceptions).toEqual(['difference:erp/EDC']);
  });
});

describe('a document that was cancelled in the ERP', () => {
  const cancelled = (version = '2') => aSalesOrder({}, { state: 'cancelled', version });

  it('cancels the order where the ERP owns that, and takes the goods back from the warehouse', () => {
    const story = accepted(decide('accept'), { routes: [toErpAndWms()] })
      .confirm('release')
      .report(cancelled());
    expect([story.wants, story.order.closed]).toEqual([['cancel-release:erp/EDC#1.1'], undefined]);
    expect(story.confirm('cancel-release').order.closed).toBe('cancelled');
  });

  it('is made anew under a new reference where we own it', () => {
    const story = accepted(decide('restore')).report(cancelled());
    expect(story.told).toContain('internal.voided');
    expect(story.due.effects).toMatchObject([{ key: 'create:erp/EDC#2', reference: 'ORDER1-1.2', body: { document: { reference: 'ORDER1-1.2' } } }]);
    const again = story.confirm('create');
    expect([again.order.slots[0]?.acceptedAs, again.wants]).toEqual(['SO-ORDER1-1.2', []]);
    expect(again.report(cancelled('3')).exceptions).toEqual([]);
  });

  it('is made anew without the warehouse being told twice', () => {
    const story = accepted(decide('restore'), { routes: [toErpAndWms()] })
      .confirm('release')
      .report(cancelled())
      .confirm('create');
    expect(story.wants).toEqual([]);
  });

  it('is what was wanted, where the order is being cancelled', () => {
    const asked = accepted(decide('restore')).when({ kind: 'cancel', changeId: 'c', reason: 'not needed' });
    expect(asked.report(cancelled()).order.closed).toBe('cancelled');
  });

  it('gives up the change that was on its way, where the cancellation is accepted', () => {
    const changing = accepted(decide('accept')).when({
      kind: 'change',
      changeId: 'less',
      changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }],
      newRoutes: [],
    });
    const story = changing.report(cancelled());
    expect([story.order.changes[0]?.items[0]?.decision, story.order.closed]).toEqual(['declined', 'cancelled']);
  });

  it('is shown when it comes to life again after the order was closed', () => {
    const closed = accepted(decide('accept')).report(cancelled());
    expect(closed.order.closed).toBe('cancelled');
    const alive = closed.report(aSalesOrder(theirs('10'), { version: '3' }));
    expect([alive.order.closed, alive.exceptions]).toEqual([undefined, ['difference:erp/EDC']]);
    expect(alive.when({ kind: 'restore', slot: 'erp/EDC', reason: 'by mistake' }).due.effects).toMatchObject([{ body: { op: 'cancel' } }]);
  });

  it('tells nothing of its successor when an outcome of its own comes late', () => {
    const changing = accepted(decide('restore'))
      .when({ kind: 'change', changeId: 'less', changes: [{ kind: 'date', line: '1', requestedDate: '2026-06-01' }], newRoutes: [] })
      .claim('amend')
      .stop('amend', 'failed');
    const effect = accepted(decide('restore')).when({
      kind: 'change',
      changeId: 'less',
      changes: [{ kind: 'date', line: '1', requestedDate: '2026-06-01' }],
      newRoutes: [],
    }).due.effects[0];
    if (!effect) throw new Error('No amendment is due.');
    const renewed = changing.report(cancelled()).confirm('create');
    const late = renewed.when({
      kind: 'confirmed',
      key: effect.key,
      system: 'erp',
      body: effect.body,
      document: { id: 'SO-OLD' },
      snapshots: [],
      differences: [],
    });
    expect(late.order.slots[0]?.erp?.document.id).toBe('SO-ORDER1-1.2');
  });
});

describe('a fact', () => {
  it('changes nothing when it comes again, or late', () => {
    const story = accepted().report(aShipment({ '1/1': { shipped: '5' } }, { system: 'erp', version: '2' }));
    expect(story.report(aShipment({ '1/1': { shipped: '5' } }, { system: 'erp', version: '2' })).events).toEqual([]);
    expect(story.report(aShipment({ '1/1': { shipped: '3' } }, { system: 'erp', version: '1' })).events).toEqual([]);
  });

  it('has master data asked about again where it may be the cause of a hold', () => {
    const held = beginStory(placing(), someRules()).answer('erp', (q, asOf) => ({ ...noObjection(q, asOf), customer: { status: 'inactive' } }));
    const changed = { kind: 'master-data', change: { system: 'erp', kind: 'customer', id: 'C-ACME' } } as const;
    const asked = held.when(changed);
    expect(asked.wants).toEqual(['ask:erp#2']);
    expect(asked.when(changed).events).toEqual([]);
    expect(asked.claim('ask').when(changed).wants).toEqual(['ask:erp#3']);
    expect(accepted().when(changed).events).toEqual([]);
    expect(held.when({ ...changed, change: { ...changed.change, system: 'old' } }).events).toEqual([]);
  });

  it('of a system that is never asked leaves a hold to a person', () => {
    const held = beginStory(placing({ routes: [toErp({ isAsked: false })] }), someRules()).refuse('create', { cause: 'credit' });
    const story = held.when({ kind: 'master-data', change: { system: 'erp', kind: 'credit', id: 'C-ACME' } });
    expect([story.events, story.due.exceptions[0]?.remedies]).toEqual([[], ['clear-hold', 'cancel']]);
  });
});
