import { describe, expect, it } from 'vitest';
import { offlineApi, smallOrder } from './api-testing.ts';
import { bodyBytesMax } from './body.ts';
import { jsonDepthMax } from './read-json.ts';

const { app, written, key } = await offlineApi();
const line = { item: 'HS-1001', quantity: { value: '10', unit: 'EA' }, warehouse: 'EDC' };
const withLine = (more: object) => ({ ...smallOrder(), lines: [{ ...line, ...more }] });
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const schedule = (value: string, more: object = {}) => ({ quantity: { value, unit: 'EA' }, ...more });

type Case = readonly [what: string, body: unknown, status: number, code: string, field?: string];
const cases: readonly Case[] = [
  ['no JSON', '{"customer":', 400, 'malformed-json'],
  ['an empty body', '', 400, 'malformed-json'],
  ['a list', '[]', 400, 'wrong-type'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'not-utf8'],
  ['an unknown field', { ...smallOrder(), colour: 'red' }, 400, 'unknown-field', 'colour'],
  ['an unknown field deep inside', withLine({ quantity: { value: '1', unit: 'EA', x: 1 } }), 400, 'unknown-field', 'lines[0].quantity.x'],
  ['a missing field', { ...smallOrder(), currency: undefined }, 400, 'missing-field', 'currency'],
  ['a number in place of text', withLine({ quantity: { value: 10, unit: 'EA' } }), 400, 'wrong-type', 'lines[0].quantity.value'],
  ['no lines', { ...smallOrder(), lines: [] }, 400, 'invalid-value', 'lines'],
  ['5,001 lines', { ...smallOrder(), lines: Array.from({ length: 5_001 }, () => line) }, 400, 'too-many-lines', 'lines'],
  ['more than 10 MB', `{"note":"${'x'.repeat(bodyBytesMax)}"}`, 413, 'body-too-large'],
  ['a depth bomb', '['.repeat(200_000), 400, 'too-deep'],
  ['one level too many', nested(jsonDepthMax + 1), 400, 'too-deep'],
  ['a member that appears twice', '{"customer":{"id":"A"},"lines":[{"item":"a","item":"b"}]}', 400, 'duplicate-member', 'lines[0].item'],
  ['U+0000', '{"customer":{"id":"A\\u0000B"}}', 400, 'forbidden-character', 'customer.id'],
  ['a control character', withLine({ item: 'a\u0001' }), 400, 'invalid-value', 'lines[0].item'],
  ['an unpaired surrogate', '{"customer":{"id":"\\ud800"}}', 400, 'forbidden-character', 'customer.id'],
  ['an unpaired surrogate in a name', '{"\\udc00":1}', 400, 'forbidden-character'],
  ['an unknown unit', withLine({ quantity: { value: '1', unit: 'XX' } }), 400, 'unknown-unit', 'lines[0].quantity.unit'],
  ['an unknown currency', { ...smallOrder(), currency: 'XXX!' }, 400, 'unknown-currency', 'currency'],
  ['a negative quantity', withLine({ quantity: { value: '-1', unit: 'EA' } }), 400, 'invalid-quantity', 'lines[0].quantity.value'],
  ['a quantity of zero', withLine({ quantity: { value: '0.00', unit: 'EA' } }), 400, 'invalid-quantity', 'lines[0].quantity.value'],
  ['an amount with a comma', withLine({ price: { amount: '1,5', currency: 'USD' } }), 400, 'invalid-amount', 'lines[0].price.amount'],
  ['a price in another currency', withLine({ price: { amount: '1', currency: 'EUR' } }), 422, 'currency-mix', 'lines[0].price.currency'],
  ['a day that does not exist', { ...smallOrder(), requestedDate: '2026-02-30' }, 400, 'invalid-date', 'requestedDate'],
  ['an instant without a zone', { ...smallOrder(), orderedAt: '2026-02-03T10:00:00' }, 400, 'invalid-date', 'orderedAt'],
  ['schedules that do not add up', withLine({ schedules: [schedule('4'), schedule('5')] }), 422, 'quantity-differs', 'lines[0].schedules'],
  [
    'a schedule in another unit',
    withLine({ schedules: [schedule('4'), { quantity: { value: '6', unit: 'CS' } }] }),
    422,
    'unit-differs',
    'lines[0].schedules[1].quantity.unit',
  ],
  ['two schedules of one id', withLine({ schedules: [schedule('4', { id: '2' }), schedule('6')] }), 422, 'schedule-exists', 'lines[0].schedules[1].id'],
  ['two lines of one id', { ...smallOrder(), lines: [{ ...line, id: '2' }, line] }, 422, 'line-exists', 'lines[1].id'],
  ['a member that would pollute prototypes', `{"__proto__":{"isAdmin":true},${JSON.stringify(smallOrder()).slice(1)}`, 400, 'unknown-field', '__proto__'],
  ['a constructor that would', withLine({ constructor: { prototype: {} } }), 400, 'unknown-field', 'lines[0].constructor'],
];

describe('a malformed order is refused naming the field, and kept raw', () => {
  it.each(cases)('%s', async (_what, body, status, code, field) => {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'k', 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/v1/orders', headers, payload: isRaw ? body : JSON.stringify(body) });
    expect(answer.json()).toMatchObject({
      status,
      code,
      ...(field !== undefined && { field }),
      class: expect.any(String),
      owner: 'sender',
      remedy: expect.any(String),
    });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.statusCode).toBe(status);
    expect(written()).toEqual([[expect.any(String), expect.any(Date), 'client:offline', '/v1/orders', code, expect.any(String), expect.any(String)]]);
  });

  it('a warehouse that no route serves is refused for the order desk', async () => {
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'k', 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/v1/orders', headers, payload: JSON.stringify(withLine({ warehouse: 'MARS' })) });
    expect(answer.json()).toMatchObject({ status: 422, code: 'no-route', field: 'lines[0].warehouse', owner: 'customer-service' });
  });

  it('another content type', async () => {
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'k', 'content-type': 'text/xml' };
    const answer = await app.inject({ method: 'POST', url: '/v1/orders', headers, payload: '<order/>' });
    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported-media-type', field: 'Content-Type' });
  });
});
