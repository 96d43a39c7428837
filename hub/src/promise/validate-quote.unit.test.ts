import type { Answer, AnswerLine, Question, QuoteRequest } from '@crossdock/canonical';
import type { Landscape } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../api/problem-codes.ts';
import { ownerOfHold } from '../orders/index.ts';
import type { AskNow, QuickAnswer } from '../systems/index.ts';
import { quoteFaultCodes } from './fault-codes.ts';
import type { QuoteValidation } from './quote-validation.ts';
import { createQuoteDesk, quoteWaits } from './validate-quote.ts';

const at = new Date('2026-11-23T15:00:00.000Z');
const clock = { now: () => at, wallMs: () => at.getTime(), monotonicMs: () => 5_000 };
const routes: Landscape['routes'] = [
  { when: { warehouse: 'WDC' }, system: 'west', warehouse: 'WDC' },
  { when: { channel: 'portal' }, system: 'east', warehouse: 'EDC' },
];
const policy = { priceTolerancePercent: '1', shortStock: 'backorder', shipComplete: false } as Landscape['policy'];
const leavingDays = (_warehouse: string, leadDays: number) => ({ date: leadDays === 0 ? '2026-11-24' : '2026-12-08', calendar: 'installation' as const });

/** A system that sells everything at 10, has 20 of it, and looked 30 seconds ago. */
function answerTo(question: Question, more: Partial<Answer> = {}, line: (key: string) => Partial<AnswerLine> = () => ({})): QuickAnswer {
  const lines = question.lines.map(({ lineKey }) => ({
    lineKey,
    item: 'active' as const,
    isUnitSold: true,
    price: '10.00',
    priceRule: 'contract',
    available: '20',
    ...line(lineKey),
  }));
  return {
    kind: 'answered',
    answer: { asOf: '2026-11-23T14:59:30.000Z', customer: { status: 'active' }, credit: { limit: '1000', exposure: '100' }, lines, ...more },
  };
}

async function validate(quote: QuoteRequest, ask: AskNow = ({ question }) => Promise.resolve(answerTo(question)), rules = policy): Promise<QuoteValidation> {
  const desk = createQuoteDesk({ ask, landscape: { routes, policy: rules }, leavingDays, clock });
  const result = await desk({ quote, origin: { customer: 'C', channel: 'portal' }, correlation: 'quote/1', waitSeconds: 2 });
  if (result.kind !== 'validated') throw new Error(result.kind);
  return result.validation;
}

const ea = (value: string) => ({ value, unit: 'EA' }) as const;
const usd = (amount: string) => ({ amount, currency: 'USD' }) as const;
const quoteOf = (lines: QuoteRequest['lines'], more: Partial<QuoteRequest> = {}): QuoteRequest => ({ customer: { id: 'C' }, currency: 'USD', lines, ...more });
const line = (quantity: string, more: Partial<QuoteRequest['lines'][number]> = {}) => ({ item: 'HS-1', quantity: ea(quantity), ...more });
const codes = ({ faults }: QuoteValidation) => faults.map(({ code, weight, field }) => `${code} ${weight} ${field}`);

