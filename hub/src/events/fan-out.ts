import type { Duty, HeldDuty, Queryable } from '../platform/index.ts';
import { typeFilter } from './event-types.ts';
import { lastPosition } from './feed.ts';

/** How often fan-out looks, how much of the feed and how many subscriptions one commit takes, and how many commits a run has. */
export const fanOutLimits = { everyMs: 100, runMsMax: 30_000, windowPositionsMax: 2_000, commitSubscriptionsMax: 20, runCommitsMax: 100 } as const;

type Deps = {
  readonly pool: Queryable;
  /** Called after a commit that made something due, for the deliveries of this process. */
  readonly onDue: () => void;
};

/** The duty that turns new positions of the feed into deliveries, one row per subscription and subject. */
export function fanOutDuty(deps: Deps): Duty {
  return { name: 'fan-out', everyMs: fanOutLimits.everyMs, runMsMax: fanOutLimits.runMsMax, run: (held) => fanOut(held, deps) };
}

/** Subscriptions that stand at one position share a window of the feed. */
type Group = { readonly position: number; readonly ids: readonly string[] };

async function fanOut(held: HeldDuty, deps: Deps): Promise<number | undefined> {
  const last = await lastPosition(deps.pool);
  const groups = await groupsBehind(last, deps.pool);
  for (const group of groups.slice(0, fanOutLimits.runCommitsMax)) {
    if (held.signal.aborted) return undefined;
    const until = Math.min(last, group.position + fanOutLimits.windowPositionsMax);
    const made = await held.commit('events.fan-out', async (client) => ({ result: await plan(group, until, client) }));
    if (made > 0) deps.onDue();
  }
  return groups.length === 0 ? undefined : 0;
}

/** Those nearest the feed's end come first, so that a long replay of one delays nobody else by more than its own window. */
async function groupsBehind(last: number, pool: Queryable): Promise<readonly Group[]> {
  const { rows } = await pool.query<{ position: string; ids: string[] }>(
    `select position, array_agg(id order by id) as ids from subscriptions where status = 'active' and position < $1
     group by position order by position desc`,
    [last],
  );
  return rows.flatMap(({ position, ids }) =>
    Array.from({ length: Math.ceil(ids.length / fanOutLimits.commitSubscriptionsMax) }, (_, i) => ({
      position: Number(position),
      ids: ids.slice(i * fanOutLimits.commitSubscriptionsMax, (i + 1) * fanOutLimits.commitSubscriptionsMax),
    })),
  );
}

/** Raises the deliveries of one group and moves it on; answers how many rows. One that was replayed, disabled or deleted meanwhile is left alone. */
async function plan({ position, ids }: Group, until: number, client: Queryable): Promise<number> {
  const { rows: subscriptions } = await client.query<{ id: string; types: string[] }>(
    `select id, types from subscriptions where id = any($1) and status = 'active' and position = $2 order by id for no key update`,
    [ids, position],
  );
  const events = await readWindow(position, until, client);
  const wants = subscriptions.flatMap(({ id, types }) => wantsOf(id, typeFilter(types), events));
  if (wants.length > 0) await raise(wants, client);
  await client.query('update subscriptions set position = $2 where id = any($1)', [subscriptions.map(({ id }) => id), until]);
  return wants.length;
}

type Event = { readonly subject: string; readonly seq: number; readonly type: string };

/** The inner limit tells the planner how few rows to expect, so that it looks the events up one by one. */
async function readWindow(after: number, until: number, client: Queryable): Promise<readonly Event[]> {
  const { rows } = await client.query<Event>(
    `select e.subject_id as subject, e.seq, e.type
     from (select * from feed where position > $1 and position <= $2 order by position limit ${fanOutLimits.windowPositionsMax}) f
     join events e using (subject_id, seq) order by f.position`,
    [after, until],
  );
  return rows;
}

type Want = { readonly subscription: string; readonly subject: string; readonly first: number; readonly last: number };

function wantsOf(subscription: string, isWanted: (type: string) => boolean, events: readonly Event[]): readonly Want[] {
  const bySubject = new Map<string, Want>();
  for (const { subject, seq, type } of events) {
    if (!isWanted(type)) continue;
    const known = bySubject.get(subject);
    bySubject.set(subject, { subscription, subject, first: known?.first ?? seq, last: seq });
  }
  return [...bySubject.values()];
}

/**
 * A new row begins just before the first wanted event, so what was there before the subscription began is not sent.
 * `least` leaves an existing row as it is, because new events are beyond what it wants; only a replay lowers it.
 */
async function raise(wants: readonly Want[], client: Queryable): Promise<void> {
  await client.query(
    `insert into deliveries as d (subscription, subject_id, sent_seq, wanted_seq, due_at)
     select w.subscription, w.subject_id, w.first - 1, w.last, clock_timestamp()
     from unnest($1::text[], $2::uuid[], $3::int[], $4::int[]) as w (subscription, subject_id, first, last)
     order by w.subscription, w.subject_id
     on conflict (subscription, subject_id) do update
       set wanted_seq = greatest(d.wanted_seq, excluded.wanted_seq), sent_seq = least(d.sent_seq, excluded.sent_seq)`,
    [wants.map((w) => w.subscription), wants.map((w) => w.subject), wants.map((w) => w.first), wants.map((w) => w.last)],
  );
}
