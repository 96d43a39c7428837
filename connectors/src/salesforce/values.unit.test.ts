import { describe, expect, it } from 'vitest';
import { jsonOf, numberOf, parseAnswer, plainNumber, toRow } from './values.ts';

describe('values of Salesforce', () => {
  it.each([
    ['12.50', '12.5'],
    ['1.0E7', '10000000'],
    ['-1.25E-3', '-0.00125'],
    ['1.2345E2', '123.45'],
    ['99999999999999.9999', '99999999999999.9999'],
  ])('reads the number %s as %s', (text, plain) => expect(plainNumber(text)).toBe(plain));

  it('keeps every digit both ways', () => {
    expect(parseAnswer('{"a":123456789012.123456}')).toEqual({ a: '123456789012.123456' });
    expect(jsonOf({ a: numberOf('123456789012.123456') })).toBe('{"a":123456789012.123456}');
  });

  it('reads a record with its parent and its children', () => {
    const attributes = { type: 'Quote' };
    const record = {
      attributes,
      Id: '0Q0',
      Account: { attributes, Name: 'ACME' },
      Lines: { totalSize: '1', done: true, records: [{ attributes, Id: '0QL' }] },
      Gone: null,
    };
    expect(toRow(record)).toEqual({ Id: '0Q0', Account: { Name: 'ACME' }, Lines: [{ Id: '0QL' }], Gone: null });
    expect(toRow('x')).toBeUndefined();
  });
});
