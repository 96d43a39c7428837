import type { Queryable } from '../platform/index.ts';

/** One root cause with all the orders that wait for it. */
export type CauseCount = {
  readonly cause: string;
  readonly class: string;
  readonly owner: string;
  readonly orders: number;
  /** The summary of one of them. */
  readonly example: string;
  readonly firstDueAt: Date;
};

/** Open exceptions grouped by root cause, the largest group first: fix once, release all. */
export async function countCauses({ limit }: { readonly limit: number }, { pool }: { readonly pool: Queryable }): Promise<readonly CauseCount[]> {
  const { rows } = await pool.query<CauseCount>(
    `select cause, class, owner, count(distinct subject_id)::int as orders, min(summary) as example, min(due_at) as "firstDueAt"
     from exceptions where closed_at is null group by cause, class, owner order by orders desc, "firstDueAt", cause limit $1`,
    [limit],
  );
  return rows;
}

/** Open exceptions by class and severity. */
export async function countOpen({
  pool,
}: {
  readonly pool: Queryable;
}): Promise<readonly { readonly class: string; readonly severity: string; readonly count: number }[]> {
  const { rows } = await pool.query<{ class: string; severity: string; count: number }>(
    'select class, severity, count(*)::int as count from exceptions where closed_at is null group by class, severity order by class, severity',
  );
  return rows;
}
