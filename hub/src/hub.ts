import { type Connector, createTransport, type Landscape, type TransportHooks } from '@crossdock/connector-kit';
import { beat } from './beat.ts';
import { burstCapsOf } from './channels/index.ts';
import { createsCustomers } from './create-customers.ts';
import { createEngine, type Engine } from './engine/index.ts';
import { type DeliverLimits, deliverLimits, type EnvelopeDeps, type Send } from './events/index.ts';
import { type ShowDeps, showOrders } from './insight/index.ts';
import {
  type Bell,
  type Clock,
  type Connection,
  type Database,
  type IdSource,
  leave,
  migrate,
  type Node,
  newBell,
  newId,
  openDatabase,
  readTimeline,
  registerNode,
  systemClock,
  type TransactionHooks,
  type VerifyConnection,
  workingTime,
} from './platform/index.ts';
import { rulesOf } from './rules-of.ts';
import {
  type AskNow,
  createAskNow,
  createLanes,
  createRegistry,
  type Deliver,
  declareLanes,
  defaultTimings,
  doubtAfterFailover,
  gradesOf,
  type Lanes,
  laneName,
  type Registry,
  type Timings,
} from './systems/index.ts';
import { type WorkDeps, work } from './work.ts';

/** What a node is started with. Everything from outside comes in here; nothing below reads the environment. */
export type HubOptions = {
  readonly connection: Connection;
  readonly landscape: Landscape;
  /** By system id. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly log: (level: 'info' | 'warn' | 'error', where: string, message: string) => void;
  readonly timings?: Timings;
  readonly clock?: Clock;
  readonly newId?: IdSource;
  /** Where a test harness stops or ends the process. */
  readonly hooks?: { readonly database?: TransactionHooks; readonly transport?: TransportHooks };
  readonly poolMax?: number;
  /** Told of every commit of this node. */
  readonly onCommitted?: () => void;
  /** How webhooks leave; without it every delivery fails with that reason. */
  readonly send?: Send;
  /** Only tests of crashes set them: theirs are shorter. */
  readonly deliverLimits?: DeliverLimits;
  /** Where this installation is reached from outside, for links and as the source of its events. */
  readonly publicUrl?: string;
  /** Makes of a channel's wishes what intake takes; made from the core because it needs the engine. */
  readonly makeWishes?: (core: HubCore) => Pick<Deliver, 'wish' | 'foresee'>;
};

/** A node's inner half, without its API: what tests and benches drive directly. */
export type HubCore = {
  readonly database: Database;
  readonly node: Node;
  readonly engine: Engine;
  readonly registry: Registry;
  readonly lanes: Lanes;
  readonly landscape: Landscape;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly envelope: EnvelopeDeps;
  /** Asks a system at once, for somebody who waits. */
  readonly ask: AskNow;
  /** Carries out effects and duties until `stop`. */
  readonly startWork: () => void;
  /** Instead of it, on a node that carries out nothing: has a slot of each system that is asked, until `stop`. */
  readonly startAsking: () => void;
  /** Finishes what is on its way, gives leases back, closes the database. */
  readonly stop: () => Promise<void>;
};

const noWishes: Pick<Deliver, 'wish' | 'foresee'> = {
  wish: () => Promise.resolve({ why: 'no channel is wired' }),
  foresee: () => Promise.resolve('nothing'),
};

