import { adminSchema, InvalidInput } from './admin-schema.ts';
import { type Document, GraphqlSyntaxError, parseDocument, type Values } from './graphql-document.ts';
import { costOf, execute, type GraphqlError, type Schema, validate } from './graphql-execute.ts';
import type { ShopDecision, ShopLedger } from './ledger.ts';
import { listOrders } from './orders-list.ts';
import { fulfillmentOrderResource, orderResource } from './resource.ts';

/** An answer of the Admin API; `json` may hold bigints. */
export type AdminAnswer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown };

/** A request that has found its endpoint; `answer` is given whether the fault takes the tracking away. */
export type Asked = {
  readonly name: EndpointName;
  readonly protocol: 'rest' | 'graphql';
  readonly effect: 'reads' | 'commits';
  readonly answer: (isTrackingDropped: boolean) => AdminAnswer;
};

/** How faults and the book name the endpoints. */
export const endpointNames = [
  'GET /orders.json',
  'GET /orders/{id}.json',
  'GET /orders/{id}/fulfillment_orders.json',
  'POST /graphql.json query',
  'POST /graphql.json mutation',
] as const;
type EndpointName = (typeof endpointNames)[number];

/** What the endpoints work on. */
export type AdminGround = {
  readonly ledger: ShopLedger;
  readonly shop: { readonly name: string; readonly domain: string };
  readonly now: () => Date;
  readonly carryOut: (decision: ShopDecision<unknown>) => void;
};

/** The most that one query may cost (https://shopify.dev/docs/api/usage/limits). */
const queryCostMax = 1000;
/** The bucket of a shop on the Standard plan; this stand-in never empties it by itself, only by a fault or a cap. */
const bucket = { maximumAvailable: 2000, restoreRate: 100 } as const;

/** Finds the endpoint for a path behind `/admin/api/<version>/`; undefined where there is none. */
export function ask(
  ground: AdminGround,
  request: { readonly method: string; readonly url: URL; readonly path: string; readonly body: string },
): Asked | undefined {
  const { method, url, path, body } = request;
  if (method === 'POST' && path === 'graphql.json') return askGraphql(ground, body);
  if (method !== 'GET') return undefined;
  if (path === 'orders.json') return rest('GET /orders.json', () => ordersPage(ground, url));
  const [, id = '', more] = /^orders\/(\d+)(\/fulfillment_orders)?\.json$/.exec(path) ?? [];
  const order = ground.ledger.book.find('order', id);
  if (order === undefined) return undefined;
  if (more === undefined) return rest('GET /orders/{id}.json', () => ({ status: 200, json: { order: orderResource(ground.ledger, order) } }));
  const work = () => ground.ledger.fulfillmentOrdersOf(id).map(fulfillmentOrderResource);
  return rest('GET /orders/{id}/fulfillment_orders.json', () => ({ status: 200, json: { fulfillment_orders: work() } }));
}

const rest = (name: EndpointName, answer: () => AdminAnswer): Asked => ({ name, protocol: 'rest', effect: 'reads', answer });

function ordersPage({ ledger }: AdminGround, url: URL): AdminAnswer {
  const page = listOrders(ledger.book.every('order'), url.searchParams);
  if ('errors' in page) return { status: 400, json: { errors: page.errors } };
  const { orders, next, limit } = page;
  const link = `<${url.origin}${url.pathname}?limit=${limit}&page_info=${next}>; rel="next"`;
  return { status: 200, ...(next === undefined ? {} : { headers: { link } }), json: { orders: orders.map((order) => orderResource(ledger, order)) } };
}

function askGraphql(ground: AdminGround, body: string): Asked {
  const parsed = parseRequest(body);
  if ('errors' in parsed) return { name: 'POST /graphql.json query', protocol: 'graphql', effect: 'reads', answer: () => ({ status: 200, json: parsed }) };
  const isMutation = parsed.kind === 'mutation';
  return {
    name: isMutation ? 'POST /graphql.json mutation' : 'POST /graphql.json query',
    protocol: 'graphql',
    effect: isMutation ? 'commits' : 'reads',
    answer: (isTrackingDropped) => ({ status: 200, json: carryOutDocument(adminSchema({ ...ground, isTrackingDropped }), parsed) }),
  };
}

type Errors = { readonly errors: readonly (GraphqlError | { readonly message: string })[] };

function parseRequest(body: string): Document | Errors {
  try {
    const { query, variables } = JSON.parse(body) as { readonly query?: unknown; readonly variables?: Values };
    return parseDocument(typeof query === 'string' ? query : '', variables ?? {});
  } catch (error) {
    if (error instanceof GraphqlSyntaxError || error instanceof SyntaxError) return { errors: [{ message: error.message }] };
    throw error;
  }
}

function carryOutDocument(schema: Schema, document: Document): object {
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  const cost = costOf(schema, document);
  if (cost > queryCostMax) {
    const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${queryCostMax}).`;
    return { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: queryCostMax } }] };
  }
  try {
    const data = execute(schema, document);
    return {
      data,
      extensions: {
        cost: { requestedQueryCost: cost, actualQueryCost: cost, throttleStatus: { ...bucket, currentlyAvailable: bucket.maximumAvailable - cost } },
      },
    };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { errors: [{ message: `Variable was provided invalid value for ${error.message}`, extensions: { code: 'INVALID_VARIABLE' } }] };
  }
}

const documentation = 'https://shopify.dev/api/usage/rate-limits';

/** Too many requests: HTTP 429 over REST, HTTP 200 with an error over GraphQL. `wait`: what Retry-After says; undefined says nothing. */
export function throttled(protocol: Asked['protocol'], wait: string | undefined): AdminAnswer {
  if (protocol === 'rest') {
    const errors = 'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.';
    return { status: 429, ...(wait === undefined ? {} : { headers: { 'retry-after': wait } }), json: { errors } };
  }
  const cost = { requestedQueryCost: 200, actualQueryCost: null, throttleStatus: { ...bucket, currentlyAvailable: 0 } };
  return {
    status: 200,
    json: { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }], ...(wait === undefined ? {} : { extensions: { cost } }) },
  };
}

/** The shop's own fault: HTTP 500 over REST, HTTP 200 with an error over GraphQL. */
export function broken(protocol: Asked['protocol']): AdminAnswer {
  if (protocol === 'rest') return { status: 500, json: { errors: 'Internal Server Error' } };
  const message = 'Internal error. Looks like something went wrong on our end.';
  return { status: 200, json: { errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'simulated' } }] } };
}

/** The token is not accepted; alike over both. */
export const unauthorized: AdminAnswer = { status: 401, json: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' } };

/** No such endpoint, version or record; alike over both. */
export const notFound: AdminAnswer = { status: 404, json: { errors: 'Not Found' } };
