import { describe, expect, it } from 'vitest';
import { beginStory, type Story } from '../flows/testing/story.ts';
import { noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

const steps = ['create', 'quote', 'confirm'] as const;
const begin = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules()).answer('erp', noObjection);

describe('the steps of a route', () => {
  it('are due one after the other, each with what the one before has brought', () => {
    const created = begin({ routes: [toErp({ steps })] }).confirm('create');
    expect(created.wants).toEqual(['quote:erp/EDC#1']);
    const quoted = created.confirm('quote');
    expect(quoted.wants).toEqual(['confirm:erp/EDC#1']);
    expect(quoted.due.effects[0]?.body).toMatchObject({ op: 'confirm', reference: 'ORDER1-1.1', target: { id: 'SO-ORDER1-1.1', version: '2' } });
    const confirmed = quoted.confirm('confirm');
    expect(confirmed.told).toEqual(['internal.confirmed', 'order.accepted', 'order.released']);
    expect(confirmed.order.slots[0]?.acceptedAs).toBe('SO-ORDER1-1.1');
    expect(confirmed.wants).toEqual([]);
  });

  it('lead to the release where a warehouse has a system of its own, with the number of the ERP on it', () => {
    const accepted = begin({ routes: [toErpAndWms()] }).confirm('create', { document: { number: 'S-17' } });
    expect(accepted.told).not.toContain('order.released');
    expect(accepted.due.effects).toMatchObject([
      {
        key: 'release:erp/EDC#1',
        system: 'wms',
        reference: 'ORDER1-1.1',
        body: { order: { orderNumber: 'S-17', lines: [{ lineKey: '1/1', quantity: '10' }] } },
      },
    ]);
    expect(accepted.confirm('release').told).toEqual(['internal.confirmed', 'order.released']);
  });

  it('start the clock for shipping from the day that the customer asked for', () => {
    const story = begin({ order: { requestedDate: '2026-03-20' } }).confirm('create');
    expect(story.order.deadlines.ship).toBe('2026-03-21T00:00:00.000Z');
  });
});

describe('a confirmation', () => {
  it('counts once', () => {
    const claimed = begin().claim('create');
    const body = claimed.due.effects[0]?.body;
    if (body?.op !== 'create') throw new Error('No create is due.');
    const said = { kind: 'confirmed', key: 'create:erp/EDC#1', system: 'erp', body, document: { id: 'SO-1' }, snapshots: [], differences: [] } as const;
    const once = claimed.when(said);
    expect(once.when({ ...said, document: { id: 'SO-2' } }).events).toEqual([]);
    expect(once.when({ kind: 'stopped', key: said.key, why: 'undecidable', message: 'late' }).events).toEqual([]);
    expect(once.when({ kind: 'refused', key: said.key, body, code: 'late', message: 'late' }).events).toEqual([]);
    expect(once.when({ kind: 'absent', key: said.key }).events).toEqual([]);
  });

  it('that comes late overrules the doubt that somebody was called for', () => {
    const late = begin().claim('create').stop('create', 'undecidable').confirm('create');
    expect([late.exceptions, late.order.slots[0]?.acceptedAs]).toEqual([[], 'SO-ORDER1-1.1']);
  });

  it('that shows something else than we sent stops before the next step until a person has decided', () => {
    const story = begin({ routes: [toErp({ steps })] }).confirm('create', { differences: ['shipTo is missing'] });
    expect([story.exceptions, story.wants]).toEqual([['difference:erp/EDC'], []]);
    const accepted = story.when({ kind: 'accept-difference', slot: 'erp/EDC', reason: 'it is the default' });
    expect([accepted.exceptions, accepted.wants]).toEqual([[], ['quote:erp/EDC#1']]);
    const restored = story.when({ kind: 'restore', slot: 'erp/EDC', reason: 'it must be there' });
    expect([restored.exceptions, restored.wants]).toEqual([[], ['amend:erp/EDC#1.1']]);
    expect(restored.confirm('amend').wants).toEqual(['quote:erp/EDC#1']);
  });

  it('of a warehouse that shows something else is settled there, not in the ERP', () => {
    const story = begin({ routes: [toErpAndWms()] })
      .confirm('create')
      .confirm('release', { differences: ['line 1/1: unit CS, we wrote EA'] });
    expect(story.exceptions).toEqual(['difference:erp/EDC:warehouse']);
    expect(story.due.exceptions[0]?.summary).toContain('wms shows');
    const restored = story.when({ kind: 'restore', slot: 'erp/EDC', reason: 'pieces' });
    expect(restored.wants).toEqual(['change-release:erp/EDC#1.1']);
    expect(restored.confirm('change-release').wants).toEqual([]);
  });
});

