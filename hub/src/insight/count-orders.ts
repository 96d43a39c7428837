import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { orderStatuses, orderStatusOf } from './progress.ts';

/** Most open orders that are read to count them by state, the newest. */
export const countedOrdersMax = 2_000;

/** How many orders are not closed, from the partial index. */
export async function countOpenOrders({ pool }: { readonly pool: Queryable }): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from subjects where closed_at is null');
  return rows[0]?.count ?? 0;
}

/** Open orders by the word for their state; beyond the newest ones the rest is counted together. */
export async function countOrders({ pool }: { readonly pool: Queryable }): Promise<readonly { readonly state: string; readonly count: number }[]> {
  const open = await countOpenOrders({ pool });
  const { rows } = await pool.query<{ state: string }>('select state from subjects where closed_at is null order by id desc limit $1', [countedOrdersMax]);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const word = orderStatusOf(JSON.parse(row.state) as Order);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const counted = orderStatuses.flatMap((state) => (counts.has(state) ? [{ state: state as string, count: counts.get(state) ?? 0 }] : []));
  return open > rows.length ? [...counted, { state: 'older, still open', count: open - rows.length }] : counted;
}

/** The last events that are told to the outside, newest first. */
export async function recentEvents(
  { limit }: { readonly limit: number },
  { pool }: { readonly pool: Queryable },
): Promise<readonly { readonly at: Date; readonly order: string; readonly type: string; readonly actor: string }[]> {
  const { rows } = await pool.query<{ at: Date; order: string; type: string; actor: string }>(
    `select at, subject_id as "order", type, actor from (select * from events order by n desc limit $1 * 10) as last
     where not starts_with(type, 'internal.') order by n desc limit $1`,
    [limit],
  );
  return rows;
}
