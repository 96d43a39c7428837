import type { Call } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { type Context, type Conversation, createClient } from '../client.ts';
import { createTryton, type TrytonSettings } from '../index.ts';
import type { RunningTryton } from './start-tryton.ts';

/** A record of Tryton's as it comes, values as text. */
export type Row = Readonly<Record<string, unknown>>;

/** The people who work in Tryton, and its own book: what tests do and see beside the connector. */
export type Erp = {
  readonly search: (model: string, domain: readonly unknown[], fields: readonly string[], context?: Context) => Promise<readonly Row[]>;
  readonly count: (model: string, domain: readonly unknown[]) => Promise<number>;
  /** Any method, as the administrator; the user `hub` may not do all of it. */
  readonly call: (method: string, params: readonly unknown[], context?: Context) => Promise<unknown>;
  readonly press: (model: string, button: string, id: number) => Promise<unknown>;
  readonly write: (model: string, id: number, values: Row) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

const anything = (value: unknown) => ({ kind: 'read', value }) as const;
const rows = (value: unknown) => ({ kind: 'read', value: Array.isArray(value) ? (value as readonly Row[]) : [] }) as const;
const callMsMax = 60_000;
const rowsMax = 10_000;

/** Opens a session of the administrator's. */
export function openErp({ url, database, admin }: RunningTryton): Erp {
  const { callWithin, close } = standInCalls();
  const client = createClient({ url, database, ...admin });
  const talk = (): Conversation => client.converse(callWithin(callMsMax));
  return {
    search: (model, domain, fields, context) =>
      talk().read(rows, `model.${model}.search_read`, [domain, 0, rowsMax, [['id', 'ASC']], fields], { active_test: false, ...context }),
    count: async (model, domain) => Number(await talk().read(anything, `model.${model}.search_count`, [domain])),
    call: (method, params, context) => talk().write(method, params, context),
    press: (model, button, id) => talk().write(`model.${model}.${button}`, [[id]]),
    write: (model, id, values) => talk().write(`model.${model}.write`, [[id], values]),
    close,
  };
}

/** How a test installation calls Tryton's things. */
export function settingsFor({ url, database, hub, admin }: RunningTryton, more: Partial<TrytonSettings> = {}): TrytonSettings {
  return {
    system: 'tryton',
    url,
    database,
    ...hub,
    admin,
    units: { EA: 'u', CS: 'cs12', KGM: 'kg' },
    warehouses: { east: 'EDC', west: 'WDC' },
    packageType: 'Box',
    whenStockIsShort: 'partial',
    ...more,
  };
}

/** A connector as the hub has it, and calls for it. */
export function openConnector(tryton: RunningTryton, more: Partial<TrytonSettings> = {}) {
  const connector = createTryton(settingsFor(tryton, more));
  const { answers, documents, facts } = connector;
  const { callWithin, close } = standInCalls();
  const poll = facts?.poll;
  if (answers === undefined || documents === undefined || poll === undefined) throw new Error('the connector lacks a port');
  return { connector, answers, documents, poll, call: (ms = callMsMax): Call => callWithin(ms), close };
}

/** The connector's port of documents, each operation there. */
export type OpenConnector = ReturnType<typeof openConnector>;
