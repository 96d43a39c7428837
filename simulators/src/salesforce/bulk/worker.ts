import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { Org } from '../org/index.ts';
import { runQuery } from '../soql/index.ts';
import { readHeader } from './columns.ts';
import { readCsv, type Table, UnreadableUpload } from './csv.ts';
import type { IngestJob, Job, RowResult } from './job.ts';
import type { Jobs } from './jobs.ts';
import { isLocked, type Load, loadBatch } from './load.ts';
import { type BulkSelection, cellText, selectForBulk } from './query-columns.ts';

/** Does the work of jobs in the background. */
export type Worker = {
  readonly start: (job: Job, org: Org) => void;
  /** Leaves the work under way; jobs that start later are not concerned. */
  readonly stop: () => void;
};

export type Pace = {
  /** From UploadComplete to InProgress, from there to the work, and before locked rows are tried again. */
  readonly stepMs: number;
  /** Rows of all ingest jobs within 24 hours. */
  readonly rowsPerDayMax: number;
};

/** Rows that the platform takes as one unit of work, and as one transaction. */
const chunkRows = 10_000;
const batchRows = 200;
const dayMs = 86_400_000;

/** A worker that runs jobs beside each other, one batch a turn of the event loop. */
export function startWorker(jobs: Jobs, { stepMs, rowsPerDayMax }: Pace): Worker {
  let running = new AbortController();
  const wait = async (signal: AbortSignal): Promise<void> => pause(stepMs, undefined, { ref: false, signal });
  const loaded: { readonly at: number; readonly rows: number }[] = [];

  const chargeDay = (rows: number, now: number): void => {
    const today = loaded.filter(({ at }) => at > now - dayMs).reduce((sum, load) => sum + load.rows, 0);
    if (today + rows > rowsPerDayMax) throw new UnreadableUpload(`ExceededQuota : Max records of ${rowsPerDayMax} in 24 hours exceeded. Records not processed`);
    loaded.push({ at: now, rows });
  };

  /** Writes the rows at these places; false when the job was aborted meanwhile. */
  const loadPlaces = async (load: Load, places: readonly number[], results: RowResult[], org: Org, signal: AbortSignal): Promise<boolean> => {
    for (let from = 0; from < places.length; from += batchRows) {
      if (jobs.stateOf(load.job.id) !== 'InProgress') return false;
      const batch = places.slice(from, from + batchRows);
      const rows = batch.map((place) => load.rows[place] ?? []);
      for (const [index, result] of loadBatch({ ...load, rows }, org).entries()) results[batch[index] ?? 0] = result;
      jobs.change('ingest', load.job.id, { processed: Math.max(jobs.get('ingest', load.job.id).processed, (batch.at(-1) ?? 0) + 1) });
      await turn(undefined, { signal });
    }
    return true;
  };

  const ingest = async (job: IngestJob, org: Org, signal: AbortSignal): Promise<void> => {
    const type = org.typeOf(job.object);
    if (type === undefined) throw new UnreadableUpload(`InvalidJob : Unable to find object: ${job.object}`);
    const table = job.upload === undefined ? job.table : readCsv(job.upload, job);
    const results: RowResult[] = table.rows.map(() => 'unprocessed');
    jobs.change('ingest', job.id, { table, results, upload: undefined });
    chargeDay(table.rows.length, org.now().getTime());
    const load: Load = { job, type, columns: readHeader(table.header, job, type, org), rows: table.rows };
    let retries = 0;
    for (let from = 0; from < table.rows.length; from += chunkRows) {
      const places = table.rows.slice(from, from + chunkRows).map((_, index) => from + index);
      if (!(await loadPlaces(load, places, results, org, signal))) return;
      const locked = places.filter((place) => isLocked(results[place]));
      if (locked.length > 0) {
        retries += 1;
        jobs.change('ingest', job.id, { retries });
        await wait(signal);
        if (!(await loadPlaces(load, locked, results, org, signal))) return;
      }
    }
  };

  const query = (job: Extract<Job, { kind: 'query' }>, org: Org): void => {
    const selection = selectForBulk(runQuery({ soql: job.soql, source: org, userId: job.who.userId, withDeleted: job.operation === 'queryAll' }));
    const found = tableOf(selection);
    jobs.change('query', job.id, { found, processed: found.rows.length });
  };

  const work = async (job: Job, org: Org, signal: AbortSignal): Promise<void> => {
    const startedAt = performance.now();
    const spent = (): { readonly processingMs: number } => ({ processingMs: Math.ceil(performance.now() - startedAt) });
    try {
      await wait(signal);
      if (jobs.stateOf(job.id) !== 'UploadComplete') return;
      jobs.change(job.kind, job.id, { state: 'InProgress' });
      await wait(signal);
      if (jobs.stateOf(job.id) !== 'InProgress') return;
      if (job.kind === 'ingest') await ingest(job, org, signal);
      else query(job, org);
      if (jobs.stateOf(job.id) === 'InProgress') jobs.change(job.kind, job.id, { state: 'JobComplete', ...spent() });
    } catch (error) {
      if (signal.aborted) return;
      const errorMessage = error instanceof UnreadableUpload ? error.message : `InternalServerError : ${String(error)}`;
      jobs.change(job.kind, job.id, { state: 'Failed', errorMessage, ...spent() });
    }
  };

  return {
    start: (job, org) => void work(job, org, running.signal),
    stop: () => {
      running.abort();
      running = new AbortController();
    },
  };
}

const tableOf = ({ columns, rows }: BulkSelection): Table => ({
  header: columns.map(({ name }) => name),
  rows: rows.map((row) => columns.map(({ type, read }) => cellText(type, read(row)))),
});
