import type { Clock, Database, Node } from '../platform/index.ts';
import { leaseShare } from './lease-slots.ts';
import { type AskingSlot, leaseToAsk } from './lease-to-ask.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';
import { type LaneRow, type LaneState, laneStateOf, readLanes } from './read-lanes.ts';
import type { Registry } from './registry.ts';
import type { Timings } from './timings.ts';

/** Slots that are set aside: each is used for one call, and given back when that is answered; what is left is released. */
export type Reservation = { readonly count: number; readonly use: () => () => void; readonly release: () => void };

/** What a node is there for: carrying out effects, with its fair share among `nodesAlive` of that kind, or only asking for who waits. */
export type LanePart = { readonly kind: 'works'; readonly nodesAlive: number } | { readonly kind: 'asks' };

/** Slots and their leases, per lane. A slot in use is given back by calling what `take` answered, once its call is answered. */
export type Lanes = {
  readonly states: () => readonly LaneState[];
  readonly state: (system: string, limiter: string) => LaneState | undefined;
  /** How many calls may start now: owned slots that nobody uses, within the rate, while the lease lasts long enough for the call. */
  readonly free: (system: string, limiter: string, callMsMax: number) => number;
  /** Takes one slot for a call that only reads; undefined when none is free, and then the next one is kept back for it a while. */
  readonly take: (system: string, limiter: string, callMsMax: number) => (() => void) | undefined;
  /** Sets up to `max` slots aside, so that nobody else takes them while a claim is made for them; undefined when none is free. */
  readonly reserve: (system: string, limiter: string, callMsMax: number, max: number) => Reservation | undefined;
  /** Renews the leases, takes this node's part of the slots, reads pauses and breakers. */
  readonly heartbeat: (part: LanePart) => Promise<void>;
  /** Gives all slots back at once, when the node stops. */
  readonly giveBack: () => Promise<void>;
};

/** How long a slot is kept back for who found none, in ms: a backlog of effects must not keep polls and the sweeper out. */
const promiseMs = 1_000;

type Own = {
  state: LaneState;
  inUse: number;
  reserved: number;
  promisedUntilMs: number;
  /** The slot of a node that only asks. */
  asking?: AskingSlot | undefined;
  readonly rate: RateWindow;
};
type Deps = {
  readonly database: Database;
  readonly node: Node;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly landscapeVersion: string;
};

/** Declares the landscape's lanes in the database: slots and rates as configured now; pauses stay. */
export async function declareLanes({ database, registry, landscapeVersion }: Omit<Deps, 'node' | 'clock' | 'timings'>): Promise<void> {
  const lanes = registry.all.flatMap((system) => Object.entries(system.limiters).map(([limiter, settings]) => ({ system: system.id, limiter, ...settings })));
  await database.transact('declare-lanes', async (client) => {
    for (const lane of lanes.toSorted((a, b) => (a.system + a.limiter < b.system + b.limiter ? -1 : 1))) {
      await client.query(
        `insert into lanes (system, limiter, slots, per_second, landscape_version) values ($1, $2, $3, $4, $5)
         on conflict (system, limiter) do update set slots = excluded.slots, per_second = excluded.per_second, landscape_version = excluded.landscape_version`,
        [lane.system, lane.limiter, lane.concurrency, lane.perSecond ?? null, landscapeVersion],
      );
      await client.query('insert into lane_slots (system, limiter, no) select $1, $2, n from generate_series(1, $3::int) n on conflict do nothing', [
        lane.system,
        lane.limiter,
        lane.concurrency,
      ]);
      await client.query('delete from lane_slots where system = $1 and limiter = $2 and no > $3', [lane.system, lane.limiter, lane.concurrency]);
    }
  });
}

function name(system: string, limiter: string): string {
  return `${system}\n${limiter}`;
}

