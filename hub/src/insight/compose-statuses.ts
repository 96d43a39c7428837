import type { OrderStatus } from '@crossdock/canonical';
import { openExceptionsOf } from '../exceptions/index.ts';
import type { Queryable } from '../platform/index.ts';
import { isShowKey } from '../systems/index.ts';
import { orderStatus } from './order-status.ts';
import { readOrders } from './stored-order.ts';

/** An order and what its channel calls it. */
export type ToCompose = { readonly order: string; readonly channelOrder: string };

/**
 * What the channels' records of some orders are to show now, by our id. One that cannot be put together is an Error of its own; one that
 * does not exist is missing. That a record could not be written is not written to it.
 */
export async function composeStatuses(
  wanted: readonly ToCompose[],
  { pool, now }: { readonly pool: Queryable; readonly now: () => Date },
): Promise<ReadonlyMap<string, OrderStatus | Error>> {
  if (wanted.length === 0) return new Map();
  const channelOrders = new Map(wanted.map(({ order, channelOrder }) => [order, channelOrder]));
  const stored = await readOrders([...channelOrders.keys()], pool);
  const exceptions = await openExceptionsOf([...channelOrders.keys()], pool);
  const at = now();
  return new Map(
    stored.map(({ order, version }): [string, OrderStatus | Error] => {
      const open = (exceptions.get(order.id) ?? []).filter((exception) => !isShowKey(exception.key));
      try {
        return [order.id, orderStatus(order, { channelOrder: channelOrders.get(order.id) ?? '', version, at, exceptions: open })];
      } catch (error) {
        return [order.id, error as Error];
      }
    }),
  );
}
