import type { Queryable } from '../../platform/index.ts';
import type { Broken } from './broken.ts';

const pageRows = 5_000;

type Row = { readonly n: string; readonly subject_id: string; readonly seq: number; readonly position: string | null; readonly is_known: boolean };

/**
 * Walks all events up to the sequencer's mark in the order of `events.n`: each belongs to an order, and each has the next
 * position of the feed. Of a broken feed the first break alone is told: everything after it follows from it.
 */
export async function* verifyFeed(pool: Queryable): AsyncGenerator<Broken> {
  const mark = await markOf(pool);
  let n = '0';
  let position = 0n;
  let isBroken = false;
  for (;;) {
    const { rows }: { readonly rows: readonly Row[] } = await pool.query<Row>(
      `select e.n, e.subject_id, e.seq, f.position, s.id is not null as is_known
       from (select * from events where n > $1 and n <= $2 order by n limit $3) e
       left join feed f using (subject_id, seq) left join subjects s on s.id = e.subject_id order by e.n`,
      [n, mark, pageRows],
    );
    for (const row of rows) {
      n = row.n;
      position += 1n;
      const broken: string | undefined = isBroken ? undefined : breakAt(row, position, mark);
      if (broken !== undefined) yield { invariant: 'feed-complete', subject: row.subject_id, detail: broken };
      isBroken ||= broken !== undefined;
      if (!row.is_known) yield { invariant: 'nothing-orphaned', subject: row.subject_id, detail: `event ${row.seq} belongs to no order` };
    }
    if (rows.length < pageRows) return;
  }
}

/** Up to which event everything must be in the feed. */
async function markOf(pool: Queryable): Promise<number> {
  const { rows } = await pool.query<{ cursor: string | null }>("select cursor from duties where name = 'sequencer'");
  const cursor = rows[0]?.cursor;
  return cursor ? (JSON.parse(cursor) as { readonly n: number }).n : 0;
}

function breakAt({ n, seq, position }: Row, expected: bigint, mark: number): string | undefined {
  if (position === null) return `event ${seq} (n ${n}) is below the mark ${mark}, but not in the feed`;
  return BigInt(position) === expected ? undefined : `event ${seq} (n ${n}) has position ${position}, ${expected} is next`;
}
