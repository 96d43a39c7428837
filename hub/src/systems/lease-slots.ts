import type { Database, Node } from '../platform/index.ts';
import type { LaneRow, LaneState } from './read-lanes.ts';

type Deps = { readonly database: Database; readonly node: Node };

/** A lane's slots as this node counts on them. */
type OwnSlots = { state: LaneState; readonly inUse: number; readonly reserved: number };
type Share = { readonly nodesAlive: number; readonly leaseMs: number; readonly own: OwnSlots };

/** Renews a working node's leases and brings them to its fair share of what the nodes that only ask leave; answers how many it has. */
export async function leaseShare(row: LaneRow, { nodesAlive, leaseMs, own }: Share, deps: Deps): Promise<number> {
  const share = Math.ceil((row.slots - row.asking) / Math.max(1, nodesAlive));
  const surplus = Math.min(row.mine - share, row.mine - own.inUse - own.reserved);
  if (surplus > 0) {
    // First in here, then for the others: what is on its way to another node must not be used once more.
    own.state = { ...own.state, slotsOwned: row.mine - surplus };
    await giveUp(row, surplus, deps);
  }
  const wanted = row.free.toSorted((a, b) => a - b).slice(0, Math.max(0, share - row.mine));
  const { rowCount } = await deps.database.pool.query({
    name: 'lease-slots',
    text: `update lane_slots set node_epoch = $3, until = clock_timestamp() + $5 * interval '1 ms'
           where system = $1 and limiter = $2
             and ((node_epoch = $3 and until > clock_timestamp()) or (no = any($4::int[]) and (until is null or until <= clock_timestamp())))`,
    values: [row.system, row.limiter, deps.node.epoch, wanted, leaseMs],
  });
  return rowCount ?? 0;
}

async function giveUp(row: LaneRow, surplus: number, { database, node }: Deps): Promise<void> {
  await database.pool.query(
    `update lane_slots set node_epoch = null, until = null where (system, limiter, no) in
       (select system, limiter, no from lane_slots where system = $1 and limiter = $2 and node_epoch = $3 order by no desc limit $4)`,
    [row.system, row.limiter, node.epoch, surplus],
  );
}