describe('a refused step', () => {
  it.each([
    ['credit', 'credit:*', 'finance'],
    ['customer', 'customer:*', 'master-data'],
    ['ship-to', 'ship-to:*', 'master-data'],
    ['price', 'price:1', 'customer-service'],
    ['stock', 'stock:1', 'planning'],
    ['item', 'item:1', 'master-data'],
  ])('for %s becomes a hold, and reopens just that step when it is cleared', (cause, holdId, owner) => {
    const story = begin({ routes: [toErp({ steps })] });
    const refused = story.refuse('create', { cause, field: 'lines[0].item' });
    expect(refused.due.exceptions.map((e) => [e.key, e.owner])).toEqual([[`hold:${holdId}`, owner]]);
    expect(refused.wants).toEqual([]);
    const cleared = refused.when({ kind: 'clear-hold', holdId, reason: 'settled' });
    expect([cleared.wants, cleared.exceptions]).toEqual([['create:erp/EDC#1'], []]);
  });

  it('keeps what was done before it', () => {
    const refused = begin({ routes: [toErp({ steps })] })
      .confirm('create')
      .confirm('quote')
      .refuse('confirm', { cause: 'credit' });
    expect(refused.exceptions).toEqual(['hold:credit:*']);
    const asked = refused.after(30).when({ kind: 'tick' });
    expect(asked.wants).toEqual(['ask:erp#2']);
    const cleared = asked.answer('erp', noObjection);
    expect(cleared.wants).toEqual(['confirm:erp/EDC#1']);
    expect(cleared.due.effects[0]?.reopened).toBe(1);
  });

  it('lets the other lines go on where it was one line that was refused', () => {
    const refused = begin({ lines: [{ id: 'a' }, { id: 'b' }] }).refuse('create', { cause: 'item', field: 'lines[1].item' });
    expect([refused.exceptions, refused.wants]).toEqual([['hold:item:b'], ['create:erp/EDC#1']]);
    expect(refused.due.effects[0]?.body).toMatchObject({ document: { lines: [{ lineKey: 'a/1' }] } });
    const later = refused.confirm('create').when({ kind: 'clear-hold', holdId: 'item:b', reason: 'it is there now' });
    expect(later.wants).toEqual(['create:erp/EDC/2#1']);
  });

  it('stops the others too where the order ships complete', () => {
    const refused = begin({ lines: [{}, {}], isShipComplete: true }).refuse('create', { cause: 'item', field: 'lines[1].item' });
    expect([refused.exceptions, refused.wants]).toEqual([['hold:item:2'], []]);
    const cleared = refused.when({ kind: 'clear-hold', holdId: 'item:2', reason: 'it is there now' });
    expect(cleared.due.effects[0]?.body).toMatchObject({ document: { lines: [{ lineKey: '1/1' }, { lineKey: '2/1' }] } });
  });

  it('without a cause that we know is for a person, who has it sent again', () => {
    const refused = begin().refuse('create', { code: 'strange' });
    expect(refused.exceptions).toEqual(['refused:create:erp/EDC#1']);
    const again = refused.when({ kind: 'resend', key: 'create:erp/EDC#1', reason: 'they say it was a mistake' });
    expect([again.exceptions, again.due.effects.map((e) => [e.key, e.reopened])]).toEqual([[], [['create:erp/EDC#1', 1]]]);
  });

  it('is shown although a person has cleared that hold before', () => {
    const overridden = begin().refuse('create', { cause: 'credit' }).when({ kind: 'clear-hold', holdId: 'credit:*', reason: 'the boss says so' });
    expect(overridden.refuse('create', { cause: 'credit' }).exceptions).toEqual(['refused:create:erp/EDC#1']);
  });

  it('is not due again when it is refused twice', () => {
    const refused = begin().claim('create').refuse('create', { cause: 'credit' });
    expect(refused.when({ kind: 'stopped', key: 'create:erp/EDC#1', why: 'undecidable', message: 'late' }).events).toEqual([]);
  });
});

describe('an effect that nobody can tell the end of', () => {
  const inDoubt = (): Story => begin().claim('create').stop('create', 'undecidable');

  it('waits for a person, with all that can be done', () => {
    expect(inDoubt().wants).toEqual([]);
    expect(inDoubt().due.exceptions).toMatchObject([
      { key: 'in-doubt:create:erp/EDC#1', owner: 'integration', remedies: ['probe-again', 'confirm-by-hand', 'resend', 'cancel'] },
    ]);
  });

  it('is sent again once a probe has shown that nothing is there', () => {
    const story = inDoubt().absent('create');
    expect([story.wants, story.exceptions]).toEqual([['create:erp/EDC#1'], []]);
    expect(story.absent('create').events).toEqual([]);
  });

  it('is confirmed by hand when a person has seen the document', () => {
    const body = begin().due.effects[0]?.body;
    if (!body) throw new Error('No create is due.');
    const said = { kind: 'confirm-by-hand', key: 'create:erp/EDC#1', system: 'erp', body, document: { id: 'SO-7' }, reason: 'seen' } as const;
    const story = inDoubt().when(said);
    expect(story.order.slots[0]).toMatchObject({ acceptedAs: 'SO-7', erp: { document: { id: 'SO-7' } } });
    expect(story.declined(said).code).toBe('nothing-to-remedy');
  });
});

describe('an effect that could not be done', () => {
  it('is sent again by a person', () => {
    const story = begin().claim('create').stop('create', 'failed');
    expect(story.due.exceptions).toMatchObject([{ key: 'failed:create:erp/EDC#1', remedies: ['resend', 'cancel'] }]);
    expect(story.when({ kind: 'resend', key: 'create:erp/EDC#1', reason: 'repaired' }).wants).toEqual(['create:erp/EDC#1']);
  });
});
