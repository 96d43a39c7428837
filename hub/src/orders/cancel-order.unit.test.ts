import { describe, expect, it } from 'vitest';
import { beginStory, type Said, type Story } from '../flows/testing/story.ts';
import { aShipment, noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

const unsent = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules()).answer('erp', noObjection);
const accepted = (sketch: OrderSketch = {}) => unsent(sketch).confirm('create');
const released = (sketch: OrderSketch = {}) => accepted({ routes: [toErpAndWms()], ...sketch }).confirm('release');

const cancel = (changeId = 'cancel-1'): Said => ({ kind: 'cancel', changeId, reason: 'not needed' });
const decisions = (story: Story) => story.order.changes.map((change) => change.items.map((item) => item.decision));

describe('cancelling an order', () => {
  it('that nobody has sent is done at once', () => {
    const story = unsent().when(cancel());
    expect(story.told).toEqual(['order.change-requested', 'order.changed', 'order.cancelled', 'order.closed']);
    expect([story.order.closed, story.wants]).toEqual(['cancelled', []]);
    expect(story.events.find((event) => event.type === 'order.cancelled')).toMatchObject({ whole: true, reason: 'not needed' });
  });

  it('that waits for a hold drops the hold', () => {
    const held = beginStory(placing(), someRules()).answer('erp', (q, asOf) => ({ ...noObjection(q, asOf), customer: { status: 'inactive' } }));
    const story = held.when(cancel());
    expect([story.order.holds, story.exceptions, story.order.closed]).toEqual([[], [], 'cancelled']);
  });

  it('that the ERP has cancels its document, and closes when that is confirmed', () => {
    const asked = accepted().when(cancel());
    expect([decisions(asked), asked.order.closed]).toEqual([[['pending']], undefined]);
    expect(asked.due.effects).toMatchObject([{ key: 'cancel:erp/EDC#1.1', body: { op: 'cancel', reason: 'not needed', target: { id: 'SO-ORDER1-1.1' } } }]);
    const done = asked.confirm('cancel');
    expect([decisions(done), done.order.closed]).toEqual([[['done']], 'cancelled']);
  });

  it('that the warehouse has is taken back there first', () => {
    const asked = released().when(cancel());
    expect(asked.wants).toEqual(['cancel-release:erp/EDC#1.1']);
    const back = asked.confirm('cancel-release');
    expect(back.wants).toEqual(['cancel:erp/EDC#1.1']);
    expect(back.confirm('cancel').order.closed).toBe('cancelled');
  });

  it('that the warehouse does not give back goes on', () => {
    const story = released().when(cancel()).refuse('cancel-release', { message: 'It is picked.' });
    expect([decisions(story), story.wants, story.order.closed]).toEqual([[['declined']], [], undefined]);
  });

  it('that the ERP does not cancel is released anew, under the revision that wants it again', () => {
    const story = released().when(cancel()).confirm('cancel-release').refuse('cancel');
    expect(decisions(story)).toEqual([['declined']]);
    expect(story.due.effects).toMatchObject([{ key: 'release:erp/EDC#1.2', reference: 'ORDER1-1.1.2', body: { order: { reference: 'ORDER1-1.1.2' } } }]);
    const again = story.confirm('release');
    expect([again.wants, again.order.slots[0]?.warehouse?.isCancelled]).toEqual([[], undefined]);
    // A change of what was released anew names it as the warehouse knows it.
    const changed = again.when({
      kind: 'change',
      changeId: 'c',
      changes: [{ kind: 'quantity', line: '1', quantity: { value: '1', unit: 'EA' } }],
      newRoutes: [],
    });
    expect(changed.due.effects[0]?.body).toMatchObject({ op: 'change-release', order: { reference: 'ORDER1-1.1.2' } });
  });

  it('of which part is picked cancels the rest', () => {
    const picked = released({ lines: [{}, {}] }).report(aShipment({ '1/1': { picked: '10' }, '2/1': { picked: '4' } }, { state: 'picked' }));
    const story = picked.when(cancel());
    expect(story.order.changes[0]?.items.map((item) => [item.decision, item.quantity])).toEqual([
      ['declined', undefined],
      ['pending', '4'],
    ]);
    expect(story.due.effects).toMatchObject([
      {
        key: 'change-release:erp/EDC#1.1',
        body: {
          order: {
            lines: [
              { lineKey: '1/1', quantity: '10' },
              { lineKey: '2/1', quantity: '4' },
            ],
          },
        },
      },
    ]);
  });

  it('that is picked altogether is declined', () => {
    const picked = released().report(aShipment({ '1/1': { picked: '10' } }, { state: 'picked' }));
    expect(picked.declined(cancel())).toMatchObject({ code: 'point-of-no-return' });
  });

  it('twice is cancelling once', () => {
    const pending = accepted().when(cancel());
    expect(pending.when(cancel()).events).toEqual([]);
    expect(pending.when(cancel('cancel-2')).events).toEqual([]);
    expect(pending.confirm('cancel').when(cancel('cancel-2')).events).toEqual([]);
  });

  it('comes before a change that is still on its way', () => {
    const changing = accepted().when({
      kind: 'change',
      changeId: 'less',
      changes: [{ kind: 'quantity', line: '1', quantity: { value: '4', unit: 'EA' } }],
      newRoutes: [],
    });
    const story = changing.claim('amend').when(cancel());
    expect([decisions(story), story.wants, story.order.awaited]).toEqual([[['declined'], ['pending']], [], ['amend:erp/EDC#1.1']]);
    expect(story.confirm('amend').wants).toEqual(['cancel:erp/EDC#1.2']);
  });

  it('that is completed asks for a return instead', () => {
    const done = accepted().report(aShipment({ '1/1': { shipped: '10', delivered: '10' } }, { system: 'erp', state: 'delivered' }));
    expect(done.order.closed).toBe('completed');
    expect(done.declined(cancel())).toMatchObject({ code: 'order-closed' });
  });
});

