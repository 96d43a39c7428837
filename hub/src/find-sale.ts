import { readOrders } from './insight/index.ts';
import type { Order } from './orders/index.ts';
import type { Queryable } from './platform/index.ts';

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
  const id = await findKey(system, saleKey(channelOrderId), pool);
  return id === undefined ? undefined : (await readOrders([id], pool))[0]?.order;
}

/** The order that a channel's request was for; undefined when it was never made. */
export async function findKey(system: string, key: string, pool: Queryable): Promise<string | undefined> {
  const { rows } = await pool.query<{ subject_id: string }>({
    name: 'find-key',
    text: 'select subject_id from idempotency where client = $1 and key = $2',
    values: [clientOf(system), key],
  });
  return rows[0]?.subject_id;
}
