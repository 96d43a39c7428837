import type { Database, Node } from '../platform/index.ts';

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

/** A lane as the database has it, and who has its slots. */
export type LaneRow = {
  readonly system: string;
  readonly limiter: string;
  readonly slots: number;
  readonly per_second: number | null;
  readonly is_paused: boolean;
  readonly open_until: Date | null;
  readonly half_open: boolean;
  readonly failures: number;
  /** How many slots this node has. */
  readonly mine: number;
  /** How many the nodes have that only ask. Those send no heartbeat, and are told from the others by that. */
  readonly asking: number;
  /** The numbers of those that nobody has. */
  readonly free: readonly number[];
};

/** All lanes, in one look: the heartbeat of every node comes by once a second. */
export async function readLanes({ pool }: Database, node: Node): Promise<readonly LaneRow[]> {
  const { rows } = await pool.query<LaneRow>({
    name: 'read-lanes',
    text: `select l.system, l.limiter, l.slots, l.per_second, l.paused_at is not null as is_paused, l.open_until, l.half_open, l.failures,
                  count(s.no) filter (where s.node_epoch = $1 and s.until > clock_timestamp())::int as mine,
                  count(s.no) filter (where s.until > clock_timestamp() and n.node_epoch is null)::int as asking,
                  coalesce(array_agg(s.no) filter (where s.until is null or s.until <= clock_timestamp()), '{}') as free
           from lanes l left join lane_slots s using (system, limiter) left join nodes n on n.node_epoch = s.node_epoch and n.until > clock_timestamp()
           group by l.system, l.limiter`,
    values: [node.epoch],
  });
  return rows;
}

/** A lane in which this node has so many slots until then, on its monotonic clock. */
export function laneStateOf(row: LaneRow, slotsOwned: number, slotsUntilMs: number): LaneState {
  return {
    system: row.system,
    limiter: row.limiter,
    slotsTotal: row.slots,
    perSecond: row.per_second ?? undefined,
    isPaused: row.is_paused,
    openUntilMs: row.open_until?.getTime(),
    isHalfOpen: row.half_open,
    failures: row.failures,
    slotsOwned,
    slotsUntilMs,
  };
}
