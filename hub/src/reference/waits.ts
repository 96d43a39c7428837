import type { Hold } from '../orders/index.ts';
import { plainArray, type Queryable } from '../platform/index.ts';
import { lockReferences } from './reference-lock.ts';

/** A hold and the name that it waits for; undefined: it waits no more. */
export type Wait = { readonly subjectId: string; readonly holdId: string; readonly missing: Hold['missing'] };

/** Writes down which holds wait for which names, within the commit that places or clears them. All statements are sent at once: the commit goes out right behind. */
export async function writeWaits(client: Queryable, waits: readonly Wait[]): Promise<void> {
  if (waits.length === 0) return;
  const sent: Promise<unknown>[] = [lockReferences(client, 'waiter')]; // a load changes these rows too
  const gone = waits.filter((wait) => !wait.missing);
  if (gone.length > 0) {
    const ended = client.query({
      name: 'end-waits',
      text: `delete from cross_reference_waits w using unnest($1::uuid[], $2::text[]) as t (s, h) where w.subject_id = t.s and w.hold_id = t.h`,
      values: [plainArray(gone.map((w) => w.subjectId)), gone.map((w) => w.holdId)],
    });
    sent.push(ended);
  }
  const placed = waits.flatMap(({ subjectId, holdId, missing }) => (missing ? [{ subjectId, holdId, ...missing }] : []));
  if (placed.length > 0) sent.push(client.query(beginWaits(placed)));
  await Promise.all(sent);
}

function beginWaits(placed: readonly (Pick<Wait, 'subjectId' | 'holdId'> & NonNullable<Hold['missing']>)[]) {
  return {
    name: 'begin-waits',
    text: `insert into cross_reference_waits (subject_id, hold_id, kind, from_system, from_name, to_system)
           select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
           on conflict (subject_id, hold_id) do update set kind = excluded.kind, from_system = excluded.from_system, from_name = excluded.from_name, to_system = excluded.to_system`,
    values: [
      plainArray(placed.map((w) => w.subjectId)),
      placed.map((w) => w.holdId),
      placed.map((w) => w.kind),
      placed.map((w) => w.from),
      placed.map((w) => w.name),
      placed.map((w) => w.system),
    ],
  };
}

/** A name that a load has touched. */
export type TouchedName = { readonly kind: string; readonly from: string; readonly name: string; readonly to: string };

/** Marks whoever waits for these names, found by the names' own index; within the load's transaction, so that none is forgotten. */
export async function wakeWaits(client: Queryable, names: readonly TouchedName[], changeSet: string): Promise<number> {
  const unique = [...new Map(names.map((n) => [JSON.stringify([n.kind, n.from, n.name, n.to]), n])).values()];
  const { rowCount } = await client.query({
    name: 'wake-waits',
    // offset 0: each name by the index, however few waits there were when the statement was planned.
    text: `update cross_reference_waits w set woken_by = $5
           from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t (kind, from_system, from_name, to_system)
           cross join lateral (
             select subject_id, hold_id from cross_reference_waits x
             where x.from_name = t.from_name and x.from_system = t.from_system and x.kind = t.kind and x.to_system = t.to_system offset 0) f
           where w.subject_id = f.subject_id and w.hold_id = f.hold_id`,
    values: [unique.map((n) => n.kind), unique.map((n) => n.from), unique.map((n) => n.name), unique.map((n) => n.to), changeSet],
  });
  return rowCount ?? 0;
}
