import { readOrders } from '../insight/index.ts';
import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';

/** Whose requests a channel's are. */
export function clientOf(system: string): string {
  return `channel:${system}`;
}

/** The key under which a channel's sale becomes one order, for ever. */
export function saleKey(channelOrderId: string): string {
  return `order:${channelOrderId}`;
}

/** The order that a channel's sale has become. */
export async function findSale(system: string, channelOrderId: string, pool: Queryable): Promise<Order | undefined> {
  const id = await findSaleId(system, channelOrderId, pool);
  return id === undefined ? undefined : (await readOrders([id], pool))[0]?.order;
}

/** The id of that order; undefined where none was placed. */
export async function findSaleId(system: string, channelOrderId: string, pool: Queryable): Promise<string | undefined> {
  const { rows } = await pool.query<{ subject_id: string }>({
    name: 'find-sale',
    text: 'select subject_id from idempotency where client = $1 and key = $2',
    values: [clientOf(system), saleKey(channelOrderId)],
  });
  return rows[0]?.subject_id;
}
