import { type AnswerTable, answerShape, type Call, type Read } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import { type ApiError, answerTable } from '../rest/classify.ts';
import type { Ask, Got } from '../rest/rest.ts';
import { parseAnswer } from '../values.ts';
import { type BulkRow, readCsv, rowErrorOf, writeUpload } from './bulk-csv.ts';

/** Rows of one job and characters of its upload (100 MB of data, Bulk API 2.0 guide, with room for wide characters), rows of a page of results. */
export const bulkLimits = { rowsMax: 100_000, charsMax: 30_000_000, pageRowsMax: 2_000 } as const;

/** How a job stands. `failed` of an ingest: see its results. */
export type BulkState = {
  readonly state: 'working' | 'done' | 'failed' | 'aborted';
  readonly processed: number;
  readonly failed: number;
  readonly why: string | undefined;
};

/** What an ingest job did not do, row by row: each is tried again or told, none is forgotten. */
export type BulkResults = {
  readonly refused: readonly { readonly row: BulkRow; readonly error: ApiError }[];
  readonly unprocessed: readonly BulkRow[];
};

/** Rows of a bulk query; `locator` leads to the next page, undefined after the last. */
export type BulkPage = { readonly rows: readonly BulkRow[]; readonly locator: string | undefined };

/**
 * Bulk API 2.0, step by step: whoever drives a job keeps its id, so that it goes on after a crash, and decides when to look again. For backfill and
 * reconciliation; its calls are made for the purpose `bulk` and stop first.
 */
export type Bulk = {
  /** Creates a job, uploads the rows and lets it run; answers its id. A lost answer is no harm: an upsert may be done twice. */
  readonly startUpsert: (wanted: { readonly object: string; readonly key: string; readonly rows: readonly BulkRow[] }, call: Call) => Promise<Got<string>>;
  readonly startQuery: (soql: string, call: Call) => Promise<Got<string>>;
  readonly look: (kind: 'ingest' | 'query', job: string, call: Call) => Promise<Got<BulkState>>;
  readonly results: (job: string, call: Call) => Promise<Got<BulkResults>>;
  readonly page: (job: string, locator: string | undefined, call: Call) => Promise<Got<BulkPage>>;
};

/** The bulk jobs of one org; `ask` is that of the purpose `bulk`. */
export function createBulk(ask: Ask): Bulk {
  return {
    startUpsert: (wanted, call) => startUpsert(ask, wanted, call),
    startQuery: (query, call) => ask({ method: 'POST', path: '/jobs/query', body: { operation: 'query', query }, commits: false, read: readId }, call),
    look: (kind, job, call) => ask({ method: 'GET', path: `/jobs/${kind}/${job}`, commits: false, read: readState }, call),
    results: (job, call) => results(ask, job, call),
    page: (job, locator, call) => page(ask, { job, locator }, call),
  };
}

const readJob = answerShape(Type.Object({ id: Type.String({ pattern: '^\\w{15,18}$' }) }));

function readId(body: unknown): Read<string> {
  const read = readJob(body);
  return read.kind === 'read' ? { kind: 'read', value: read.value.id } : read;
}

type Wanted = { readonly object: string; readonly key: string; readonly rows: readonly BulkRow[] };

async function startUpsert(ask: Ask, { object, key, rows }: Wanted, call: Call): Promise<Got<string>> {
  const upload = writeUpload(rows);
  if (rows.length > bulkLimits.rowsMax || upload.length > bulkLimits.charsMax) {
    return { kind: 'failed', class: 'poison', message: `a job of ${rows.length} rows and ${upload.length} characters is too large: divide it` };
  }
  const job = { object, externalIdFieldName: key, operation: 'upsert', contentType: 'CSV', lineEnding: 'LF', columnDelimiter: 'COMMA' };
  const created = await ask({ method: 'POST', path: '/jobs/ingest', body: job, commits: false, read: readId }, call);
  if (created.kind === 'failed') return created;
  const path = `/jobs/ingest/${created.value}`;
  const headers = { 'content-type': 'text/csv; charset=utf-8' };
  const uploaded = await ask({ method: 'PUT', path: `${path}/batches`, headers, body: upload, commits: false, read: readNothing }, call);
  if (uploaded.kind === 'failed') return uploaded;
  return ask({ method: 'PATCH', path, body: { state: 'UploadComplete' }, commits: true, read: readId }, call);
}

