import type { OrderRequest } from '@crossdock/canonical';
import type { Landscape, RouteRule } from '@crossdock/connector-kit';
import type { Route } from '../orders/index.ts';
import type { Malformed } from './check-order.ts';

/** What a system and its fulfiller can do together; `answers`: questions about customer, credit, price and stock. */
export type Capabilities = Pick<Route, 'steps' | 'can' | 'keepsInvoices'> & { readonly answers: boolean };

/** What routing needs to know of the installation. */
export type RoutingDeps = {
  readonly landscape: Pick<Landscape, 'routes' | 'policy' | 'channels'>;
  readonly capabilitiesOf: (system: string, fulfilment: string | undefined) => Capabilities;
};

/** Where an order came from, as far as its routes depend on it; `tell`: the channel's own system. */
export type Origin = { readonly customer: string; readonly channel: string; readonly tell?: NonNullable<Route['tell']> };

/** The routes of an order, each once, and which of them every schedule takes, in the order of the lines. */
export type Routed = { readonly kind: 'routed'; readonly routes: readonly Route[]; readonly routeOfSchedule: readonly number[] };

/** Chooses a route for every schedule: the first rule of the landscape that fits. */
export function routeOrder(order: Pick<OrderRequest, 'lines'>, origin: Origin, deps: RoutingDeps): Routed | Malformed {
  const routes: Route[] = [];
  const ofRule = new Map<RouteRule, number>();
  const routeOfSchedule: number[] = [];
  for (let index = 0; index < order.lines.length; index += 1) {
    const line = order.lines[index];
    if (!line) continue;
    for (const wanted of line.schedules ?? [line]) {
      const warehouse = wanted.warehouse ?? line.warehouse;
      const rule = ruleFor(line.item, warehouse, origin, deps);
      if (!rule) return unroutable(`lines[${index}]`, line.item, warehouse);
      let number = ofRule.get(rule);
      if (number === undefined) {
        number = routes.push(routeBy(rule, origin, deps)) - 1;
        ofRule.set(rule, number);
      }
      routeOfSchedule.push(number);
    }
  }
  return { kind: 'routed', routes, routeOfSchedule };
}

/** The first rule of the landscape that fits a schedule. */
export function ruleFor(
  item: string,
  warehouse: string | undefined,
  origin: Origin,
  { landscape }: { readonly landscape: Pick<Landscape, 'routes'> },
): RouteRule | undefined {
  for (const rule of landscape.routes) {
    const when = rule.when;
    if (!when) return rule;
    if (when.customer !== undefined && when.customer !== origin.customer) continue;
    if (when.channel !== undefined && when.channel !== origin.channel) continue;
    if (when.item !== undefined && when.item !== item) continue;
    if (when.warehouse !== undefined && when.warehouse !== warehouse) continue;
    return rule;
  }
  return undefined;
}

function routeBy(rule: RouteRule, origin: Origin, { landscape, capabilitiesOf }: RoutingDeps): Route {
  const { steps, can, answers, keepsInvoices } = capabilitiesOf(rule.system, rule.fulfilment);
  return {
    system: rule.system,
    warehouse: rule.warehouse,
    ...(rule.fulfilment !== undefined && { fulfilment: rule.fulfilment }),
    steps,
    isAsked: landscape.policy.validation === 'ask' && answers,
    can,
    keepsInvoices,
    ...(origin.tell && { tell: origin.tell }),
  };
}

/** What it is called when no rule fits; `place` is the line's or schedule's, like `lines[0]`. */
export function unroutable(place: string, item: string, warehouse: string | undefined): Malformed {
  const what = warehouse === undefined ? `item ${item}` : `item ${item} from warehouse ${warehouse}`;
  const field = warehouse === undefined ? place : `${place}.warehouse`;
  return { kind: 'malformed', code: 'no-route', field, detail: `No route of this installation takes ${what}.` };
}
