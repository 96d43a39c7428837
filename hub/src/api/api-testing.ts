import type { OrderRequest } from '@crossdock/canonical';
import type { Connector, Landscape, Scope } from '@crossdock/connector-kit';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { Registry as Metrics } from 'prom-client';
import { createEngine, type Engine } from '../engine/index.ts';
import { newSecret } from '../events/index.ts';
import { createIdentity, type Database, digestOfKey, newId, openDatabase, systemClock } from '../platform/index.ts';
import { createRegistry, declareLanes } from '../systems/index.ts';
import type { ApiDeps } from './deps.ts';
import { createApi } from './index.ts';

/** A hub's API on a real port over a test's database, with the real engine and systems that nobody calls. */
export type TestApi = {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly engine: Engine;
  readonly database: Database;
  /** Failures that callers were told nothing about. */
  readonly errors: readonly string[];
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  readonly stop: () => Promise<void>;
};

/** `key`: the bearer key, null for none. `body`: JSON, or bytes and text as they are. */
export type CallOptions = { readonly key?: string | null; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** An answer; `json` is undefined for other types. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: Json };
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where that is not there
type Json = any;

const allScopes: readonly Scope[] = [
  'orders:write',
  'orders:read',
  'quotes:read',
  'exceptions:write',
  'systems:write',
  'subscriptions:write',
  'events:read',
  'references:read',
  'references:write',
];

/** The keys of the test's clients. */
export const testKeys = { all: 'key-of-the-client-that-may-all', other: 'key-of-another-client-that-may-all', none: 'key-of-a-client-without-scopes' } as const;

const never = () => Promise.reject(new Error('nobody is called in this test'));
const write = (grade: 'A' | 'B') => ({ grade, settleMs: 0, callMsMax: 1_000, proof: 'none', undo: null, limiter: 'default', send: never });
const erp: Connector = {
  vendor: 'test-erp',
  documents: { steps: ['create'], create: write('A'), cancel: write('B'), amend: write('B'), 'goods-issue': write('B') },
  facts: { callMsMax: 1_000, verifyWebhook: () => ({ kind: 'refused', why: 'this test believes nobody' }) },
  health: never,
};
const wms: Connector = { vendor: 'test-wms', fulfilment: { release: write('A'), 'cancel-release': write('B'), 'change-release': write('B') }, health: never };

const policy: Landscape['policy'] = {
  validation: 'none',
  priceTolerancePercent: '1',
  shortStock: 'backorder',
  shipComplete: false,
  duplicatePo: 'hold',
  answerValidMinutes: 60,
  holdRecheckMinutes: 15,
  deadlineMinutes: { confirm: 60, ship: 600, invoice: 600 },
  assumedDeliveredDays: 14,
  erpChanges: { quantityDown: 'accept', quantityUp: 'ask', price: 'ask', date: 'accept', cancel: 'ask' },
  exceptionMinutes: { high: 60, normal: 120, low: 240 },
};
const minutesLater = (from: string, minutes: number) => new Date(Date.parse(from) + minutes * 60_000).toISOString();
const rules: Parameters<typeof createEngine>[0]['rules'] = { ...policy, dayOf: (at) => at.slice(0, 10), afterWorkingMinutes: minutesLater };

/** The landscape of that API. */
export const testLandscape: ApiDeps['landscape'] = {
  version: 'test',
  policy,
  channels: [],
  routes: [
    { when: { warehouse: 'WDC' }, system: 'erp', warehouse: 'WDC', fulfilment: 'wms' },
    { system: 'erp', warehouse: 'EDC', fulfilment: 'wms' },
  ],
};

