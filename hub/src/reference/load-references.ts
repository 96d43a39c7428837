import { type Clock, newId, type Queryable, recordAction, type Transact } from '../platform/index.ts';
import { digestOfChanges, type ReferenceChange } from './change-set.ts';
import { always, type CrossReference, contentTextOf, dayOrNone, keyOf, type ReferenceKey, type ReferenceRow, type RowOutcome } from './cross-reference.ts';
import { lockReferences } from './reference-lock.ts';
import { wakeWaits } from './waits.ts';

/** Rows of one transaction, with who wants them and why. */
export type LoadReferences = { readonly rows: readonly ReferenceRow[]; readonly actor: string; readonly reason: string };

/** What loading needs. */
export type LoadDeps = { readonly transact: Transact; readonly clock: Clock };

/** The chain's name of what was done to cross-references. */
export const loadAction = 'references:load';

/**
 * Makes the rows so, one after the other, in one transaction: with them the record of what changed, its digest in the chain of
 * operator actions, and the mark on every order that waits for one of the names. Rows that are so already change nothing and
 * leave no trace. Answers what became of each row, in their order.
 */
export function loadReferences(load: LoadReferences, { transact, clock }: LoadDeps): Promise<readonly RowOutcome[]> {
  return transact('references.load', async (client) => {
    await lockReferences(client, 'loader');
    return loadWithin(client, load, clock);
  });
}

/** The same within a transaction that has taken the loaders' lock first of all. */
export async function loadWithin(client: Queryable, { rows, actor, reason }: LoadReferences, clock: Clock): Promise<readonly RowOutcome[]> {
  const { outcomes, changes } = changesOf(rows, await readKnown(client, rows));
  if (changes.length === 0) return outcomes;
  const changeSet = newId();
  const at = clock.now();
  await remove(client, changes);
  await upsert(client, changes, { at, actor });
  await record(client, changeSet, changes);
  await recordAction(client, {
    at,
    actor,
    action: loadAction,
    target: `references:${changeSet}`,
    reason: `${changes.length} changed, sha256 ${digestOfChanges(changes)}: ${reason}`,
  });
  const touched = changes.map(({ row: { kind, from, to } }) => ({ kind, from: from.system, name: from.name, to: to.system }));
  await wakeWaits(client, touched, changeSet);
  return outcomes;
}

type Change = ReferenceChange<CrossReference>;

/** Goes through the rows as if each was alone; a key that comes twice is judged by what the first has left. */
function changesOf(rows: readonly ReferenceRow[], known: ReadonlyMap<string, string>) {
  const now = new Map<string, string | undefined>(known);
  const changes: Change[] = [];
  const outcomes = rows.map((row): RowOutcome => {
    const key = keyOf(row);
    const before = now.get(key);
    const after = row.remove ? undefined : contentTextOf(row);
    if (before === after) return 'unchanged';
    now.set(key, after);
    changes.push({ row, before, after });
    return after === undefined ? 'removed' : before === undefined ? 'created' : 'updated';
  });
  return { outcomes, changes };
}

const keyColumns = ['kind', 'from_system', 'from_name', 'to_system', 'to_name'] as const;

function keyValues(rows: readonly ReferenceKey[]): unknown[] {
  return [
    rows.map((r) => r.kind),
    rows.map((r) => r.from.system),
    rows.map((r) => r.from.name),
    rows.map((r) => r.to.system),
    rows.map((r) => r.to.name),
    rows.map((r) => r.validFrom ?? always.from),
  ];
}

const keyParameters = '$1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[]';
/** By the key's index, never by that of the other side: without statistics, both look alike to the planner, and one thing may have many names. */
const sameKey = `${['kind', 'from_system', 'from_name', 'to_system', 'valid_from'].map((column) => `r.${column} = t.${column}`).join(' and ')} and r.to_name || '' = t.to_name`;

async function readKnown(client: Queryable, rows: readonly ReferenceRow[]): Promise<ReadonlyMap<string, string>> {
  type Known = { kind: CrossReference['kind']; fs: string; fn: string; ts: string; tn: string; vf: string; vu: string; d: boolean };
  const { rows: known } = await client.query<Known>({
    name: 'read-references',
    text: `select r.kind, r.from_system as fs, r.from_name as fn, r.to_system as ts, r.to_name as tn, r.valid_from::text as vf, r.valid_until::text as vu, r.is_default as d
           from unnest(${keyParameters}) as t (${keyColumns.join(', ')}, valid_from)
           cross join lateral (select * from cross_references r where ${sameKey} offset 0) r`, // offset 0: each row alone, never a scan
    values: keyValues(rows),
  });
  return new Map(
    known.map(({ kind, fs, fn, ts, tn, vf, vu, d }) => {
      const [validFrom, validUntil] = [dayOrNone(vf), dayOrNone(vu)];
      const key = keyOf({ kind, from: { system: fs, name: fn }, to: { system: ts, name: tn }, ...(validFrom !== undefined && { validFrom }) });
      return [key, contentTextOf({ isDefault: d, ...(validUntil !== undefined && { validUntil }) })];
    }),
  );
}

/** The last change of each key is what is left of it. */
function lastOf(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [keyOf(change.row), change])).values()];
}

async function remove(client: Queryable, changes: readonly Change[]): Promise<void> {
  const gone = lastOf(changes).filter((change) => change.after === undefined);
  if (gone.length === 0) return;
  const text = `delete from cross_references r using unnest(${keyParameters}) as t (${keyColumns.join(', ')}, valid_from) where ${sameKey}`;
  await client.query({ name: 'remove-references', text, values: keyValues(gone.map((change) => change.row)) });
}

async function upsert(client: Queryable, changes: readonly Change[], by: { readonly at: Date; readonly actor: string }): Promise<void> {
  const rows = lastOf(changes).flatMap(({ row, after }) => (after === undefined ? [] : [row]));
  if (rows.length === 0) return;
  await client.query({
    name: 'write-references',
    text: `insert into cross_references (${keyColumns.join(', ')}, valid_from, valid_until, is_default, changed_at, changed_by)
           select k, fs, fn, ts, tn, vf, vu, d, $9, $10 from unnest(${keyParameters}, $7::date[], $8::bool[]) as t (k, fs, fn, ts, tn, vf, vu, d)
           on conflict (${keyColumns.join(', ')}, valid_from)
           do update set valid_until = excluded.valid_until, is_default = excluded.is_default, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    values: [...keyValues(rows), rows.map((r) => r.validUntil ?? always.until), rows.map((r) => r.isDefault), by.at, by.actor],
  });
}

async function record(client: Queryable, changeSet: string, changes: readonly Change[]): Promise<void> {
  await client.query({
    name: 'record-references',
    text: `insert into cross_reference_changes (change_set, no, ${keyColumns.join(', ')}, valid_from, before, after)
           select $9, n, k, fs, fn, ts, tn, vf, b, a from unnest(${keyParameters}, $7::text[], $8::text[]) with ordinality as t (k, fs, fn, ts, tn, vf, b, a, n) order by n`,
    values: [...keyValues(changes.map((c) => c.row)), changes.map((c) => c.before ?? null), changes.map((c) => c.after ?? null), changeSet],
  });
}
