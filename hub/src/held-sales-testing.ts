import { createHash } from 'node:crypto';
import type { OrderRequest } from '@crossdock/canonical';
import type { Connector, InboundMessage, Landscape } from '@crossdock/connector-kit';
import { landscape as example } from '@crossdock/landscape';
import type pg from 'pg';
import { inject } from 'vitest';
import type { HubOptions } from './hub.ts';
import { verify } from './insight/index.ts';
import { startServer } from './serve.ts';
import { shortTimings } from './showing-testing.ts';
import { pauseLane } from './systems/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where that is not there
type Json = any;

/** A whole node with an ERP that nobody calls and a channel `crm` whose messages a test sends to its door. */
export type SalesHub = {
  readonly send: (messages: readonly InboundMessage[]) => Promise<void>;
  readonly call: (method: string, path: string, body?: object) => Promise<{ readonly status: number; readonly json: Json }>;
  readonly exceptions: (state?: 'open' | 'closed') => Promise<readonly Json[]>;
  readonly remedy: (id: string, name: string, more?: object) => Promise<{ readonly status: number; readonly json: Json }>;
  /** Rows of the inbox by status. */
  readonly inbox: () => Promise<Readonly<Record<string, number>>>;
  /** The channel's ids of the sales that became orders, sorted. */
  readonly orders: () => Promise<readonly string[]>;
  readonly broken: () => Promise<readonly string[]>;
  /** For one that was started without. */
  readonly startWork: () => void;
  readonly logs: readonly string[];
  readonly stop: () => Promise<void>;
};

const unused = { grade: 'A', settleMs: 0, callMsMax: 1_000, proof: 'none', undo: null, limiter: 'default' } as const;
const nobody = () => Promise.reject(new Error('nobody is called in this test'));
const erp: Connector = {
  vendor: 'test-erp',
  documents: { steps: ['create'], create: { ...unused, send: nobody }, cancel: { ...unused, send: nobody } },
  health: nobody,
};
/** Takes everybody's word for it. */
const crm: Connector = {
  vendor: 'test-crm',
  channel: {},
  facts: { callMsMax: 1_000, verifyWebhook: (raw) => ({ kind: 'authentic', messages: JSON.parse(Buffer.from(raw).toString('utf8')) as InboundMessage[] }) },
  health: nobody,
};
const key = 'key-of-a-person-with-all-rights';

/** Starts one over the test's database; the same database again is the same installation. */
export async function startSalesHub(
  pool: pg.Pool,
  {
    burst,
    hooks,
    isWorking = true,
  }: { readonly burst?: NonNullable<Landscape['channels'][number]['burst']>; readonly hooks?: HubOptions['hooks']; readonly isWorking?: boolean } = {},
): Promise<SalesHub> {
  const name = (await pool.query('select current_database() as n')).rows[0].n;
  const logs: string[] = [];
  const system = (id: string, owner: string) => ({ id, name: id, connector: id, settings: {}, limiters: { default: { concurrency: 4 } }, owner });
  const { core, address, stop } = await startServer({
    connection: { ...inject('postgres'), database: name },
    landscape: {
      ...example,
      policy: { ...example.policy, validation: 'none' },
      systems: [system('erp', 'integration'), system('crm', 'sales-support')],
      routes: [
        { when: { item: 'NOWHERE' }, system: 'erp', warehouse: 'NONE' },
        { when: { warehouse: 'EDC' }, system: 'erp', warehouse: 'EDC' },
      ],
      channels: [{ id: 'crm', system: 'crm', ...(burst && { burst }) }],
    },
    connectors: new Map([
      ['erp', erp],
      ['crm', crm],
    ]),
    clients: [{ id: 'dana', name: 'Dana', keySha256: createHash('sha256').update(key).digest('hex'), scopes: ['orders:read', 'exceptions:write'] }],
    log: (...words) => logs.push(words.join(' ')),
    timings: shortTimings,
    port: 0,
    host: '127.0.0.1',
    role: isWorking ? 'all' : 'api',
    isStatusPublic: false,
    ...(hooks && { hooks }),
  });
  await pauseLane({ system: 'erp', actor: 'test', reason: 'nobody is called in this test' }, { transact: core.database.transact, clock: core.clock });
  const call: SalesHub['call'] = async (method, path, body) => {
    const answer = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: answer.status, json: await answer.json() };
  };
  return {
    send: async (messages) => {
      const answer = await fetch(`${address}/v1/webhooks/crm`, { method: 'POST', body: JSON.stringify(messages), signal: AbortSignal.timeout(15_000) });
      if (!answer.ok) throw new Error(`the door says ${answer.status}`);
    },
    call,
    exceptions: async (state = 'open') => (await call('GET', `/v1/exceptions?open=${state === 'open'}`)).json.exceptions,
    remedy: (id, remedy, more = {}) => call('POST', `/v1/exceptions/${id}/remedies/${remedy}`, { reason: 'looked at them', ...more }),
    inbox: async () => {
      const { rows } = await pool.query<{ status: string; count: number }>('select status, count(*)::int as count from inbox group by status order by status');
      return Object.fromEntries(rows.map((row) => [row.status, row.count]));
    },
    orders: async () => {
      const { rows } = await pool.query<{ sale: string }>(
        `select substr(i.key, 7) as sale from subjects s join idempotency i on i.subject_id = s.id and i.client = 'channel:crm' and starts_with(i.key, 'order:') order by 1`,
      );
      const count = Number((await pool.query('select count(*) from subjects')).rows[0].count);
      if (count !== rows.length) throw new Error(`${count} orders of ${rows.length} sales`);
      return rows.map((row) => row.sale);
    },
    broken: async () => {
      const found: string[] = [];
      const progress = { orders: 0, events: 0, effects: 0 };
      for await (const { invariant, detail } of verify(core.database, progress)) found.push(`${invariant}: ${detail}`);
      return found;
    },
    startWork: core.startWork,
    logs,
    stop,
  };
}

/** What a sale is ordered as. */
export function orderOf(sale: string, pieces = 1): OrderRequest {
  return {
    customer: { id: 'C-ACME' },
    purchaseOrder: `PO-${sale}`,
    currency: 'USD',
    lines: [{ id: '1', item: 'HS-1001', quantity: { value: String(pieces), unit: 'EA' }, warehouse: 'EDC' }],
  };
}

/** The channel tells of a sale as it is now, once more each time: `time` makes it another message. */
export function touch(sale: string, time: number, pieces = 1): InboundMessage {
  const wish = { kind: 'order-changed', channelOrderId: sale, lines: [{ line: '1', quantity: String(pieces) }], order: orderOf(sale, pieces) } as const;
  return { id: `${sale}:${time}`, raw: '{}', kind: 'wish', wish };
}

/** The channel takes a sale back. */
export function cancellation(sale: string): InboundMessage {
  return { id: `${sale}:cancel`, raw: '{}', kind: 'wish', wish: { kind: 'order-cancelled', channelOrderId: sale, reason: 'they think again' } };
}

/** `S-001` and so on. */
export function salesFrom(first: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `S-${String(first + n).padStart(3, '0')}`);
}
