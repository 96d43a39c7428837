import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Sent } from './customers.ts';
import { judgeBooks } from './judge-books.ts';
import type { Listener } from './listener.ts';
import type { Peer } from './peers.ts';
import type { Findings, Scenario } from './scenario.ts';
import { type HeldOrder, readOrders } from './verify-orders.ts';

/** The matrix's own connections are called so. */
export const judgeName = 'crash-judge';
const othersLooksMax = 40;
const othersLookMs = 50;

/** What is known when everything has come to rest. */
export type Rest = {
  readonly scenario: Scenario;
  readonly pool: pg.Pool;
  readonly peers: readonly Peer[];
  readonly sent: readonly Sent[];
  readonly listener: Listener;
  readonly subscription: string;
  /** Grade C, as it was before a person looked. */
  readonly unknowns: Pick<Findings, 'unknownC' | 'askedC'>;
  /** When a stopped node was let go on. */
  readonly resumedAt: Date | undefined;
};

/** Holds the database, the systems' own books and what customers and subscribers were told against each other. */
export async function judge(rest: Rest): Promise<Findings> {
  const { scenario, pool, peers, sent } = rest;
  const { orders, broken } = await readOrders(pool);
  const books = await Promise.all(peers.map(async ({ settings, book }) => ({ id: settings.id, book: await book() })));
  const inBooks = judgeBooks({ scenario, orders, books, resumedAt: rest.resumedAt });
  const surprises = orders.flatMap(({ order, exceptions }) =>
    exceptions
      .filter(({ key }) => scenario.mayAsk?.test(key) !== true)
      .map(({ key, summary }) => `a person is called for order ${order.purchaseOrder}: ${key}: ${summary}`),
  );
  return {
    ...inBooks,
    ...rest.unknowns,
    lost: [...lostOrders(sent, orders), ...inBooks.lost],
    broken: [...broken, ...inBooks.broken, ...surprises, ...repeatedRequests(sent, orders), ...(await wrongFeed(rest)), ...(await deadlocks(pool))],
  };
}

/** Answered with 2xx, and not there. */
function lostOrders(sent: readonly Sent[], orders: readonly HeldOrder[]): readonly string[] {
  const held = new Set(orders.map(({ id }) => id));
  return sent.flatMap(({ ids, order }) =>
    [...ids].filter((id) => !held.has(id)).map((id) => `${order.purchaseOrder} was answered with ${id}, which does not exist`),
  );
}

/** One request, one order: whatever was repeated. */
function repeatedRequests(sent: readonly Sent[], orders: readonly HeldOrder[]): readonly string[] {
  const problems = sent.flatMap(({ ids, order }) => (ids.size > 1 ? [`${order.purchaseOrder} was answered with ${ids.size} different orders`] : []));
  const byPo = Map.groupBy(orders, ({ order }) => order.purchaseOrder ?? '');
  for (const [po, same] of byPo) {
    if (same.length > 1) problems.push(`${po} was sent once and became ${same.length} orders`);
    if (!sent.some(({ order }) => order.purchaseOrder === po)) problems.push(`${po} is an order that nobody sent`);
  }
  return problems;
}

/** The feed without a gap and in the order of each subject; every event told at least once, the first telling of each in order. */
async function wrongFeed({ pool, listener, subscription }: Rest): Promise<readonly string[]> {
  const { rows } = await pool.query<{ position: string; subject_id: string; seq: number; type: string }>(
    'select f.position, e.subject_id, e.seq, e.type from events e left join feed f using (subject_id, seq) order by f.position',
  );
  const problems: string[] = [];
  const last = new Map<string, number>();
  for (const [index, { position, subject_id, seq }] of rows.entries()) {
    if (Number(position) !== index + 1) problems.push(`the feed has ${position} where ${index + 1} is expected`);
    if (seq !== (last.get(subject_id) ?? 0) + 1) problems.push(`the feed has event ${seq} of ${subject_id} after ${last.get(subject_id) ?? 0}`);
    last.set(subject_id, seq);
  }
  const told = listener.told(subscription);
  const missing = rows.filter(({ subject_id, seq, type }) => !type.startsWith('internal.') && !told.has(`${subject_id}/${seq}`));
  if (missing.length > 0) problems.push(`${missing.length} events were never told, e.g. ${missing[0]?.type} of ${missing[0]?.subject_id}`);
  return [...problems.slice(0, 5), ...listener.outOfOrder(subscription).slice(0, 5)];
}

/** Counted by the server, told when a connection ends: so the last of them is waited for. */
async function deadlocks(pool: pg.Pool): Promise<readonly string[]> {
  for (let looks = 0; looks < othersLooksMax; looks += 1) {
    const others = await pool.query(`select 1 from pg_stat_activity where datname = current_database() and application_name <> $1`, [judgeName]);
    if (others.rowCount === 0) break;
    await sleep(othersLookMs);
  }
  const { rows } = await pool.query<{ deadlocks: string }>('select deadlocks from pg_stat_database where datname = current_database()');
  const count = Number(rows[0]?.deadlocks ?? 0);
  return count === 0 ? [] : [`the server counted ${count} deadlocks`];
}
