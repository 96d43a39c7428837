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

/** Checks what the shape cannot say, chooses the routes, and has the order committed. */
export function acceptOrder(what: AcceptOrder, deps: AcceptDeps): Promise<Acceptance> | Malformed {
  const { client, key, channel, order, actor, causation, tell } = what;
  const wrong = checkOrder(order);
  if (wrong) return wrong;
  const routed = routeOrder(order, { customer: order.customer.id, channel, ...(tell && { tell }) }, deps);
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
