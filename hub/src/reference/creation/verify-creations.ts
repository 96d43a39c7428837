import type { Instruction } from '@crossdock/canonical';
import type { AwaitedName } from '../../orders/index.ts';
import { plainArray, type Queryable } from '../../platform/index.ts';
import { creationId, creationOp, nameOfReference } from './creation.ts';

/** An order's hold whose customer the hub is creating. */
export type AwaitedCreation = { readonly order: string; readonly hold: string; readonly missing: AwaitedName };

/** Of these, the ones that wait for nothing: no creation goes on, and none has ended that the order is to be told of. Read in the snapshot in which the holds were. */
export async function stalledCreations(client: Queryable, awaited: readonly AwaitedCreation[]): Promise<readonly AwaitedCreation[]> {
  if (awaited.length === 0) return [];
  const { rows } = await client.query<{ n: number }>(
    `select t.n::int as n from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as t (creation, subject, hold, n)
     where not exists (select 1 from effects e where e.subject_id = t.creation and e.status in ('ready', 'claimed', 'doubt') and isfinite(e.due_at))
       and not exists (select 1 from cross_reference_waits w where w.subject_id = t.subject and w.hold_id = t.hold and w.woken_by is not null)`,
    [
      plainArray(awaited.map(({ missing: { from, name, system: to } }) => creationId({ from, name, to }))),
      plainArray(awaited.map(({ order }) => order)),
      awaited.map(({ hold }) => hold),
    ],
  );
  return rows.flatMap(({ n }) => awaited[n - 1] ?? []);
}

const pageRows = 1_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/** Walks the customers that the hub has created: of each, a cross-reference was loaded with it. Yields what is not so, in words. */
export async function* verifyCreations(pool: Queryable): AsyncGenerator<string> {
  type Row = { readonly id: string; readonly system: string; readonly status: string; readonly body: string };
  for (let after = firstId; ; ) {
    const { rows }: { readonly rows: readonly Row[] } = await pool.query<Row>(
      'select subject_id as id, system, status, body from effects where op = $1 and subject_id > $2 order by subject_id limit $3',
      [creationOp, after, pageRows],
    );
    for (const { id, system, status, body } of rows) {
      const instruction = JSON.parse(body) as Instruction; // what its digest in the ledger covers
      if (instruction.op !== creationOp) continue;
      const { from, name } = nameOfReference(instruction.customer.reference);
      if (creationId({ from, name, to: system }) !== id) yield `${name} of ${from} is created in ${system} under the id of another customer`;
      else if (status === 'confirmed' && !(await wasLoaded(pool, [from, name, system])))
        yield `${name} of ${from} was created in ${system}, but no cross-reference has ever led there`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = last.id;
  }
}

async function wasLoaded(pool: Queryable, names: readonly [from: string, name: string, to: string]): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'customer-was-loaded',
    text: `select 1 from cross_reference_changes where kind = 'customer' and from_system = $1 and from_name = $2 and to_system = $3 and after is not null limit 1`,
    values: [...names],
  });
  return (rowCount ?? 0) > 0;
}
