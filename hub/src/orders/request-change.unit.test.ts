import type { ChangeItem } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory, type Said, type Story } from '../flows/testing/story.ts';
import { aShipment, noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

const begin = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules());
const unsent = (sketch: OrderSketch = {}) => begin(sketch).answer('erp', noObjection);
const accepted = (sketch: OrderSketch = {}) => unsent(sketch).confirm('create');
const released = (sketch: OrderSketch = {}) => accepted({ routes: [toErpAndWms()], ...sketch }).confirm('release');

let asked = 0;
function change(...changes: readonly ChangeItem[]): Extract<Said, { kind: 'change' }> {
  asked += 1;
  const added = changes.filter((item) => item.kind === 'add-line').length;
  return { kind: 'change', changeId: `change-${asked}`, reason: 'as asked', changes, newRoutes: Array.from({ length: added }, () => toErp()) };
}

const to = (quantity: string, line = '1'): ChangeItem => ({ kind: 'quantity', line, quantity: { value: quantity, unit: 'EA' } });
const onDate = (requestedDate: string, line = '1'): ChangeItem => ({ kind: 'date', line, requestedDate });
const cancelLine = (line = '1'): ChangeItem => ({ kind: 'cancel-line', line });
const shipTo = (id: string): ChangeItem => ({ kind: 'ship-to', shipTo: { id } });
const addLine = (more: { readonly id?: string } = {}): ChangeItem => ({
  kind: 'add-line',
  add: { item: 'HS-1002', quantity: { value: '3', unit: 'EA' }, ...more },
});

const decisions = (story: Story) => story.order.changes.at(-1)?.items.map((item) => item.decision);
const reasons = (story: Story) => story.order.changes.at(-1)?.items.map((item) => item.reason);
const counts = (story: Story) => story.order.lines.flatMap((line) => line.schedules.map((s) => [s.ordered, s.cancelled]));

describe('a change before anything is sent', () => {
  it.each([
    ['less', to('4'), [['10', '6']]],
    ['more', to('12.50'), [['12.5', '0']]],
    ['the same', to('10.0'), [['10', '0']]],
    ['nothing any more', cancelLine(), [['10', '10']]],
  ])('to %s is done at once', (_, item, expected) => {
    const story = unsent().when(change(item));
    expect([decisions(story), counts(story)]).toEqual([['done'], expected]);
  });

  it('reaches the document that is about to be made', () => {
    const story = unsent({ lines: [{}, {}] }).when(change(to('4'), onDate('2026-05-01'), cancelLine('2')));
    expect(story.due.effects[0]?.body).toMatchObject({ op: 'create', document: { lines: [{ lineKey: '1/1', quantity: '4', requestedDate: '2026-05-01' }] } });
  });

  it('of the ship-to is done at once, and asks again whoever objected to the old one', () => {
    const held = begin().answer('erp', (question, asOf) => ({ ...noObjection(question, asOf), shipTo: { status: 'inactive' } }));
    const story = held.when(change(shipTo('C-ACME-2')));
    expect([decisions(story), story.exceptions, story.wants]).toEqual([['done'], [], ['ask:erp#2']]);
    expect(story.due.asks[0]?.body.shipTo).toEqual({ id: 'C-ACME-2' });
  });

  it('asks again about a line that waits', () => {
    const held = begin().answer('erp', (question, asOf) => ({ ...noObjection(question, asOf), credit: { limit: '50', exposure: '0' } }));
    const story = held.when(change(to('5')));
    expect(story.wants).toEqual(['ask:erp#2']);
    const free = story.answer('erp', (question, asOf) => ({ ...noObjection(question, asOf), credit: { limit: '50', exposure: '0' } }));
    expect([free.exceptions, free.wants]).toEqual([[], ['create:erp/EDC#1']]);
  });

  it('that leaves nothing closes the order as cancelled', () => {
    const story = unsent().when(change(cancelLine()));
    expect([story.order.closed, story.wants, story.due.wakeAt]).toEqual(['cancelled', [], undefined]);
  });
});

