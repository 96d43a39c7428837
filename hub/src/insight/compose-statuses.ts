import { openExceptionsOf } from '../exceptions/index.ts';
import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { type ComposedStatus, isShowKey } from '../systems/index.ts';
import { type BesideStatus, orderStatus } from './order-status.ts';
import { readOrders } from './stored-order.ts';

/** An order, and one of its channel's records. */
export type ToCompose = { readonly order: string; readonly system: string; readonly channelOrder: string };

/**
 * What the channels' records of some orders are to show now, by our id; one that does not exist is missing. That a record could not
 * be written is not written to it.
 */
export async function composeStatuses(
  wanted: readonly ToCompose[],
  { pool, now }: { readonly pool: Queryable; readonly now: () => Date },
): Promise<ReadonlyMap<string, ComposedStatus>> {
  if (wanted.length === 0) return new Map();
  const byOrder = new Map(wanted.map((one) => [one.order, one]));
  const stored = await readOrders([...byOrder.keys()], pool);
  const exceptions = await openExceptionsOf([...byOrder.keys()], pool);
  const at = now();
  return new Map(
    stored.flatMap(({ order, version }) => {
      const one = byOrder.get(order.id);
      if (!one) return [];
      const open = (exceptions.get(order.id) ?? []).filter((exception) => !isShowKey(exception.key));
      return [[order.id, composed(order, { channelOrder: one.channelOrder, version, at, exceptions: open })] as const];
    }),
  );
}

function composed(order: Order, beside: BesideStatus): ComposedStatus {
  try {
    return { kind: 'composed', status: orderStatus(order, beside) };
  } catch (error) {
    return { kind: 'broken', why: (error as Error).message };
  }
}
