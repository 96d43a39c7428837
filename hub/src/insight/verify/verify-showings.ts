import type { Queryable } from '../../platform/index.ts';
import type { Broken } from './broken.ts';

/** Records that one statement looks at. */
export const showingPageRows = 5_000;

type Row = {
  readonly system: string;
  readonly channel_order: string;
  readonly subject_id: string | null;
  readonly wanted: number;
  readonly shown: number;
  readonly version: number;
  readonly has_problem: boolean;
  /** Null where there is no such order. */
  readonly order_version: number | null;
};

/** Walks the channels' records: each leads to an order or to a problem, and shows what there is to show, or waits to. Each page is one snapshot. */
export async function* verifyShowings(pool: Queryable): AsyncGenerator<Broken> {
  for (let after: readonly [string, string] = ['', '']; ; ) {
    const { rows }: { readonly rows: readonly Row[] } = await pool.query<Row>(
      `select w.system, w.channel_order, w.subject_id, w.wanted, w.shown, w.version, w.problem is not null as has_problem, s.version as order_version
       from (select * from showings where (system, channel_order) > ($1, $2) order by system, channel_order limit $3) w
       left join subjects s on s.id = w.subject_id order by w.system, w.channel_order`,
      [...after, showingPageRows],
    );
    for (const row of rows) {
      const detail = brokenIn(row);
      if (detail !== undefined) yield { invariant: 'channels-shown', subject: row.subject_id, detail: `${row.system} ${row.channel_order}: ${detail}` };
    }
    const last = rows.at(-1);
    if (!last || rows.length < showingPageRows) return;
    after = [last.system, last.channel_order];
  }
}

function brokenIn(row: Row): string | undefined {
  if (row.shown > row.wanted) return 'was shown more often than there was something to show';
  if (row.subject_id === null) return row.has_problem ? undefined : 'has neither an order nor a problem to show';
  if (row.order_version === null) return 'leads to no order';
  if (row.version > row.order_version) return `shows version ${row.version}, the order has ${row.order_version}`;
  if (row.wanted === row.shown && row.version < row.order_version)
    return `shows version ${row.version} and waits for nothing, the order has ${row.order_version}`;
  return undefined;
}
