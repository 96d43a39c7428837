import type { SfAnswer, SfRequest, SfRoute } from '../http/route.ts';
import { OrgError } from '../org/index.ts';
import { runQuery } from '../soql/index.ts';
import { writeCsv } from './csv.ts';
import { isOver, type QueryJob, showJob, showProgress } from './job.ts';
import { type Jobs, newJobId, timeText } from './jobs.ts';
import { selectForBulk } from './query-columns.ts';
import { formatOf, invalidState, readJson, textOf, wordOf } from './read-request.ts';
import type { Worker } from './worker.ts';

/** Records of a page of results when the caller names no number. */
const pageRowsMax = 50_000;

/** The resources under `jobs/query`. */
export function bulkQueryRoutes(jobs: Jobs, worker: Worker): readonly SfRoute[] {
  const jobOf = ({ params }: SfRequest): QueryJob => jobs.get('query', params[0] ?? '');

  const create = (request: SfRequest): SfAnswer => {
    const job = newJob(readJson(request.body.toString()), request);
    jobs.add(job);
    worker.start(job, request.org);
    return { status: 200, json: showJob(job) };
  };

  const abort = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    wordOf(readJson(request.body.toString()), 'state', ['Aborted'], undefined);
    if (isOver(job)) throw invalidState(`Job is already ${job.state}`);
    jobs.change('query', job.id, { state: 'Aborted' });
    return { status: 200, json: showJob(jobOf(request)) };
  };

  const results = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    if (job.state !== 'JobComplete') throw invalidState(`The results of a job that is ${job.state} are not there`);
    const from = placeOf(request.query.get('locator'));
    const rows = job.found.rows.slice(from, from + rowsAsked(request.query.get('maxRecords')));
    const next = from + rows.length;
    return {
      status: 200,
      headers: {
        'Sforce-Locator': next < job.found.rows.length ? Buffer.from(String(next)).toString('base64url') : 'null',
        'Sforce-NumberOfRecords': String(rows.length),
      },
      text: writeCsv({ header: job.found.header, rows }, job),
      type: 'text/csv',
    };
  };

  const remove = (request: SfRequest): SfAnswer => {
    const job = jobOf(request);
    if (!isOver(job)) throw invalidState(`A job that is ${job.state} cannot be deleted`);
    jobs.remove(job.id);
    return { status: 204 };
  };

  return [
    { method: 'POST', path: /^\/jobs\/query\/?$/, run: create },
    {
      method: 'GET',
      path: /^\/jobs\/query\/?$/,
      run: () => ({ status: 200, json: { done: true, records: jobs.list('query').map(showJob), nextRecordsUrl: null } }),
    },
    { method: 'GET', path: /^\/jobs\/query\/([^/]+)\/?$/, run: (request) => ({ status: 200, json: showProgress(jobOf(request)) }) },
    { method: 'PATCH', path: /^\/jobs\/query\/([^/]+)\/?$/, run: abort },
    { method: 'DELETE', path: /^\/jobs\/query\/([^/]+)\/?$/, run: remove },
    { method: 'GET', path: /^\/jobs\/query\/([^/]+)\/results\/?$/, run: results },
  ];
}

function newJob(body: Readonly<Record<string, unknown>>, { org, who, version }: SfRequest): QueryJob {
  const operation = wordOf(body, 'operation', ['query', 'queryAll'], undefined);
  const soql = textOf(body, 'query') ?? '';
  const format = formatOf(body);
  const at = timeText(org.now());
  return {
    kind: 'query',
    ...format,
    id: newJobId(),
    who,
    object: checked(() => selectForBulk(runQuery({ soql, source: org, userId: who.userId, withDeleted: operation === 'queryAll' }))).object,
    operation,
    soql,
    apiVersion: version,
    createdDate: at,
    systemModstamp: at,
    state: 'UploadComplete',
    errorMessage: undefined,
    retries: 0,
    processed: 0,
    processingMs: 0,
    found: { header: [], rows: [] },
  };
}

/** Bulk queries refuse a bad statement when the job is made, all with the code API_ERROR. */
function checked<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof OrgError ? new OrgError('API_ERROR', error.message) : error;
  }
}

function rowsAsked(text: string | null): number {
  if (text === null) return pageRowsMax;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new OrgError('INVALID_QUERY_LOCATOR', `maxRecords must be a number above 0, not ${text}`);
  return Number(text);
}

function placeOf(locator: string | null): number {
  if (locator === null) return 0;
  const place = Buffer.from(locator, 'base64url').toString();
  if (!/^\d{1,12}$/.test(place)) throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  return Number(place);
}