describe('cancelling while the create is on its way', () => {
  const racing = () => unsent().claim('create').when(cancel());

  it('is pending until the outcome is known', () => {
    expect([decisions(racing()), racing().wants, racing().order.closed]).toEqual([[['pending']], [], undefined]);
    expect(racing().order.awaited).toEqual(['create:erp/EDC#1']);
  });

  it('is done when the ledger has withdrawn it, which nobody tells', () => {
    const looking = racing().after(5);
    expect(looking.due.wakeAt).toBe(looking.at);
    expect(looking.when({ kind: 'tick' }).order.awaited).toEqual(['create:erp/EDC#1']);
    expect(looking.withdraw('create').when({ kind: 'tick' }).order.closed).toBe('cancelled');
  });

  it('cancels the document that was made', () => {
    const made = racing().confirm('create');
    expect(made.wants).toEqual(['cancel:erp/EDC#1.1']);
    expect(made.confirm('cancel').order.closed).toBe('cancelled');
  });

  it('is done when nothing was made', () => {
    expect(racing().absent('create').order.closed).toBe('cancelled');
    expect(racing().refuse('create', { cause: 'credit' }).order.closed).toBe('cancelled');
  });

  it('waits for a person when nobody can tell', () => {
    const story = racing().stop('create', 'undecidable');
    expect([story.exceptions, story.order.closed]).toEqual([['in-doubt:create:erp/EDC#1'], undefined]);
    expect(story.absent('create').order.closed).toBe('cancelled');
    expect(story.confirm('create').wants).toEqual(['cancel:erp/EDC#1.1']);
  });

  it('finds the document even when it appears after the order was closed', () => {
    const claimed = unsent().claim('create');
    const body = claimed.due.effects[0]?.body;
    if (!body) throw new Error('No create is due.');
    const closed = claimed.when(cancel()).absent('create');
    const late = closed.when({ kind: 'confirmed', key: 'create:erp/EDC#1', system: 'erp', body, document: { id: 'SO-LATE' }, snapshots: [], differences: [] });
    expect(late.told).toContain('order.reopened');
    expect(late.due.effects).toMatchObject([{ body: { op: 'cancel', target: { id: 'SO-LATE' } } }]);
    expect(late.confirm('cancel').order.closed).toBe('cancelled');
  });
});

describe('cancelling while a later step is on its way', () => {
  it('waits for the confirmation, then cancels what it has made', () => {
    const story = unsent({ routes: [toErp({ steps: ['create', 'confirm'] })] })
      .confirm('create')
      .claim('confirm')
      .when(cancel());
    expect([story.wants, story.order.awaited]).toEqual([[], ['confirm:erp/EDC#1']]);
    expect(story.confirm('confirm').wants).toEqual(['cancel:erp/EDC#1.1']);
  });

  it('waits for the release, then takes it back before the ERP is told', () => {
    const story = accepted({ routes: [toErpAndWms()] })
      .claim('release')
      .when(cancel());
    expect([story.wants, story.order.awaited]).toEqual([[], ['release:erp/EDC#1']]);
    const out = story.confirm('release');
    expect(out.wants).toEqual(['cancel-release:erp/EDC#1.1']);
    expect(out.confirm('cancel-release').wants).toEqual(['cancel:erp/EDC#1.1']);
  });

  it('goes to the ERP at once where the release was never sent', () => {
    expect(accepted({ routes: [toErpAndWms()] }).when(cancel()).wants).toEqual(['cancel:erp/EDC#1.1']);
  });

  it('waits for a person where nobody can tell whether the warehouse has it', () => {
    const story = accepted({ routes: [toErpAndWms()] })
      .claim('release')
      .stop('release', 'undecidable')
      .when(cancel());
    expect([story.wants, story.exceptions]).toEqual([[], ['in-doubt:release:erp/EDC#1']]);
    expect(story.absent('release').wants).toEqual(['cancel:erp/EDC#1.1']);
  });
});