/** This node's view of all lanes. */
export function createLanes(deps: Deps): Lanes {
  const owns = new Map<string, Own>();
  const free = (system: string, limiter: string, callMsMax: number): number => {
    const own = owns.get(name(system, limiter));
    if (!own) return 0;
    const now = deps.clock.monotonicMs();
    if (now + callMsMax > own.state.slotsUntilMs) return 0;
    return Math.max(0, Math.min(own.state.slotsOwned - own.inUse, permitsNow(own, now)) - own.reserved);
  };
  const start = (own: Own) => {
    own.inUse += 1;
    const answered = own.state.perSecond === undefined ? undefined : own.rate.take(deps.clock.monotonicMs());
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      own.inUse -= 1;
      answered?.(deps.clock.monotonicMs());
    };
  };
  return {
    states: () => [...owns.values()].map((own) => own.state),
    state: (system, limiter) => owns.get(name(system, limiter))?.state,
    free,
    take: (system, limiter, callMsMax) => {
      const own = owns.get(name(system, limiter));
      if (!own) return undefined;
      const isFree = free(system, limiter, callMsMax) >= 1;
      own.promisedUntilMs = isFree ? 0 : deps.clock.monotonicMs() + promiseMs;
      return isFree ? start(own) : undefined;
    },
    reserve: (system, limiter, callMsMax, max) => {
      const own = owns.get(name(system, limiter));
      const promised = own && deps.clock.monotonicMs() < own.promisedUntilMs ? 1 : 0;
      let left = own ? Math.min(max, free(system, limiter, callMsMax) - promised) : 0;
      if (!own || left < 1) return undefined;
      own.reserved += left;
      return {
        count: left,
        use: () => {
          if (left < 1) throw new Error(`More of ${system}/${limiter} was used than was reserved.`);
          left -= 1;
          own.reserved -= 1;
          return start(own);
        },
        release: () => {
          own.reserved -= left;
          left = 0;
        },
      };
    },
    heartbeat: (part) => beat(deps, owns, part),
    giveBack: async () => {
      await deps.database.pool.query('update lane_slots set node_epoch = null, until = null where node_epoch = $1', [deps.node.epoch]);
      owns.clear();
    },
  };
}

/** The rate travels with the slots: a node with half of them sends half of the rate. */
function permitsNow({ state, rate }: Own, now: number): number {
  const { perSecond, slotsOwned, slotsTotal } = state;
  if (perSecond === undefined) return Number.POSITIVE_INFINITY;
  if (slotsOwned === 0) return 0;
  return rate.free((perSecond * slotsOwned) / Math.max(1, slotsTotal), now);
}

async function beat(deps: Deps, owns: Map<string, Own>, part: LanePart): Promise<void> {
  const { database, node, clock, registry, timings } = deps;
  const askedAt = clock.monotonicMs();
  for (const row of await readLanes(database, node)) {
    if (!registry.all.some((system) => system.id === row.system)) continue; // a lane of another landscape version
    if (part.kind === 'asks' && !isAsked(registry, row)) continue;
    const key = name(row.system, row.limiter);
    const own = owns.get(key) ?? { state: laneStateOf(row, 0, 0), inUse: 0, reserved: 0, promisedUntilMs: 0, rate: createRateWindow() };
    const leaseMs = timings.slotLeaseMs + registry.callMsMaxOf(row.system);
    const slotsOwned =
      part.kind === 'works' ? await leaseShare(row, { nodesAlive: part.nodesAlive, leaseMs, own }, deps) : await askingSlots(row, leaseMs, own, deps);
    own.state = laneStateOf(row, slotsOwned, askedAt + leaseMs);
    owns.set(key, own);
  }
}

/** None as long as its one slot may still be used by whoever had it before. */
async function askingSlots(row: LaneRow, leaseMs: number, own: Own, deps: Deps): Promise<0 | 1> {
  own.asking = await leaseToAsk(row, leaseMs, own.asking, deps);
  return own.asking && own.asking.fromMs <= deps.clock.monotonicMs() ? 1 : 0;
}

function isAsked(registry: Registry, { system, limiter }: LaneRow): boolean {
  return registry.get(system).connector.answers !== undefined && registry.laneOf(system, 'ask').limiter === limiter;
}
