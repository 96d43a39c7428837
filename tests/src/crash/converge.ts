import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Peer } from './peers.ts';

/** Waits of the matrix for the hub to come to rest, in ms. */
export const convergeLimits = { deadlineMs: 120_000, everyMs: 80, restsMin: 2 } as const;

/** Nobody moves any more, but something is still to be done. */
export class Stuck extends Error {
  constructor(what: string) {
    super(`stuck: ${what}`);
    this.name = 'Stuck';
  }
}

type Unrest = Readonly<Record<'effects' | 'doubts' | 'named' | 'messages' | 'feed' | 'fanOut' | 'deliveries', number>> & {
  readonly cursors: Readonly<Record<string, string>>;
};

/** Waits until everything that can go on by itself has: effects settled, messages taken in, events told, books read to their end. */
export async function converge(pool: pg.Pool, peers: readonly Peer[], deadlineMs: number = convergeLimits.deadlineMs): Promise<void> {
  const giveUpAt = Date.now() + deadlineMs;
  let what = 'the database did not answer';
  for (let rests = 0; rests < convergeLimits.restsMin; ) {
    if (Date.now() > giveUpAt) throw new Stuck(what);
    what = await unrestOf(pool, peers).catch((error: Error) => error.message);
    rests = what === '' ? rests + 1 : 0;
    await sleep(convergeLimits.everyMs);
  }
}

async function unrestOf(pool: pg.Pool, peers: readonly Peer[]): Promise<string> {
  const { rows } = await pool.query<Unrest>(unrestQuery);
  const [row] = rows;
  if (!row) return 'no answer';
  const { cursors, ...counts } = row;
  const open = Object.entries(counts).flatMap(([name, count]) => (Number(count) === 0 ? [] : [`${name} ${count}`]));
  if (open.length > 0) return open.join(', ');
  for (const { settings, book } of peers) {
    const { cursor, pendingLateCommits } = await book();
    if (pendingLateCommits > 0) return `${settings.id} has ${pendingLateCommits} late commits`;
    const read = cursors[`poll:${settings.id}`] ?? 'nothing';
    if (settings.isPolled && read !== String(cursor)) return `${settings.id} was read up to ${read} of ${cursor}`;
  }
  return '';
}

const unrestQuery = `select
  (select count(*) from effects where status in ('ready', 'claimed'))::int as effects,
  (select count(*) from effects where status = 'doubt' and due_at < 'infinity')::int as doubts,
  (select count(*) from cross_reference_waits where woken_by is not null)::int as named,
  (select count(*) from inbox where status = 'pending')::int as messages,
  ((select count(*) from events) - (select coalesce(max(position), 0) from feed))::int as feed,
  (select count(*) from subscriptions where position < (select coalesce(max(position), 0) from feed))::int as "fanOut",
  (select count(*) from deliveries)::int as deliveries,
  (select coalesce(json_object_agg(name, coalesce(cursor, '')), '{}') from duties where name like 'poll:%') as cursors`;

const dumps: Readonly<Record<string, string>> = {
  effects: `select subject_id, key, status, attempt, failures, ever_doubt, node_epoch, lease_until - clock_timestamp() as lease, due_at - clock_timestamp() as due, left(outcome, 200) as outcome
            from effects order by settled_at desc nulls first limit 30`,
  events: `select subject_id, seq, type, at, left(body, 160) as body from events order by n desc limit 20`,
  exceptions: `select subject_id, key, summary from exceptions where closed_at is null limit 30`,
  messages: `select source, message_id, status, left(message, 200) as message from inbox where status in ('pending', 'parked') limit 10`,
  lanes: `select system, limiter, open_until - clock_timestamp() as open_for, failures, half_open, last_error from lanes`,
  slots: `select system, node_epoch, count(*), max(until) - clock_timestamp() as until from lane_slots group by 1, 2`,
  duties: `select name, node_epoch, until - clock_timestamp() as until, left(cursor, 100) as cursor, ran_at - clock_timestamp() as ran from duties`,
  nodes: `select node_epoch, until - clock_timestamp() as until from nodes`,
  deliveries: `select *, due_at - clock_timestamp() as due from deliveries limit 10`,
  activity: `select pid, state, wait_event_type, wait_event, now() - xact_start as open_for, left(query, 120) as query from pg_stat_activity where datname = current_database()`,
};

/** What a person would look at first. */
export async function dump(pool: pg.Pool): Promise<string> {
  const parts: string[] = [];
  for (const [name, sql] of Object.entries(dumps)) {
    const rows = await pool.query<object>(sql).then(
      (result) => result.rows.map((row) => JSON.stringify(row)),
      (error: Error) => [error.message],
    );
    parts.push(`  ${name}:`, ...rows.map((row) => `    ${row}`));
  }
  return parts.join('\n');
}
