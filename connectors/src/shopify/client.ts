import type { Call, Failure, HttpRequest } from '@crossdock/connector-kit';
import { type Effect, failureOf, graphqlFailureOf, unexpected } from './classify.ts';
import { at, type Part, parseJson, Unreadable } from './read.ts';

/** Where the shop's Admin API is, and who asks. */
export type ShopAccess = {
  /** `https://example.myshopify.com`. */
  readonly url: string;
  /** Sent as `X-Shopify-Access-Token`. */
  readonly accessToken: string;
  /** A released version of the Admin API, e.g. `2026-01`. */
  readonly apiVersion: string;
};

/** What an answer was read as, or why there is none. */
export type Got<T> = { readonly kind: 'got'; readonly value: T } | Failure;

/** An answer with the headers that matter beside it. */
export type Answered = { readonly body: Part; readonly headers: Readonly<Record<string, string | undefined>> };

/** The two doors of the Admin API. */
export type ShopClient = {
  /** `GET /admin/api/<version>/<path>`; `read` may throw Unreadable. */
  readonly get: <T>(path: string, query: Readonly<Record<string, string>>, read: (answer: Answered) => T, call: Call) => Promise<Got<T>>;
  /** One GraphQL operation; `read` is given `data` and may throw Unreadable. */
  readonly graphql: <T>(operation: Operation, read: (data: Part, answer: Answered) => T, call: Call) => Promise<Got<T>>;
};

/** A GraphQL document with its variables, and whether it can change something. */
export type Operation = { readonly effect: Effect; readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

/** The client of one shop. Every answer is parsed without a loss; one that cannot be read becomes a failure naming the field. */
export function createClient({ url, accessToken, apiVersion }: ShopAccess): ShopClient {
  const base = `${url.replace(/\/+$/, '')}/admin/api/${apiVersion}`;
  const headersFor = (call: Call) => ({ accept: 'application/json', 'x-shopify-access-token': accessToken, 'x-correlation-id': call.correlation });

  async function ask<T>(request: HttpRequest, effect: Effect, read: (answer: Answered) => T | Failure, call: Call): Promise<Got<T>> {
    const result = await call.http(request);
    const failure = failureOf(result, effect, call.now());
    if (failure !== undefined || result.kind !== 'answered') return failure ?? unexpected(effect, 'no answer');
    try {
      const value = read({ body: parseJson(result.body), headers: result.headers });
      return isFailure(value) ? value : { kind: 'got', value };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return unexpected(effect, `an answer that cannot be read: ${error.message}`);
    }
  }

  return {
    get: (path, query, read, call) => {
      const search = new URLSearchParams(query).toString();
      return ask({ method: 'GET', url: `${base}/${path}${search === '' ? '' : `?${search}`}`, headers: headersFor(call) }, 'reads', read, call);
    },
    graphql: ({ effect, query, variables }, read, call) => {
      const request = {
        method: 'POST',
        url: `${base}/graphql.json`,
        headers: { ...headersFor(call), 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      } as const;
      return ask(request, effect, (answer) => graphqlFailureOf(answer.body, effect) ?? read(at(answer.body, 'data'), answer), call);
    },
  };
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'failed';
}
