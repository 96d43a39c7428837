import type { Clock, Database, Node } from '../platform/index.ts';
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

/** Gives a slot back after its call; `unused` when no call was made with it, which returns its share of the rate as well. */
export type GiveBack = (how?: 'unused') => void;

/** Slots and their leases, per lane. */
export type Lanes = {
  readonly states: () => readonly LaneState[];
  readonly state: (system: string, limiter: string) => LaneState | undefined;
  /**
   * Takes up to `max` slots for effects, before these are claimed: what is claimed can start now. Only owned slots that nobody
   * uses, within the rate, while the lease lasts for so many ms.
   */
  readonly reserve: (system: string, limiter: string, ms: number, max: number) => readonly GiveBack[];
  /** Takes one slot for a poll, a sweep or a health check; undefined when none is free. Then the next that gets free is kept for it a while. */
  readonly take: (system: string, limiter: string, ms: number) => GiveBack | undefined;
  /** Renews the leases, takes its fair share, reads pauses and breakers. */
  readonly heartbeat: (nodesAlive: number) => Promise<void>;
  /** Gives all slots back at once, when the node stops. */
  readonly giveBack: () => Promise<void>;
};

/**
 * The share of a configured rate that is really sent, and the burst that a pause saves up, in ms: no window of a second may
 * exceed the rate. How long a slot is kept for a poll that found none: a backlog of effects must not keep facts out.
 */
export const laneLimits = { ratePaceShare: 0.98, rateBurstMs: 60, promiseMs: 1_000 } as const;

type Own = { state: LaneState; inUse: number; credit: number; creditAtMs: number; promisedUntilMs: number };
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
  const now = () => deps.clock.monotonicMs();
  const freeOf = (own: Own, ms: number): number => {
    if (now() + ms > own.state.slotsUntilMs) return 0;
    return Math.max(0, Math.min(own.state.slotsOwned - own.inUse, creditNow(own, now())));
  };
  return {
    states: () => [...owns.values()].map((own) => own.state),
    state: (system, limiter) => owns.get(name(system, limiter))?.state,
    reserve: (system, limiter, ms, max) => {
      const own = owns.get(name(system, limiter));
      if (!own) return [];
      const promised = now() < own.promisedUntilMs ? 1 : 0;
      return Array.from({ length: Math.max(0, Math.min(max, freeOf(own, ms) - promised)) }, () => takeOne(own));
    },
    take: (system, limiter, ms) => {
      const own = owns.get(name(system, limiter));
      if (!own) return undefined;
      const isFree = freeOf(own, ms) >= 1;
      own.promisedUntilMs = isFree ? 0 : now() + laneLimits.promiseMs;
      return isFree ? takeOne(own) : undefined;
    },
    heartbeat: (nodesAlive) => beat(deps, owns, name, nodesAlive),
    giveBack: async () => {
      await deps.database.pool.query('update lane_slots set node_epoch = null, until = null where node_epoch = $1', [deps.node.epoch]);
      owns.clear();
    },
  };
}

function takeOne(own: Own): GiveBack {
  own.inUse += 1;
  if (own.state.perSecond !== undefined) own.credit -= 1;
  let isGivenBack = false;
  return (how) => {
    if (isGivenBack) return;
    isGivenBack = true;
    own.inUse -= 1;
    if (how === 'unused' && own.state.perSecond !== undefined) own.credit += 1;
  };
}

/** The rate travels with the slots: a node with half of them sends half of the rate, spaced, so that no window of a second exceeds it. */
function creditNow(own: Own, now: number): number {
  const { perSecond, slotsOwned, slotsTotal } = own.state;
  if (perSecond === undefined) return Number.POSITIVE_INFINITY;
  const share = (perSecond * laneLimits.ratePaceShare * slotsOwned) / Math.max(1, slotsTotal);
  const burst = Math.max(1, (share * laneLimits.rateBurstMs) / 1_000);
  own.credit = Math.min(burst, own.credit + (share * (now - own.creditAtMs)) / 1_000);
  own.creditAtMs = now;
  return Math.floor(own.credit);
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
    const surplus = Math.min(row.mine - share, row.mine - (own?.inUse ?? 0));
    if (surplus > 0) {
      // First in here, then for the others: what is on its way to another node must not be taken once more.
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
    else owns.set(key, { state, inUse: 0, credit: 1, creditAtMs: askedAt, promisedUntilMs: 0 });
  }
}

async function giveUp(database: Database, node: Node, row: SlotRow, surplus: number): Promise<void> {
  await database.pool.query(
    `update lane_slots set node_epoch = null, until = null where (system, limiter, no) in
       (select system, limiter, no from lane_slots where system = $1 and limiter = $2 and node_epoch = $3 order by no desc limit $4)`,
    [row.system, row.limiter, node.epoch, surplus],
  );
}
