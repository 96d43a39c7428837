import type { Answer, Question } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory } from '../flows/testing/story.ts';
import { noObjection, type OrderSketch, placing, someRules, toErp } from './testing/order-builder.ts';

const begin = (sketch: OrderSketch = {}, rules = someRules()) => beginStory(placing(sketch), rules);

/** An answer like the good one, but for some of it. */
function but(more: Partial<Answer> | ((question: Question) => Partial<Answer>)) {
  return (question: Question, asOf: string): Answer => ({ ...noObjection(question, asOf), ...(typeof more === 'function' ? more(question) : more) });
}

/** The same for single lines, by line key. */
function butLines(lines: Readonly<Record<string, Partial<Answer['lines'][number]>>>) {
  return (question: Question, asOf: string): Answer => {
    const good = noObjection(question, asOf);
    return { ...good, lines: good.lines.map((line) => ({ ...line, ...lines[line.lineKey] })) };
  };
}

describe('an answer without objection', () => {
  it('validates the order, fills the prices that were left open, and sends the lines on', () => {
    const story = begin({ lines: [{ price: '12' }, {}] }).answer('erp', butLines({ '1/1': { price: '12' }, '2/1': { price: '9.50' } }));
    expect(story.told).toEqual(['internal.answered', 'order.validated', 'internal.routed']);
    expect(story.order.lines.map((line) => [line.unitPrice, line.priceSource])).toEqual([
      ['12', 'order'],
      ['9.5', 'erp'],
    ]);
    expect(story.wants).toEqual(['create:erp/EDC#1']);
  });

  it('is taken once: the same answer again, or a late one, changes nothing', () => {
    const asked = begin();
    const answered = asked.claim('ask').answer('erp', noObjection);
    const late = answered.when({ kind: 'answered', key: 'ask:erp#1', answer: noObjection(asked.due.asks[0]?.body as Question, asked.at) });
    expect(late.events).toEqual([]);
  });

  it('validates only when every system has answered', () => {
    const story = begin({ lines: [{}, {}], routes: [toErp(), toErp({ system: 'old' })] });
    expect(story.wants).toEqual(['ask:erp#1', 'ask:old#1']);
    const half = story.answer('erp', noObjection);
    expect([half.order.isValidated, half.wants]).toEqual([false, ['create:erp/EDC#1', 'ask:old#1']]);
    expect(half.answer('old', noObjection).told).toContain('order.validated');
  });
});

describe('an objection is a hold with an owner, and is cleared by the next answer', () => {
  const credit = but({ credit: { limit: '100', exposure: '50' } });
  it.each([
    ['an inactive customer', but({ customer: { status: 'inactive' } }), 'customer:*', 'master-data'],
    ['a customer that nobody knows', but({ customer: { status: 'unknown' } }), 'customer:*', 'master-data'],
    ['a credit limit that the order passes', credit, 'credit:*', 'finance'],
    ['a ship-to that is closed', but({ shipTo: { status: 'inactive' } }), 'ship-to:*', 'master-data'],
    ['an item that nobody knows', butLines({ '1/1': { item: 'unknown' } }), 'item:1', 'master-data'],
    ['an item that is not sold any more', butLines({ '1/1': { item: 'discontinued' } }), 'item:1', 'master-data'],
    ['a unit that the item is not sold in', butLines({ '1/1': { isUnitSold: false } }), 'unit:1', 'master-data'],
    ['a price beyond the tolerance', butLines({ '1/1': { price: '9.7' } }), 'price:1', 'customer-service'],
    ['stock that is short', butLines({ '1/1': { available: '9' } }), 'stock:1', 'planning'],
  ])('%s', (_, objection, holdId, owner) => {
    const story = begin({ lines: [{ price: '10' }] }, someRules({ shortStock: 'hold' })).answer('erp', objection);
    expect(story.exceptions).toEqual([`hold:${holdId}`]);
    expect(story.due.exceptions[0]?.owner).toBe(owner);
    expect(story.wants).toEqual([]);
    const asked = story.when({ kind: 'ask-again', system: 'erp', reason: 'it is set right there' });
    const cleared = asked.answer('erp', noObjection);
    expect(cleared.told).toContain('order.hold-cleared');
    expect([cleared.exceptions, cleared.wants]).toEqual([[], ['create:erp/EDC#1']]);
  });

  it('stays, and is not placed twice, while the system objects', () => {
    const story = begin({ lines: [{ price: '10' }] })
      .answer('erp', credit)
      .when({ kind: 'ask-again', system: 'erp', reason: 'again' })
      .answer('erp', credit);
    expect(story.told).toEqual(['internal.answered']);
    expect(story.exceptions).toEqual(['hold:credit:*']);
  });
});

describe('what is no objection', () => {
  it.each([
    ['a price within the tolerance', butLines({ '1/1': { price: '9.9' } }), someRules()],
    ['a price that the system does not tell', butLines({ '1/1': { price: undefined as never } }), someRules()],
    ['short stock, where it may be backordered', butLines({ '1/1': { available: '1' } }), someRules({ shortStock: 'backorder' })],
    ['a credit limit that the order just reaches', but({ credit: { limit: '150', exposure: '50' } }), someRules()],
    ['a customer without a limit', but({ credit: { limit: null, exposure: '99999' } }), someRules()],
  ])('%s', (_, answer, rules) => {
    expect(begin({ lines: [{ price: '10' }] }, rules).answer('erp', answer).exceptions).toEqual([]);
  });

  it('a credit limit, where the customer has paid before', () => {
    const story = begin({ order: { payment: 'prepaid' } }).answer('erp', but({ credit: { limit: '0', exposure: '50' } }));
    expect(story.exceptions).toEqual([]);
  });
});

