import type { Clock, Database, Node } from '../platform/index.ts';
import type { LaneRow } from './read-lanes.ts';

/** Of the slots of a lane at most this part goes to nodes that only ask; the orders keep the others. */
const askingPartMax = 1 / 2;

/** The one slot of a node that only asks; `fromMs`: on the monotonic clock, when the lease of whoever had it before is over. */
export type AskingSlot = { readonly fromMs: number };

type Deps = { readonly database: Database; readonly node: Node; readonly clock: Pick<Clock, 'monotonicMs'> };

/**
 * Renews the one slot with which a node that carries out nothing asks a system, or gets it; undefined when it has none. Working nodes
 * hold all slots, so it is made the next holder of one of theirs: the one before finds it gone at its next heartbeat, and it may be used
 * when the lease is over on which calls may still be under way. So at no instant is a slot two nodes'.
 */
export async function leaseToAsk(row: LaneRow, leaseMs: number, known: AskingSlot | undefined, deps: Deps): Promise<AskingSlot | undefined> {
  if (row.mine > 0) return (await renew(row, leaseMs, deps)) ? known : undefined;
  if (row.asking >= Math.floor(row.slots * askingPartMax)) return undefined;
  return succeed(row, leaseMs, deps);
}

async function renew({ system, limiter }: LaneRow, leaseMs: number, { database, node }: Deps): Promise<boolean> {
  const { rowCount } = await database.pool.query({
    name: 'renew-asking-slot',
    text: `update lane_slots set until = greatest(until, clock_timestamp() + $4 * interval '1 ms')
           where system = $1 and limiter = $2 and node_epoch = $3 and until > clock_timestamp()`,
    values: [system, limiter, node.epoch, leaseMs],
  });
  return rowCount === 1;
}

async function succeed({ system, limiter }: LaneRow, leaseMs: number, { database, node, clock }: Deps): Promise<AskingSlot | undefined> {
  const { rows } = await database.pool.query<{ in_ms: number }>({
    name: 'succeed-to-slot',
    text: `with p as (
             select s.no, s.until from lane_slots s left join nodes n on n.node_epoch = s.node_epoch and n.until > clock_timestamp()
             where s.system = $1 and s.limiter = $2 and (n.node_epoch is not null or s.until is null or s.until <= clock_timestamp())
             order by s.until is not null and s.until > clock_timestamp(), s.no desc limit 1 for update of s skip locked)
           update lane_slots s set node_epoch = $3, until = greatest(p.until, clock_timestamp() + $4 * interval '1 ms')
           from p where s.system = $1 and s.limiter = $2 and s.no = p.no
           returning greatest(0, coalesce(extract(epoch from p.until - clock_timestamp()), 0) * 1000)::float8 as in_ms`,
    values: [system, limiter, node.epoch, leaseMs],
  });
  return rows[0] && { fromMs: clock.monotonicMs() + rows[0].in_ms };
}
