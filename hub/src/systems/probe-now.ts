import type { Queryable } from '../platform/index.ts';

/** Has the probe of an effect in doubt done at once; one that is not in doubt any more is left alone. */
export async function probeNow({ order, key }: { readonly order: string; readonly key: string }, { pool }: { readonly pool: Queryable }): Promise<void> {
  await pool.query(`update effects set due_at = clock_timestamp() where subject_id = $1 and key = $2 and status = 'doubt'`, [order, key]);
}
