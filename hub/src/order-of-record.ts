import type { Queryable } from './platform/index.ts';

/** The key under which a channel's record is one order, however often it is told. */
export function keyOfRecord(channelOrderId: string): string {
  return `order:${channelOrderId}`;
}

/** The id of our order of a channel's record; undefined where none was placed. */
export async function orderOfRecord(system: string, channelOrderId: string, pool: Queryable): Promise<string | undefined> {
  const { rows } = await pool.query<{ subject_id: string }>('select subject_id from idempotency where client = $1 and key = $2', [
    `channel:${system}`,
    keyOfRecord(channelOrderId),
  ]);
  return rows[0]?.subject_id;
}