describe('a change after the ERP has the order', () => {
  it('is pending until the ERP shows it', () => {
    const story = accepted().when(change(to('4'), onDate('2026-05-01')));
    expect([decisions(story), counts(story)]).toEqual([['pending', 'pending'], [['10', '0']]]);
    expect(story.due.effects).toMatchObject([
      {
        key: 'amend:erp/EDC#1.1',
        reference: 'ORDER1-1.1/1',
        body: { op: 'amend', target: { id: 'SO-ORDER1-1.1' }, document: { reference: 'ORDER1-1.1', lines: [{ quantity: '4', requestedDate: '2026-05-01' }] } },
      },
    ]);
    const done = story.confirm('amend');
    expect(done.told).toEqual(['internal.confirmed', 'order.changed', 'order.cancelled']);
    expect([decisions(done), counts(done), done.wants]).toEqual([['done', 'done'], [['10', '6']], []]);
  });

  it('goes to the warehouse first, which holds the point of no return, then to the ERP', () => {
    const asked = released().when(change(to('4')));
    expect(asked.wants).toEqual(['change-release:erp/EDC#1.1']);
    const there = asked.confirm('change-release');
    expect([there.wants, decisions(there)]).toEqual([['amend:erp/EDC#1.1'], ['pending']]);
    expect(decisions(there.confirm('amend'))).toEqual(['done']);
  });

  it('goes to the ERP first where nothing is released yet', () => {
    const story = accepted({ routes: [toErpAndWms()] }).when(change(to('4')));
    expect(story.wants).toEqual(['amend:erp/EDC#1.1']);
    expect(story.confirm('amend').due.effects).toMatchObject([{ key: 'release:erp/EDC#1', body: { order: { lines: [{ quantity: '4' }] } } }]);
  });

  it('that the warehouse refuses is declined, and nothing is changed anywhere', () => {
    const story = released()
      .when(change(to('4')))
      .refuse('change-release', { message: 'It is on the truck.' });
    expect([decisions(story), reasons(story), counts(story)]).toEqual([['declined'], ['It is on the truck.'], [['10', '0']]]);
    expect([story.wants, story.exceptions]).toEqual([[], []]);
  });

  it('that the ERP refuses after the warehouse agreed is declined, and the warehouse is put back under a new revision', () => {
    const story = released()
      .when(change(to('4')))
      .confirm('change-release')
      .refuse('amend', { message: 'The period is closed.' });
    expect(decisions(story)).toEqual(['declined']);
    expect(story.due.effects).toMatchObject([{ key: 'change-release:erp/EDC#1.2', body: { order: { lines: [{ quantity: '10' }] } } }]);
    expect(story.confirm('change-release').wants).toEqual([]);
  });

  it('of the ship-to is pending until every document shows it', () => {
    const two = { lines: [{}, {}], routes: [toErp(), toErp({ system: 'old' })] };
    const both = begin(two).answer('erp', noObjection).answer('old', noObjection).confirm('create:erp/EDC').confirm('create:old/EDC');
    const asked = both.when(change(shipTo('C-ACME-2')));
    expect([decisions(asked), asked.wants]).toEqual([['pending'], ['amend:erp/EDC#1.1', 'amend:old/EDC#1.1']]);
    const half = asked.confirm('amend:erp/EDC');
    expect([decisions(half), half.order.shipTo]).toEqual([['pending'], { id: 'C-ACME-1' }]);
    expect(half.confirm('amend:old/EDC').order.shipTo).toEqual({ id: 'C-ACME-2' });
    const refused = half.refuse('amend:old/EDC');
    expect([decisions(refused), refused.order.shipTo]).toEqual([['declined'], { id: 'C-ACME-1' }]);
    expect(refused.due.effects).toMatchObject([{ key: 'amend:erp/EDC#1.2', body: { document: { shipTo: { id: 'C-ACME-1' } } } }]);
  });

  it('of one line keeps the others as they are, and the last line that goes cancels the document', () => {
    const story = accepted({ lines: [{}, {}] }).when(change(cancelLine('1')));
    expect(story.due.effects).toMatchObject([{ key: 'amend:erp/EDC#1.1', body: { document: { lines: [{ lineKey: '2/1' }] } } }]);
    const last = story.confirm('amend').when(change(cancelLine('2')));
    expect(last.wants).toEqual(['cancel:erp/EDC#1.2']);
    expect(last.confirm('cancel').order.closed).toBe('cancelled');
  });

  it('adds a line as a document of its own, after asking about it', () => {
    const story = accepted().when(change(addLine()));
    expect([decisions(story), story.wants]).toEqual([['done'], ['ask:erp#2']]);
    const answered = story.answer('erp', noObjection);
    expect(answered.due.effects).toMatchObject([{ key: 'create:erp/EDC/2#1', reference: 'ORDER1-2.1', body: { document: { lines: [{ lineKey: '2/1' }] } } }]);
  });

  it('of a draft that waits for its confirmation changes the draft first', () => {
    const draft = unsent({ routes: [toErp({ steps: ['create', 'confirm'] })] })
      .confirm('create')
      .refuse('confirm', { cause: 'credit' });
    const asked = draft.when(change(to('2')));
    expect(asked.wants).toEqual(['amend:erp/EDC#1.1']);
    const changed = asked.confirm('amend');
    expect([decisions(changed), changed.wants]).toEqual([['done'], ['ask:erp#2']]);
    expect(changed.answer('erp', noObjection).wants).toEqual(['confirm:erp/EDC#1']);
  });
});

