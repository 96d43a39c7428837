import type { Clock, Database, Node } from '../platform/index.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';
import type { Registry } from './registry.ts';
import type { Timings } from './timings.ts';

/** The lane of one limiter of one system, as this node sees it since the last heartbeat. */
export type LaneState = {
  readonly system: string;
  readonly limiter: string;
  readonly slotsTotal: number;
  readonly perSecond: number | undefined;
  readonly isPaused: boolean;
  /** The breaker lets nothing through before this, on the wall clock of the database; undefined: closed. */
  readonly openUntilMs: number | undefined;
  readonly isHalfOpen: boolean;
  /** Failures in a row, of all nodes. */
  readonly failures: number;
  readonly slotsOwned: number;
  /** Until when the owned slots are ours, on our monotonic clock. */
  readonly slotsUntilMs: number;
};

/** Slots that are set aside: each is used for one call, and given back when that is answered; what is left is released. */
export type Reservation = { readonly count: number; readonly use: () => () => void; readonly release: () => void };

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
  /** Renews the leases, takes its fair share, reads pauses and breakers. */
  readonly heartbeat: (nodesAlive: number) => Promise<void>;
  /** Gives all slots back at once, when the node stops. */
  readonly giveBack: () => Promise<void>;
};

/** How long a slot is kept back for who found none, in ms: a backlog of effects must not keep polls and the sweeper out. */
const promiseMs = 1_000;

type Own = { state: LaneState; inUse: number; reserved: number; promisedUntilMs: number; readonly rate: RateWindow };
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

/** This node's view of all lanes. */
export function createLanes(deps: Deps): Lanes {
  const owns = new Map<string, Own>();
  const name = (system: string, limiter: string) => `${system}\n${limiter}`;
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
    heartbeat: (nodesAlive) => beat(deps, owns, name, nodesAlive),
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

type SlotRow = {
  readonly system: string;
  readonly limiter: string;
  readonly slots: number;
  readonly per_second: number | null;
  readonly is_paused: boolean;
  readonly open_until: Date | null;
  readonly half_open: boolean;
  readonly failures: number;
  readonly mine: number;
  readonly free: number[];
};

async function beat(
  { database, node, clock, registry, timings }: Deps,
  owns: Map<string, Own>,
  name: (system: string, limiter: string) => string,
  nodesAlive: number,
): Promise<void> {
  const askedAt = clock.monotonicMs();
  const { rows } = await database.pool.query<SlotRow>({
    name: 'read-lanes',
    text: `select l.system, l.limiter, l.slots, l.per_second, l.paused_at is not null as is_paused, l.open_until, l.half_open, l.failures,
                  count(s.no) filter (where s.node_epoch = $1 and s.until > clock_timestamp())::int as mine,
                  coalesce(array_agg(s.no) filter (where s.until is null or s.until <= clock_timestamp()), '{}') as free
           from lanes l left join lane_slots s using (system, limiter) group by l.system, l.limiter`,
    values: [node.epoch],
  });
  for (const row of rows) {
    if (!registry.all.some((system) => system.id === row.system)) continue; // a lane of another landscape version
    const leaseMs = timings.slotLeaseMs + registry.callMsMaxOf(row.system);
    const key = name(row.system, row.limiter);
    const own = owns.get(key);
    const share = Math.ceil(row.slots / Math.max(1, nodesAlive));
    const surplus = Math.min(row.mine - share, row.mine - (own ? own.inUse + own.reserved : 0));
    if (surplus > 0) {
      // First in here, then for the others: what is on its way to another node must not be used once more.
      if (own) own.state = { ...own.state, slotsOwned: row.mine - surplus };
      await giveUp(database, node, row, surplus);
    }
    const wanted = row.free.toSorted((a, b) => a - b).slice(0, Math.max(0, share - row.mine));
    const { rows: held } = await database.pool.query<{ no: number }>({
      name: 'lease-slots',
      text: `update lane_slots set node_epoch = $3, until = clock_timestamp() + $5 * interval '1 ms'
             where system = $1 and limiter = $2
               and ((node_epoch = $3 and until > clock_timestamp()) or (no = any($4::int[]) and (until is null or until <= clock_timestamp())))
             returning no`,
      values: [row.system, row.limiter, node.epoch, wanted, leaseMs],
    });
    const state: LaneState = {
      system: row.system,
      limiter: row.limiter,
      slotsTotal: row.slots,
      perSecond: row.per_second ?? undefined,
      isPaused: row.is_paused,
      openUntilMs: row.open_until?.getTime(),
      isHalfOpen: row.half_open,
      failures: row.failures,
      slotsOwned: held.length,
      slotsUntilMs: askedAt + leaseMs,
    };
    if (own) own.state = state;
    else owns.set(key, { state, inUse: 0, reserved: 0, promisedUntilMs: 0, rate: createRateWindow() });
  }
}

async function giveUp(database: Database, node: Node, row: SlotRow, surplus: number): Promise<void> {
  await database.pool.query(
    `update lane_slots set node_epoch = null, until = null where (system, limiter, no) in
       (select system, limiter, no from lane_slots where system = $1 and limiter = $2 and node_epoch = $3 order by no desc limit $4)`,
    [row.system, row.limiter, node.epoch, surplus],
  );
}
