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

/** One class to claim from, and the lowest due time that can be there. */
export type ClassFrom = { readonly laneClass: LaneClass; readonly dueFrom: string };

/**
 * Claims up to `limit` ready effects, class after class in the order given, oldest due first; what another node is claiming
 * is skipped. All classes in one statement, because most looks find little and each is a commit.
 */
export function claimReady(
  database: Database,
  node: Node,
  lane: Lane,
  take: { readonly classes: readonly ClassFrom[]; readonly limit: number; readonly leaseMs: number },
): Promise<readonly (Claimed & { readonly laneClass: LaneClass })[]> {
  return database.run<Claimed & { readonly laneClass: LaneClass }>('claim', {
    name: `claim-ready-${take.classes.length}`,
    text: claimText(take.classes.length),
    values: [lane.system, lane.limiter, take.limit, node.epoch, take.leaseMs, ...take.classes.flatMap(({ laneClass, dueFrom }) => [laneClass, dueFrom])],
  });
}

/** The clock in a sub-select is one value that bounds the index scan; as a bare volatile call it bounds nothing. */
function claimText(classes: number): string {
  const names = Array.from({ length: classes }, (_, index) => `c${index}`);
  const picks = names.map((name, index) => {
    const taken = names.slice(0, index).map((earlier) => ` - (select count(*) from ${earlier})`);
    return `${name} as (
      select subject_id, key from effects
      where system = $1 and limiter = $2 and class = $${6 + index * 2} and status = 'ready' and due_at >= $${7 + index * 2}::timestamptz and due_at <= (select clock_timestamp())
      order by due_at limit $3::bigint${taken.join('')} for update skip locked)`;
  });
  return `with ${picks.join(', ')}, p as (${names.map((name) => `select * from ${name}`).join(' union all ')})
    update effects e set status = 'claimed', attempt = e.attempt + 1, node_epoch = $4, lease_until = clock_timestamp() + $5 * interval '1 ms'
    from p where e.subject_id = p.subject_id and e.key = p.key returning ${columns}, e.class as "laneClass"`;
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
