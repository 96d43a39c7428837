import type { Received } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { eventOf } from './order-story.ts';

/** The order as it came in, before anything was changed; undefined where that was erased. */
export async function receivedAs(id: string, pool: Queryable): Promise<Received['order'] | undefined> {
  const { rows } = await pool.query<{ type: string; body: string }>('select type, body from events where subject_id = $1 order by seq limit 1', [id]);
  const event = rows[0] && rows[0].body !== '' ? eventOf(rows[0]) : undefined;
  return event?.type === 'order.received' ? event.order : undefined;
}
