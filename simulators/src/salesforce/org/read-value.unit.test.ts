import { describe, expect, it } from 'vitest';
import { refusal } from '../../testing/salesforce-org.ts';
import { makeField } from './make-field.ts';
import { picklistValue } from './read-objects.ts';
import { readValue } from './read-value.ts';
import type { Field, FieldType } from './types.ts';

const field = (type: FieldType, more: Partial<Field> = {}): Field => makeField({ name: 'Any__c', label: 'Any', type, ...more });

describe('values', () => {
  it.each([
    ['string', '  left and right ', 'left and right'],
    ['string', '', null],
    ['string', 7, '7'],
    ['boolean', 'true', true],
    ['boolean', null, false],
    ['double', '12.345', 12.35],
    ['double', 1.005, 1.01],
    ['double', -2.345, -2.35],
    ['int', '42', 42],
    ['currency', '', null],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-28T10:00:00Z', '2026-02-28'],
    ['datetime', '2026-02-28T10:00:00.750+02:00', '2026-02-28T08:00:00.000+0000'],
    ['datetime', '2026-02-28T10:00:00.000+0200', '2026-02-28T08:00:00.000+0000'],
    ['datetime', '2026-02-28T10:00:00', '2026-02-28T10:00:00.000+0000'],
    ['reference', '001D000000IRFma', '001D000000IRFmaIAH'],
  ] as const)('a %s field keeps %j as %j', (type, given, kept) => {
    expect(readValue(field(type), given)).toBe(kept);
  });

  it.each([
    ['double', 'twelve', 'VALUE_STRING value twelve'],
    ['int', 1.5, 'VALUE_NUMBER_FLOAT value 1.5'],
    ['boolean', 'yes', 'VALUE_STRING value yes'],
    ['date', '2026-02-30', 'VALUE_STRING value 2026-02-30'],
    ['date', 20260228, 'VALUE_NUMBER_INT value 20260228'],
    ['datetime', '2026-02-28 10:00:00', 'VALUE_STRING value 2026-02-28 10:00:00'],
    ['picklist', true, 'VALUE_TRUE value true'],
    ['string', { a: 1 }, 'START_OBJECT'],
    ['multipicklist', ['a'], 'START_ARRAY'],
  ] as const)('a %s field refuses %j', (type, given, from) => {
    expect(refusal(() => readValue(field(type), given))).toMatchObject({
      code: 'JSON_PARSER_ERROR',
      message: `Cannot deserialize instance of ${type} from ${from} or request may be missing a required field at [line:1, column:1]`,
    });
  });

  it('refuses a text that is too long, with its length', () => {
    expect(refusal(() => readValue(field('string', { length: 3 }), 'abcd'))).toMatchObject({
      code: 'STRING_TOO_LONG',
      fields: ['Any__c'],
      message: 'Any: data value too large: abcd (max length=3)',
    });
  });

  it('refuses a number with more digits than there is room for', () => {
    expect(refusal(() => readValue(field('double', { precision: 6, scale: 2 }), 10_000))).toMatchObject({
      code: 'NUMBER_OUTSIDE_VALID_RANGE',
      fields: ['Any__c'],
    });
  });

  it('refuses what a restricted picklist does not list, and only there', () => {
    const picklistValues = ['open', 'shipped'].map((value) => picklistValue(value));
    expect(refusal(() => readValue(field('picklist', { picklistValues, restrictedPicklist: true }), 'lost'))).toMatchObject({
      code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      fields: ['Any__c'],
      message: 'Any: bad value for restricted picklist field: lost',
    });
    expect(refusal(() => readValue(field('multipicklist', { picklistValues, restrictedPicklist: true }), 'open;lost'))?.code).toBe(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    );
    expect(readValue(field('picklist', { picklistValues }), 'lost')).toBe('lost');
  });

  it.each([
    ['email', 'nobody', 'INVALID_EMAIL_ADDRESS'],
    ['reference', 'ABC', 'MALFORMED_ID'],
  ] as const)('a %s field refuses %j with %s', (type, given, code) => {
    expect(refusal(() => readValue(field(type), given))).toMatchObject({ code, fields: ['Any__c'] });
  });
});
