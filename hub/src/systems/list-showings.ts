import type { Queryable } from '../platform/index.ts';

/** How many of a channel's records wait to be written, since when, and how many of them failed before. */
export type ShowingBacklog = {
  readonly system: string;
  readonly waiting: number;
  readonly failing: number;
  readonly oldestSince: Date;
  readonly lastError: string | null;
};

/** What waits, by system, counted from the partial index alone. */
export async function listShowings({ pool }: { readonly pool: Queryable }): Promise<readonly ShowingBacklog[]> {
  const { rows } = await pool.query<ShowingBacklog>(
    `select system, count(*)::int as waiting, count(*) filter (where failures > 0)::int as failing, min(waiting_since) as "oldestSince",
            max(last_error) filter (where failures > 0) as "lastError"
     from showings where wanted > shown group by system order by system`,
  );
  return rows;
}
