import type { Queryable } from '../platform/index.ts';

/** How many of a channel's records wait to be written, since when, how many of them failed before; and how many are left alone. */
export type ShowingBacklog = {
  readonly system: string;
  readonly waiting: number;
  readonly failing: number;
  readonly leftAlone: number;
  readonly oldestSince: Date | null;
  readonly lastError: string | null;
};

/** What waits, by system, counted from the partial index alone. */
export async function listShowings({ pool }: { readonly pool: Queryable }): Promise<readonly ShowingBacklog[]> {
  const { rows } = await pool.query<ShowingBacklog>(
    `select system, count(*) filter (where is_due)::int as waiting, count(*) filter (where is_due and failures > 0)::int as failing,
            count(*) filter (where not is_due)::int as "leftAlone", min(waiting_since) filter (where is_due) as "oldestSince",
            max(last_error) filter (where is_due and failures > 0) as "lastError"
     from (select *, due_at < 'infinity' as is_due from showings where wanted > shown) w group by system order by system`,
  );
  return rows;
}
