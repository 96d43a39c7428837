import type { IncomingHttpHeaders } from 'node:http';
import type { Org, Who } from '../org/index.ts';

/** A call of the REST API whose session is valid. */
export type SfRequest = {
  readonly method: string;
  /** What follows `/services/data/vXX.X`, without the query. */
  readonly path: string;
  /** The groups of the route's expression, decoded; a group that matched nothing is ''. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly org: Org;
  readonly who: Who;
  readonly instanceUrl: string;
  /** `65.0`. */
  readonly version: string;
};

/** What is answered: `json`, or `text` of this media type, or neither. */
export type SfAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
};

/** One resource under `/services/data/vXX.X`. An OrgError that `run` throws becomes its JSON body. */
export type SfRoute = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: RegExp;
  readonly run: (request: SfRequest) => SfAnswer | Promise<SfAnswer>;
};
