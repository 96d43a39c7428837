import type { DroppableField } from '../faults.ts';
import type { Refusal } from './refusal.ts';

/** A request that has reached its route. */
export type Call = {
  /** A parameter of the path; '' when the path has none of this name. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly body: unknown;
  /** What the fault `silentFieldDrop` takes away before the document is written. */
  readonly dropped: DroppableField | undefined;
};

/** A route's answer: a body with its status, or a refusal. */
export type Answer = Refusal | { readonly outcome: 'answered'; readonly status: number; readonly body: unknown } | Html;
type Html = { readonly outcome: 'page'; readonly html: string };

/**
 * A route. `system` routes belong to the outside system: they need the token, are counted, capped and struck by faults, and answer
 * at once, so nothing comes between a rule and its commit. `control` routes are for people and checkers; `open` ones need no token.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments in braces are parameters: `/sales-orders/{id}`. */
  readonly path: string;
} & (
  | { readonly access: 'system'; readonly effect: 'reads' | 'commits'; readonly answer: (call: Call) => Answer }
  | { readonly access: 'control' | 'open'; readonly answer: (call: Call) => Answer | Promise<Answer> }
);

/** `POST /sales-orders/{id}`: how faults and the book name a route. */
export const routeName = (route: Route): string => `${route.method} ${route.path}`;

/** An answer with a body. */
export const answered = (status: number, body: unknown): Answer => ({ outcome: 'answered', status, body });

/** Finds the route of a request and its parameters. */
export type FindRoute = (method: string, path: string) => { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined;

/** Prepares the routes for look-up by method and number of segments; fixed segments are preferred over parameters by their order in the list. */
export function prepareRoutes(routes: readonly Route[]): FindRoute {
  const byShape = new Map<string, { route: Route; segments: readonly string[] }[]>();
  for (const route of routes) {
    const segments = route.path.split('/');
    const shape = `${route.method} ${segments.length}`;
    byShape.set(shape, [...(byShape.get(shape) ?? []), { route, segments }]);
  }
  return (method, path) => {
    const asked = path.split('/');
    for (const { route, segments } of byShape.get(`${method} ${asked.length}`) ?? []) {
      const params = paramsOf(segments, asked);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  };
}

function paramsOf(segments: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = asked[index] ?? '';
    if (segment.startsWith('{')) {
      if (value === '') return undefined;
      params[segment.slice(1, -1)] = decoded(value);
    } else if (segment !== value) return undefined;
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign names nothing, so the look-up answers "not found"
  }
}
