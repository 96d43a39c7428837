import { classify, type HttpResult } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { answerTable, type Effect } from './classify.ts';

const answered = (status: number, body: object | string, headers: Readonly<Record<string, string>> = {}): HttpResult => ({
  kind: 'answered',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const judge = (result: HttpResult, effect: Effect) =>
  classify(result, answerTable(effect), { commits: effect === 'writes', now: new Date('2026-11-21T10:00:00Z') });
const error = (code: string, more: object = {}) => ({ errors: [{ message: 'no', extensions: { code } }], ...more });
const cost = (available: number) => ({
  extensions: { cost: { requestedQueryCost: 300, throttleStatus: { currentlyAvailable: available, restoreRate: 100 } } },
});

describe('what an answer of the Admin API means', () => {
  it.each([
    ['401', answered(401, { errors: '[API] Invalid API key or access token' }), 'auth', 'auth'],
    ['402, a frozen shop', answered(402, { errors: 'Unavailable Shop' }), 'auth', 'auth'],
    ['403, a missing scope', answered(403, { errors: 'requires merchant approval' }), 'auth', 'auth'],
    ['423, a locked shop', answered(423, { errors: 'locked' }), 'auth', 'auth'],
    ['429', answered(429, { errors: 'Exceeded 2 calls per second' }), 'throttled', 'throttled'],
    ['430', answered(430, 'Security Rejection'), 'throttled', 'throttled'],
    ['404', answered(404, { errors: 'Not Found' }), 'poison', 'poison'],
    ['500', answered(500, { errors: 'Internal Server Error' }), 'transient', 'in-doubt'],
    ['504', answered(504, '<html>'), 'transient', 'in-doubt'],
    ['THROTTLED', answered(200, error('THROTTLED')), 'throttled', 'throttled'],
    ['ACCESS_DENIED', answered(200, error('ACCESS_DENIED', { data: { fulfillmentCreate: null } })), 'auth', 'auth'],
    ['an error of the shop itself', answered(200, error('INTERNAL_SERVER_ERROR')), 'transient', 'in-doubt'],
    ['an unknown error beside data', answered(200, error('SURPRISE', { data: null, more: 1 })), 'poison', 'poison'],
    ['an error once it was begun', answered(200, error('SURPRISE', { data: { fulfillmentCreate: null } })), 'transient', 'in-doubt'],
    ['an invalid query', answered(200, error('undefinedField')), 'poison', 'poison'],
    ['a query that costs too much', answered(200, error('MAX_COST_EXCEEDED')), 'poison', 'poison'],
    ['a lost answer', { kind: 'lost', message: 'cut' }, 'transient', 'in-doubt'],
    ['a refused connection', { kind: 'not-sent', reason: 'refused', message: 'no' }, 'transient', 'transient'],
  ] as const)('has a meaning for a read and for a write: %s', (_title, result, read, write) => {
    expect([judge(result, 'reads'), judge(result, 'writes')]).toMatchObject([
      { kind: 'failed', class: read },
      { kind: 'failed', class: write },
    ]);
  });

  it('waits as long as the shop wishes, in seconds with a decimal, or until the bucket holds the query', () => {
    expect(judge(answered(429, {}, { 'retry-after': '2.0' }), 'writes')).toMatchObject({ retryAfterMs: 2_000 });
    expect(judge(answered(200, error('THROTTLED', cost(50))), 'writes')).toMatchObject({ retryAfterMs: 2_500 });
    expect(judge(answered(200, error('THROTTLED', cost(400))), 'writes')).toMatchObject({ retryAfterMs: 0 });
    expect(judge(answered(200, error('THROTTLED')), 'writes')).not.toHaveProperty('retryAfterMs');
  });

  it('is an answer when there is nothing wrong with it', () => {
    expect(judge(answered(200, { data: {}, errors: [] }), 'writes')).toMatchObject({ kind: 'accepted' });
  });
});
