import type { Who } from '../org/index.ts';
import type { CsvFormat, Table } from './csv.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** What ingest and query jobs have in common. */
type JobCore = CsvFormat & {
  readonly id: string;
  readonly who: Who;
  readonly object: string;
  readonly apiVersion: string;
  readonly createdDate: string;
  readonly systemModstamp: string;
  readonly state: JobState;
  /** Why the job failed. */
  readonly errorMessage: string | undefined;
  readonly retries: number;
  readonly processed: number;
  /** How long the work on it took. */
  readonly processingMs: number;
};

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';

/** What became of one uploaded row. */
export type RowResult = { readonly id: string; readonly isCreated: boolean } | { readonly error: string } | 'unprocessed';

export type IngestJob = JobCore & {
  readonly kind: 'ingest';
  readonly operation: IngestOperation;
  readonly externalIdFieldName: string | undefined;
  readonly assignmentRuleId: string | undefined;
  readonly upload: Buffer | undefined;
  /** The upload once it was read. */
  readonly table: Table;
  /** One per row of the table. */
  readonly results: readonly RowResult[];
};

export type QueryJob = JobCore & { readonly kind: 'query'; readonly operation: 'query' | 'queryAll'; readonly soql: string; readonly found: Table };

export type Job = IngestJob | QueryJob;

/** A job as it is answered when it was created, changed or listed. */
export function showJob(job: Job): object {
  const { id, operation, object, who, createdDate, systemModstamp, state, apiVersion, lineEnding, columnDelimiter } = job;
  return {
    id,
    operation,
    object,
    createdById: who.userId,
    createdDate,
    systemModstamp,
    state,
    ...(job.kind === 'ingest' && job.externalIdFieldName !== undefined ? { externalIdFieldName: job.externalIdFieldName } : {}),
    ...(job.kind === 'ingest' && job.assignmentRuleId !== undefined ? { assignmentRuleId: job.assignmentRuleId } : {}),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(apiVersion),
    ...(job.kind === 'ingest' && state === 'Open' ? { contentUrl: `services/data/v${apiVersion}/jobs/ingest/${id}/batches` } : {}),
    lineEnding,
    columnDelimiter,
  };
}

/** A job with how far it came, as the resource of one job answers. */
export function showProgress(job: Job): object {
  const counts = {
    jobType: job.kind === 'ingest' ? 'V2Ingest' : 'V2Query',
    numberRecordsProcessed: job.processed,
    retries: job.retries,
    totalProcessingTime: job.processingMs,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
  if (job.kind === 'query') return { ...showJob(job), ...counts, isPkChunkingSupported: true };
  const numberRecordsFailed = job.results.filter((result) => result !== 'unprocessed' && 'error' in result).length;
  return { ...showJob(job), ...counts, numberRecordsFailed, apiActiveProcessingTime: job.processingMs, apexProcessingTime: 0 };
}

/** Whether nothing more will happen to a job. */
export const isOver = ({ state }: Job): boolean => state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
