import type { IncomingHttpHeaders } from 'node:http';
import type { Org, Work } from '../../org/index.ts';
import { answerOf, notFound, Refused } from '../answers.ts';
import { type Found, findRoute } from '../find-route.ts';
import type { Json } from '../json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';

/** A request within a request. */
export type Subrequest = { readonly method: string; readonly url: string; readonly body: Json | undefined; readonly headers: IncomingHttpHeaders };

/** Runs subrequests against the whole table of routes. */
export type Dispatch = {
  /** In its own transaction; never rejects. */
  readonly alone: (request: SfRequest, sub: Subrequest) => Promise<SfAnswer>;
  /** Within a transaction that is open; never throws. */
  readonly within: (request: SfRequest, sub: Subrequest, work: Work) => SfAnswer;
};

/** Makes the dispatch; `routes` is asked for at each call, since the table holds the composite routes too. */
export function createDispatch(routes: () => readonly SfRoute[]): Dispatch {
  return {
    alone: async (request, sub) => {
      try {
        const { route, asked } = prepare(routes(), request, sub, request.org);
        return await route.run(asked);
      } catch (error) {
        return answerOf(error);
      }
    },
    within: (request, sub, work) => {
      try {
        const { route, asked } = prepare(routes(), request, sub, nested(request.org, work));
        const answer = route.run(asked);
        if (answer instanceof Promise) throw new Refused(400, 'INVALID_INPUT', `${sub.url} cannot be part of a transaction`);
        return answer;
      } catch (error) {
        return answerOf(error);
      }
    },
  };
}

function prepare(routes: readonly SfRoute[], request: SfRequest, sub: Subrequest, org: Org): { readonly route: SfRoute; readonly asked: SfRequest } {
  const found = findRoute(routes, sub.method, sub.url);
  if (found === undefined) throw notFound();
  const body = sub.body === undefined || sub.body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(sub.body));
  return { route: found.route, asked: { ...request, ...partsOf(found), method: sub.method, headers: { ...request.headers, ...sub.headers }, body, org } };
}

const partsOf = ({ path, params, query, version }: Found) => ({ path, params, query, version });

/** The org as it is seen from inside an open transaction: what transacts becomes a part of it. */
const nested = (org: Org, work: Work): Org => ({ ...org, transact: (_who, run) => work.attempt(() => run(work)) });
