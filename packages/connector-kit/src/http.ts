/** One HTTP request of a connector. Bodies are bytes or text; the connector sets the content type. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body, or its answer's, holds a credential (a login): neither is kept by a capture. */
  readonly holdsSecret?: true;
};

/**
 * What became of it. `not-sent`: no byte left us, so nothing can have been committed. `lost`: it left, and no whole
 * answer came back, so nobody knows.
 */
export type HttpResult =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'not-sent'; readonly reason: 'refused' | 'unresolved' | 'connect-timeout' | 'too-late' | 'forbidden'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };

/** The one way out, bound to one call: its deadline, its last instant of sending, its capture. */
export type Http = (request: HttpRequest) => Promise<HttpResult>;

/** What every connector operation is handed. */
export type Call = {
  readonly http: Http;
  /** Our name for this call in the partner's logs (sent as X-Correlation-Id where the partner has no field for it). */
  readonly correlation: string;
  /** Wall clock, RFC 3339, for protocols that sign or stamp. */
  readonly now: () => Date;
};
