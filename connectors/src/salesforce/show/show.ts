import type { OrderStatus } from '@crossdock/canonical';
import type { Call, Failure, Refusal, ShowAnswer, Shown, ShowOperation } from '@crossdock/connector-kit';
import { worstOf } from '../rest/classify.ts';
import type { Ask, Got } from '../rest/rest.ts';
import type { AccountQueue } from './account-queue.ts';
import { writeBalances } from './balances.ts';
import { type HeadToWrite, writeHeads } from './heads.ts';
import { findPlaces, type Names, type Place } from './place.ts';
import { rowsOf, type ShowNames } from './show-rows.ts';
import { writeRows } from './write-rows.ts';

/** What showing needs. */
export type ShowDeps = { readonly ask: Ask; readonly names: Names & ShowNames; readonly queue: AccountQueue };

/**
 * Sales of one call: a graph each with three records at most, so that no request has more than 200. A minute is time for some forty requests, one
 * order with 8,000 lines; after a crash nobody else shows these sales for so long. What is lost may be done for as long as Salesforce lets a
 * transaction run, with room.
 */
export const showLimits = { itemsMax: 60, schedulesMax: 2_000, callMsMax: 60_000, settleMs: 30_000 } as const;

/** Keeps the records of sales at the state of their orders. */
export function createShow(deps: ShowDeps): ShowOperation<OrderStatus> {
  return { ...showLimits, limiter: 'default', send: (statuses, call) => show(deps, statuses, call) };
}

async function show(deps: ShowDeps, statuses: readonly OrderStatus[], call: Call): Promise<ShowAnswer> {
  const sought = statuses.map(({ channelOrder, order }) => ({ channelOrder, hubOrder: order }));
  const places = await findPlaces(deps.ask, deps.names, sought, call);
  if (places.kind === 'failed') return places;
  const accounts = [...places.value.values()].flatMap(({ account }) => account ?? []);
  const verdicts = await deps.queue(accounts, () => write(deps, statuses, places.value, call));
  if (verdicts.kind === 'failed') return verdicts;
  return {
    kind: 'answered',
    items: statuses.map(({ channelOrder }) => shownAs(channelOrder, places.value.has(channelOrder), verdicts.value.get(channelOrder))),
  };
}

const unknownRecord: Refusal = {
  kind: 'refused',
  class: 'conflict',
  code: 'unknown-record',
  message: 'the org has no such quote or order, or the user may not see it',
};

function shownAs(channelOrder: string, isThere: boolean, verdicts: readonly (Refusal | Failure)[] | undefined): Shown {
  return { channelOrder, ...(isThere ? (worstOf(verdicts ?? []) ?? { kind: 'shown' }) : unknownRecord) };
}

type Verdicts = ReadonlyMap<string, readonly (Refusal | Failure)[]>;

/** Details first, then the sales themselves, then the accounts: whoever sees a sale's new state finds the details already there. */
async function write({ ask, names }: ShowDeps, statuses: readonly OrderStatus[], places: ReadonlyMap<string, Place>, call: Call): Promise<Got<Verdicts>> {
  const placed = statuses.flatMap((status) => {
    const place = places.get(status.channelOrder);
    return place === undefined ? [] : [{ status, place }];
  });
  const verdicts = new Map<string, (Refusal | Failure)[]>();
  const note = (channelOrder: string, why: Refusal | Failure) => verdicts.set(channelOrder, [...(verdicts.get(channelOrder) ?? []), why]);

  const rows = await writeRows(
    ask,
    names,
    placed.flatMap(({ status, place }) => rowsOf(status, place, names)),
    call,
  );
  if (rows.kind === 'failed') return rows;
  for (const { row, why } of rows.value.notWritten) note(row.channelOrder, why);

  const gates = new Map(rows.value.kept.filter(({ thing }) => thing === 'line').map((row) => [row.channelOrder, row]));
  const heads = await writeHeads(
    ask,
    names,
    placed.flatMap(({ status, place }): HeadToWrite[] => {
      const gate = gates.get(status.channelOrder);
      return gate === undefined ? [] : [{ status, place, gate }];
    }),
    call,
  );
  if (heads.kind === 'failed') return heads;
  for (const { channelOrder, why } of heads.value) note(channelOrder, why);

  const invoiced = placed.filter(({ status }) => status.invoices.length > 0);
  const accounts = [...new Set(invoiced.flatMap(({ place }) => place.account ?? []))].sort();
  const balances = await writeBalances(ask, names, { accounts, at: latestOf(invoiced.map(({ status }) => status.at)) }, call);
  if (balances.kind === 'failed') return balances;
  for (const { status, place } of invoiced) {
    const why = balances.value.get(place.account ?? '');
    if (why !== undefined) note(status.channelOrder, why);
  }
  return { kind: 'got', value: verdicts };
}

const latestOf = (instants: readonly string[]): string => instants.toSorted().at(-1) ?? '';
