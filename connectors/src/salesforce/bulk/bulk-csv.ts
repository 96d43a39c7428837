import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { ApiError } from '../rest/classify.ts';

/** A row of a bulk job: null empties a field, a missing one leaves it as it is. */
export type BulkRow = { readonly [field: string]: string | null };

/** What empties a field (Bulk API 2.0 guide, "Valid CSV record rows"); an empty cell leaves it alone. */
const emptied = '#N/A';

/**
 * The upload of a job. Its header names the fields of all rows, not those of the first: a column that is left out is lost without a
 * word. Throws an Error for a value that an upload cannot hold.
 */
export function writeUpload(rows: readonly BulkRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cellOf(row, column)));
  return stringify([columns, ...cells], { record_delimiter: '\n' });
}

function cellOf(row: BulkRow, column: string): string {
  const value = row[column];
  if (value === undefined) return '';
  if (value === null || value === '') return emptied;
  if (value === emptied) throw new Error(`${column} holds ${emptied}, which empties a field`);
  return value;
}

/** The rows of an answer by its header; undefined when it is no CSV. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] | undefined {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` taken apart. */
export function rowErrorOf(text: string): ApiError {
  const match = /^([A-Z][A-Z0-9_]+):(.*?)(?::([A-Za-z0-9_, ]*) ?--)?$/s.exec(text.trim());
  const [, code = 'UNKNOWN', message = text, fields = ''] = match ?? [];
  return { code, message, fields: fields.split(/[\s,]+/).filter((field) => field !== '') };
}
