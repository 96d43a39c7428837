import type { Queryable } from '../platform/index.ts';
import { digestOfChanges, type ReferenceChange } from './change-set.ts';
import { contentTextOf, dayOrNone, type ReferenceKey, type ReferenceKind } from './cross-reference.ts';
import { loadAction } from './load-references.ts';

const setsMax = 20;
const keysMax = 2_000;
const namedMax = 100;
const firstId = '00000000-0000-0000-0000-000000000000';

/** Holds cross-references against the record of their changes, and that against the chain of operator actions; yields what differs, in words. */
export async function* verifyReferences(pool: Queryable): AsyncGenerator<string> {
  yield* verifyChangeSets(pool);
  yield* verifyValues(pool);
  const { rows } = await pool.query<{ name: string }>(
    `select concat_ws(' ', kind, from_system, from_name, to_system, to_name) as name from cross_references r where not exists (
       select 1 from cross_reference_changes c where ${sameKey('c', 'r')}) limit ${namedMax}`,
  );
  for (const { name } of rows) yield `${name} is there, but nobody has loaded it`;
}

const columns = ['kind', 'from_system', 'from_name', 'to_system', 'to_name', 'valid_from'] as const;
const key = columns.join(', ');

function sameKey(a: string, b: string): string {
  return columns.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');
}

type Columns = {
  readonly kind: ReferenceKind;
  readonly from_system: string;
  readonly from_name: string;
  readonly to_system: string;
  readonly to_name: string;
  readonly valid_from: string;
};

type ChangeRow = Columns & { readonly change_set: string; readonly before: string | null; readonly after: string | null };

/** Each set of changes is what its digest in the chain covers, and each digest has its set. */
async function* verifyChangeSets(pool: Queryable): AsyncGenerator<string> {
  for (let after = firstId; ; ) {
    const { rows }: { readonly rows: readonly ChangeRow[] } = await pool.query<ChangeRow>(
      `select change_set, ${key.replace('valid_from', 'valid_from::text')}, before, after from cross_reference_changes
       where change_set in (select distinct change_set from cross_reference_changes where change_set > $1 order by change_set limit ${setsMax}) order by change_set, no`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) break;
    const sets = Map.groupBy(rows, (row) => row.change_set);
    const { rows: actions } = await pool.query<{ target: string; reason: string }>(
      'select target, reason from operator_actions where action = $1 and target = any($2)',
      [loadAction, [...sets.keys()].map(targetOf)],
    );
    for (const [id, changes] of sets) {
      const expected = `${changes.length} changed, sha256 ${digestOfChanges(changes.map(toChange))}:`;
      if (!actions.some((action) => action.target === targetOf(id) && action.reason.startsWith(expected)))
        yield `the change set ${id} is not what the chain of operator actions says`;
    }
    after = last.change_set;
  }
  const { rows } = await pool.query<{ target: string }>(
    `select target from operator_actions a where action = $1
       and not exists (select 1 from cross_reference_changes c where c.change_set = substr(a.target, 12)::uuid) limit ${namedMax}`,
    [loadAction],
  );
  for (const { target } of rows) yield `the changes of ${target} are gone`;
}

function targetOf(changeSet: string): string {
  return `references:${changeSet}`;
}

function keyOfRow(row: Columns): ReferenceKey {
  const validFrom = dayOrNone(row.valid_from);
  return {
    kind: row.kind,
    from: { system: row.from_system, name: row.from_name },
    to: { system: row.to_system, name: row.to_name },
    ...(validFrom !== undefined && { validFrom }),
  };
}

function toChange(row: ChangeRow): ReferenceChange {
  return { row: keyOfRow(row), before: row.before ?? undefined, after: row.after ?? undefined };
}

type ValueRow = Columns & { readonly after: string | null; readonly valid_until: string | null; readonly is_default: boolean | null };

/** Each row is what its newest change says. */
async function* verifyValues(pool: Queryable): AsyncGenerator<string> {
  let place: readonly string[] = ['', '', '', '', '', '-infinity'];
  for (;;) {
    const { rows }: { readonly rows: readonly ValueRow[] } = await pool.query<ValueRow>(
      `select ${columns.map((column) => `k.${column}${column === 'valid_from' ? '::text' : ''}`).join(', ')}, newest.after, r.valid_until::text, r.is_default
       from (select distinct ${key} from cross_reference_changes where (${key}) > ($1, $2, $3, $4, $5, $6::date) order by ${key} limit ${keysMax}) k
       cross join lateral (select c.after from cross_reference_changes c where ${sameKey('c', 'k')} order by c.n desc limit 1) newest
       left join cross_references r on ${sameKey('r', 'k')} order by ${columns.map((column) => `k.${column}`).join(', ')}`,
      [...place],
    );
    for (const row of rows) {
      const is = row.valid_until === null ? null : valueNow(row.valid_until, row.is_default === true);
      if (is !== row.after) yield `${row.kind} ${row.from_name} of ${row.from_system} in ${row.to_system}: ${row.to_name} is not as it was loaded last`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < keysMax) return;
    place = columns.map((column) => last[column]);
  }
}

function valueNow(until: string, isDefault: boolean): string {
  const validUntil = dayOrNone(until);
  return contentTextOf({ isDefault, ...(validUntil !== undefined && { validUntil }) });
}
