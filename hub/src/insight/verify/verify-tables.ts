import { noOrder } from '../../exceptions/index.ts';
import { type Queryable, verifyActions } from '../../platform/index.ts';
import type { Broken, Invariant } from './broken.ts';

/** Most rows that one check of a table names; the count is in the last of them. */
export const namedRowsMax = 100;

const feedPageRows = 5_000;

/** The feed up to the sequencer's mark: every committed event once, without a gap, in the order of `events.n`. Yields the first break alone: all after it follows. */
export async function* verifyFeed(pool: Queryable): AsyncGenerator<Broken> {
  const { rows } = await pool.query<{ cursor: string | null }>("select cursor from duties where name = 'sequencer'");
  const mark = rows[0]?.cursor ? (JSON.parse(rows[0].cursor) as { readonly n: number }).n : 0;
  let n = '0';
  let position = 0n;
  for (;;) {
    const page = await pool.query<{ n: string; subject_id: string; seq: number; position: string | null }>(
      'select e.n, e.subject_id, e.seq, f.position from events e left join feed f using (subject_id, seq) where e.n > $1 and e.n <= $2 order by e.n limit $3',
      [n, mark, feedPageRows],
    );
    for (const row of page.rows) {
      position += 1n;
      const where = `event ${row.seq} (n ${row.n})`;
      if (row.position === null)
        return yield { invariant: 'feed-complete', subject: row.subject_id, detail: `${where} is below the mark ${mark}, but not in the feed` };
      if (BigInt(row.position) !== position)
        return yield { invariant: 'feed-complete', subject: row.subject_id, detail: `${where} has position ${row.position}, ${position} is next` };
      n = row.n;
    }
    if (page.rows.length < feedPageRows) return;
  }
}

type Check = { readonly invariant: Invariant; readonly detail: string; readonly sql: string; readonly values?: readonly unknown[] };

/** Each selects `id` (or null) and `name` of rows that must not be. */
const checks: readonly Check[] = [
  {
    invariant: 'deliveries-behind',
    detail: 'has been told more than there is, or waits without anything to wait for',
    sql: `select d.subject_id as id, d.subscription as name from deliveries d
          where d.sent_seq > d.wanted_seq or d.wanted_seq > (select max(e.seq) from events e where e.subject_id = d.subject_id)`,
  },
  {
    invariant: 'deliveries-behind',
    detail: 'is planned further than the feed goes',
    sql: 'select null as id, s.id as name from subscriptions s where s.position > (select coalesce(max(position), 0) from feed)',
  },
  {
    invariant: 'keys-lead-to-orders',
    detail: 'is a key without its order',
    sql: "select i.subject_id as id, i.client || ' ' || i.key as name from idempotency i where not exists (select 1 from subjects s where s.id = i.subject_id)",
  },
  {
    invariant: 'keys-lead-to-orders',
    detail: 'is a PO number without its order',
    sql: "select p.first_subject as id, p.customer || ' ' || p.po as name from po_claims p where not exists (select 1 from subjects s where s.id = p.first_subject)",
  },
  {
    invariant: 'nothing-orphaned',
    detail: 'is an effect without its order',
    sql: 'select e.subject_id as id, e.key as name from effects e where not exists (select 1 from subjects s where s.id = e.subject_id)',
  },
  {
    invariant: 'nothing-orphaned',
    detail: 'is an open exception without its order',
    sql: 'select x.subject_id as id, x.key as name from exceptions x where x.closed_at is null and x.subject_id <> $1 and not exists (select 1 from subjects s where s.id = x.subject_id)',
    values: [noOrder],
  },
  {
    invariant: 'references-known',
    detail: 'leads to no order',
    sql: 'select r.subject_id as id, r.value as name from refs r where not exists (select 1 from subjects s where s.id = r.subject_id)',
  },
  {
    invariant: 'nothing-orphaned',
    detail: 'is an event of no order',
    sql: 'select e.subject_id as id, e.type as name from events e where e.seq = 1 and not exists (select 1 from subjects s where s.id = e.subject_id)',
  },
  {
    invariant: 'one-document',
    detail: 'is confirmed twice as a created document',
    sql: "select null as id, e.reference as name from effects e where e.op = 'create' and e.status = 'confirmed' and e.reference is not null group by e.system, e.reference having count(*) > 1",
  },
];

/** What must hold between tables. */
export async function* verifyTables(pool: Queryable): AsyncGenerator<Broken> {
  for (const { invariant, detail, sql, values } of checks) {
    const { rows } = await pool.query<{ id: string | null; name: string }>(`${sql} limit ${namedRowsMax}`, [...(values ?? [])]);
    for (const { id, name } of rows) yield { invariant, subject: id, detail: `${name} ${detail}` };
  }
  const { broken } = await verifyActions(pool);
  if (broken !== undefined) yield { invariant: 'operator-chain', subject: null, detail: broken };
}
