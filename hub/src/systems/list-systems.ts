import type { Queryable } from '../platform/index.ts';

/** A lane as it stands; the breaker is open until `openUntil`. */
export type ListedLane = {
  readonly system: string;
  readonly limiter: string;
  readonly slots: number;
  readonly perSecond: number | null;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedWhy: string | null;
  readonly openUntil: Date | null;
  readonly isHalfOpen: boolean;
  readonly failures: number;
  readonly lastError: string | null;
};

/** How much waits in a lane, and since when. */
export type Backlog = {
  readonly system: string;
  readonly limiter: string;
  readonly ready: number;
  readonly claimed: number;
  readonly doubt: number;
  readonly oldestDueAt: Date | null;
};

/** All lanes. */
export async function listLanes({ pool }: { readonly pool: Queryable }): Promise<readonly ListedLane[]> {
  const { rows } = await pool.query<ListedLane>(
    `select system, limiter, slots, per_second as "perSecond", paused_at as "pausedAt", paused_by as "pausedBy", paused_why as "pausedWhy",
            case when open_until > clock_timestamp() then open_until end as "openUntil", half_open as "isHalfOpen", failures, last_error as "lastError"
     from lanes order by system, limiter`,
  );
  return rows;
}

/** What waits in every lane, counted from the partial indexes alone. */
export async function listBacklog({ pool }: { readonly pool: Queryable }): Promise<readonly Backlog[]> {
  const { rows } = await pool.query<Backlog>(
    `select system, limiter, sum(ready)::int as ready, sum(claimed)::int as claimed, sum(doubt)::int as doubt, min(due) as "oldestDueAt"
     from (
       select system, limiter, count(*) as ready, 0 as claimed, 0 as doubt, min(due_at) as due from effects where status = 'ready' group by 1, 2
       union all
       select system, limiter, 0, count(*), 0, null from effects where status = 'claimed' group by 1, 2
       union all
       select system, limiter, 0, 0, count(*), min(due_at) filter (where isfinite(due_at)) from effects where status = 'doubt' group by 1, 2
     ) as parts
     group by 1, 2 order by 1, 2`,
  );
  return rows;
}
