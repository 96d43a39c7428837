import type { Queryable } from '../platform/index.ts';

/** Whether the hub follows a system already: what happens there from now on is brought. Before its first poll a channel's past is not taken. */
export async function hasBegun(system: string, { pool }: { readonly pool: Queryable }): Promise<boolean> {
  const { rows } = await pool.query('select 1 from duties where name = $1 and cursor is not null', [`poll:${system}`]);
  return rows.length > 0;
}
