import type { ChannelWish, Landscape } from '@crossdock/connector-kit';
import { contradictionIn, type RoutingDeps } from '../intake/index.ts';
import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import type { Deliver } from '../systems/index.ts';
import { isBegun, isToldAgain } from './changes-between.ts';
import { clientOf, findSale } from './find-sale.ts';
import { lastShown, type ShownOf } from './last-shown.ts';
import { newsOf } from './news-of.ts';

type Deps = RoutingDeps & { readonly pool: Queryable; readonly landscape: Landscape };

/**
 * Whether anything would come of a wish: an order, a change or a cancellation. It counts against the channel's cap; what shows a sale
 * as it is here already, or would be refused at the door, does not, however often it comes.
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
      if (known) return isNews(system, known, wish, deps);
      return !isBegun(wish) && contradictionIn({ channel: system, order: wish.order }, deps) === undefined;
    case 'order-cancelled':
      return known !== undefined && known.closed !== 'cancelled' && !isToldAgain(await lastShown(shownOf(system, known, wish), deps.pool), wish);
    default:
      return wish satisfies never;
  }
}

/** What is declined counts too: somebody has to be told, sale by sale. */
async function isNews(system: string, known: Order, wish: Extract<ChannelWish, { kind: 'order-changed' }>, { pool }: Deps): Promise<boolean> {
  const { changes, notTaken } = await newsOf(known, wish, shownOf(system, known, wish), pool);
  return changes.length > 0 || notTaken.length > 0 || wish.request !== undefined;
}

function shownOf(system: string, { id: subjectId }: Order, { channelOrderId }: ChannelWish): ShownOf {
  return { client: clientOf(system), channelOrderId, subjectId };
}
