import { describe, expect, it } from 'vitest';
import { readCsv, rowErrorOf, writeUpload } from './bulk-csv.ts';

describe('the CSV of bulk jobs', () => {
  it('keeps the columns of all rows, empties what is null and leaves alone what is not named', () => {
    expect(writeUpload([{ Name: 'A' }, { Name: 'B', Phone: '1' }, { Name: 'C', Website: 'x', Phone: null }])).toBe('Name,Phone,Website\nA,,\nB,1,\nC,#N/A,x\n');
  });

  it('brings any text through', () => {
    const row = { Name: ' "A", Inc.\nLtd.; é ', Note: '=1+1' };
    expect(readCsv(writeUpload([row]))).toEqual([row]);
  });

  it('refuses a value that would empty the field', () => {
    expect(() => writeUpload([{ Name: '#N/A' }])).toThrow('Name');
  });

  it('says what is no CSV', () => {
    expect(readCsv('a,b\n"1')).toBeUndefined();
    expect(readCsv('')).toEqual([]);
  });

  it.each([
    ['REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --', 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', ['Name']],
    ['UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--', 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', []],
    ['something else', 'UNKNOWN', 'something else', []],
  ])('reads the error %s', (text, code, message, fields) => expect(rowErrorOf(text)).toEqual({ code, message, fields }));
});
