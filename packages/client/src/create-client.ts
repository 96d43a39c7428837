import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

/** Where the hub is and who asks. `fetch` is handed in by tests; the platform's own where nothing is said. */
export type ClientOptions = { readonly url: string; readonly key: string; readonly fetch?: (request: Request) => Promise<Response> };

/** The typed client: a method per HTTP method, a path per route; answers are `{ data }` or `{ error }`, a problem. */
export type CrossdockClient = Client<paths>;

/** An RFC 9457 problem as the hub answers it. */
export type Problem = components['schemas']['Problem'];

/** An order as the hub shows it. */
export type OrderView = components['schemas']['OrderView'];

/** An order as it is submitted. */
export type OrderRequest = components['schemas']['OrderRequest'];

/** A quote as it is validated, before anybody orders. */
export type QuoteRequest = components['schemas']['QuoteRequest'];

/** What the systems say of a quote. */
export type QuoteValidation = components['schemas']['QuoteValidation'];

/** A client of one hub. */
export function createClient({ url, key, fetch }: ClientOptions): CrossdockClient {
  return createFetchClient<paths>({ baseUrl: url.replace(/\/+$/, ''), headers: { authorization: `Bearer ${key}` }, ...(fetch && { fetch }) });
}
