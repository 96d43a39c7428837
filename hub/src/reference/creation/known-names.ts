import type { Queryable } from '../../platform/index.ts';
import type { NewName } from './creation.ts';

/** Of these, the ids of customers that any cross-reference leads to, whatever its days: they are not new there. The caller holds the references' lock. */
export async function knownAmong(client: Queryable, names: readonly (NewName & { readonly id: string })[]): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>({
    name: 'known-customers',
    text: `select t.id from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as t (id, from_system, from_name, to_system)
           where exists (select 1 from cross_references r where r.kind = 'customer'
             and r.from_system = t.from_system and r.from_name = t.from_name and r.to_system = t.to_system)`,
    values: [names.map((n) => n.id), names.map((n) => n.from), names.map((n) => n.name), names.map((n) => n.to)],
  });
  return new Set(rows.map((row) => row.id));
}

/** Whether an order waits for the customer, and no cross-reference says by now what it is called. The caller holds the references' lock. */
export async function isWanted(client: Queryable, { from, name, to }: NewName): Promise<boolean> {
  const { rows } = await client.query<{ wanted: boolean }>({
    name: 'customer-wanted',
    text: `select exists (select 1 from cross_reference_waits w where w.kind = 'customer' and w.from_system = $1 and w.from_name = $2 and w.to_system = $3)
       and not exists (select 1 from cross_references r where r.kind = 'customer' and r.from_system = $1 and r.from_name = $2 and r.to_system = $3) as wanted`,
    values: [from, name, to],
  });
  return rows[0]?.wanted ?? false;
}
