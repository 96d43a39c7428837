import type { OrderRequest } from '@crossdock/canonical';
import type { Acceptance, Engine } from '../engine/index.ts';
import { checkOrder, type Malformed } from './check-order.ts';
import { fingerprintOf } from './fingerprint.ts';
import { namingOf } from './naming-of.ts';
import { type Origin, type RoutingDeps, routeOrder } from './route-order.ts';

/** An order as a channel hands it in; its shape has been checked at the door. */
export type AcceptOrder = {
  readonly client: string;
  /** Together with the client the identity of the order. */
  readonly key: string;
  readonly channel: string;
  readonly order: OrderRequest;
  readonly actor: string;
  readonly causation: string;
  /** The channel's own system, with its id of the order. */
  readonly tell?: NonNullable<Origin['tell']>;
};

/** What accepting needs. */
export type AcceptDeps = RoutingDeps & { readonly engine: Pick<Engine, 'accept'> };

/** What acceptOrder would refuse it for; undefined when it would go on to be committed. */
export function contradictionIn(what: Pick<AcceptOrder, 'channel' | 'order'>, deps: RoutingDeps): Malformed | undefined {
  const routed = route(what, deps);
  return routed.kind === 'malformed' ? routed : undefined;
}

function route({ channel, order, tell }: Pick<AcceptOrder, 'channel' | 'order' | 'tell'>, deps: RoutingDeps): ReturnType<typeof routeOrder> {
  return checkOrder(order) ?? routeOrder(order, { customer: order.customer.id, channel, ...(tell && { tell }) }, deps);
}

/** Checks what the shape cannot say, chooses the routes, and has the order committed. */
export function acceptOrder(what: AcceptOrder, deps: AcceptDeps): Promise<Acceptance> | Malformed {
  const { client, key, channel, order, actor, causation } = what;
  const routed = route(what, deps);
  if (routed.kind === 'malformed') return routed;
  const naming = namingOf(channel, deps.landscape);
  return deps.engine.accept({
    client,
    key,
    fingerprint: fingerprintOf(order),
    channel,
    order,
    routes: routed.routes,
    routeOfSchedule: routed.routeOfSchedule,
    ...(naming && { naming }),
    isShipComplete: order.shipComplete ?? deps.landscape.policy.shipComplete,
    actor,
    causation,
  });
}
