import type { ObjectType } from '../org/index.ts';
import type { Candidates } from './candidates.ts';
import { isGrouped, runGroups } from './groups-query.ts';
import { parseQuery } from './parse-query.ts';
import type { Source } from './paths.ts';
import type { RecordList, Selected, Shown } from './projection.ts';
import type { Query } from './query.ts';
import { refuser } from './query-error.ts';
import { type Ground, objectOf, prepareRows, startRows } from './rows-query.ts';

/** Who asks what of whom; `withDeleted` is queryAll. */
export type Asked = { readonly soql: string; readonly source: Source; readonly userId: string; readonly withDeleted: boolean };

/** What a query found: `SELECT COUNT()` a number, aggregates their groups, all others records. */
export type Found =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'groups'; readonly records: readonly Shown[] }
  | ({ readonly kind: 'rows'; readonly object: ObjectType; readonly selected: readonly Selected[]; readonly candidates: Candidates | undefined } & RecordList);

/** Answers a SOQL statement. Throws OrgError as the platform words it: MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD and their kin. */
export function runQuery({ soql, source, userId, withDeleted }: Asked): Found {
  const query = parseQuery(soql);
  const ground: Ground = { source, refuse: refuser(soql), now: source.now(), userId, withDeleted };
  const object = objectOf(query, ground);
  if (isCount(query)) return { kind: 'count', count: rowsFound(countable(query), object, ground).rows.length };
  if (isGrouped(query)) return { kind: 'groups', records: runGroups(query, object, ground) };
  return { kind: 'rows', object, ...rowsFound(query, object, ground) };
}

/** `SELECT COUNT() FROM …`: only a number is asked for. */
const isCount = ({ select: [item, ...others], groupBy }: Query): boolean =>
  others.length === 0 &&
  groupBy.length === 0 &&
  item?.kind === 'expression' &&
  item.of.kind === 'call' &&
  item.of.name === 'COUNT' &&
  item.of.args.length === 0;

const countable = (query: Query): Query => ({ ...query, select: [] });

function rowsFound(
  query: Query,
  object: ObjectType,
  ground: Ground,
): RecordList & { readonly selected: readonly Selected[]; readonly candidates: Candidates | undefined } {
  const prepared = prepareRows(query, object, ground);
  const candidates = prepared.candidates();
  return { rows: prepared.run(startRows(object, candidates, ground)), show: prepared.show, selected: prepared.selected, candidates };
}
