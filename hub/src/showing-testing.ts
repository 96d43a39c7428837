import { createHash, randomUUID } from 'node:crypto';
import type { Connector } from '@crossdock/connector-kit';
import { type RecordChannel, type RecordChannelSettings, recordChannelConnector, startRecordChannel } from '@crossdock/connector-kit/contract';
import { landscape as example } from '@crossdock/landscape';
import type pg from 'pg';
import { expect, inject } from 'vitest';
import { foreseeWishes, takeWishes, type WishDeps } from './channels/index.ts';
import { type HubCore, type HubOptions, startCore } from './hub.ts';
import { systemClock } from './platform/index.ts';
import { defaultTimings, pauseLane, resumeLane, type Timings } from './systems/index.ts';

/** A node whose channel `crm` keeps records, with an ERP that nobody calls: what happens to its orders is said by the test. */
export type ShowingHub = {
  readonly core: HubCore;
  readonly logs: readonly string[];
  /** Places an order that came from a record of the channel, or (null) from elsewhere; answers our id. */
  readonly place: (channelOrder: string | null) => Promise<string>;
  /** So many pieces of it have left the warehouse; each time another event. */
  readonly ship: (order: string, pieces: number) => Promise<number>;
  readonly wish: ReturnType<typeof takeWishes>;
  readonly pause: () => Promise<unknown>;
  readonly resume: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** Leases that end within seconds. */
export const shortTimings: Timings = { ...defaultTimings, claimStartMs: 1_000, claimMarginMs: 200, heartbeatMs: 100, dutyLeaseMs: 1_000, breakerOpenMs: 300 };

const unused = { grade: 'A', settleMs: 0, callMsMax: 1_000, proof: 'none', undo: null, limiter: 'default' } as const;
const nobody = () => Promise.reject(new Error('nobody is called in this test'));
const erp: Connector = {
  vendor: 'test-erp',
  documents: { steps: ['create'], create: { ...unused, send: nobody }, amend: { ...unused, send: nobody }, cancel: { ...unused, send: nobody } },
  health: nobody,
};

/** Starts it over the test's database; `crm` instead of `settings` for a channel of the test's own making. */
export async function startShowingHub(
  pool: pg.Pool,
  { crm, hooks, isWorking = true }: { readonly crm: Connector; readonly hooks?: HubOptions['hooks']; readonly isWorking?: boolean },
): Promise<ShowingHub> {
  const name = (await pool.query('select current_database() as n')).rows[0].n;
  const logs: string[] = [];
  const system = (id: string) => ({ id, name: id, connector: id, settings: {}, limiters: { default: { concurrency: 4 } }, owner: 'integration' });
  const landscape: HubOptions['landscape'] = {
    ...example,
    policy: { ...example.policy, validation: 'none' },
    systems: [system('erp'), system('crm')],
    channels: [],
    routes: [
      { when: { item: 'NOWHERE' }, system: 'nowhere', warehouse: 'NONE' },
      { when: { warehouse: 'EDC' }, system: 'erp', warehouse: 'EDC' },
    ],
  };
  const wishDepsOf = ({ engine, database, clock, registry }: HubCore): WishDeps => ({
    engine,
    pool: database.pool,
    database,
    clock,
    landscape,
    channelOf: (id) => registry.get(id).connector.channel ?? {},
    capabilitiesOf: registry.capabilitiesOf,
    exceptionDueAt: () => systemClock.now().toISOString(),
  });
  const core = await startCore({
    connection: { ...inject('postgres'), database: name },
    landscape,
    connectors: new Map([
      ['erp', erp],
      ['crm', crm],
    ]),
    log: (...words) => logs.push(words.join(' ')),
    timings: shortTimings,
    makeWishes: (core) => ({ wish: takeWishes(wishDepsOf(core)), foresee: foreseeWishes(wishDepsOf(core)) }),
    ...(hooks && { hooks }),
  });
  const { engine, database, clock } = core;
  const means = { transact: database.transact, clock };
  await pauseLane({ system: 'erp', actor: 'test', reason: 'nobody is called in this test' }, means);
  if (isWorking) core.startWork();
  return {
    core,
    logs,
    wish: takeWishes(wishDepsOf(core)),
    place: (channelOrder) => place(core, channelOrder),
    ship: async (order, pieces) => {
      const counts = { picked: String(pieces), packed: String(pieces), shipped: String(pieces) };
      const snapshot = { type: 'shipment', system: 'erp', id: 'SH-1', version: String(pieces), state: 'shipped', packages: [{ tracking: 'T-1' }] } as const;
      const at = clock.now().toISOString();
      const command = {
        kind: 'document',
        at,
        actor: 'system:erp',
        causation: 'test',
        snapshot: { ...snapshot, lines: [{ lineKey: '1/1', ...counts }] },
      } as const;
      const submitted = await engine.submit({ subjectId: order, command });
      if (submitted.kind !== 'decided') throw new Error(JSON.stringify(submitted));
      return submitted.version;
    },
    pause: () => pauseLane({ system: 'crm', actor: 'test', reason: 'closed' }, means),
    resume: () => resumeLane({ system: 'crm', actor: 'test', reason: 'open' }, means),
    stop: () => core.stop(),
  };
}

async function place({ engine, registry }: HubCore, channelOrder: string | null): Promise<string> {
  const { steps, can, keepsInvoices } = registry.capabilitiesOf('erp', undefined);
  const tell = channelOrder === null ? {} : { tell: { system: 'crm', orderId: channelOrder, takesShipments: false } as const };
  const accepted = await engine.accept({
    client: 'test',
    key: randomUUID(),
    fingerprint: createHash('sha256').update(String(channelOrder)).digest(),
    channel: 'crm',
    order: { customer: { id: 'C-ACME' }, currency: 'USD', lines: [{ item: 'HS-1001', quantity: { value: '10', unit: 'EA' } }] },
    routes: [{ system: 'erp', warehouse: 'EDC', steps, can, keepsInvoices, isAsked: false, ...tell }],
    routeOfSchedule: [0],
    isShipComplete: false,
    actor: 'client:test',
    causation: 'request:1',
  });
  if (accepted.kind !== 'accepted') throw new Error(JSON.stringify(accepted));
  return accepted.id;
}

/** A record channel and a node that keeps it up. */
export async function startBoth(
  pool: pg.Pool,
  { hooks, ...settings }: Omit<RecordChannelSettings, 'url'> & { readonly hooks?: HubOptions['hooks'] } = {},
): Promise<{ readonly channel: RecordChannel; readonly hub: ShowingHub; readonly close: () => Promise<void> }> {
  const channel = await startRecordChannel();
  const hub = await startShowingHub(pool, { crm: recordChannelConnector({ url: channel.url, ...settings }), ...(hooks && { hooks }) });
  return {
    channel,
    hub,
    close: async () => {
      await hub.stop();
      await channel.close();
    },
  };
}

/** Waits until it holds; under load that may take a while. */
export const eventually = <T>(look: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> => expect.poll(look, { timeout: 15_000, interval: 25 });

/** What waits to be shown, or is on its way. */
export async function waitingRows(
  pool: pg.Pool,
): Promise<readonly { readonly channel_order: string; readonly failures: number; readonly last_error: string | null }[]> {
  return (await pool.query('select channel_order, failures, last_error from showings where wanted > shown order by channel_order')).rows;
}
