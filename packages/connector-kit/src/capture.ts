import type { HttpRequest, HttpResult } from './http.ts';

/** One request and what became of it, fit for keeping: what proves who we are is taken out. */
export type Capture = {
  readonly correlation: string;
  readonly at: Date;
  /** From the call of `Http` to its result. */
  readonly ms: number;
  readonly request: HttpRequest;
  readonly result: HttpResult;
};

const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-shopify-access-token',
  'webhook-signature',
]);
const removed = '[removed]';

/** Pairs a request with its result, credentials removed. The body stays, unless the request is marked as holding a secret. */
export function captured(request: HttpRequest, result: HttpResult, about: Pick<Capture, 'correlation' | 'at' | 'ms'>): Capture {
  const holdsSecret = request.holdsSecret === true;
  return {
    ...about,
    request: {
      ...request,
      ...(request.headers ? { headers: withoutSecrets(request.headers) } : {}),
      ...(holdsSecret && request.body !== undefined ? { body: removed } : {}),
    },
    result: result.kind === 'answered' ? { ...result, headers: withoutSecrets(result.headers), body: holdsSecret ? removed : result.body } : result,
  };
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? removed : value]));
}
