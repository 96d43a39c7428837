import type { ChannelWish, Landscape } from '@crossdock/connector-kit';
import { cancelKey, findKey, findSale } from './find-sale.ts';
import { contradictionIn, type RoutingDeps } from './intake/index.ts';
import type { Order } from './orders/index.ts';
import type { Queryable } from './platform/index.ts';
import type { Deliver } from './systems/index.ts';
import { changesBetween, isBegun } from './wish-changes.ts';

type Deps = RoutingDeps & { readonly pool: Queryable; readonly landscape: Landscape };

/**
 * Whether anything would come of a wish: an order, a change or a cancellation. It counts against the channel's cap; what shows a sale
 * as it is here already, or would be refused, does not, however often it comes.
 */
export function foreseeWishes(deps: Deps): Deliver['foresee'] {
  return async (system, wish) => {
    const known = await findSale(system, wish.channelOrderId, deps.pool);
    return (await hasEffect(system, wish, known, deps)) ? 'effect' : 'nothing';
  };
}

async function hasEffect(system: string, wish: ChannelWish, known: Order | undefined, deps: Deps): Promise<boolean> {
  switch (wish.kind) {
    case 'order-placed':
      return !known && contradictionIn({ channel: system, order: wish.order }, deps) === undefined;
    case 'order-changed':
      if (known) return changesBetween(known, wish).changes.length > 0;
      return !isBegun(wish) && contradictionIn({ channel: system, order: wish.order }, deps) === undefined;
    case 'order-cancelled':
      return known !== undefined && known.closed === undefined && (await findKey(system, cancelKey(wish.channelOrderId), deps.pool)) === undefined;
    default:
      return wish satisfies never;
  }
}
