import type { SfAnswer, SfRequest, SfRoute } from '../http/route.ts';
import { OrgError } from '../org/index.ts';
import { fieldNamed } from './columns.ts';
import { readCsv, type Table, UnreadableUpload, writeCsv } from './csv.ts';
import { type IngestJob, type IngestOperation, isOver, type RowResult, showJob, showProgress } from './job.ts';
import { type Jobs, newJobId, timeText } from './jobs.ts';
import { formatOf, invalidJob, invalidState, readJson, readMultipart, textOf, wordOf } from './read-request.ts';
import type { Worker } from './worker.ts';

const operations: readonly IngestOperation[] = ['insert', 'update', 'upsert', 'delete', 'hardDelete'];
/** Characters of the data in a multipart request. */
const multipartMax = 100_000;

/** The resources under `jobs/ingest`. `uploadBytesMax` is the size of an upload in base64, which makes about 100 MB of CSV into 150 MB. */
export function ingestRoutes(jobs: Jobs, worker: Worker, uploadBytesMax: number): readonly SfRoute[] {
  const jobOf = ({ params }: SfRequest): IngestJob => jobs.get('ingest', params[0] ?? '');

  const finish = (job: IngestJob, request: SfRequest): void => {
    jobs.change('ingest', job.id, { state: 'UploadComplete' });
    worker.start({ ...job, state: 'UploadComplete' }, request.org);
  };

  const create = async (request: SfRequest): Promise<SfAnswer> => {
    const multipart = await readMultipart(request);
    if (multipart !== undefined && multipart.content.length > multipartMax)
      throw invalidJob(`Multipart data of more than ${multipartMax} characters: upload it by itself`);
    const job = newJob(readJson(multipart?.job ?? request.body.toString()), request);
    const withData = { ...job, upload: multipart?.content };
    jobs.add(withData);
    if (multipart !== undefined) finish(withData, request);
    return { status: 200, json: showJob(jobs.get('ingest', job.id)) };
  };

  const upload = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    if (job.state !== 'Open') throw invalidState(`Data can be uploaded to an open job only, this one is ${job.state}`);
    if (job.upload !== undefined) throw invalidState('Data can be uploaded to a job only once');
    if (Math.ceil(request.body.length / 3) * 4 > uploadBytesMax)
      throw new OrgError('INVALIDBATCH', `InvalidBatch : Job data of more than ${uploadBytesMax} bytes in base64: split it into several jobs`, { status: 413 });
    jobs.change('ingest', job.id, { upload: request.body });
    return { status: 201 };
  };

  const patch = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    const state = wordOf(readJson(request.body.toString()), 'state', ['UploadComplete', 'Aborted'], undefined);
    if (state === 'UploadComplete') {
      if (job.state !== 'Open') throw invalidState(`An open job only can become UploadComplete, this one is ${job.state}`);
      finish(job, request);
    } else {
      if (isOver(job)) throw invalidState(`Job is already ${job.state}`);
      jobs.change('ingest', job.id, { state: 'Aborted', ...unread(job) });
    }
    return { status: 200, json: showJob(jobOf(request)) };
  };

  const remove = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    if (!isOver(job) && job.state !== 'UploadComplete') throw invalidState(`A job that is ${job.state} cannot be deleted`);
    jobs.remove(job.id);
    return { status: 204 };
  };

  const results =
    (table: (job: IngestJob) => Table) =>
    (request: SfRequest): SfAnswer => {
      const job = jobOf(request);
      if (!isOver(job)) throw invalidState(`The results of a job that is ${job.state} are not there yet`);
      return { status: 200, text: writeCsv(table(job), job), type: 'text/csv' };
    };

  return [
    { method: 'POST', path: /^\/jobs\/ingest\/?$/, run: create },
    {
      method: 'GET',
      path: /^\/jobs\/ingest\/?$/,
      run: () => ({ status: 200, json: { done: true, records: jobs.list('ingest').map(showJob), nextRecordsUrl: null } }),
    },
    { method: 'PUT', path: /^\/jobs\/ingest\/([^/]+)\/batches\/?$/, run: upload },
    { method: 'PATCH', path: /^\/jobs\/ingest\/([^/]+)\/?$/, run: patch },
    { method: 'GET', path: /^\/jobs\/ingest\/([^/]+)\/?$/, run: (request) => ({ status: 200, json: showProgress(jobOf(request)) }) },
    { method: 'DELETE', path: /^\/jobs\/ingest\/([^/]+)\/?$/, run: remove },
    { method: 'GET', path: /^\/jobs\/ingest\/([^/]+)\/successfulResults\/?$/i, run: results(successful) },
    { method: 'GET', path: /^\/jobs\/ingest\/([^/]+)\/failedResults\/?$/i, run: results(failed) },
    { method: 'GET', path: /^\/jobs\/ingest\/([^/]+)\/unprocessedrecords\/?$/i, run: results(unprocessed) },
  ];
}

