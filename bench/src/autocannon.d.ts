/** The part of autocannon that the driver uses; the package brings no types. */
declare module 'autocannon' {
  type Request = { readonly method?: string; readonly path?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
  type Options = {
    readonly url: string;
    readonly connections: number;
    readonly timeout: number;
    readonly amount?: number;
    readonly duration?: number;
    readonly method: string;
    readonly requests: readonly { readonly setupRequest: (request: Request) => Request }[];
  };
  type Result = {
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly timeouts: number;
    readonly latency: { readonly p50: number; readonly p99: number };
  };
  type Run = PromiseLike<Result> & { readonly on: (event: 'response', heard: () => void) => void };
  const autocannon: (options: Options) => Run;
  export = autocannon;
}
