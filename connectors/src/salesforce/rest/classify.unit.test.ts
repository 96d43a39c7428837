import { classify, type HttpResult } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { answerTable, errorsOf, meaningOf, worstOf } from './classify.ts';

const about = { commits: true, now: new Date('2026-03-02T08:00:00Z') };
const answered = (status: number, body: string): HttpResult => ({ kind: 'answered', status, headers: {}, body });
const error = (status: number, errorCode: string, message: string, fields?: readonly string[]) =>
  classify(answered(status, JSON.stringify([{ errorCode, message, ...(fields && { fields }) }])), answerTable, about);

describe('what Salesforce means', () => {
  it.each([
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', { class: 'auth' }],
    [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', { class: 'transient' }],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.', { class: 'throttled', retryAfterMs: 5_000 }],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', { class: 'throttled', retryAfterMs: 900_000 }],
    [503, 'SERVER_UNAVAILABLE', 'The server is down for maintenance', { class: 'transient' }],
    [500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.', { class: 'in-doubt' }],
    [400, 'MALFORMED_QUERY', 'unexpected token', { class: 'poison' }],
    [400, 'A_CODE_OF_TOMORROW', 'Whatever', { class: 'poison' }],
  ])('%d %s (%s) is %j', (status, code, message, expected) => {
    expect(error(status, code, message)).toMatchObject({ kind: 'failed', ...expected });
  });

  it.each([
    ['REQUIRED_FIELD_MISSING', { class: 'data', code: 'required-field-missing' }],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', { class: 'business', code: 'field-custom-validation-exception' }],
    ['DUPLICATE_VALUE', { class: 'conflict', code: 'duplicate-value' }],
    ['ENTITY_IS_DELETED', { class: 'conflict', code: 'entity-is-deleted' }],
  ])('%s is a "no" for a person, with its text and its field', (code, expected) => {
    expect(error(400, code, 'Because.', ['Name'])).toEqual({ kind: 'refused', message: 'Because.', field: 'Name', ...expected });
  });

  it('comes again when the customer’s trigger failed because of a lock, and shows its text when it failed otherwise', () => {
    const code = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';
    const lock = 'Rollup: execution of AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access';
    expect(meaningOf({ code, message: lock, fields: [] })).toMatchObject({ kind: 'failed', class: 'transient' });
    expect(meaningOf({ code, message: 'Rollup: division by zero', fields: [] })).toMatchObject({ kind: 'refused', message: 'Rollup: division by zero' });
  });

  it('is in doubt about a page of HTML, when something may have been written', () => {
    expect(classify(answered(503, '<html>Down for maintenance</html>'), answerTable, about)).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    expect(classify(answered(200, '<html>Sign in</html>'), answerTable, about)).toMatchObject({ kind: 'failed', class: 'in-doubt' });
  });

  it('takes an external id that several records have for a conflict', () => {
    expect(classify(answered(300, '["/services/data/v65.0/sobjects/Order/801"]'), answerTable, about)).toMatchObject({ kind: 'refused', class: 'conflict' });
  });

  it('reads the errors of a request and those of a record alike', () => {
    expect(errorsOf([{ statusCode: 'MALFORMED_ID', message: 'bad id', fields: ['OwnerId'] }])).toEqual([
      { code: 'MALFORMED_ID', message: 'bad id', fields: ['OwnerId'] },
    ]);
    expect([errorsOf([]), errorsOf('x'), errorsOf({ error: 'invalid_grant' })]).toEqual([[], [], []]);
  });

  it('lets doubt decide before all, and what comes again before what a person must mend', () => {
    const refused = { kind: 'refused', class: 'data', code: 'x', message: 'x' } as const;
    const failed = (kind: 'transient' | 'in-doubt') => ({ kind: 'failed', class: kind, message: kind }) as const;
    expect(worstOf([refused, failed('transient'), failed('in-doubt')])).toMatchObject({ class: 'in-doubt' });
    expect(worstOf([refused, failed('transient')])).toMatchObject({ class: 'transient' });
    expect([worstOf([refused]), worstOf([])]).toEqual([refused, undefined]);
  });
});
