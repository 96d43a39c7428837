import type { Database, Queryable } from './database.ts';

/** This process as the database knows it. The epoch is drawn at each start and fences everything that it claims. */
export type Node = { readonly epoch: string; readonly timeline: string };

/** How long a node counts as alive after its last heartbeat, and how often it sends one, in ms. */
export const nodeLimits = { leaseMs: 15_000, heartbeatMs: 2_000 } as const;

/** Registers this process under a new epoch. It counts as alive from its first heartbeat on; a node that carries out nothing sends none. */
export async function registerNode({ pool }: Database, landscapeVersion: string): Promise<Node> {
  const timeline = await readTimeline(pool);
  const { rows } = await pool.query<{ epoch: string }>(
    `insert into nodes (node_epoch, timeline, landscape_version, until)
     values (nextval('node_epochs'), $1, $2, clock_timestamp()) returning node_epoch::text as epoch`,
    [timeline, landscapeVersion],
  );
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) throw new Error('The database gave this process no epoch.');
  return { epoch, timeline };
}

/** Says that this process lives and how many do, itself included. */
export async function heartbeat({ pool }: Database, node: Node): Promise<{ readonly nodesAlive: number }> {
  const { rows } = await pool.query<{ alive: number }>(
    `with beat as (update nodes set until = clock_timestamp() + $2 * interval '1 ms' where node_epoch = $1)
     select count(*)::int as alive from nodes where until > clock_timestamp() or node_epoch = $1`,
    [node.epoch, nodeLimits.leaseMs],
  );
  return { nodesAlive: Math.max(1, rows[0]?.alive ?? 1) };
}

/** Says goodbye, so that others need not wait for the lease to end. */
export async function leave({ pool }: Database, node: Node): Promise<void> {
  await pool.query('delete from nodes where node_epoch = $1', [node.epoch]);
}

/** The server's timeline: it changes with a promotion, after which an asynchronous standby may have lost claims. */
export async function readTimeline(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ timeline: string }>('select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline');
  return rows[0]?.timeline ?? '';
}
