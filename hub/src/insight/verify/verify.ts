import type { Database } from '../../platform/index.ts';
import { verifyCreations, verifyReferences } from '../../reference/index.ts';
import type { Broken } from './broken.ts';
import { readPage } from './read-rows.ts';
import { verifyFeed } from './verify-feed.ts';
import { verifyOrder } from './verify-order.ts';
import { verifyShowings } from './verify-showings.ts';
import { verifyTables } from './verify-tables.ts';

/** How far a check has come. */
export type Verified = { orders: number; events: number; effects: number };

const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Checks every invariant on the live database and yields the rows that break one. Orders are read page by page, each page a
 * short snapshot of its own, so the check may run beside full load for as long as it takes; `progress` counts along.
 */
export async function* verify(database: Database, progress: Verified): AsyncGenerator<Broken> {
  for (let after = firstId; ; ) {
    const page = await readPage(after, database.transact, { isOpenOnly: false });
    const last = page.at(-1);
    if (!last) break;
    for (const rows of page) {
      yield* verifyOrder(rows);
      progress.orders += 1;
      progress.events += rows.events.length;
      progress.effects += rows.effects.length;
    }
    after = last.id;
  }
  yield* verifyFeed(database.pool);
  yield* verifyShowings(database.pool);
  yield* verifyTables(database.pool);
  for await (const detail of verifyReferences(database.pool)) yield { invariant: 'cross-references-recorded', subject: null, detail };
  for await (const detail of verifyCreations(database.pool)) yield { invariant: 'customers-created', subject: null, detail };
}
