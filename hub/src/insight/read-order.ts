import { openExceptionsOf } from '../exceptions/index.ts';
import type { Queryable } from '../platform/index.ts';
import { listLanes, openEffectsOf } from '../systems/index.ts';
import { type BesideOrder, type OrderView, orderView } from './order-view.ts';
import { readOrders, type StoredOrder } from './stored-order.ts';
import { whereIs } from './where-is.ts';

/** What showing orders needs beside the database. */
export type ShowDeps = { readonly pool: Queryable; readonly ownerOf: (system: string) => string; readonly gradesOf: BesideOrder['gradesOf'] };

/** The orders by id, those that exist, in the order of the ids given. */
export async function showOrders(ids: readonly string[], { pool, ownerOf, gradesOf }: ShowDeps): Promise<readonly OrderView[]> {
  const stored = await readOrders(ids, pool);
  if (stored.length === 0) return [];
  const found = stored.map(({ order }) => order.id);
  const [effects, exceptions, lanes, references] = [
    await openEffectsOf(found, pool),
    await openExceptionsOf(found, pool),
    await listLanes({ pool }),
    await referencesOf(found, pool),
  ];
  const views = stored.map((one: StoredOrder): [string, OrderView] => {
    const { order, version, flowVersion, wakeAt } = one;
    const next = whereIs({ order, wakeAt, lanes, ownerOf, effects: effects.get(order.id) ?? [], exceptions: exceptions.get(order.id) ?? [] });
    return [order.id, orderView(order, { next, version, flowVersion, gradesOf, references: references.get(order.id) ?? [] })];
  });
  const byId = new Map(views);
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The names of orders, whoever gave them. */
async function referencesOf(ids: readonly string[], pool: Queryable) {
  type Row = { readonly id: string; readonly system: string; readonly kind: string; readonly value: string };
  const { rows } = await pool.query<Row>('select subject_id as id, system, kind, value from refs where subject_id = any($1::uuid[]) order by 1, 2, 3, 4', [
    ids,
  ]);
  return new Map(
    [...Map.groupBy(rows, (row) => row.id)].map(([id, names]) => [id, names.map(({ system, kind, value }) => ({ system, kind, value }))] as const),
  );
}
