import fs from 'node:fs';
import type { QuoteRequest } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/index.ts';
import { createQuoteDesk } from '../promise/index.ts';
import type { AskNow } from '../systems/index.ts';
import { offlineApi } from './api-testing.ts';
import type { ApiDeps } from './deps.ts';
import { namedSchemas } from './schemas.ts';
import { createCompiler } from './validation.ts';

const example = JSON.parse(fs.readFileSync(new URL('../../../examples/quote.json', import.meta.url), 'utf8')) as QuoteRequest;
const landscape = {
  routes: [{ system: 'erp', warehouse: 'EDC' }],
  policy: { priceTolerancePercent: '1', shortStock: 'backorder', shipComplete: false } as ApiDeps['landscape']['policy'],
};
const answers: AskNow = ({ question }) =>
  Promise.resolve({
    kind: 'answered',
    answer: {
      asOf: new Date().toISOString(),
      customer: { status: 'active' },
      lines: question.lines.map(({ lineKey }) => ({ lineKey, item: 'active', isUnitSold: true, price: '10', priceRule: 'list', available: '5', leadDays: 3 })),
    },
  });
const desk = (ask: AskNow) => createQuoteDesk({ ask, landscape, leavingDays: () => ({ date: '2027-01-04', calendar: 'installation' }), clock: systemClock });

async function open(validateQuote: ApiDeps['validateQuote']) {
  const { app, written, key } = await offlineApi({ validateQuote });
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    app.inject({
      method: 'POST',
      url: '/v1/quotes/validation',
      payload: JSON.stringify(body),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    });
  return { app, post, written };
}

describe('POST /v1/quotes/validation', () => {
  it('answers the example in the shape that the description promises, whether all is known or nothing', async () => {
    const check = createCompiler(namedSchemas).body({ $ref: 'QuoteValidation#' });
    for (const ask of [answers, () => Promise.resolve({ kind: 'not-asked', why: 'no-lane', detail: 'none' } as const)]) {
      const answer = await (await open(desk(ask))).post(example);
      expect(answer.statusCode).toBe(200);
      expect([check(answer.json()), check.errors ?? []]).toEqual([true, []]);
    }
  });

  it.each([
    [undefined, 2, undefined],
    ['wait=5', 5, 'wait=5'],
    ['wait=0', 1, 'wait=1'],
    ['respond-async, wait=600', 10, 'wait=10'],
  ])('gives the systems the time that is preferred, within limits: %s', async (prefer, seconds, applied) => {
    let waitSeconds = 0;
    const { post } = await open(async (what) => {
      waitSeconds = what.waitSeconds;
      return desk(answers)(what);
    });
    const answer = await post(example, prefer === undefined ? {} : { prefer });
    expect([waitSeconds, answer.headers['preference-applied']]).toEqual([seconds, applied]);
  });

  it.each([
    ['a PO number', { ...example, purchaseOrder: 'PO-1' }, 'unknown-field', 'purchaseOrder'],
    ['no lines', { ...example, lines: [] }, 'invalid-value', 'lines'],
    ['a quantity that is none', { ...example, lines: [{ item: 'A', quantity: { value: '0', unit: 'EA' } }] }, 'invalid-quantity', 'lines[0].quantity.value'],
    [
      '5,001 lines',
      { ...example, lines: Array.from({ length: 5_001 }, () => ({ item: 'A', quantity: { value: '1', unit: 'EA' } })) },
      'too-many-lines',
      'lines',
    ],
  ])('refuses %s as an order is refused, and keeps nothing of it', async (_what, body, code, field) => {
    const { post, written } = await open(desk(answers));
    const answer = await post(body);
    expect([answer.statusCode, answer.json()]).toEqual([400, expect.objectContaining({ code, field, class: 'data', owner: 'sender' })]);
    expect(written()).toEqual([]);
  });

  it('names everything that is malformed at once, at most a hundred places', async () => {
    const { post } = await open(desk(answers));
    const good = { item: 'A', quantity: { value: '1', unit: 'EA' } };
    const lines = [
      good,
      { ...good, quantity: { value: '0', unit: 'EA' } },
      { ...good, requestedDate: '2027-02-30' },
      { item: 'A', quantity: { value: '1', unit: 'XX' } },
      7,
    ];
    const answer = (await post({ ...example, currency: 'usd', lines })).json();
    expect(answer).toMatchObject({ status: 400, code: 'unknown-currency', field: 'currency' });
    expect(answer.faults.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['unknown-currency', 'currency'],
      ['invalid-quantity', 'lines[1].quantity.value'],
      ['invalid-date', 'lines[2].requestedDate'],
      ['unknown-unit', 'lines[3].quantity.unit'],
      ['wrong-type', 'lines[4]'],
    ]);
    expect(answer.faults[1]).toEqual({
      code: 'invalid-quantity',
      class: 'data',
      field: 'lines[1].quantity.value',
      detail: 'lines[1].quantity.value is no decimal greater than zero, written as a string.',
      owner: 'sender',
      remedy: expect.any(String),
    });
    expect((await post({ ...example, lines: Array.from({ length: 300 }, () => ({})) })).json().faults).toHaveLength(100);
  });

  it('takes 5,000 lines, and refuses more than 10,000 schedules', async () => {
    const { post } = await open(desk(answers));
    const many = (count: number, more: object) => ({
      ...example,
      lines: Array.from({ length: count }, () => ({ item: 'A', quantity: { value: '50', unit: 'EA' }, ...more })),
    });
    const answer = await post(many(5_000, {}));
    expect([answer.statusCode, answer.json().lines.length]).toEqual([200, 5_000]);
    const schedules = Array.from({ length: 50 }, () => ({ quantity: { value: '1', unit: 'EA' } }));
    expect((await post(many(201, { schedules }))).json()).toMatchObject({
      status: 400,
      code: 'too-many-lines',
      field: 'lines',
      detail: expect.stringMatching(/10000 schedules/),
    });
  });

  it('asks to come again when too many quotes are under way', async () => {
    const { post } = await open(() => Promise.resolve({ kind: 'busy' }));
    const answer = await post(example);
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'overloaded', '1']);
  });

  it('counts quotes by verdict and systems by what they did', async () => {
    const { app, post } = await open(desk(answers));
    await post(example);
    const text = (await app.inject({ method: 'GET', url: '/metrics', headers: { host: 'localhost' } })).payload;
    expect(text).toContain('crossdock_quotes_validated_total{client="offline",verdict="not-orderable"} 1'); // 10.25 is stated, 10 is asked for
    expect(text).toContain('crossdock_quote_asks_total{system="erp",result="answered"} 1');
  });
});