function newJob(body: Readonly<Record<string, unknown>>, { org, who, version }: SfRequest): IngestJob {
  const operation = wordOf(body, 'operation', operations, undefined);
  const object = textOf(body, 'object');
  if (object === undefined) throw invalidJob('Object not specified');
  const type = org.typeOf(object);
  if (type === undefined) throw invalidJob(`Unable to find object: ${object}`);
  if (type.isEvent && operation !== 'insert') throw invalidJob(`Operation ${operation} is not supported for ${type.name}`);
  const externalIdFieldName = textOf(body, 'externalIdFieldName');
  if (operation === 'upsert') {
    if (externalIdFieldName === undefined) throw invalidJob('External ID was blank for an upsert: externalIdFieldName must be specified');
    const key = fieldNamed(type, externalIdFieldName);
    if (key === undefined || !(key.externalId || key.idLookup || key.type === 'id'))
      throw invalidJob(`Field name provided, ${externalIdFieldName} does not match an External ID, Salesforce Id, or indexed field for ${type.name}`);
  }
  const at = timeText(org.now());
  return {
    kind: 'ingest',
    ...formatOf(body),
    id: newJobId(),
    who,
    object: type.name,
    operation,
    externalIdFieldName: operation === 'upsert' ? externalIdFieldName : undefined,
    assignmentRuleId: textOf(body, 'assignmentRuleId'),
    apiVersion: version,
    createdDate: at,
    systemModstamp: at,
    state: 'Open',
    errorMessage: undefined,
    retries: 0,
    processed: 0,
    processingMs: 0,
    upload: undefined,
    table: { header: [], rows: [] },
    results: [],
  };
}

/** The rows of an upload that nobody has read yet, none of them processed. */
function unread(job: IngestJob): Partial<IngestJob> {
  if (job.upload === undefined) return {};
  try {
    const table = readCsv(job.upload, job);
    return { upload: undefined, table, results: table.rows.map(() => 'unprocessed') };
  } catch (error) {
    if (error instanceof UnreadableUpload) return { upload: undefined };
    throw error;
  }
}

const rowsWhere = <T>({ table, results }: IngestJob, lead: (result: RowResult | undefined, values: readonly string[]) => T | undefined): readonly T[] =>
  table.rows.map((values, place) => lead(results[place], values)).filter((row) => row !== undefined);

const successful = (job: IngestJob): Table => ({
  header: ['sf__Id', 'sf__Created', ...job.table.header],
  rows: rowsWhere(job, (result, values) =>
    result === undefined || result === 'unprocessed' || 'error' in result ? undefined : [result.id, String(result.isCreated), ...values],
  ),
});

const failed = (job: IngestJob): Table => {
  const idPlace = job.table.header.findIndex((name) => name.toLowerCase() === 'id');
  return {
    header: ['sf__Id', 'sf__Error', ...job.table.header],
    rows: rowsWhere(job, (result, values) =>
      result === undefined || result === 'unprocessed' || !('error' in result) ? undefined : [values[idPlace] ?? '', result.error, ...values],
    ),
  };
};

const unprocessed = (job: IngestJob): Table => ({
  header: job.table.header,
  rows: rowsWhere(job, (result, values) => (result === 'unprocessed' ? values : undefined)),
});
