import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';

/** The columns of a file, in any order; those without a value may be missing. */
export const csvColumns = ['kind', 'from_system', 'from_name', 'to_system', 'to_name', 'valid_from', 'valid_until', 'default', 'remove'] as const;
export type CsvColumn = (typeof csvColumns)[number];

const requiredColumns: readonly CsvColumn[] = ['kind', 'from_system', 'from_name', 'to_system', 'to_name'];

/** The columns of one file by their place. */
export type CsvHeader = readonly CsvColumn[];

/** What is wrong with a line, or undefined values; `column` where it is one's fault. */
export type CsvProblem = {
  readonly kind: 'wrong';
  readonly code: 'not-utf8' | 'bad-value' | 'unknown-field' | 'missing-field';
  readonly detail: string;
  readonly column?: string;
};

/** A line by its columns; what is empty is not there. */
export type CsvLine = { readonly kind: 'read'; readonly values: Readonly<Partial<Record<CsvColumn, string>>> };

/** Reads the first line: names of columns, each once. */
export function readHeader(line: Uint8Array): { readonly kind: 'read'; readonly header: CsvHeader } | CsvProblem {
  const [fields] = readFields([withoutMark(line)]);
  if (!fields || 'kind' in fields) return fields ?? wrong('bad-value', 'The first line is empty.');
  const header: CsvColumn[] = [];
  for (const name of fields) {
    const column = csvColumns.find((known) => known === name);
    if (!column)
      return { ...wrong('unknown-field', `There is no column "${name.slice(0, 100)}"; there are ${csvColumns.join(', ')}.`), column: name.slice(0, 100) };
    if (header.includes(column)) return { ...wrong('bad-value', `The column ${column} is there twice.`), column };
    header.push(column);
  }
  const missing = requiredColumns.find((column) => !header.includes(column));
  return missing ? { ...wrong('missing-field', `The column ${missing} is missing in the first line.`), column: missing } : { kind: 'read', header };
}

/** Reads the lines after it (RFC 4180, UTF-8). A name holds no line break, so a line is a row whatever the lines around it are. */
export function readLines(lines: readonly Uint8Array[], header: CsvHeader): readonly (CsvLine | CsvProblem)[] {
  return readFields(lines).map((fields) => {
    if ('kind' in fields) return fields;
    if (fields.length !== header.length) return wrong('bad-value', `The line has ${fields.length} values, the first line names ${header.length} columns.`);
    const values = header.flatMap((column, index): [CsvColumn, string][] => (fields[index] ? [[column, fields[index]]] : []));
    return { kind: 'read', values: Object.fromEntries(values) };
  });
}

type Fields = readonly string[] | CsvProblem;

/** All lines in one call of the parser; one by one where some of them are wrong, so that each is judged alone. */
function readFields(lines: readonly Uint8Array[]): readonly Fields[] {
  const texts = lines.map((line) => (isUtf8(line) ? Buffer.from(line).toString('utf8').replace(/\r$/, '') : undefined));
  if (!texts.includes(undefined)) {
    const all = parsed(texts.join('\n'));
    if (typeof all !== 'string' && all.length === texts.length) return all;
  }
  return texts.map((text) => {
    if (text === undefined) return wrong('not-utf8', 'The line is not encoded in UTF-8.');
    const one = parsed(text);
    if (typeof one === 'string') return wrong('bad-value', one);
    return one[0] ?? wrong('bad-value', 'The line is empty.');
  });
}

/** The records of a text, or what is wrong with it. */
function parsed(text: string): readonly string[][] | string {
  try {
    return parse(text, { relax_column_count: true, record_delimiter: '\n' });
  } catch (error) {
    return `The line is no CSV: ${(error as Error).message}`;
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(line: Uint8Array): Uint8Array {
  return byteOrderMark.equals(line.subarray(0, 3)) ? line.subarray(3) : line;
}

function wrong(code: CsvProblem['code'], detail: string): CsvProblem {
  return { kind: 'wrong', code, detail };
}
