import { lookup } from 'node:dns';
import { type AddressPolicy, checkAddress, createPool, guardedConnect, publicPorts } from '@crossdock/connector-kit';
import { Registry as Metrics } from 'prom-client';
import { type Agent, buildConnector, request } from 'undici';
import { type Api, createApi } from './api/index.ts';
import { foreseeWishes, takeWishes } from './channels/index.ts';
import { newSecret, type Send } from './events/index.ts';
import { type HubCore, type HubOptions, startCore } from './hub.ts';
import { createIdentity, type DeclaredClient, workingTime } from './platform/index.ts';
import { createQuoteDesk, leavingDaysOf } from './promise/index.ts';
import { receiveWebhook } from './systems/index.ts';

/** A node with its API. */
export type ServeOptions = HubOptions & {
  readonly clients: readonly DeclaredClient[];
  readonly port: number;
  readonly host: string;
  readonly role: 'api' | 'worker' | 'all';
  readonly isStatusPublic: boolean;
};

/** A running node. */
export type Server = { readonly core: HubCore; readonly address: string; readonly stop: () => Promise<void> };

const noStrangers: AddressPolicy = { isHttpAllowed: false, ports: publicPorts, allow: [] };
const connectMsMax = 5_000;
const readyMsMax = 2_000;

/** Starts a node: the API where its role says so, the work where its role says so. Rejects when a port is taken or the database cannot be opened. */
export async function startServer(options: ServeOptions): Promise<Server> {
  const policy = options.landscape.subscribers ?? noStrangers;
  const pool = createPool(guardedConnect(policy, { buildConnector, lookup, timeoutMs: connectMsMax }));
  let api: Api | undefined;
  const core = await startCore({
    ...options,
    onCommitted: () => api?.wake(),
    send: sendWith(pool),
    makeWishes: (made) => ({ wish: takeWishes(wishDeps(made)), foresee: foreseeWishes(wishDeps(made)) }),
  });
  try {
    api = await createApi(apiDeps(core, options, policy));
    if (options.role === 'api') core.startAsking();
    else core.startWork();
    const address = await api.app.listen({ port: options.port, host: options.host });
    const { app } = api;
    return {
      core,
      address,
      stop: async () => {
        await app.close();
        await core.stop();
        await pool.close();
      },
    };
  } catch (error) {
    await core.stop();
    await pool.close();
    throw error;
  }
}

function apiDeps(core: HubCore, options: ServeOptions, policy: AddressPolicy): Parameters<typeof createApi>[0] {
  const { database, registry, landscape, clock, engine } = core;
  return {
    engine,
    database,
    identity: createIdentity(options.clients),
    landscape,
    systems: registry,
    clock,
    newId: core.newId,
    receiveWebhook: (system, rawBody, headers) => receiveWebhook(system, rawBody, headers, { registry, database, clock, onBrought: () => undefined }),
    events: {
      ...core.envelope,
      guard: (url) => {
        const verdict = checkAddress(url, policy);
        return verdict.kind === 'allowed' ? { ok: true } : { ok: false, why: verdict.why };
      },
      newSecret,
    },
    validateQuote: createQuoteDesk({ ask: core.ask, landscape, leavingDays: leavingDaysOf(landscape), clock }),
    readiness: () => readiness(core),
    metrics: new Metrics(),
    pagesFor: options.isStatusPublic ? 'everybody' : 'this-machine',
    onError: (error, where) => options.log('error', where, error.message),
  };
}

async function readiness({ database, lanes, registry }: HubCore) {
  const answered = await Promise.race([
    database.pool.query('select 1').then(
      () => 'ok',
      (error: Error) => error.message,
    ),
    new Promise<string>((resolve) => setTimeout(resolve, readyMsMax, `no answer in ${readyMsMax} ms`).unref()),
  ]);
  const slots = lanes.states().reduce((n, state) => n + state.slotsOwned, 0);
  return {
    ready: answered === 'ok',
    checks: { database: answered, lanes: `${slots} slots in ${lanes.states().length} lanes of ${registry.all.length} systems` },
  };
}

function wishDeps(core: HubCore): Parameters<typeof takeWishes>[0] {
  const after = workingTime(core.landscape.calendar);
  return {
    engine: core.engine,
    pool: core.database.pool,
    database: core.database,
    clock: core.clock,
    landscape: core.landscape,
    channelOf: (system) => core.registry.get(system).connector.channel ?? {},
    capabilitiesOf: core.registry.capabilitiesOf,
    exceptionDueAt: (severity) => after(core.clock.now().toISOString(), core.landscape.policy.exceptionMinutes[severity]),
  };
}

/** One POST to a subscriber, through the guard; what it answers is of no interest beyond its status. */
function sendWith(pool: Agent): Send {
  return async (url, headers, body, signal) => {
    const answer = await request(url, { dispatcher: pool, method: 'POST', headers, body, signal });
    await answer.body.dump();
    return answer.statusCode;
  };
}
