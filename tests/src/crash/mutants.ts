import { randomUUID } from 'node:crypto';
import type { Connector, DocumentPort, FulfilmentPort, WriteAnswer } from '@crossdock/connector-kit';
import pg from 'pg';
import type { Engine } from '../../../hub/src/engine/index.ts';
import type { Pace } from './settings.ts';

/**
 * Deliberately broken hubs. Each is made from outside, through what a node is composed of; the hub's code knows none of
 * them. The matrix must catch every one, or it proves nothing.
 */
export const mutantNames = ['no-probe', 'no-dedupe', 'early-answer', 'short-lease', 'believed-refusal', 'unsorted', 'no-settle-window', 'no-sweeper'] as const;
/** One of `mutantNames`. */
export type MutantName = (typeof mutantNames)[number];

/** The connector of a mutant; the same for all others. */
export function mutateConnector(connector: Connector, mutant: MutantName | undefined): Connector {
  if (mutant === 'no-probe') return withDocuments(connector, blind);
  if (mutant === 'believed-refusal') return withDocuments(connector, forgetfulAfterRefusal);
  return connector;
}

/** Every retry of a request is a new one, as if nobody kept its key. */
export function mutateEngine(engine: Engine, mutant: MutantName | undefined): Engine {
  if (mutant !== 'no-dedupe') return engine;
  return { ...engine, accept: (order) => engine.accept({ ...order, key: randomUUID() }) };
}

/** The times of a mutant. */
export function mutatePace(pace: Pace, mutant: MutantName | undefined): Pace {
  const { timings, callMsMax } = pace;
  switch (mutant) {
    case 'short-lease':
      // A claim that is over before its call is: the margin eats most of the lease, the call's own deadline stays.
      return { ...pace, timings: { ...timings, claimMarginMs: 20 - timings.claimStartMs - callMsMax } };
    case 'no-settle-window':
      return { ...pace, settleMs: 0 };
    case 'no-sweeper':
      return { ...pace, timings: { ...timings, sweepForMs: 0 } };
    default:
      return pace;
  }
}

/**
 * Every multi-row statement gets its rows in random order, the same for all its columns. All of them pass one seam that
 * needs no flag in the hub: the client library. Events keep theirs, which is also the order in which they are told.
 */
export function mutateClient(mutant: MutantName | undefined): void {
  if (mutant !== 'unsorted') return;
  const { prototype } = pg.Client;
  const query = prototype.query as (this: pg.Client, ...words: unknown[]) => unknown;
  const shuffling = function (this: pg.Client, ...words: unknown[]): unknown {
    const [first, ...rest] = words;
    return query.call(this, isRows(first) ? { ...first, values: shuffleRows(first.values) } : first, ...rest);
  };
  Object.assign(prototype, { query: shuffling });
}

type Rows = { readonly name: string; readonly values: readonly unknown[] };

function isRows(config: unknown): config is Rows {
  return (
    typeof config === 'object' && config !== null && 'name' in config && config.name !== 'insert-events' && 'values' in config && Array.isArray(config.values)
  );
}

function shuffleRows(values: readonly unknown[]): readonly unknown[] {
  const rows = Math.max(0, ...values.map((value) => (Array.isArray(value) ? value.length : 0)));
  const order = Array.from({ length: rows }, (_, index) => ({ index, by: Math.random() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ index }) => index);
  return values.map((value) => (Array.isArray(value) && value.length === rows ? order.map((index) => value[index] as unknown) : value));
}

type Operations = DocumentPort | FulfilmentPort;
type Create = DocumentPort['create'];

function withDocuments(connector: Connector, change: (create: Create) => Create): Connector {
  const { documents } = connector;
  return documents ? { ...connector, documents: { ...documents, create: change(documents.create) } satisfies Operations } : connector;
}

/** Says "nothing there" without looking. */
function blind(create: Create): Create {
  return create.probe ? { ...create, probe: () => Promise.resolve({ kind: 'absent' }) } : create;
}

/** Once it was refused, it seems to have no probe: so the refusal is believed at once. */
function forgetfulAfterRefusal(create: Create): Create {
  let isRefused = false;
  const send = async (...words: Parameters<Create['send']>): Promise<WriteAnswer> => {
    const answer = await create.send(...words);
    isRefused = answer.kind === 'refused';
    return answer;
  };
  const forgetful = { ...create, send };
  return Object.defineProperty(forgetful, 'probe', { enumerable: true, get: () => (isRefused ? undefined : create.probe) });
}
