import { noOrder } from '../../exceptions/index.ts';
import { type Queryable, verifyActions } from '../../platform/index.ts';
import { creationOp } from '../../reference/index.ts';
import type { Broken, Invariant } from './broken.ts';

/** Rows that one statement looks at, so that each is short however large the table is. */
export const tablePageRows = 20_000;

const namedRowsMax = 100;

/** A table whose every row must lead to an order; `key` is its primary key, `order` the column that leads there. */
type Leads = {
  readonly invariant: Invariant;
  readonly what: string;
  readonly table: string;
  readonly key: readonly (readonly [column: string, type: 'uuid' | 'text'])[];
  readonly order: string;
  readonly name: string;
  /** Rows that lead elsewhere: `column` is this. */
  readonly but?: { readonly column: string; readonly is: string };
};

const leads: readonly Leads[] = [
  {
    invariant: 'keys-lead-to-orders',
    what: 'is a key without its order',
    table: 'idempotency',
    key: [
      ['client', 'text'],
      ['key', 'text'],
    ],
    order: 'subject_id',
    name: `client || ' ' || key`,
  },
  {
    invariant: 'keys-lead-to-orders',
    what: 'is a PO number without its order',
    table: 'po_claims',
    key: [
      ['customer', 'text'],
      ['po', 'text'],
      ['part', 'text'],
    ],
    order: 'first_subject',
    name: `customer || ' ' || po`,
  },
  {
    invariant: 'nothing-orphaned',
    what: 'is an effect without its order',
    table: 'effects',
    key: [
      ['subject_id', 'uuid'],
      ['key', 'text'],
    ],
    order: 'subject_id',
    name: 'key',
    but: { column: 'op', is: creationOp },
  },
  {
    invariant: 'references-known',
    what: 'leads to no order',
    table: 'refs',
    key: [
      ['system', 'text'],
      ['kind', 'text'],
      ['value', 'text'],
      ['subject_id', 'uuid'],
    ],
    order: 'subject_id',
    name: 'value',
  },
];

/** A check of a table that stays small; selects `id` (or null) and `name` of rows that must not be. */
type Small = { readonly invariant: Invariant; readonly what: string; readonly sql: string; readonly values?: readonly unknown[] };

const smalls: readonly Small[] = [
  {
    invariant: 'deliveries-behind',
    what: 'has been told more than there is, or waits without anything to wait for',
    sql: `select d.subject_id as id, d.subscription as name from deliveries d
          where d.sent_seq > d.wanted_seq or d.wanted_seq > (select max(e.seq) from events e where e.subject_id = d.subject_id)`,
  },
  {
    invariant: 'deliveries-behind',
    what: 'is planned further than the feed goes',
    sql: 'select null as id, s.id as name from subscriptions s where s.position > (select coalesce(max(position), 0) from feed)',
  },
  {
    invariant: 'names-waited-for',
    what: 'is waited for by no order',
    sql: 'select w.subject_id as id, w.from_name as name from cross_reference_waits w where not exists (select 1 from subjects s where s.id = w.subject_id)',
  },
  {
    invariant: 'held-sales-called',
    what: 'waits in no lot',
    sql: `select null as id, i.source || ' ' || i.message_id as name from inbox i
          where i.status = 'held' and not exists (select 1 from held_lots l where l.id = i.lot and l.done_at is null)`,
  },
  {
    invariant: 'held-sales-called',
    what: 'holds no sales, and its gate is shut',
    sql: `select null as id, l.source as name from held_lots l
          where l.verdict is null and not exists (select 1 from inbox i where i.lot = l.id and i.status = 'held')`,
  },
  {
    invariant: 'held-sales-called',
    what: 'holds sales, and nobody is called',
    sql: `select null as id, l.source as name from held_lots l
          where l.verdict is null and not exists (select 1 from exceptions x where x.subject_id = $1 and x.key = 'burst:' || l.source and x.closed_at is null)`,
    values: [noOrder],
  },
  {
    invariant: 'held-sales-called',
    what: 'is open, and no gate is shut',
    sql: `select null as id, x.key as name from exceptions x where x.subject_id = $1 and starts_with(x.key, 'burst:') and x.closed_at is null
          and not exists (select 1 from held_lots l where x.key = 'burst:' || l.source and l.verdict is null)`,
    values: [noOrder],
  },
  {
    invariant: 'nothing-orphaned',
    what: 'is an open exception without its order',
    sql: 'select x.subject_id as id, x.key as name from exceptions x where x.closed_at is null and x.subject_id <> $1 and not exists (select 1 from subjects s where s.id = x.subject_id)',
    values: [noOrder],
  },
];

/** What must hold between tables. */
export async function* verifyTables(pool: Queryable): AsyncGenerator<Broken> {
  for (const lead of leads) yield* verifyLeads(lead, pool);
  for (const { invariant, what, sql, values } of smalls) {
    const { rows } = await pool.query<{ id: string | null; name: string }>(`${sql} limit ${namedRowsMax}`, [...(values ?? [])]);
    for (const { id, name } of rows) yield { invariant, subject: id, detail: `${name} ${what}` };
  }
  const { broken } = await verifyActions(pool);
  if (broken !== undefined) yield { invariant: 'operator-chain', subject: null, detail: broken };
}

type Found = { readonly is_last: boolean; readonly key: string[]; readonly id: string; readonly name: string };

/** Walks the table by its primary key. */
async function* verifyLeads({ invariant, what, table, key, order, name, but }: Leads, pool: Queryable): AsyncGenerator<Broken> {
  const columns = key.map(([column]) => column).join(', ');
  const after = key.map(([, type], index) => `$${index + 1}::${type}`).join(', ');
  const texts = key.map(([column]) => `${column}::text`).join(', ');
  const isElsewhere = but ? `page.${but.column} = $${key.length + 1}` : 'false';
  const sql = `with page as materialized (select * from ${table} where (${columns}) > (${after}) order by ${columns} limit ${tablePageRows}),
       last as (select * from page order by ${key.map(([column]) => `${column} desc`).join(', ')} limit 1)
     select true as is_last, array[${texts}] as key, ${order} as id, ${name} as name from last where (select count(*) from page) = ${tablePageRows}
     union all
     select false, array[${texts}], ${order}, ${name} from page where not ${isElsewhere} and not exists (select 1 from subjects s where s.id = page.${order})`;
  let place: readonly string[] | undefined = key.map(([, type]) => (type === 'uuid' ? noOrder : ''));
  while (place) {
    const { rows }: { readonly rows: readonly Found[] } = await pool.query<Found>(sql, [...place, ...(but ? [but.is] : [])]);
    for (const row of rows) if (!row.is_last) yield { invariant, subject: row.id, detail: `${row.name} ${what}` };
    place = rows.find((row) => row.is_last)?.key;
  }
}
