import type { ChangeRequest } from '@crossdock/canonical';
import type { RequestChange } from '../orders/index.ts';
import type { Clock } from '../platform/index.ts';
import { checkLine, type Malformed } from './check-order.ts';
import { type ChangeAnswer, type ChangeDeps, type Requester, requestOnce } from './request-change.ts';
import { type Origin, type RoutingDeps, routeOrder } from './route-order.ts';

/** A change request, with what its new lines' routes depend on. */
export type ChangeOrder = Requester & {
  readonly request: ChangeRequest;
  readonly origin: Origin;
  /** Set where a channel shows what its record says now. */
  readonly channel?: NonNullable<RequestChange['channel']>;
};

/** Has a change decided wish by wish; new lines get their routes here. */
export function changeOrder(what: ChangeOrder, deps: ChangeDeps & RoutingDeps & { readonly clock: Clock }): Promise<ChangeAnswer> | Malformed {
  const { request, origin, channel, actor, causation } = what;
  const routed = routeAdded(request, origin, deps);
  if (routed.kind === 'malformed') return routed;
  return requestOnce(
    what,
    request,
    (changeId) => ({
      kind: 'change',
      changeId,
      ...(request.reason !== undefined && { reason: request.reason }),
      changes: request.changes,
      newRoutes: routed.routes,
      ...(channel && { channel }),
      at: deps.clock.now().toISOString(),
      actor,
      causation,
    }),
    deps,
  );
}

/** One route per schedule of every added line. */
function routeAdded(
  request: ChangeRequest,
  origin: Origin,
  deps: RoutingDeps,
): { readonly kind: 'routed'; readonly routes: ReturnType<typeof routesOf> } | Malformed {
  const routes: ReturnType<typeof routesOf>[number][] = [];
  for (const [index, item] of request.changes.entries()) {
    if (item.kind !== 'add-line') continue;
    const place = `changes[${index}].add`;
    const wrong = checkLine(item.add, item.add.price?.currency ?? '', place);
    if (wrong) return wrong;
    const routed = routeOrder({ lines: [item.add] }, origin, deps);
    if (routed.kind === 'malformed') return { ...routed, field: routed.field.replace('lines[0]', place) };
    routes.push(...routesOf(routed));
  }
  return { kind: 'routed', routes };
}

function routesOf(routed: Extract<ReturnType<typeof routeOrder>, { kind: 'routed' }>) {
  return routed.routeOfSchedule.flatMap((number) => routed.routes[number] ?? []);
}
