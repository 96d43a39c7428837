import type { SfRoute } from './route.ts';

/** A route and what a URL says to it. */
export type Found = {
  readonly route: SfRoute;
  readonly path: string;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly version: string;
};

const resource = /^(?:https?:\/\/[^/]+)?(?:\/services\/data)?\/?v(\d{1,3}\.\d)(\/[^?]*)?(?:\?(.*))?$/;

/** Finds the route of `/services/data/v65.0/…`, with or without what stands before the version. */
export function findRoute(routes: readonly SfRoute[], method: string, url: string): Found | undefined {
  const parts = splitUrl(url);
  if (parts === undefined) return undefined;
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.path.exec(parts.path);
    if (match !== null) return { ...parts, route, params: match.slice(1).map((text) => decoded(text ?? '')) };
  }
  return undefined;
}

/** Version, path and query of a URL of the REST API; undefined for any other. */
export function splitUrl(url: string): { readonly version: string; readonly path: string; readonly query: URLSearchParams } | undefined {
  const match = resource.exec(url);
  if (match === null) return undefined;
  return { version: match[1] ?? '', path: match[2] ?? '', query: new URLSearchParams(match[3] ?? '') };
}

/** The methods with which this path is offered. */
export const methodsOf = (routes: readonly SfRoute[], path: string): readonly string[] => [
  ...new Set(routes.filter((route) => route.path.test(path)).map(({ method }) => method)),
];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign names nothing, so the look-up answers "not found"
  }
}