describe('a quote that all is well with', () => {
  it('gets a price with rule, source and age, stock and a day per warehouse, credit and eligibility', async () => {
    const quote = quoteOf([line('10', { id: 'A', price: usd('10.05'), schedules: [{ quantity: ea('4') }, { id: 'w', quantity: ea('6'), warehouse: 'WDC' }] })]);
    expect(await validate(quote)).toEqual({
      verdict: 'orderable',
      isComplete: true,
      at: at.toISOString(),
      currency: 'USD',
      value: '100.5',
      customer: 'eligible',
      credit: 'within',
      completeOn: '2026-11-24',
      systems: [
        expect.objectContaining({
          system: 'east',
          status: 'answered',
          ageSeconds: 30,
          credit: { verdict: 'within', value: '40.2', limit: '1000', exposure: '100' },
        }),
        expect.objectContaining({ system: 'west', status: 'answered', ageSeconds: 30 }),
      ],
      lines: [
        {
          line: 'A',
          item: 'HS-1',
          price: { amount: '10', rule: 'contract', system: 'east', asOf: '2026-11-23T14:59:30.000Z', ageSeconds: 30 },
          parts: [
            {
              schedule: '1',
              system: 'east',
              warehouse: 'EDC',
              wanted: '4',
              unit: 'EA',
              available: '20',
              goods: [{ quantity: '4', date: '2026-11-24', rests: 'stock', calendar: 'installation' }],
              lacks: [],
            },
            expect.objectContaining({ schedule: 'w', system: 'west', warehouse: 'WDC', wanted: '6', available: '20' }),
          ],
        },
      ],
      faults: [],
    });
  });

  it('is asked about as an order would be: once per system, all at the same time, until one deadline', async () => {
    const asked: Parameters<AskNow>[0][] = [];
    const both = Promise.withResolvers<void>();
    await validate(quoteOf([line('1'), line('2', { warehouse: 'WDC' }), line('3', { price: usd('9') })], { shipTo: { id: 'S' } }), async (what) => {
      asked.push(what);
      if (asked.length === 2) both.resolve();
      await both.promise; // neither answers before the other is asked
      return answerTo(what.question);
    });
    expect(asked.map(({ system, deadlineAt, correlation }) => ({ system, deadlineAt, correlation }))).toEqual([
      { system: 'east', deadlineAt: 7_000, correlation: 'quote/1' },
      { system: 'west', deadlineAt: 7_000, correlation: 'quote/1' },
    ]);
    expect(asked[0]?.question).toEqual({
      op: 'ask',
      customer: 'C',
      shipTo: { id: 'S' },
      currency: 'USD',
      lines: [
        { lineKey: '1/1', item: 'HS-1', quantity: '1', unit: 'EA', warehouse: 'EDC' },
        { lineKey: '3/1', item: 'HS-1', quantity: '3', unit: 'EA', unitPrice: '9', warehouse: 'EDC' },
      ],
    });
  });

  it('shows the price of a part apart where its quantity makes another', async () => {
    const quote = quoteOf([line('10', { schedules: [{ quantity: ea('1') }, { quantity: ea('9') }] })]);
    const { lines } = await validate(quote, ({ question }) => Promise.resolve(answerTo(question, {}, (key) => (key === '1/2' ? { price: '9.5' } : {}))));
    expect(lines[0]?.price).toMatchObject({ amount: '10' });
    expect(lines[0]?.parts.map(({ unitPrice }) => unitPrice)).toEqual([undefined, '9.5']);
  });
});

describe('lines of the same item', () => {
  it('share the stock of a warehouse, and what is left over has no day unless the system names a lead time', async () => {
    const said = await validate(quoteOf([line('15'), line('15'), line('15', { warehouse: 'WDC' })]));
    expect(said.lines.map(({ parts }) => [parts[0]?.available, parts[0]?.goods.map(({ quantity, date, rests }) => [quantity, date, rests])])).toEqual([
      ['20', [['15', '2026-11-24', 'stock']]],
      [
        '5',
        [
          ['5', '2026-11-24', 'stock'],
          ['10', null, 'nothing'],
        ],
      ],
      ['20', [['15', '2026-11-24', 'stock']]],
    ]);
    expect(said).toMatchObject({ verdict: 'orderable', completeOn: null });
    expect(codes(said)).toEqual(['stock-short warns lines[1].quantity']);
  });

  it('are promised the rest after the lead time, which may be later than was wished', async () => {
    const withLeadTime: AskNow = ({ question }) => Promise.resolve(answerTo(question, {}, () => ({ leadDays: 14 })));
    const quote = quoteOf([line('25', { requestedDate: '2026-12-01' })]);
    const said = await validate(quote, withLeadTime);
    expect(said.lines[0]?.parts[0]?.goods).toMatchObject([
      { quantity: '20', date: '2026-11-24', rests: 'stock' },
      { quantity: '5', date: '2026-12-08', rests: 'lead-time' },
    ]);
    expect(said.completeOn).toBe('2026-12-08');
    expect(codes(said)).toEqual(['stock-short warns lines[0].quantity', 'date-late warns lines[0].requestedDate']);
    const all = await validate({ ...quote, shipComplete: true }, withLeadTime);
    expect(all.lines[0]?.parts[0]?.goods.map(({ date }) => date)).toEqual(['2026-12-08', '2026-12-08']);
  });

  it('block a quote that is short where the landscape holds orders for that', async () => {
    const said = await validate(quoteOf([line('21')]), undefined, { ...policy, shortStock: 'hold' });
    expect([said.verdict, codes(said)]).toEqual(['not-orderable', ['stock-short blocks lines[0].quantity']]);
  });
});

