import { isDecimal } from '@crossdock/canonical';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnswerPort } from '../ports.ts';
import { readContract } from './read.ts';
import type { AnswerPart, AnswersScene } from './scene.ts';

/** What every system that is asked about customers, credit, prices and stock promises. Registers tests; call it once per scene. */
export function answersContract(scene: AnswersScene): void {
  const { answers } = scene.connector;
  describe('answers questions', () => {
    it('offers the port', () => expect(answers).toBeDefined());
    if (answers === undefined) return;
    afterEach(() => scene.faults.clear());
    answersWhatIsAsked(scene, answers);
    saysNo(scene, answers);
    readContract(scene, { callMsMax: answers.callMsMax, read: (call) => answers.ask(scene.question, call), spoiled: scene.spoiled });
  });
}

function answersWhatIsAsked(scene: AnswersScene, answers: AnswerPort): void {
  it('answers every line that it was asked, in exact decimals', async () => {
    const asked = await answers.ask(scene.question, scene.callWithin(answers.callMsMax));
    const lines = scene.question.lines.map(({ lineKey }) => ({ lineKey, item: 'active', isUnitSold: true }));
    expect(asked).toMatchObject({ kind: 'answered', answer: { customer: { status: 'active' }, lines } });
    if (asked.kind !== 'answered') return;
    const { credit, lines: answered, asOf } = asked.answer;
    const numbers = [credit?.limit, credit?.exposure, ...answered.flatMap(({ price, available }) => [price, available])];
    expect(numbers.filter((number) => typeof number === 'string' && !isDecimal(number))).toEqual([]);
    expect(new Date(asOf).getTime()).not.toBeNaN();
  });

  it('says of every price by which rule it was made, and when it looked, with the zone', async () => {
    const asked = await answers.ask(scene.question, scene.callWithin(answers.callMsMax));
    if (asked.kind !== 'answered') throw new Error(`not answered: ${asked.message}`);
    const priced = asked.answer.lines.filter(({ price }) => price !== undefined);
    expect(priced.map(({ lineKey }) => lineKey)).toEqual(scene.question.lines.map(({ lineKey }) => lineKey));
    expect(priced.filter(({ priceRule = '' }) => priceRule.trim() === '')).toEqual([]);
    expect(asked.answer.asOf).toMatch(/T.*(Z|[+-]\d\d:\d\d)$/);
  });
}

function saysNo(scene: AnswersScene, answers: AnswerPort): void {
  it('has noes to give', () => expect(scene.noes).not.toEqual([]));

  it.each(scene.noes)('answers with a value, not a failure: $title', async ({ question, expected }) => {
    const asked = await answers.ask(question, scene.callWithin(answers.callMsMax));
    expect(asked).toMatchObject({ kind: 'answered', answer: partOf(expected) });
    if (asked.kind !== 'answered' || !('exposureAboveLimit' in expected)) return;
    const { limit, exposure } = asked.answer.credit ?? {};
    expect(Number(exposure)).toBeGreaterThanOrEqual(Number(limit));
  });
}

/** The part of the answer in which the "no" must stand, as vitest compares it. */
function partOf(expected: AnswerPart): object {
  if ('customer' in expected) return { customer: { status: expected.customer } };
  if ('shipTo' in expected) return { shipTo: { status: expected.shipTo } };
  if ('exposureAboveLimit' in expected) return { credit: { limit: expect.any(String), exposure: expect.any(String) } };
  return { lines: expect.arrayContaining([expect.objectContaining({ lineKey: expected.line, ...without(expected) })]) };
}

function without({ line: _line, ...rest }: Extract<AnswerPart, { line: string }>): object {
  return rest;
}
