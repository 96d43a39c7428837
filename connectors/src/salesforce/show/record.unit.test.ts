import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMapping } from '../mapping.ts';
import { cut, externalId, recordOf } from './record.ts';

const { line } = createMapping({ objects: {}, fields: { 'line.item': '' } });

describe('what is written', () => {
  it('has the org’s names, empties what is null, and leaves out what is not named and what the org has no field for', () => {
    expect(recordOf(line, { status: 'open', promisedDate: null, requestedDate: undefined, item: 'HS-1001' })).toEqual({
      Status__c: 'open',
      Promised_Date__c: null,
    });
  });

  it('fits into its field', () => {
    expect([cut('abcd', 4), cut('abcde', 4)]).toEqual(['abcd', 'abc…']);
  });
});

describe('external ids', () => {
  it('are readable where nothing has to be escaped', () => {
    expect(externalId('01JZ0DW0', '10', '1')).toBe('01JZ0DW0:10:1');
    expect(externalId('wms', 'SHP 1/2')).toBe('wms:SHP~201~2F2');
  });

  it('are different for different parts, and mean the same in an address as by themselves', () => {
    const parts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(externalId(...one) === externalId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(externalId(...one)).toMatch(/^[A-Za-z0-9_.~:-]*$/);
      }),
    );
  });
});