describe('what is wrong', () => {
  it('is told all at once, with the field, the class, the owner and the remedy', async () => {
    const lines = [
      line('10', { id: 'A', price: { amount: '10', currency: 'EUR' }, schedules: [{ quantity: ea('3') }, { quantity: { value: '3', unit: 'CS' } }] }),
      line('1', { id: 'A', item: 'GONE' }),
      line('1', { item: 'OLD' }),
      line('1', { price: usd('12') }),
      line('1', { item: 'BARE' }),
      line('1', { item: 'LOOSE', schedules: [{ quantity: ea('1') }] }),
    ];
    const kinds: Readonly<Record<string, Partial<AnswerLine>>> = {
      '2/1': { item: 'unknown' },
      '3/1': { item: 'discontinued' },
      '6/1': { isUnitSold: false },
    };
    const said = await validate(quoteOf(lines, { shipTo: { id: 'S' } }), ({ question }) => {
      const said = answerTo(
        question,
        { customer: { status: 'inactive' }, shipTo: { status: 'unknown' }, credit: { limit: '0', exposure: '0' } },
        (key) => kinds[key] ?? {},
      );
      if (said.kind !== 'answered') return Promise.resolve(said);
      const bare = said.answer.lines.map(({ price, ...rest }) => (rest.lineKey === '5/1' || price === undefined ? rest : { ...rest, price }));
      return Promise.resolve({ kind: 'answered', answer: { ...said.answer, lines: bare } });
    });
    expect(codes(said)).toEqual([
      'currency-mix blocks lines[0].price.currency',
      'unit-differs blocks lines[0].schedules[1].quantity.unit',
      'quantity-differs blocks lines[0].schedules',
      'line-exists blocks lines[1].id',
      'customer-inactive blocks customer.id',
      'ship-to-unknown blocks shipTo.id',
      'credit-exceeded blocks customer.id',
      'item-unknown blocks lines[1].item',
      'item-discontinued blocks lines[2].item',
      'price-differs blocks lines[3].price',
      'price-missing warns lines[4].price',
      'unit-not-sold blocks lines[5].schedules[0].quantity.unit',
    ]);
    expect(said.faults[6]).toMatchObject({ class: 'business', owner: 'finance', remedy: expect.stringMatching(/limit/), system: 'east' });
    expect(said).toMatchObject({ verdict: 'not-orderable', customer: 'not-eligible', credit: 'exceeded', value: null });
  });

  it('is a line that no route takes, and the others are asked about all the same', async () => {
    const onlyWest = createQuoteDesk({
      ask: ({ question }) => Promise.resolve(answerTo(question)),
      landscape: { routes: routes.slice(0, 1), policy },
      leavingDays,
      clock,
    });
    const quote = quoteOf([line('1', { warehouse: 'WDC' }), line('1'), line('2', { schedules: [{ quantity: ea('2'), warehouse: 'MARS' }] })]);
    const result = await onlyWest({ quote, origin: { customer: 'C', channel: 'portal' }, correlation: 'q', waitSeconds: 2 });
    if (result.kind !== 'validated') throw new Error(result.kind);
    expect(codes(result.validation)).toEqual(['no-route blocks lines[1]', 'no-route blocks lines[2].schedules[0].warehouse']);
    expect(result.validation.lines.map(({ parts }) => parts[0]?.lacks.map(({ what, why }) => `${what} ${why}`))).toEqual([
      [],
      ['price no-route', 'availability no-route'],
      ['price no-route', 'availability no-route'],
    ]);
  });

  it('is classed and owned as an order’s would be', () => {
    const atTheDoor = Object.entries(problemCodes).flatMap(([code, { class: kind, owner, remedy }]) =>
      Object.hasOwn(quoteFaultCodes, code) ? [[code, { class: kind, owner, remedy }] as const] : [],
    );
    expect(atTheDoor.map(([code]) => code).sort()).toEqual(['currency-mix', 'line-exists', 'no-route', 'quantity-differs', 'schedule-exists', 'unit-differs']);
    expect(quoteFaultCodes).toMatchObject(Object.fromEntries(atTheDoor));
    const holds = {
      'customer-unknown': 'customer',
      'ship-to-inactive': 'ship-to',
      'credit-exceeded': 'credit',
      'item-unknown': 'item',
      'unit-not-sold': 'unit',
    } as const;
    for (const [code, kind] of Object.entries(holds)) expect([code, quoteFaultCodes[code as keyof typeof holds].owner]).toEqual([code, ownerOfHold(kind)]);
    expect([quoteFaultCodes['price-differs'].owner, quoteFaultCodes['stock-short'].owner]).toEqual([ownerOfHold('price'), ownerOfHold('stock')]);
  });
});

