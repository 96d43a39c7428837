import { type ObjectType, type Org, OrgError, onRowTarget, type Row, type Work } from '../org/index.ts';
import { type Column, fieldNamed, readRow } from './columns.ts';
import type { IngestJob, RowResult } from './job.ts';

/** What a job writes: its rows with what they mean. */
export type Load = { readonly job: IngestJob; readonly type: ObjectType; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };

/** Writes rows as one transaction of the platform: each on its own, so that a bad one stops none of the others. Results in the order of the rows. */
export function loadBatch({ job, type, columns, rows }: Load, org: Org): readonly RowResult[] {
  const who = { ...job.who, api: 'bulk' as const };
  const repeated = repeatedKeys(job, columns, rows);
  const writeRow = (work: Work, values: readonly string[]): RowResult =>
    resultOf(() => work.attempt(() => write(work, { job, type, columns, repeated }, values, org)));
  try {
    return org.transact(who, (work) => rows.map((values) => writeRow(work, values)));
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    // The transaction as a whole was refused, so each row has one of its own.
    return rows.map((values) => resultOf(() => org.transact(who, (work) => write(work, { job, type, columns, repeated }, values, org))));
  }
}

/** Whether a row met a lock, so that it's worth trying again. */
export const isLocked = (result: RowResult | undefined): boolean =>
  result !== undefined && result !== 'unprocessed' && 'error' in result && result.error.includes('UNABLE_TO_LOCK_ROW');

type Written = Exclude<RowResult, 'unprocessed'>;

function resultOf(run: () => Written): Written {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    const fields = error.fields.length === 0 ? '' : `${error.fields.join(',')} `;
    return { error: `${error.errorCode}:${error.message}:${fields}--` };
  }
}

type Writing = Pick<Load, 'job' | 'type' | 'columns'> & { readonly repeated: ReadonlySet<string> };

function write(work: Work, { job, type, columns, repeated }: Writing, values: readonly string[], org: Org): Written {
  const { Id, ...fields } = readRow(values, columns, type, org);
  switch (job.operation) {
    case 'insert':
      return type.isEvent ? { id: work.publish(type.name, fields).eventUuid, isCreated: true } : { id: work.create(type.name, fields).id, isCreated: true };
    case 'update': {
      const id = requireId(Id, 'Id not specified in an update call');
      onRowTarget(id, () => work.update(type.name, id, fields));
      return { id, isCreated: false };
    }
    case 'delete':
    case 'hardDelete': {
      const id = requireId(Id, 'Id not specified in a delete call');
      onRowTarget(id, () => (job.operation === 'hardDelete' ? work.purge(type.name, id) : work.remove(type.name, id)));
      return { id, isCreated: false };
    }
    case 'upsert':
      return upsert(work, { job, type, columns, repeated }, Id === undefined ? fields : { Id, ...fields });
    default:
      return job.operation satisfies never;
  }
}

function upsert(work: Work, { job, type, repeated }: Writing, row: Row): Written {
  const keyName = fieldNamed(type, job.externalIdFieldName ?? 'Id')?.name ?? 'Id';
  const { [keyName]: key, ...fields } = row;
  if (keyName === 'Id' && (key === undefined || key === null)) return { id: work.create(type.name, fields).id, isCreated: true };
  if (key === undefined || key === null) throw new OrgError('MISSING_ARGUMENT', `${keyName} not specified`);
  if (repeated.has(String(key).toLowerCase())) throw new OrgError('DUPLICATE_VALUE', `Duplicate external id specified: ${String(key)}`, { fields: [keyName] });
  const upsertRow = () => work.upsert(type.name, keyName, String(key), fields);
  const { id, created } = keyName === 'Id' ? onRowTarget(String(key), upsertRow) : upsertRow();
  return { id, isCreated: created };
}

function requireId(id: unknown, message: string): string {
  if (typeof id !== 'string') throw new OrgError('MISSING_ARGUMENT', message);
  return id;
}

/** External ids that stand in more than one row of a batch: the platform refuses all of these rows. */
function repeatedKeys({ operation, externalIdFieldName }: IngestJob, columns: readonly Column[], rows: Load['rows']): ReadonlySet<string> {
  const place = columns.findIndex(({ field }) => field.name.toLowerCase() === externalIdFieldName?.toLowerCase());
  if (operation !== 'upsert' || place < 0) return new Set();
  const keys = rows.map((values) => (values[place] ?? '').toLowerCase()).filter((key) => key !== '');
  return new Set(keys.filter((key, at) => keys.indexOf(key) !== at));
}
