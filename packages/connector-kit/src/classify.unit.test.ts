import { describe, expect, it } from 'vitest';
import { type AnswerTable, classify, parseRetryAfter, retryAfterMsMax } from './classify.ts';
import type { HttpResult } from './http.ts';
import type { FailureClass } from './outcome.ts';

const now = new Date('2026-11-21T10:00:00Z');
const table: AnswerTable = {
  parse: JSON.parse,
  rules: [
    {
      when: (status, body) => status === 422 && Object(body).code === 'credit',
      is: { kind: 'refused', class: 'business', code: 'credit', message: 'no credit' },
    },
    { when: (status) => status === 422, is: (body, status) => ({ kind: 'refused', class: 'data', code: String(status), message: JSON.stringify(body) }) },
    { when: (status, body) => status === 200 && Object(body).error === 'busy', is: 'throttled' },
    { when: (status) => status === 599, is: 'transient' },
  ],
};

function answered(status: number, body = '{}', headers: Record<string, string> = {}): HttpResult {
  return { kind: 'answered', status, headers, body };
}

function classOf(result: HttpResult, commits: boolean): string {
  const verdict = classify(result, table, { commits, now });
  return verdict.kind === 'accepted' ? 'accepted' : `${verdict.kind}: ${verdict.class}`;
}

describe('what a result means', () => {
  it.each<{ readonly title: string; readonly result: HttpResult; readonly write: FailureClass; readonly read: FailureClass }>([
    { title: 'not sent', result: { kind: 'not-sent', reason: 'refused', message: 'x' }, write: 'transient', read: 'transient' },
    { title: 'too late', result: { kind: 'not-sent', reason: 'too-late', message: 'x' }, write: 'transient', read: 'transient' },
    { title: 'forbidden', result: { kind: 'not-sent', reason: 'forbidden', message: 'x' }, write: 'poison', read: 'poison' },
    { title: 'lost', result: { kind: 'lost', message: 'x' }, write: 'in-doubt', read: 'transient' },
    { title: '401', result: answered(401), write: 'auth', read: 'auth' },
    { title: '403', result: answered(403), write: 'auth', read: 'auth' },
    { title: '429', result: answered(429), write: 'throttled', read: 'throttled' },
    { title: '503 with Retry-After', result: answered(503, '', { 'retry-after': '5' }), write: 'throttled', read: 'throttled' },
    { title: '503 without', result: answered(503), write: 'in-doubt', read: 'transient' },
    { title: '500', result: answered(500, '<html>'), write: 'in-doubt', read: 'transient' },
    { title: '504', result: answered(504), write: 'in-doubt', read: 'transient' },
    { title: 'a 5xx that the table knows to come before any work', result: answered(599), write: 'transient', read: 'transient' },
    { title: '400 without a rule', result: answered(400), write: 'poison', read: 'poison' },
    { title: '408 without a rule', result: answered(408), write: 'poison', read: 'poison' },
    { title: '409 without a rule', result: answered(409), write: 'poison', read: 'poison' },
    { title: '412 without a rule', result: answered(412), write: 'poison', read: 'poison' },
    { title: 'a redirect', result: answered(302), write: 'poison', read: 'poison' },
    { title: '200 that is no JSON', result: answered(200, '<html>'), write: 'in-doubt', read: 'poison' },
    { title: '200 that says busy', result: answered(200, '{"error":"busy"}'), write: 'throttled', read: 'throttled' },
  ])('$title: a write is $write, a read is $read', ({ result, write, read }) => {
    expect(classOf(result, true)).toBe(`failed: ${write}`);
    expect(classOf(result, false)).toBe(`failed: ${read}`);
  });

  it('takes the first rule that fits, a fixed refusal or one made of the answer', () => {
    expect(classify(answered(422, '{"code":"credit"}'), table, { commits: true, now })).toMatchObject({ kind: 'refused', class: 'business', code: 'credit' });
    expect(classify(answered(422, '{"code":"x"}'), table, { commits: true, now })).toMatchObject({ class: 'data', code: '422', message: '{"code":"x"}' });
    expect(classify(answered(422, 'prose'), table, { commits: true, now })).toMatchObject({ class: 'data', message: '"prose"' });
  });

  it('accepts a 2xx with its body parsed, and an empty one', () => {
    expect(classify(answered(201, '{"id":"1"}'), table, { commits: true, now })).toMatchObject({ kind: 'accepted', body: { id: '1' } });
    expect(classify(answered(204, ''), table, { commits: true, now })).toMatchObject({ kind: 'accepted', body: undefined });
  });

  it('passes on how long to wait, and nothing when the partner did not say or made no sense', () => {
    const wish = (value?: string) => classify(answered(429, '', value === undefined ? {} : { 'retry-after': value }), table, { commits: true, now });
    expect(wish('7')).toMatchObject({ retryAfterMs: 7_000 });
    expect(wish('Sat, 21 Nov 2026 10:00:30 GMT')).toMatchObject({ retryAfterMs: 30_000 });
    expect(wish()).not.toHaveProperty('retryAfterMs');
    expect(wish('soon')).not.toHaveProperty('retryAfterMs');
  });
});

describe('Retry-After', () => {
  it('is never in the past, and never longer than a day', () => {
    expect(parseRetryAfter('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('99999999999', now)).toBe(retryAfterMsMax);
    expect(parseRetryAfter(' 0 ', now)).toBe(0);
  });
});
