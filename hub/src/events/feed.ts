import type { Queryable } from '../platform/index.ts';
import { type CloudEvent, type EnvelopeDeps, type FeedEvent, toCloudEvent } from './envelope.ts';
import { internalPrefix, likePatterns } from './event-types.ts';

/** Most events of one page, and most places of the feed that one filtered read walks through. */
export const feedLimits = { pageEventsMax: 1_000, scanPositionsMax: 5_000 } as const;

/** How far before a point in time a replay begins: an event carries its command's time, and commands commit a little out of that order. */
export const replayMarginMs = 60_000;

/** Read after a position, at most `limit` events; `types` are patterns as of a subscription, `subject` is an order's id. */
export type ReadFeed = { readonly after: number; readonly limit: number; readonly types?: readonly string[]; readonly subject?: string };

/**
 * A page of the feed. `next` is where to read on: it may be beyond the last event shown, because internal and filtered-out
 * events have positions too; a page without events is no sign of the end. `next === last` is.
 */
export type FeedPage = { readonly events: readonly CloudEvent[]; readonly next: number; readonly last: number };

/** What a query of feed and events brings. */
export type FeedRow = { position: string; subject_id: string; seq: number; type: string; at: Date; causation: string; body: string };

/** Reads a page of the feed as CloudEvents, in order of position. */
export async function readFeed(what: ReadFeed, deps: EnvelopeDeps & { readonly pool: Queryable }): Promise<FeedPage> {
  const last = await lastPosition(deps.pool);
  const limit = Math.max(1, Math.min(what.limit, feedLimits.pageEventsMax));
  // The feed is gapless and grows at its end alone, so an interval up to `last` is complete and stays as it is.
  const scan = what.types ? feedLimits.scanPositionsMax : limit;
  const end = Math.max(what.after, what.subject === undefined ? Math.min(last, what.after + scan) : last);
  const rows = await readRows({ ...what, limit }, end, deps.pool);
  const events = rows.map((row) => toCloudEvent(toFeedEvent(row), deps));
  const lastRow = rows.at(-1);
  return { events, next: lastRow && rows.length === limit ? Number(lastRow.position) : end, last };
}

/** The feed's last position; 0 while it is empty. */
export async function lastPosition(pool: Queryable): Promise<number> {
  const { rows } = await pool.query<{ last: string | null }>('select max(position) as last from feed');
  return Number(rows[0]?.last ?? 0);
}

/** A position after which everything since `at` is found, and little before it: for a replay from a point in time. */
export async function positionBefore({ at }: { readonly at: Date }, { pool }: { readonly pool: Queryable }): Promise<number> {
  const from = at.getTime() - replayMarginMs;
  let low = 0; // known to be before `from`
  let high = (await lastPosition(pool)) + 1; // known not to be
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await pool.query<{ at: Date }>('select e.at from feed join events e using (subject_id, seq) where position = $1', [middle]);
    if (rows[0] && rows[0].at.getTime() < from) low = middle;
    else high = middle;
  }
  return low;
}

async function readRows({ after, limit, types, subject }: ReadFeed, end: number, pool: Queryable): Promise<readonly FeedRow[]> {
  const { rows } = await pool.query<FeedRow>(
    `select f.position, f.subject_id, f.seq, e.type, e.at, e.causation, e.body
     from (select position, subject_id, seq from feed
           where position > $1 and position <= $2 ${subject === undefined ? '' : 'and subject_id = $5'}
           order by position ${subject === undefined ? `limit ${feedLimits.scanPositionsMax}` : ''}) f
     join events e using (subject_id, seq)
     where e.type like any ($3::text[]) and not starts_with(e.type, '${internalPrefix}')
     order by f.position limit $4`,
    [after, end, likePatterns(types ?? ['*']), limit, ...(subject === undefined ? [] : [subject])],
  );
  return rows;
}

/** A row of feed and events as an event. */
export function toFeedEvent(row: FeedRow): FeedEvent {
  const { position, subject_id: subjectId, seq, type, at, causation, body } = row;
  return { position: Number(position), subjectId, seq, type, at, causation, body };
}
