import type { Answer, Question } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory, type Said, type Story } from '../flows/testing/story.ts';
import { noObjection, type OrderSketch, placing, someRules, toErp } from './testing/order-builder.ts';

const begin = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules());
const reason = 'somebody has looked';

function objecting(more: Partial<Answer>, line: Partial<Answer['lines'][number]> = {}) {
  return (question: Question, asOf: string): Answer => {
    const good = { ...noObjection(question, asOf), ...more };
    return { ...good, lines: good.lines.map((one) => ({ ...one, ...line })) };
  };
}

const fix = (field: Extract<Said, { kind: 'fix-value' }>['field'], value: string, line?: string): Said => ({
  kind: 'fix-value',
  field,
  value,
  reason,
  ...(line !== undefined && { line }),
});

describe('correcting a value', () => {
  it.each([
    ['the item', objecting({}, { item: 'unknown' }), fix('item', 'HS-1002', '1'), 'hold:item:1'],
    ['the unit', objecting({}, { isUnitSold: false }), fix('unit', 'CS', '1'), 'hold:unit:1'],
    ['the price', objecting({}, { price: '20' }), fix('unitPrice', '20.00', '1'), 'hold:price:1'],
    ['the customer', objecting({ customer: { status: 'unknown' } }), fix('customer', 'C-BRIGHT'), 'hold:customer:*'],
    ['the ship-to', objecting({ shipTo: { status: 'unknown' } }), fix('shipTo.id', 'C-ACME-2'), 'hold:ship-to:*'],
  ])('%s clears its hold, asks anew about the new one, and goes on', (_, objection, said, hold) => {
    const held = begin({ lines: [{ price: '10' }] }).answer('erp', objection);
    expect(held.exceptions).toEqual([hold]);
    expect(held.due.exceptions[0]?.remedies).toContain('fix-value');
    const fixed = held.when(said);
    expect([fixed.exceptions, fixed.wants]).toEqual([[], ['ask:erp#2']]);
    const free = fixed.answer('erp', noObjection);
    expect([free.exceptions, free.wants]).toEqual([[], ['create:erp/EDC#1']]);
  });

  it('is in the question and in the document from then on', () => {
    const fixed = begin()
      .answer('erp', objecting({}, { item: 'unknown' }))
      .when(fix('item', 'HS-1002', '1'));
    expect(fixed.due.asks[0]?.body.lines[0]?.item).toBe('HS-1002');
    expect(fixed.answer('erp', noObjection).due.effects[0]?.body).toMatchObject({ document: { lines: [{ item: 'HS-1002' }] } });
  });

  it('keeps a credit hold until the answer for the new customer', () => {
    const held = begin().answer('erp', objecting({ credit: { limit: '1', exposure: '0' } }));
    const fixed = held.when(fix('customer', 'C-BRIGHT'));
    expect([fixed.exceptions, fixed.wants]).toEqual([['hold:credit:*'], ['ask:erp#2']]);
    expect(fixed.answer('erp', noObjection).exceptions).toEqual([]);
  });

  it('sends a refused create again under the same key', () => {
    const refused = begin().answer('erp', noObjection).refuse('create', { code: 'bad-po' });
    const fixed = refused.when(fix('purchaseOrder', 'PO-2'));
    expect(fixed.due.effects).toMatchObject([{ key: 'create:erp/EDC#1', reopened: 1, body: { document: { purchaseOrder: 'PO-2' } } }]);
  });

  it.each([
    ['a line that is not there', fix('item', 'X', '9'), 'unknown-line', 'line'],
    ['a line that is not named', fix('item', 'X'), 'unknown-line', 'line'],
    ['a price that is no number', fix('unitPrice', 'ten', '1'), 'bad-value', 'value'],
    ['a price below zero', fix('unitPrice', '-1', '1'), 'bad-value', 'value'],
    ['a unit that nobody knows', fix('unit', 'toString', '1'), 'bad-value', 'value'],
    ['nothing', fix('customer', '  '), 'bad-value', 'value'],
    ['control characters', fix('customer', 'C\u0000'), 'bad-value', 'value'],
    ['a novel', fix('customer', 'x'.repeat(201)), 'bad-value', 'value'],
    ['what it is already', fix('customer', 'C-ACME'), 'nothing-to-remedy', undefined],
  ])('to or of %s is declined', (_, said, code, field) => {
    const declined = begin().declined(said);
    expect([declined.code, declined.field]).toEqual([code, field]);
  });

  it.each([
    ['has it', (story: Story) => story.confirm('create')],
    ['may have it', (story: Story) => story.claim('create')],
    ['may have it, and nobody can tell', (story: Story) => story.stop('create', 'undecidable')],
  ])('is declined once the ERP %s: that is a change', (_, sent) => {
    const story = sent(begin().answer('erp', noObjection));
    expect(story.declined(fix('item', 'X', '1')).code).toBe('point-of-no-return');
  });
});

describe('a remedy whose cause is gone is declined', () => {
  const story = begin({ routes: [toErp({ isAsked: false })] }).confirm('create');
  it.each<[string, Said]>([
    ['clearing a hold', { kind: 'clear-hold', holdId: 'credit:*', reason }],
    ['asking a system that was never asked', { kind: 'ask-again', system: 'erp', reason }],
    ['sending again what went well', { kind: 'resend', key: 'create:erp/EDC#1', reason }],
    ['confirming by hand what went well', { kind: 'confirm-by-hand', key: 'create:erp/EDC#1', system: 'erp', document: { id: 'SO' }, reason }],
    ['accepting a difference', { kind: 'accept-difference', slot: 'erp/EDC', reason }],
    ['restoring', { kind: 'restore', slot: 'erp/EDC', reason }],
    ['saying that it has arrived', { kind: 'accept-difference', pin: 'delivered', reason }],
  ])('%s', (_, said) => {
    expect(story.declined(said).code).toBe('nothing-to-remedy');
  });
});

describe('asking again', () => {
  it('opens no second question while one is open', () => {
    expect(begin().when({ kind: 'ask-again', system: 'erp', reason }).events).toEqual([]);
  });

  it('is declined for an order that is closed', () => {
    const closed = begin().answer('erp', noObjection).when({ kind: 'cancel', changeId: 'c', reason });
    expect(closed.declined({ kind: 'ask-again', system: 'erp', reason }).code).toBe('nothing-to-remedy');
  });
});

describe('what is offered for a hold', () => {
  it('is only what can work', () => {
    const unasked = begin({ routes: [toErp({ isAsked: false })] }).refuse('create', { cause: 'item', field: 'lines[0].item' });
    expect(unasked.due.exceptions[0]?.remedies).toEqual(['clear-hold', 'fix-value', 'cancel']);
    const sent = begin({ routes: [toErp({ steps: ['create', 'confirm'] })] })
      .answer('erp', noObjection)
      .confirm('create')
      .refuse('confirm', { cause: 'customer' });
    expect(sent.due.exceptions[0]?.remedies).toEqual(['ask-again', 'clear-hold', 'cancel']);
  });
});
