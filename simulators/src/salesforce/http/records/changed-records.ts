import type { Row } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { typeIn } from './fields.ts';

const dayMs = 86_400_000;
/** How far back the platform looks (REST API guide, Get Updated). */
const windowMsMax = 30 * dayMs;

/** Which records of an object were changed or deleted within a window. */
export const changedRecordRoutes: readonly SfRoute[] = [
  { method: 'GET', path: /^\/sobjects\/([^/]+)\/updated\/?$/, run: updated },
  { method: 'GET', path: /^\/sobjects\/([^/]+)\/deleted\/?$/, run: deleted },
];

function updated(request: SfRequest): SfAnswer {
  const { rows, end } = within(request, false);
  return { status: 200, json: { ids: rows.map((row) => row['Id']), latestDateCovered: asStamp(end) } };
}

function deleted(request: SfRequest): SfAnswer {
  const { rows, end } = within(request, true);
  const deletedRecords = rows.filter((row) => row['IsDeleted'] === true).map((row) => ({ id: row['Id'], deletedDate: row['SystemModstamp'] }));
  const earliestDateAvailable = asStamp(request.org.now().getTime() - windowMsMax);
  return { status: 200, json: { deletedRecords, earliestDateAvailable, latestDateCovered: asStamp(end) } };
}

function within({ org, params, query }: SfRequest, withDeleted: boolean): { readonly rows: readonly Row[]; readonly end: number } {
  const type = typeIn(org, params[0]);
  const [start, end] = [timeOf(query, 'start'), timeOf(query, 'end')];
  if (end <= start) throw new Refused(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date, or endDate not after startDate');
  if (org.now().getTime() - start > windowMsMax) throw new Refused(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  const rows = [...org.rows(type.name, withDeleted)].filter((row) => {
    const at = Date.parse(String(row['SystemModstamp']).replace(/\+0000$/, 'Z'));
    return at >= start && at <= end;
  });
  return { rows, end };
}

function timeOf(query: URLSearchParams, name: string): number {
  // A plus sign in a query that nobody encoded has become a space.
  const text = (query.get(name) ?? '').replace(/ (\d\d:?\d\d)$/, '+$1').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Refused(400, 'MALFORMED_QUERY', `${name} must be a date and time in ISO 8601`);
  return ms;
}

const asStamp = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, '+0000');
