import { type FieldType, type FieldValue, isCompound, OrgError, type Row } from '../org/index.ts';
import type { runQuery } from '../soql/index.ts';

/** The columns of a query's CSV, and the rows. */
export type BulkSelection = {
  readonly object: string;
  readonly columns: readonly { readonly name: string; readonly type: FieldType; readonly read: (row: Row) => FieldValue }[];
  readonly rows: readonly Row[];
};

/** Takes what a bulk query can return. Throws API_ERROR for aggregates, child queries, functions and compound fields, as the platform does. */
export function selectForBulk(found: ReturnType<typeof runQuery>): BulkSelection {
  if (found.kind !== 'rows') throw unsupported('Aggregate Relationships and aggregate functions not supported in Bulk Query');
  const columns = found.selected.map((item) => {
    if (item.kind === 'children') throw unsupported('Aggregate Relationships not supported in Bulk Query');
    if (item.manner !== 'plain') throw unsupported('Functions not supported in Bulk Query');
    const { hops, field, read } = item.column;
    if (isCompound(field)) throw unsupported('Selecting compound data not supported in Bulk Query');
    return { name: [...hops.map(({ relationshipName }) => relationshipName), field.name].join('.'), type: field.type, read };
  });
  return { object: found.object.name, columns, rows: found.rows };
}

const unsupported = (message: string): OrgError => new OrgError('API_ERROR', message);

/** A value in the CSV of a bulk query: nothing for null, datetimes with the zone `Z`. */
export function cellText(type: FieldType, value: FieldValue): string {
  if (value === null) return '';
  return type === 'datetime' ? String(value).replace('+0000', 'Z') : String(value);
}