describe('a system that gives no answer', () => {
  const twoSystems = quoteOf([line('1', { id: 'E' }), line('1', { id: 'W', warehouse: 'WDC' })]);
  const withoutWest =
    (why: Exclude<QuickAnswer, { kind: 'answered' }>): AskNow =>
    ({ system, question }) =>
      Promise.resolve(system === 'west' ? why : answerTo(question));

  it('leaves a marked gap in its own lines, and the rest of the answer whole', async () => {
    const why = { kind: 'not-asked', why: 'breaker-open', detail: 'west failed 5 times in a row', againInMs: 4_100 } as const;
    const said = await validate(twoSystems, withoutWest(why));
    expect(said).toMatchObject({ verdict: 'incomplete', isComplete: false, customer: 'unknown', credit: 'unknown', value: null, completeOn: null, faults: [] });
    expect(said.systems[1]).toEqual({ system: 'west', status: 'not-asked', why: 'breaker-open', detail: 'west failed 5 times in a row', againInSeconds: 5 });
    expect(said.lines).toMatchObject([
      { line: 'E', price: { amount: '10' }, parts: [{ available: '20', lacks: [] }] },
      {
        line: 'W',
        price: null,
        parts: [
          {
            available: null,
            goods: [],
            lacks: [
              { what: 'price', system: 'west', why: 'breaker-open' },
              { what: 'availability', system: 'west', why: 'breaker-open' },
            ],
          },
        ],
      },
    ]);
  });

  it('changes nothing about a fault that another has found', async () => {
    const quote = { ...twoSystems, lines: [line('1', { price: usd('99') }), line('1', { warehouse: 'WDC' })] };
    const said = await validate(quote, withoutWest({ kind: 'not-answered', why: 'too-slow', detail: '2000 ms' }));
    expect(said).toMatchObject({ verdict: 'not-orderable', isComplete: false, systems: [{ status: 'answered' }, { status: 'not-answered', why: 'too-slow' }] });
  });

  it('is one whose numbers are none: its answer is not used', async () => {
    const said = await validate(twoSystems, ({ system, question }) =>
      Promise.resolve(answerTo(question, {}, () => (system === 'west' ? { price: 'ten' } : {}))),
    );
    expect(said.systems[1]).toMatchObject({ system: 'west', status: 'not-answered', why: 'failed', detail: expect.stringMatching(/"ten"/) });
    expect(said.lines[0]?.price).toMatchObject({ amount: '10' });
  });

  it('is told from one that says nothing of stock', async () => {
    const said = await validate(quoteOf([line('1')]), ({ question }) => {
      const lines = question.lines.map(({ lineKey }) => ({ lineKey, item: 'active' as const, isUnitSold: true, price: '10', priceRule: 'list' }));
      return Promise.resolve(answerTo(question, { lines }));
    });
    expect(said).toMatchObject({ verdict: 'orderable', isComplete: true });
    expect(said.lines[0]?.parts[0]).toMatchObject({ available: null, goods: [], lacks: [{ what: 'availability', system: 'east', why: 'not-said' }] });
  });
});

describe('credit', () => {
  it('is not needed for what is prepaid', async () => {
    const said = await validate(quoteOf([line('500')], { payment: 'prepaid' }));
    expect([said.credit, codes(said)]).toEqual(['not-needed', ['stock-short warns lines[0].quantity']]);
  });

  it('counts what goes to each system against that system’s limit', async () => {
    const said = await validate(quoteOf([line('80'), line('91', { warehouse: 'WDC' })]));
    expect(said.faults.filter(({ code }) => code === 'credit-exceeded').map(({ system, detail }) => [system, detail])).toEqual([
      ['west', 'Credit limit 1000 USD of C in west: 100 is open and this quote adds 910, 10 too much.'],
    ]);
  });
});

describe('the desk', () => {
  it('takes no more quotes at once than it can, and the next when one is done', async () => {
    const gate = Promise.withResolvers<void>();
    const desk = createQuoteDesk({
      ask: async ({ question }) => {
        await gate.promise;
        return answerTo(question);
      },
      landscape: { routes, policy },
      leavingDays,
      clock,
    });
    const what = { quote: quoteOf([line('1')]), origin: { customer: 'C', channel: 'portal' }, correlation: 'q', waitSeconds: 2 };
    const many = Array.from({ length: quoteWaits.atOnceMax }, () => desk(what));
    expect(await desk(what)).toEqual({ kind: 'busy' });
    gate.resolve();
    expect((await Promise.all(many)).every(({ kind }) => kind === 'validated')).toBe(true);
    expect(await desk(what)).toMatchObject({ kind: 'validated' });
  });

  it('refuses more parts than it asks about at once, before anybody is asked', async () => {
    const schedules = Array.from({ length: 50 }, () => ({ quantity: ea('1') }));
    const quote = quoteOf(Array.from({ length: 201 }, () => line('50', { schedules })));
    const desk = createQuoteDesk({ ask: () => Promise.reject(new Error('asked')), landscape: { routes, policy }, leavingDays, clock });
    expect(await desk({ quote, origin: { customer: 'C', channel: 'portal' }, correlation: 'q', waitSeconds: 2 })).toEqual({
      kind: 'too-many-parts',
      partsMax: 10_000,
    });
  });
});
