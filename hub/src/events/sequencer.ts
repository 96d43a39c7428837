import { type Duty, type HeldDuty, pause, type Queryable } from '../platform/index.ts';

/** How much the sequencer copies at once, how often it looks, and how long it waits for open transactions within one run. */
export const sequencerLimits = { everyMs: 100, runMsMax: 20_000, batchEventsMax: 5_000, runBatchesMax: 20, endedChecksMax: 10, endedCheckMs: 4 } as const;

/**
 * A sampling of the events' sequence. `xid` was given out after `mark` was read, and a writer has its transaction id before
 * it draws an `n`; so once every id below `xid` has ended, no event up to `mark` can still appear.
 */
type Sampling = { readonly mark: number; readonly xid: string };

/** `n` is the last one copied, `position` its place in the feed; both commit with the rows themselves. */
type Cursor = { readonly n: number; readonly position: number; readonly pending?: Sampling };

/** The duty that gives every committed event its place in the feed: gapless, and in the order of `events.n`. */
export function sequencerDuty({ pool }: { readonly pool: Queryable }): Duty {
  return { name: 'sequencer', everyMs: sequencerLimits.everyMs, runMsMax: sequencerLimits.runMsMax, run: (held) => sequence(held, pool) };
}

async function sequence(held: HeldDuty, pool: Queryable): Promise<number | undefined> {
  let cursor = held.cursor === undefined ? await recover(pool) : (JSON.parse(held.cursor) as Cursor);
  for (let batch = 0; batch < sequencerLimits.runBatchesMax && !held.signal.aborted; batch += 1) {
    const pending = cursor.pending ?? (await sample(pool));
    if (pending.mark <= cursor.n) return undefined;
    const outcome = await outcomeOf(pending, pool, held.signal);
    switch (outcome) {
      case 'ended':
        cursor = await copy({ ...cursor, pending }, held);
        break;
      case 'open':
        // Kept, so that a stream of overlapping transactions cannot push the mark away for ever.
        if (!cursor.pending) await save({ ...cursor, pending }, held);
        return 0;
      case 'foreign': {
        const { pending: _, ...rest } = cursor;
        cursor = rest;
        break;
      }
      default:
        outcome satisfies never;
    }
  }
  return 0;
}

/** Order matters: the mark first, the transaction id after it, each a statement of its own. */
async function sample(pool: Queryable): Promise<Sampling> {
  const { rows } = await pool.query<{ mark: string }>('select case when is_called then last_value else 0 end as mark from events_n_seq');
  const { rows: ids } = await pool.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
  return { mark: Number(only(rows).mark), xid: only(ids).xid };
}

/**
 * A snapshot's xmax would not do in place of the id: it is one past the last *completed* transaction, so a running one may
 * stand at it or above. `foreign`: the id was never given out here, as after a restore into a new server.
 */
async function outcomeOf({ xid }: Sampling, pool: Queryable, signal: AbortSignal): Promise<'ended' | 'open' | 'foreign'> {
  for (let check = 1; ; check += 1) {
    const { rows } = await pool.query<{ ended: boolean; foreign: boolean }>(
      'select pg_snapshot_xmin(s) >= $1::xid8 as ended, pg_snapshot_xmax(s) <= $1::xid8 as foreign from pg_current_snapshot() s',
      [xid],
    );
    const found = only(rows);
    if (found.foreign) return 'foreign';
    if (found.ended) return 'ended';
    if (check === sequencerLimits.endedChecksMax || signal.aborted) return 'open';
    await pause(sequencerLimits.endedCheckMs, signal);
  }
}

function copy(from: Cursor & { readonly pending: Sampling }, held: HeldDuty): Promise<Cursor> {
  return held.commit('events.sequence', async (client) => {
    const { rows } = await client.query<{ count: number; last: string | null }>(
      `with batch as (select subject_id, seq, n from events where n > $1 and n <= $2 order by n limit $3),
       copied as (
         insert into feed (position, subject_id, seq)
         select $4::bigint + row_number() over (order by n), subject_id, seq from batch order by n
       )
       select count(*)::int as count, max(n) as last from batch`,
      [from.n, from.pending.mark, sequencerLimits.batchEventsMax, from.position],
    );
    const { count, last } = only(rows);
    const position = from.position + count;
    // A full batch may end at the mark, too: a mark that is kept although it is reached would stop the feed for ever.
    const isMarkReached = count < sequencerLimits.batchEventsMax || Number(last) === from.pending.mark;
    const result: Cursor = isMarkReached ? { n: from.pending.mark, position } : { n: Number(last), position, pending: from.pending };
    return { cursor: JSON.stringify(result), result };
  });
}

function save(cursor: Cursor, held: HeldDuty): Promise<void> {
  return held.commit('events.sequence-mark', () => Promise.resolve({ cursor: JSON.stringify(cursor), result: undefined }));
}

/** Where the feed itself says that copying stands; for the first start and for a lost cursor. */
async function recover(pool: Queryable): Promise<Cursor> {
  const { rows } = await pool.query<{ n: string; position: string }>(
    'select e.n, f.position from (select * from feed order by position desc limit 1) f join events e using (subject_id, seq)',
  );
  return rows[0] ? { n: Number(rows[0].n), position: Number(rows[0].position) } : { n: 0, position: 0 };
}

function only<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new Error('The database answered without a row.');
  return row;
}