describe('a hold that a person has cleared', () => {
  it('is not placed again by an answer, but is for a corrected value', () => {
    const held = begin({ lines: [{ price: '12' }] }).answer('erp', butLines({ '1/1': { price: '10' } }));
    const cleared = held.when({ kind: 'clear-hold', holdId: 'price:1', reason: 'agreed by phone' });
    expect(cleared.order.overrides).toEqual(['price:1']);
    expect(cleared.wants).toEqual(['create:erp/EDC#1']);
    const corrected = cleared.when({ kind: 'fix-value', field: 'unitPrice', line: '1', value: '20', reason: 'no, it was 20' });
    expect(corrected.order.overrides).toEqual([]);
  });

  it('lets the line go only once the answer is fresh', () => {
    const held = begin({ lines: [{ price: '10' }] }).answer('erp', but({ credit: { limit: '1', exposure: '0' } }));
    const cleared = held.after(90).when({ kind: 'clear-hold', holdId: 'credit:*', reason: 'the boss says so' });
    expect(cleared.wants).toEqual(['ask:erp#2']);
    expect(cleared.answer('erp', but({ credit: { limit: '1', exposure: '0' } })).wants).toEqual(['create:erp/EDC#1']);
  });
});

describe('two systems that object to the same', () => {
  it('must both take it back', () => {
    const sketch = { lines: [{}, {}], routes: [toErp(), toErp({ system: 'old' })] };
    const inactive = but({ customer: { status: 'inactive' } });
    const held = begin(sketch).answer('erp', inactive).answer('old', inactive);
    expect(held.exceptions).toEqual(['hold:customer:*', 'hold:customer:*@old']);
    const half = held.when({ kind: 'ask-again', system: 'erp', reason: 'active now' }).answer('erp', noObjection);
    expect([half.exceptions, half.wants]).toEqual([['hold:customer:*@old'], []]);
    const whole = half.when({ kind: 'ask-again', system: 'old', reason: 'active now' }).answer('old', noObjection);
    expect(whole.wants).toEqual(['create:erp/EDC#1', 'create:old/EDC#1']);
  });
});

describe('an answer about part of the order', () => {
  it('clears no hold of a line that it says nothing about', () => {
    const two = begin({ lines: [{ price: '10' }, { price: '10' }] }).answer('erp', butLines({ '1/1': { item: 'unknown' }, '2/1': { item: 'unknown' } }));
    const key = 'ask:erp#2';
    const asked = two.when({ kind: 'ask-again', system: 'erp', reason: 'line 2 is there now' });
    const onlySecond = noObjection({ ...(asked.due.asks[0]?.body as Question), lines: asked.due.asks[0]?.body.lines.slice(1) ?? [] }, asked.at);
    expect(asked.when({ kind: 'answered', key, answer: onlySecond }).exceptions).toEqual(['hold:item:1']);
  });

  it('objects to nothing that its system has accepted already', () => {
    const accepted = begin().answer('erp', noObjection).confirm('create');
    const asked = accepted.when({ kind: 'ask-again', system: 'erp', reason: 'just looking' });
    expect(asked.answer('erp', but({ customer: { status: 'inactive' } })).exceptions).toEqual([]);
  });
});

describe('a question that is on its way when the order changes', () => {
  it('counts no more: the newer one is waited for', () => {
    const asked = begin().claim('ask');
    const changed = asked.when({
      kind: 'change',
      changeId: 'c1',
      changes: [{ kind: 'add-line', add: { item: 'HS-1002', quantity: { value: '1', unit: 'EA' } } }],
      newRoutes: [toErp()],
    });
    expect(changed.wants).toEqual(['ask:erp#2']);
    const late = changed.when({ kind: 'answered', key: 'ask:erp#1', answer: noObjection(asked.due.asks[0]?.body as Question, asked.at) });
    expect(late.events).toEqual([]);
    const answered = late.answer('erp', noObjection);
    expect(answered.due.effects[0]?.body).toMatchObject({ op: 'create', document: { lines: [{ lineKey: '1/1' }, { lineKey: '2/1' }] } });
  });

  it('takes in what was added when nobody has sent it yet', () => {
    const changed = begin().when({
      kind: 'change',
      changeId: 'c1',
      changes: [{ kind: 'add-line', add: { item: 'HS-1002', quantity: { value: '1', unit: 'EA' } } }],
      newRoutes: [toErp()],
    });
    expect(changed.wants).toEqual(['ask:erp#1']);
    expect(changed.due.asks[0]?.body.lines.map((line) => line.lineKey)).toEqual(['1/1', '2/1']);
  });

  it('that cannot be asked calls a person, who has it asked again', () => {
    const stopped = begin().stop('ask', 'failed');
    expect([stopped.wants, stopped.exceptions]).toEqual([[], ['failed:ask:erp#1']]);
    expect(stopped.when({ kind: 'ask-again', system: 'erp', reason: 'repaired' }).wants).toEqual(['ask:erp#2']);
    expect(stopped.when({ kind: 'resend', key: 'ask:erp#1', reason: 'repaired' }).wants).toEqual(['ask:erp#2']);
  });
});