describe('a second change while the first is on its way', () => {
  it('of the same line is declined', () => {
    const story = accepted()
      .when(change(to('4')))
      .when(change(to('3')));
    expect(decisions(story)).toEqual(['declined']);
  });

  it('of another line waits for the write that may land, then goes with a key of its own', () => {
    const first = accepted({ lines: [{}, {}] })
      .when(change(to('4', '1')))
      .claim('amend');
    const second = first.when(change(to('5', '2')));
    expect([second.order.awaited, second.wants]).toEqual([['amend:erp/EDC#1.1'], []]);
    const landed = second.confirm('amend');
    expect(landed.due.effects).toMatchObject([{ key: 'amend:erp/EDC#1.2', body: { document: { lines: [{ quantity: '4' }, { quantity: '5' }] } } }]);
    expect(landed.confirm('amend').order.changes.map((c) => c.items[0]?.decision)).toEqual(['done', 'done']);
  });

  it('of another line is tried although the first is refused', () => {
    const first = accepted({ lines: [{}, {}] })
      .when(change(to('4', '1')))
      .claim('amend');
    const refused = first.when(change(to('5', '2'))).refuse('amend');
    expect(refused.order.changes.map((c) => c.items[0]?.decision)).toEqual(['declined', 'pending']);
    const [effect] = refused.due.effects;
    expect(effect).toMatchObject({ body: { op: 'amend', document: { lines: [{ quantity: '10' }, { quantity: '5' }] } } });
    expect(effect?.key).not.toBe('amend:erp/EDC#1.1');
  });

  it('replaces the first where nobody has sent it', () => {
    const story = accepted({ lines: [{}, {}] })
      .when(change(to('4', '1')))
      .when(change(to('5', '2')));
    expect(story.wants).toEqual(['amend:erp/EDC#1.2']);
    expect(story.confirm('amend').order.changes.map((c) => c.items[0]?.decision)).toEqual(['done', 'done']);
  });
});

describe('what is picked stays', () => {
  const picked = (quantity: string) => released().report(aShipment({ '1/1': { allocated: '10', picked: quantity } }, { state: 'picked' }));

  it('so less is granted down to it', () => {
    const story = picked('6').when(change(to('4')));
    expect(story.order.changes[0]?.items).toEqual([
      { line: '1', schedule: '1', wish: 'quantity', decision: 'pending', quantity: '6', reason: '6 EA are picked already and stay.' },
    ]);
  });

  it.each([
    ['less than all that is picked', to('4')],
    ['more', to('12')],
    ['another date', onDate('2026-06-01')],
    ['another ship-to', shipTo('C-ACME-2')],
    ['nothing', cancelLine()],
  ])('so %s is declined', (_, item) => {
    const story = picked('10').when(change(item));
    expect(decisions(story)).toEqual(['declined']);
    expect(story.wants).toEqual([]);
  });

  it('so less is never granted as more, when more was picked than ordered', () => {
    const story = picked('11').when(change(to('4')));
    expect(decisions(story)).toEqual(['declined']);
  });
});

