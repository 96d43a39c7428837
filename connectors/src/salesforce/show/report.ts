import type { OrderProblem } from '@crossdock/canonical';
import type { Call, ShowAnswer, Shown, ShowOperation } from '@crossdock/connector-kit';
import { compositeGraphs, type Subrequest } from '../rest/composite.ts';
import { numberOf } from '../values.ts';
import { verdictOf } from './heads.ts';
import { findPlaces, type Place, problemKey } from './place.ts';
import { cut, recordOf } from './record.ts';
import { type ShowDeps, showLimits } from './show.ts';

/** Says on a sale's own records why it did not become an order. */
export function createReport(deps: ShowDeps): ShowOperation<OrderProblem> {
  const { itemsMax, callMsMax, settleMs } = showLimits;
  return { itemsMax, callMsMax, settleMs, limiter: 'default', send: (problems, call) => report(deps, problems, call) };
}

async function report(deps: ShowDeps, problems: readonly OrderProblem[], call: Call): Promise<ShowAnswer> {
  const sought = problems.map(({ channelOrder }) => ({ channelOrder, hubOrder: undefined }));
  const places = await findPlaces(deps.ask, deps.names, sought, call);
  if (places.kind === 'failed') return places;
  const placed = problems.flatMap((problem) => {
    const place = places.value.get(problem.channelOrder);
    return place === undefined ? [] : [{ problem, place }];
  });
  const accounts = placed.flatMap(({ place }) => place.account ?? []);
  const graphs = placed.map(({ problem, place }) => graphOf(deps, problem, place));
  const got =
    graphs.length === 0
      ? ({ kind: 'got', value: [] } as const)
      : await deps.queue(accounts, () => compositeGraphs(deps.ask, deps.names.apiVersion, graphs, call));
  if (got.kind === 'failed') return got;
  const verdicts = new Map(
    placed.map(({ problem: { channelOrder } }, index): [string, Shown] => {
      const why = verdictOf(got.value[index], { thing: 'exception' }, deps.names);
      return [channelOrder, { channelOrder, ...(why ?? { kind: 'shown' }) }];
    }),
  );
  return { kind: 'answered', items: problems.map(({ channelOrder }) => verdicts.get(channelOrder) ?? unknown(channelOrder)) };
}

const unknown = (channelOrder: string): Shown => ({
  channelOrder,
  kind: 'refused',
  class: 'conflict',
  code: 'unknown-record',
  message: 'the org has no such quote or order, or the user may not see it',
});

const summaryMax = 255;
const problemMax = 4_000;

/** The exception, which refuses to go back to a lower version, and the sale itself in one transaction with it. */
function graphOf(
  { names: { mapping } }: ShowDeps,
  { channelOrder, version, at, code, detail, field, isWithdrawn }: OrderProblem,
  place: Place,
): readonly Subrequest[] {
  const { exception } = mapping;
  const row = recordOf(exception, {
    version: numberOf(String(version)),
    updatedAt: at,
    order: place.order,
    quote: place.quote,
    account: place.account,
    class: code,
    ...(isWithdrawn ? { status: 'closed', closedAt: at } : { status: 'open', openedAt: at, closedAt: null }),
    summary: cut(detail, summaryMax),
  });
  const problem = isWithdrawn ? null : cut(field === undefined ? detail : `${detail} (${field})`, problemMax);
  const heads = (['quote', 'order'] as const).flatMap((thing): Subrequest[] => {
    const id = place[thing];
    const body = recordOf(mapping[thing], { problem, updatedAt: at });
    return id === undefined || Object.keys(body).length === 0 ? [] : [{ method: 'PATCH', path: `/sobjects/${mapping[thing].object}/${id}`, body }];
  });
  return [
    { method: 'PATCH', path: `/sobjects/${exception.object}/${exception.fields.key}/${encodeURIComponent(problemKey(channelOrder))}`, body: row },
    ...heads,
  ];
}
