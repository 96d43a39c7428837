import type { Answer, Question } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory, type Story } from '../flows/testing/story.ts';
import { noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from './testing/order-builder.ts';

const begin = (sketch: OrderSketch = {}) => beginStory(placing(sketch), someRules());

/** No objection but to one line, whose item is unknown. */
function unknownItem(lineKey: string) {
  return (question: Question, asOf: string): Answer => {
    const good = noObjection(question, asOf);
    return { ...good, lines: good.lines.map((line) => (line.lineKey === lineKey ? { ...line, item: 'unknown' } : line)) };
  };
}

function linesOf(story: Story, key: string): readonly string[] {
  const body = story.due.effects.find((effect) => effect.key === key)?.body;
  return body?.op === 'create' ? body.document.lines.map((line) => line.lineKey) : [];
}

const ask = (story: Story) => story.when({ kind: 'ask-again', system: 'erp', reason: 'the item is there now' });

describe('lines that nothing holds', () => {
  it('go on while another line is held', () => {
    const story = begin({ lines: [{}, {}] }).answer('erp', unknownItem('2/1'));
    expect(story.exceptions).toEqual(['hold:item:2']);
    expect(linesOf(story, 'create:erp/EDC#1')).toEqual(['1/1']);
  });

  it('wait for the others where the order ships complete', () => {
    const story = begin({ lines: [{}, {}], isShipComplete: true }).answer('erp', unknownItem('2/1'));
    expect(story.wants).toEqual([]);
    expect(linesOf(ask(story).answer('erp', noObjection), 'create:erp/EDC#1')).toEqual(['1/1', '2/1']);
  });

  it('wait where the whole order is held', () => {
    const story = begin({ lines: [{}, {}] }).answer('erp', (question, asOf) => ({ ...noObjection(question, asOf), customer: { status: 'inactive' } }));
    expect(story.wants).toEqual([]);
  });

  it('become one document per system, warehouse and fulfiller', () => {
    const routes = [toErp(), toErp({ warehouse: 'WDC' }), toErp({ system: 'old' }), toErpAndWms(), toErp()];
    const story = begin({ lines: [{}, {}, {}, {}, {}], routes: routes.map((route) => ({ ...route, isAsked: false })) });
    expect(story.wants.map((key) => [key, linesOf(story, key)])).toEqual([
      ['create:erp/EDC#1', ['1/1', '5/1']],
      ['create:erp/WDC#1', ['2/1']],
      ['create:old/EDC#1', ['3/1']],
      ['create:erp/EDC/2#1', ['4/1']],
    ]);
  });

  it('have a slot whose name can be read back, whatever the warehouse is called', () => {
    const story = begin({ routes: [toErp({ warehouse: 'a/b:c#d', isAsked: false })] });
    expect(story.wants).toEqual(['create:erp/a%2Fb%3Ac%23d#1']);
    expect(story.confirm('create').order.slots[0]?.acceptedAs).toBe('SO-ORDER1-1.1');
  });
});

describe('a line that comes free later', () => {
  it('joins the document while nobody has sent it', () => {
    const story = ask(begin({ lines: [{}, {}] }).answer('erp', unknownItem('2/1'))).answer('erp', noObjection);
    expect(story.wants).toEqual(['create:erp/EDC#1']);
    expect(linesOf(story, 'create:erp/EDC#1')).toEqual(['1/1', '2/1']);
  });

  it.each([
    ['it was sent', (story: Story) => story.confirm('create')],
    ['it may have been sent', (story: Story) => story.claim('create')],
    ['nobody can tell whether it was sent', (story: Story) => story.stop('create', 'undecidable')],
  ])('opens a document of its own when %s', (_, sent) => {
    const story = ask(sent(begin({ lines: [{}, {}] }).answer('erp', unknownItem('2/1')))).answer('erp', noObjection);
    expect(linesOf(story, 'create:erp/EDC/2#1')).toEqual(['2/1']);
  });
});

describe('a line that is held after it got its slot', () => {
  it('leaves the slot as long as nobody has sent it, and comes back when it is free', () => {
    const held = ask(begin({ lines: [{}, {}] }).answer('erp', noObjection)).answer('erp', unknownItem('2/1'));
    expect(held.told).toContain('internal.unrouted');
    expect(linesOf(held, 'create:erp/EDC#1')).toEqual(['1/1']);
    expect(linesOf(ask(held).answer('erp', noObjection), 'create:erp/EDC#1')).toEqual(['1/1', '2/1']);
  });

  it('stays with a document that may have been sent, which then waits before its next step', () => {
    const sent = begin({ lines: [{}, {}], routes: [toErp({ steps: ['create', 'confirm'] })] })
      .answer('erp', noObjection)
      .confirm('create');
    const held = ask(sent).answer('erp', unknownItem('2/1'));
    expect([held.exceptions, held.wants]).toEqual([['hold:item:2'], []]);
    const cleared = held.when({ kind: 'clear-hold', holdId: 'item:2', reason: 'we make it' });
    expect(cleared.wants).toEqual(['confirm:erp/EDC#1']);
  });
});

describe('answers that have grown old', () => {
  it('are asked for anew before a line goes on', () => {
    const held = begin({ lines: [{}, {}] })
      .answer('erp', unknownItem('2/1'))
      .after(61);
    const freed = held.when({ kind: 'clear-hold', holdId: 'item:2', reason: 'we make it' });
    expect(freed.wants).toEqual(['create:erp/EDC#1', 'ask:erp#2']);
    expect(linesOf(freed.answer('erp', noObjection), 'create:erp/EDC#1')).toEqual(['1/1', '2/1']);
  });
});
