import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvColumns, readHeader, readLines } from './csv.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const header = ['kind', 'from_system', 'from_name', 'to_system', 'to_name'] as const;

describe('the first line of a file', () => {
  it('names columns in any order, with or without a byte order mark and a carriage return', () => {
    expect(readHeader(bytes('\uFEFFto_name,to_system,from_name,from_system,kind,default\r'))).toEqual({
      kind: 'read',
      header: ['to_name', 'to_system', 'from_name', 'from_system', 'kind', 'default'],
    });
  });

  it.each([
    ['kind,from_system,from_name,to_system', 'missing-field', 'to_name'],
    ['kind,from_system,from_name,to_system,to_name,color', 'unknown-field', 'color'],
    ['kind,from_system,from_name,to_system,to_name,kind', 'bad-value', 'kind'],
  ])('is refused naming the column: %s', (line, code, column) => {
    expect(readHeader(bytes(line))).toMatchObject({ kind: 'wrong', code, column });
  });
});

describe('the lines of a file', () => {
  it('are judged each alone, whatever the lines around them are', () => {
    const lines = [
      'item,sf,"one, ""two""",erp,HS-1\r',
      'item,sf,a"b,erp,HS-2',
      'item,sf,"never closed,erp,HS-3',
      'item,sf,x,erp',
      'item,sf,,erp,HS-4',
      'item,sf,"z",erp,HS-5',
    ].map(bytes);
    const read = readLines([...lines, Buffer.from([0x69, 0xff])], header);
    expect(read.map((line) => (line.kind === 'read' ? line.values : line.code))).toEqual([
      { kind: 'item', from_system: 'sf', from_name: 'one, "two"', to_system: 'erp', to_name: 'HS-1' },
      'bad-value',
      'bad-value',
      'bad-value',
      { kind: 'item', from_system: 'sf', to_system: 'erp', to_name: 'HS-4' },
      { kind: 'item', from_system: 'sf', from_name: 'z', to_system: 'erp', to_name: 'HS-5' },
      'not-utf8',
    ]);
  });

  it('bring back every value that was written by the rules', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n]/.test(text) && text.isWellFormed());
    const row = fc.tuple(...csvColumns.map(() => value));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const read = readLines(
          rows.map((values) => bytes(values.map(quoted).join(','))),
          csvColumns,
        );
        expect(read).toEqual(rows.map((values) => ({ kind: 'read', values: Object.fromEntries(csvColumns.map((column, i) => [column, values[i]])) })));
      }),
    );
  });
});