/** Opens the database, brings it up to date, registers the node and makes the engine. */
export async function startCore(options: HubOptions): Promise<HubCore> {
  const { landscape, log, timings = defaultTimings, clock = systemClock } = options;
  const systems = landscape.systems.map((system) => ({
    id: system.id,
    name: system.name,
    connector: connectorOf(options, system.id),
    limiters: system.limiters,
    owner: system.owner,
  }));
  const registry = createRegistry(systems);
  const burstCaps = burstCapsOf(landscape);
  const database = openDatabase(options.connection, {
    max: options.poolMax ?? 12,
    onError: (error) => log('warn', 'database', error.message),
    verify: timelineGuard(registry, (message) => log('warn', 'failover', message)),
    ...(options.hooks?.database && { hooks: options.hooks.database }),
  });
  for (const name of await migrate(database.pool)) log('info', 'database', `migration ${name}`);
  await declareLanes({ database, registry, landscapeVersion: landscape.version });
  const node = await registerNode(database, landscape.version);
  const lanes = createLanes({ database, node, registry, clock, timings, landscapeVersion: landscape.version });
  const bells = new Map<string, Bell>(
    systems.flatMap((system) => Object.keys(system.limiters).map((limiter) => [laneName(system.id, limiter), newBell()] as const)),
  );
  const ring = () => {
    for (const bell of bells.values()) bell.ring();
  };
  const after = workingTime(landscape.calendar);
  const ids = options.newId ?? newId;
  const engine = createEngine(
    {
      transact: database.transact,
      rules: rulesOf(landscape),
      landscapeVersion: landscape.version,
      newId: ids,
      now: clock.now,
      laneOf: registry.laneOf,
      isShown: registry.isShown,
      createsCustomer: createsCustomers(landscape, registry),
      exceptionDueAt: (from, severity) => after(from, landscape.policy.exceptionMinutes[severity]),
    },
    {
      onCommitted: () => {
        ring();
        options.onCommitted?.();
      },
    },
  );
  const transport = createTransport({ clock, ...(options.hooks?.transport && { hooks: options.hooks.transport }) });
  const stopping = new AbortController();
  let working: Promise<void> = Promise.resolve();
  const onError = (where: string, error: Error) => log('error', where, error.message);
  const envelope: EnvelopeDeps = { source: options.publicUrl ?? 'urn:crossdock', traceparentOf: () => undefined };
  const core: HubCore = {
    database,
    node,
    engine,
    registry,
    lanes,
    landscape,
    clock,
    newId: ids,
    envelope,
    ask: createAskNow({ registry, lanes, database, transport, clock, timings, onError }),
    startWork: () => {
      const deliveries = deliveriesOf(core, options);
      const wishes = options.makeWishes?.(core) ?? noWishes;
      const deps = { database, node, clock, engine, registry, lanes, landscape, timings, transport, bells, deliveries, wishes, burstCaps, onError };
      working = work(deps, stopping.signal).catch((error: Error) => onError('work', error));
    },
    startAsking: () => {
      working = beat({ timings, onError }, () => lanes.heartbeat({ kind: 'asks' }), stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await working;
      await engine.close();
      await lanes.giveBack().catch(() => undefined);
      await leave(database, node).catch(() => undefined);
      await transport.close();
      await database.pool.end();
    },
  };
  return core;
}

/** How events leave: links lead to this installation, `latest` tells the order as the API shows it. */
function deliveriesOf(core: HubCore, { log, publicUrl = '', send, deliverLimits: limits = deliverLimits }: HubOptions): WorkDeps['deliveries'] {
  return {
    bell: newBell(),
    random: Math.random,
    limits,
    send: send ?? (() => Promise.reject(new Error('This node sends no webhooks.'))),
    envelope: core.envelope,
    documentLink: (subjectId) => `${publicUrl}/v1/orders/${subjectId}`,
    currentState: async (subjectId) => {
      const [view] = await showOrders([subjectId], showDepsOf(core));
      return view && { seq: view.versions.order, body: JSON.stringify(view) };
    },
    onDisabled: ({ subscription, why }) => log('warn', 'subscription', `${subscription} is disabled: ${why}`),
    onHeld: ({ subscription, subject, why }) => log('warn', 'subscription', `${subscription} does not take order ${subject}: ${why}`),
  };
}

/** What showing an order needs to know of the systems. */
export function showDepsOf({ database, registry }: Pick<HubCore, 'database' | 'registry'>): ShowDeps {
  const known = new Map(registry.all.map((system) => [system.id, system]));
  return {
    pool: database.pool,
    ownerOf: (system) => known.get(system)?.owner ?? 'integration',
    gradesOf: (system) => {
      const connector = known.get(system)?.connector;
      return connector ? gradesOf(connector) : {};
    },
  };
}

/**
 * After a promotion an asynchronous standby may have lost claims, so whatever could be doubled is put in doubt before the
 * first new connection may claim anything.
 */
function timelineGuard(registry: Registry, tell: (message: string) => void): VerifyConnection {
  let known: string | undefined;
  return async (client) => {
    const timeline = await readTimeline(client);
    if (known !== undefined && timeline !== known)
      tell(`The database is on timeline ${timeline}, was on ${known}: ${await doubtAfterFailover(client, registry)} effects are probed before they are sent.`);
    known = timeline;
  };
}

function connectorOf(options: HubOptions, system: string): Connector {
  const connector = options.connectors.get(system);
  if (!connector) throw new Error(`System ${system} of the landscape has no connector.`);
  return connector;
}