/** Starts it; `more` replaces parts of what the API is given. */
export async function startTestApi(pool: pg.Pool, more: Partial<ApiDeps> = {}): Promise<TestApi> {
  const { host = '', port = 0, user = '', database: name = '' } = pool.options;
  const database = openDatabase({ host, port, user, database: name, ssl: false }, { max: 8, onError: () => {} });
  const systems = createRegistry([
    { id: 'erp', name: 'ERP', owner: 'integration', connector: erp, limiters: { default: { concurrency: 2 } } },
    { id: 'wms', name: 'Warehouse', owner: 'warehouse', connector: wms, limiters: { default: { concurrency: 2 } } },
  ]);
  await declareLanes({ database, registry: systems, landscapeVersion: 'test' });
  const engine = createEngine(
    {
      transact: database.transact,
      rules,
      landscapeVersion: 'test',
      newId,
      now: systemClock.now,
      laneOf: systems.laneOf,
      isShown: systems.isShown,
      exceptionDueAt: (from) => minutesLater(from, 60),
    },
    { onCommitted: () => {} },
  );
  const errors: string[] = [];
  const { app } = await createApi({
    engine,
    database,
    identity: createIdentity(
      [
        ['all', allScopes],
        ['other', allScopes],
        ['none', []],
      ].map(([id, scopes]) => ({
        id: String(id),
        name: String(id),
        keySha256: digestOfKey(testKeys[id as keyof typeof testKeys]),
        scopes: scopes as string[],
      })),
    ),
    landscape: testLandscape,
    systems,
    clock: systemClock,
    newId,
    receiveWebhook: (system) => Promise.resolve(system === 'erp' ? { kind: 'refused', why: 'this test believes nobody' } : { kind: 'unknown-system' }),
    events: { source: 'urn:crossdock:test', traceparentOf: () => undefined, guard: () => ({ ok: true }), newSecret },
    validateQuote: never,
    readiness: () => Promise.resolve({ ready: true, checks: { database: 'ok' } }),
    metrics: new Metrics(),
    pagesFor: 'this-machine',
    onError: (error, where) => errors.push(`${where}: ${error.message}`),
    ...more,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    app,
    engine,
    database,
    errors,
    call: (method, path, options) => call(url, method, path, options),
    stop: async () => {
      await app.close();
      await engine.close();
      await database.pool.end();
    },
  };
}

async function call(url: string, method: string, path: string, { key = testKeys.all, body, headers = {} }: CallOptions = {}): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url + path, {
    method,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isRaw ? new Blob([body as string]) : JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** A small order that everything accepts. */
export function smallOrder(more: Partial<OrderRequest> = {}): OrderRequest {
  return {
    customer: { id: 'C-ACME' },
    currency: 'USD',
    lines: [{ item: 'HS-1001', quantity: { value: '10', unit: 'EA' }, price: { amount: '10.25', currency: 'USD' } }],
    ...more,
  };
}

/** The API without a database or a network: for what is refused at the door, and for its description. Whatever reaches the inside fails. */
export async function offlineApi(
  more: Partial<ApiDeps> = {},
): Promise<{ readonly app: FastifyInstance; readonly written: () => readonly (readonly unknown[])[]; readonly key: string }> {
  const written: unknown[][] = [];
  const pool = {
    query: (_text: string, values: unknown[]) => {
      written.push(values);
      return Promise.resolve({ rows: [], rowCount: 1 });
    },
  };
  const key = 'a-key-that-is-known';
  const { app } = await createApi({
    engine: { accept: never, submit: never },
    database: { pool: pool as unknown as pg.Pool, transact: never, run: never },
    identity: createIdentity([{ id: 'offline', name: 'offline', keySha256: digestOfKey(key), scopes: allScopes }]),
    landscape: { version: 'test', policy, channels: [], routes: [{ when: { warehouse: 'EDC' }, system: 'erp', warehouse: 'EDC' }] },
    systems: createRegistry([{ id: 'erp', name: 'ERP', owner: 'integration', connector: erp, limiters: { default: { concurrency: 1 } } }]),
    clock: systemClock,
    newId,
    receiveWebhook: never,
    events: { source: 'urn:crossdock:test', traceparentOf: () => undefined, guard: () => ({ ok: true }), newSecret },
    validateQuote: never,
    readiness: never,
    metrics: new Metrics(),
    pagesFor: 'this-machine',
    onError: (error) => {
      throw error;
    },
    ...more,
  });
  return { app, written: () => written.splice(0), key };
}