describe('a change that a system cannot follow', () => {
  it.each([
    ['the ERP changes nothing that it has', accepted({ routes: [toErp({ can: [] })] }), 'erp cannot change an order once it has it'],
    ['the warehouse changes nothing that it has', released({ routes: [toErpAndWms({ can: ['amend'] })] }), 'wms cannot change what was released'],
    ['the release is on its way', accepted({ routes: [toErpAndWms({ can: ['amend'] })] }).claim('release'), 'wms cannot change what was released'],
    [
      'a write is in doubt',
      accepted({ lines: [{}, {}] })
        .when(change(to('4', '2')))
        .claim('amend')
        .stop('amend', 'undecidable'),
      'Nobody can tell yet',
    ],
  ] as readonly (readonly [string, Story, string])[])('is declined: %s', (_, story, reason) => {
    const asked = story.when(change(to('3')));
    expect(decisions(asked)).toEqual(['declined']);
    expect(reasons(asked)?.[0]).toContain(reason);
  });

  it('is declined while a difference waits for a person', () => {
    const story = unsent()
      .confirm('create', { differences: ['something'] })
      .when(change(to('3')));
    expect(reasons(story)?.[0]).toContain('that has to be settled first');
  });
});

describe('a change request that is wrong as a whole is refused, naming the field', () => {
  it.each([
    ['a line that is not there', [to('1', '9')], 'unknown-line', 'changes[0].line'],
    ['a schedule that is not there', [{ ...to('1'), schedule: '9' } as ChangeItem], 'unknown-line', 'changes[0].schedule'],
    [
      'another unit',
      [to('1'), { kind: 'quantity', line: '2', quantity: { value: '1', unit: 'CS' } } as ChangeItem],
      'unit-differs',
      'changes[1].quantity.unit',
    ],
    ['a line with several schedules, none named', [to('1', '2')], 'schedule-missing', 'changes[0].schedule'],
    ['a quantity said twice', [to('1'), cancelLine()], 'named-twice', 'changes[1].line'],
    ['a date said twice', [onDate('2026-05-01'), onDate('2026-05-02')], 'named-twice', 'changes[1].line'],
    ['two ship-tos', [shipTo('a'), shipTo('b')], 'named-twice', 'changes[1].shipTo'],
    ['a new line with the id of another', [addLine({ id: '1' })], 'line-exists', 'changes[0].add.id'],
    ['two new lines with one id', [addLine({ id: '7' }), addLine({ id: '7' })], 'named-twice', 'changes[1].add.id'],
    [
      'a new line in another currency',
      [{ kind: 'add-line', add: { item: 'X', quantity: { value: '1', unit: 'EA' }, price: { amount: '1', currency: 'EUR' } } } as ChangeItem],
      'currency-mix',
      'changes[0].add.price.currency',
    ],
  ])('%s', (_, items, code, field) => {
    const story = unsent({ lines: [{}, { quantity: '4', schedules: [{ quantity: '2' }, { quantity: '2' }] }] });
    expect(story.declined(change(...items))).toMatchObject({ code, field });
  });

  it('and so is one for an order that is closed', () => {
    expect(
      unsent()
        .when(change(cancelLine()))
        .declined(change(to('1'))).code,
    ).toBe('order-closed');
  });

  it('but the same request again changes nothing', () => {
    const said = change(to('4'));
    expect(accepted().when(said).when(said).events).toEqual([]);
  });
});

describe('new lines', () => {
  it('get numbers that no other line has', () => {
    const story = unsent().when(change(addLine(), addLine({ id: '2' }), addLine()));
    expect(story.order.lines.map((line) => line.id)).toEqual(['1', '3', '2', '4']);
  });
});
