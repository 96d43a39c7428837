import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** The characters between values, by the names of the API. */
export const columnDelimiters = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' } as const;
/** The ends of lines, by the names of the API. */
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;
/** How the CSV of a job is written, both ways. */
export type CsvFormat = { readonly columnDelimiter: keyof typeof columnDelimiters; readonly lineEnding: keyof typeof lineEndings };

/** CSV with its header apart. */
export type Table = { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** What a job fails with when its upload cannot be read; `message` is its `errorMessage`. */
export class UnreadableUpload extends Error {}

/** Reads an upload. Throws UnreadableUpload for other line endings than the job's, and for rows that are longer or shorter than the header. */
export function readCsv(upload: Buffer, { columnDelimiter, lineEnding }: CsvFormat): Table {
  const firstEnd = upload.indexOf('\n');
  const isCrLf = firstEnd > 0 && upload[firstEnd - 1] === 0x0d;
  if (firstEnd >= 0 && isCrLf !== (lineEnding === 'CRLF'))
    throw new UnreadableUpload(`ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`);
  try {
    const [header = [], ...rows] = parse(upload, {
      delimiter: columnDelimiters[columnDelimiter],
      record_delimiter: lineEndings[lineEnding],
      bom: true,
      skip_empty_lines: true,
    });
    return { header: header.map((name) => name.trim()), rows };
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableUpload(`ClientInputError : ${error.message}`);
    throw error;
  }
}

/** Writes CSV with every value in quotes, as the platform does. */
export function writeCsv({ header, rows }: Table, { columnDelimiter, lineEnding }: CsvFormat): string {
  return stringify([[...header], ...rows.map((row) => [...row])], {
    delimiter: columnDelimiters[columnDelimiter],
    record_delimiter: lineEndings[lineEnding],
    quoted: true,
    quoted_empty: true,
  });
}
