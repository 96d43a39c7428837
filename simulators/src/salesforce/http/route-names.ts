import { splitUrl } from './find-route.ts';

const families = [
  '/commerce/sale',
  '/composite',
  '/composite/batch',
  '/composite/graph',
  '/composite/sobjects',
  '/composite/tree',
  '/jobs/ingest',
  '/jobs/query',
  '/limits',
  '/query',
  '/queryAll',
  '/sobjects',
  '/tooling/query',
] as const;
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
const login = 'POST /services/oauth2/token';
const other = '/';

/** How faults and the book name what can be asked: the method and the resource after the version. */
export const routeNames: readonly string[] = [login, ...[...families, other].flatMap((family) => methods.map((method) => `${method} ${family}`))];

/** The name of a request. */
export function routeNameOf(method: string, url: string): string {
  if (url.startsWith('/services/oauth2/token')) return login;
  const path = splitUrl(url)?.path ?? '';
  const fitting = families.filter((family) => path === family || path.startsWith(`${family}/`));
  return `${method} ${fitting.at(-1) ?? other}`;
}
