import type { Database, Node } from '../platform/index.ts';

/** A claimed effect: the claim, committed, is the intent. */
export type Claimed = {
  readonly subjectId: string;
  readonly key: string;
  readonly op: string;
  readonly system: string;
  readonly limiter: string;
  readonly reference: string | null;
  readonly body: string;
  readonly attempt: number;
  readonly failures: number;
  readonly everDoubt: boolean;
  readonly dueAt: string;
};

/** Classes of work in order of priority. */
export const laneClasses = ['live', 'status', 'master', 'history'] as const;
/** What a class of work is called. */
export type LaneClass = (typeof laneClasses)[number];

type Lane = { readonly system: string; readonly limiter: string };

const columns = `e.subject_id as "subjectId", e.key, e.op, e.system, e.limiter, e.reference, e.body, e.attempt, e.failures, e.ever_doubt as "everDoubt", e.due_at::text as "dueAt"`;

/** Claims up to `limit` ready effects of one class, oldest due first; what another node is claiming is skipped. */
export function claimReady(
  database: Database,
  node: Node,
  lane: Lane,
  take: { readonly laneClass: LaneClass; readonly limit: number; readonly leaseMs: number; readonly dueFrom: string },
): Promise<readonly Claimed[]> {
  return database.run<Claimed>('claim', {
    name: 'claim-ready',
    // The clock in a sub-select is one value that bounds the index scan; as a bare volatile call it bounds nothing.
    text: `with p as (
             select subject_id, key from effects
             where system = $1 and limiter = $2 and class = $3 and status = 'ready' and due_at >= $4::timestamptz and due_at <= (select clock_timestamp())
             order by due_at limit $5 for update skip locked)
           update effects e set status = 'claimed', attempt = e.attempt + 1, node_epoch = $6, lease_until = clock_timestamp() + $7 * interval '1 ms'
           from p where e.subject_id = p.subject_id and e.key = p.key returning ${columns}`,
    values: [lane.system, lane.limiter, take.laneClass, take.dueFrom, take.limit, node.epoch, take.leaseMs],
  });
}

/** Claims doubts whose settle window is over, to be probed. They stay doubts; the next probe of another node waits for the lease. */
export function claimDoubts(
  database: Database,
  node: Node,
  lane: Lane,
  take: { readonly limit: number; readonly leaseMs: number },
): Promise<readonly Claimed[]> {
  return database.run<Claimed>('claim-doubt', {
    name: 'claim-doubts',
    text: `with p as (
             select subject_id, key from effects where system = $1 and limiter = $2 and status = 'doubt' and due_at <= (select clock_timestamp())
             order by due_at limit $3 for update skip locked)
           update effects e set attempt = e.attempt + 1, node_epoch = $4, due_at = clock_timestamp() + $5 * interval '1 ms'
           from p where e.subject_id = p.subject_id and e.key = p.key returning ${columns}`,
    values: [lane.system, lane.limiter, take.limit, node.epoch, take.leaseMs],
  });
}

/** How an effect goes on that is not settled: kept as it was, later, or in doubt. Fenced by node and attempt; answers whether it took. */
export type Postponed = {
  readonly status: 'ready' | 'doubt';
  /** In ms from now; undefined: the due time stays, so that the order of the queue does. */
  readonly inMs: number | undefined;
  readonly failures: number;
  /** A refusal that waits for a probe. */
  readonly outcome?: string;
};

/** Puts a claimed effect (or a doubt that was being probed) back. */
export async function postpone(database: Database, node: Node, claimed: Claimed, how: Postponed): Promise<boolean> {
  const rows = await database.run<{ ok: number }>('postpone', {
    name: 'postpone',
    text: `update effects set status = $5, due_at = case when $6::float8 is null then due_at else clock_timestamp() + $6 * interval '1 ms' end,
                  failures = $7, ever_doubt = ever_doubt or $5 = 'doubt', lease_until = null, outcome = coalesce($8, outcome)
           where subject_id = $1 and key = $2 and node_epoch = $3 and attempt = $4 and status in ('claimed', 'doubt') returning 1 as ok`,
    values: [claimed.subjectId, claimed.key, node.epoch, claimed.attempt, how.status, how.inMs ?? null, how.failures, how.outcome ?? null],
  });
  return rows.length > 0;
}
