import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyAnswer, warningNameOf } from './classify.ts';

const samples = path.resolve(import.meta.dirname, '../../../../shared/samples/systems/tryton/error-samples.jsonl');
const about = { commits: true, now: new Date('2026-11-21T00:00:00Z') };
const answered = (body: string, status = 200, headers = {}) => ({ kind: 'answered', status, headers, body }) as const;

/** What each recorded answer means: `returned`, or the class of a failure, or class and code of a refusal. */
const meanings: Readonly<Record<string, string>> = {
  'no auth': 'auth',
  'bad session': 'auth',
  'basic auth ok': 'returned',
  'basic auth bad': 'auth',
  'unknown db': 'auth',
  'unknown model': 'poison',
  'unknown/forbidden method': 'poison',
  'missing context': 'poison',
  'bad json': 'poison',
  'not wrapped (extra key): UserError': 'poison',
  'not wrapped (extra key): ok': 'in-doubt',
  'required party missing': 'data value-missing Party',
  'unknown party id (FK)': 'data value-unknown Party',
  'unknown product id': 'data value-unknown Product',
  'address of another party (domain)': 'data value-not-valid Invoice Address',
  'too many digits': 'data value-not-valid Quantity',
  'unit of wrong category': 'data value-not-valid Unit',
  'bad selection': 'data value-not-valid Invoice Method',
  'invalid method combination': 'data value-not-valid',
  'unknown field': 'poison',
  'string for quantity': 'poison',
  'plain number for Decimal': 'returned',
  'string for Decimal': 'returned',
  'negative price': 'returned',
  'unknown id read': 'data unknown-record',
  'unknown id button': 'data unknown-record',
  'quote without address': 'data value-missing',
  'confirm from draft (wrong state: no-op)': 'returned',
  'optimistic lock (_timestamp stale)': 'transient',
  'optimistic lock (_timestamp fresh)': 'returned',
  'access: wms creates sale': 'poison',
  'access: wms reads invoice': 'poison',
  'access: wms reads sale': 'poison',
  'access: wms confirm sale': 'poison',
  'access: hub creates user': 'poison',
  'access: hub creates product': 'poison',
  'access: hub creates party': 'returned',
  'write number on draft (readonly field not enforced)': 'returned',
  'lock contention on confirm (credit-limited customer, >1 client)': 'transient',
  'serialization failure on shipment done': 'transient',
  'row lock on stock_move (assign_try)': 'transient',
  'database restarted under the server (ambiguous: look up by web_id)': 'in-doubt',
  'stale pooled connection after database restart': 'in-doubt',
  'credit limit at confirm': 'business credit-limit credit',
  'duplicate web_id': 'conflict duplicate',
  'warning to acknowledge': 'business warning',
  "button not allowed for the user's groups": 'poison',
  'overpaying with type partial': 'business refused',
  'sale_stock_quantity module: not enough stock at quote': 'business short-stock stock',
};

function meaningOf(answer: ReturnType<typeof classifyAnswer>): string {
  if (answer.kind === 'returned') return 'returned';
  if (answer.kind === 'failed') return answer.class;
  return [answer.class, answer.code, answer.cause ?? answer.field].filter((part) => part !== undefined).join(' ');
}

type Sample = { readonly case: string; readonly status: number; readonly body: string };
const recorded: readonly Sample[] = fs.existsSync(samples)
  ? fs
      .readFileSync(samples, 'utf8')
      .trim()
      .split('\n')
      .map((text): Sample => JSON.parse(text))
  : [];
if (recorded.length === 0) process.stderr.write(`\nSKIPPED: the recorded answers of Tryton, because ${samples} is not there.\n\n`);

describe("Tryton's recorded answers", () => {
  it.skipIf(recorded.length === 0)('are all in the table, and the table has no other', () => {
    expect(new Set(recorded.map((sample) => sample.case))).toEqual(new Set(Object.keys(meanings)));
    expect(recorded).toHaveLength(49);
  });

  it.skipIf(recorded.length === 0).each(recorded)('mean what they mean: $case', (sample) => {
    expect(meaningOf(classifyAnswer(answered(sample.body, sample.status), about))).toBe(meanings[sample.case]);
  });
});

describe('an answer of Tryton', () => {
  it('is returned with its value, also when that is null', () => {
    expect(classifyAnswer(answered('{"id":1,"result":null}'), about)).toEqual({ kind: 'returned', value: null });
  });

  it('names the field of a data error for the person who must act', () => {
    const body = '{"id":1,"error":["UserError",["A value is required for field \\"Party\\" in \\"Sale\\".","",null]]}';
    expect(classifyAnswer(answered(body), about)).toEqual({
      kind: 'refused',
      class: 'data',
      code: 'value-missing',
      field: 'Party',
      message: 'A value is required for field "Party" in "Sale".',
    });
  });

  it('leaves the domain of an error behind, however large it is', () => {
    const domain = 'x'.repeat(200_000);
    const body = JSON.stringify({ id: 1, error: ['UserError', ['The value is not valid according to its domain.', 'short', [domain]]] });
    expect(JSON.stringify(classifyAnswer(answered(body), about)).length).toBeLessThan(300);
  });

  it('tells a warning by its name, so that it can be acknowledged', () => {
    const result = answered('{"id":17,"error":["UserWarning",["shipment_out_no_carrier_1","There is no carrier.",""]]}');
    expect(warningNameOf(result)).toBe('shipment_out_no_carrier_1');
    expect(classifyAnswer(result, about)).toMatchObject({ kind: 'refused', code: 'warning', message: 'There is no carrier.' });
    expect([warningNameOf(answered('<html>')), warningNameOf(answered('{"id":1,"result":null}'))]).toEqual([undefined, undefined]);
  });

  it.each([
    [answered('{"id":1}'), 'in-doubt'],
    [answered('<html>busy</html>', 502), 'in-doubt'],
    [answered('', 429, { 'retry-after': '3' }), 'throttled'],
    [{ kind: 'lost', message: 'closed' } as const, 'in-doubt'],
    [{ kind: 'not-sent', reason: 'refused', message: 'ECONNREFUSED' } as const, 'transient'],
    [answered('{"id":1,"error":["the database system is starting up",""]}'), 'transient'],
  ])('that is none leaves doubt only where something may have been done: %o', (result, expected) => {
    expect(meaningOf(classifyAnswer(result, about))).toBe(expected);
  });
});