const readNothing = (): Read<undefined> => ({ kind: 'read', value: undefined });

const readProgress = answerShape(
  Type.Object({
    state: Type.Enum(['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted']),
    numberRecordsProcessed: Type.Optional(Type.String()),
    numberRecordsFailed: Type.Optional(Type.String()),
    errorMessage: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
);
const states = { Open: 'working', UploadComplete: 'working', InProgress: 'working', JobComplete: 'done', Failed: 'failed', Aborted: 'aborted' } as const;

function readState(body: unknown): Read<BulkState> {
  const read = readProgress(body);
  if (read.kind === 'unreadable') return read;
  const { state, numberRecordsProcessed = '0', numberRecordsFailed = '0', errorMessage } = read.value;
  return {
    kind: 'read',
    value: { state: states[state], processed: Number(numberRecordsProcessed), failed: Number(numberRecordsFailed), why: errorMessage ?? undefined },
  };
}

/** Results are CSV, errors are JSON. */
const csvTable: AnswerTable = { ...answerTable, parse: (text) => (/^\s*[[{]/.test(text) ? parseAnswer(text) : text) };

type CsvRows = readonly Readonly<Record<string, string>>[];

function readRows(body: unknown): Read<CsvRows> {
  const rows = body === undefined ? [] : typeof body === 'string' && !/^\s*</.test(body) ? readCsv(body) : undefined;
  return rows === undefined ? { kind: 'unreadable', field: '', why: 'it is no CSV' } : { kind: 'read', value: rows };
}

async function results(ask: Ask, job: string, call: Call): Promise<Got<BulkResults>> {
  const list = (name: string) =>
    ask({ method: 'GET', path: `/jobs/ingest/${job}/${name}/`, headers: acceptsCsv, commits: false, table: csvTable, read: readRows }, call);
  const failed = await list('failedResults');
  if (failed.kind === 'failed') return failed;
  const unprocessed = await list('unprocessedrecords');
  if (unprocessed.kind === 'failed') return unprocessed;
  const refused = failed.value.map(({ sf__Id: _id, sf__Error: error = '', ...row }) => ({ row: asSent(row), error: rowErrorOf(error) }));
  return { kind: 'got', value: { refused, unprocessed: unprocessed.value.map(asSent) } };
}

const acceptsCsv = { accept: 'text/csv' };

/** A row as it was sent, so that it can be sent again: an empty cell was not named. */
const asSent = (row: Readonly<Record<string, string>>): BulkRow =>
  Object.fromEntries(Object.entries(row).flatMap(([name, cell]) => (cell === '' ? [] : [[name, cell === '#N/A' ? null : cell]])));

type WantedPage = { readonly job: string; readonly locator: string | undefined };

async function page(ask: Ask, { job, locator }: WantedPage, call: Call): Promise<Got<BulkPage>> {
  const query = new URLSearchParams({ maxRecords: String(bulkLimits.pageRowsMax), ...(locator !== undefined && { locator }) });
  const read = (body: unknown, headers: Readonly<Record<string, string>>): Read<BulkPage> => {
    const rows = readRows(body);
    if (rows.kind === 'unreadable') return rows;
    const next = headers['sforce-locator'];
    const values = rows.value.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === '' ? null : cell])));
    return { kind: 'read', value: { rows: values, locator: next === undefined || next === 'null' ? undefined : next } };
  };
  return ask({ method: 'GET', path: `/jobs/query/${job}/results?${query}`, headers: acceptsCsv, commits: false, table: csvTable, read }, call);
}
