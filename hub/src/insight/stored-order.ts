import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';

/** An order with what its row says about it. */
export type StoredOrder = {
  readonly order: Order;
  readonly version: number;
  readonly flowVersion: number;
  readonly wakeAt: Date | null;
  readonly chainHead: Buffer;
};

/** A row of `subjectColumns`. */
export type SubjectRow = {
  readonly id: string;
  readonly version: number;
  readonly flow_version: number;
  readonly state: string;
  readonly wake_at: Date | null;
  readonly chain_head: Buffer;
};

/** The columns that a stored order is read from. */
export const subjectColumns = 'id, version, flow_version, state, wake_at, chain_head';

/** The order in a row; its state was written by the engine and by nobody else. */
export function toStoredOrder(row: SubjectRow): StoredOrder {
  return { order: JSON.parse(row.state) as Order, version: row.version, flowVersion: row.flow_version, wakeAt: row.wake_at, chainHead: row.chain_head };
}

/** The orders by id, those that exist. */
export async function readOrders(ids: readonly string[], pool: Queryable): Promise<readonly StoredOrder[]> {
  const { rows } = await pool.query<SubjectRow>(`select ${subjectColumns} from subjects where id = any($1::uuid[]) and kind = 'order' order by id`, [ids]);
  return rows.map(toStoredOrder);
}

/** Those of the orders that are further than the version named with them. */
export async function readChangedOrders(known: readonly { readonly id: string; readonly version: number }[], pool: Queryable): Promise<readonly StoredOrder[]> {
  const { rows } = await pool.query<SubjectRow>(
    `select ${subjectColumns} from subjects s join (select k, min(v) as v from unnest($1::uuid[], $2::int[]) as t (k, v) group by k) as seen on s.id = seen.k
     where s.version > seen.v and s.kind = 'order'`,
    [known.map((one) => one.id), known.map((one) => one.version)],
  );
  return rows.map(toStoredOrder);
}
