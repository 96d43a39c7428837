import { type Call, classify, type Failure, type HttpRequest, unreadableAnswer } from '@crossdock/connector-kit';
import { answerTable, type Effect } from './classify.ts';
import { at, type Part, Unreadable } from './read.ts';

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

/** An answer with its headers. */
type Answered = { readonly body: Part; readonly headers: Readonly<Record<string, string | undefined>> };

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
  return {
    get: (path, query, read, call) => {
      const request = { method: 'GET', url: `${base}/${path}?${new URLSearchParams(query)}`, headers: headersFor(call) } as const;
      return ask({ request, effect: 'reads', read }, call);
    },
    graphql: ({ effect, query, variables }, read, call) => {
      const headers = { ...headersFor(call), 'content-type': 'application/json' };
      const request = { method: 'POST', url: `${base}/graphql.json`, headers, body: JSON.stringify({ query, variables }) } as const;
      return ask({ request, effect, read: (answer) => read(at(answer.body, 'data'), answer) }, call);
    },
  };
}

type Asking<T> = { readonly request: HttpRequest; readonly effect: Effect; readonly read: (answer: Answered) => T };

async function ask<T>({ request, effect, read }: Asking<T>, call: Call): Promise<Got<T>> {
  const about = { commits: effect === 'writes', now: call.now() };
  const answer = classify(await call.http(request), answerTable(effect), about);
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'refused') return { kind: 'failed', class: 'poison', message: answer.message }; // the table refuses nothing
  try {
    return { kind: 'got', value: read({ body: { path: '', value: answer.body }, headers: answer.headers }) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unreadableAnswer({ kind: 'unreadable', field: error.field, why: error.message }, about);
  }
}
