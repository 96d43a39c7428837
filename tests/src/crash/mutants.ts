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
 * needs no flag in the hub: the client library. Events keep theirs, which is also the order in which they are told, and so
 * does what is written in one statement with them: rows of subjects that are the commit's own, for which nobody else waits.
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
    typeof config === 'object' &&
    config !== null &&
    'name' in config &&
    typeof config.name === 'string' &&
    !config.name.includes('insert-events') &&
    'values' in config &&
    Array.isArray(config.values)
  );
}

/** The rows in random order. Some columns travel as one text; left alone they would mix the rows, and that is another fault. */
export function shuffleRows(values: readonly unknown[]): readonly unknown[] {
  const columns = values.map(columnOf);
  const rows = Math.max(0, ...columns.map((column) => column?.items.length ?? 0));
  if (rows < 2) return values;
  const order = Array.from({ length: rows }, (_, index) => ({ index, by: Math.random() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ index }) => index);
  return values.map((value, at) => {
    const column = columns[at];
    return column?.items.length === rows ? column.put(order.map((index) => column.items[index])) : value;
  });
}

type Column = { readonly items: readonly unknown[]; readonly put: (items: readonly unknown[]) => unknown };

/** The rows of one column: an array, JSON texts parted by U+0001, or an array literal of what needs no quotes. */
function columnOf(value: unknown): Column | undefined {
  if (Array.isArray(value)) return { items: value, put: (items) => items };
  if (typeof value !== 'string') return undefined;
  if (value.includes('\u0001')) return { items: value.split('\u0001'), put: (items) => items.join('\u0001') };
  if (/^\{[^"{}]+\}$/.test(value)) return { items: value.slice(1, -1).split(','), put: (items) => `{${items.join(',')}}` };
  return undefined;
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
