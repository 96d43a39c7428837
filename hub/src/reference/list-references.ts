import type { Queryable } from '../platform/index.ts';
import { type CrossReference, dayOrNone, type ReferenceKind } from './cross-reference.ts';

/** Which cross-references; system and name are met on either side. */
export type ListReferences = {
  readonly kind?: ReferenceKind;
  readonly system?: string;
  readonly name?: string;
  /** Only those that count on this day, YYYY-MM-DD. */
  readonly on?: string;
  readonly limit: number;
  /** The key of the last row of the page before. */
  readonly after?: readonly string[];
};

/** A cross-reference with who changed it last, and when. */
export type ListedReference = CrossReference & { readonly changedAt: Date; readonly changedBy: string };

type Row = {
  readonly kind: ReferenceKind;
  readonly from_system: string;
  readonly from_name: string;
  readonly to_system: string;
  readonly to_name: string;
  readonly vf: string;
  readonly vu: string;
  readonly is_default: boolean;
  readonly changed_at: Date;
  readonly changed_by: string;
};

const key = 'from_name, from_system, kind, to_system, to_name, valid_from';

/** A page in the order of the key; a name or system is looked for on both sides. */
export async function listReferences(what: ListReferences, { pool }: { readonly pool: Queryable }): Promise<readonly ListedReference[]> {
  const { kind, system, name, on, limit, after } = what;
  const values = [kind ?? null, system ?? null, name ?? null, on ?? null, limit, ...(after ?? [])];
  const page = `where ($1::text is null or kind = $1) and ($4::date is null or (valid_from <= $4 and valid_until >= $4))
    ${after ? `and (${key}) > ($6, $7, $8, $9, $10, $11::date)` : ''}`;
  const side = (s: 'from' | 'to') =>
    `(select * from cross_references ${page} and ($2::text is null or ${s}_system = $2) and ($3::text is null or ${s}_name = $3) order by ${key} limit $5)`;
  const both = system === undefined && name === undefined ? side('from') : `${side('from')} union ${side('to')}`;
  const { rows } = await pool.query<Row>(
    `select kind, from_system, from_name, to_system, to_name, valid_from::text as vf, valid_until::text as vu, is_default, changed_at, changed_by
     from (${both}) as r order by ${key} limit $5`,
    values,
  );
  return rows.map(toReference);
}

function toReference(row: Row): ListedReference {
  const [validFrom, validUntil] = [dayOrNone(row.vf), dayOrNone(row.vu)];
  return {
    kind: row.kind,
    from: { system: row.from_system, name: row.from_name },
    to: { system: row.to_system, name: row.to_name },
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    isDefault: row.is_default,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
