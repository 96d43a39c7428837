import { type Database, verifyActions } from '../../platform/index.ts';
import type { Broken } from './broken.ts';
import { brokenChain } from './chain.ts';
import { readPage } from './read-rows.ts';

/** How much of the audit holds. */
export type Audited = { orders: number; links: number; actions: number };

const firstId = '00000000-0000-0000-0000-000000000000';

/** Recomputes every order's chain up to its head, and the chain of operator actions; yields what was changed, removed or inserted. */
export async function* verifyAudit(database: Database, progress: Audited): AsyncGenerator<Broken> {
  for (let after = firstId; ; ) {
    const page = await readPage(after, database.transact, { isOpenOnly: false });
    const last = page.at(-1);
    if (!last) break;
    for (const { id, events, chainHead } of page) {
      const broken = brokenChain(id, events, chainHead);
      if (broken !== undefined) yield { invariant: 'chain-recomputes', subject: id, detail: broken };
      progress.orders += 1;
      progress.links += events.length;
    }
    after = last.id;
  }
  const { links, broken } = await verifyActions(database.pool);
  progress.actions = links;
  if (broken !== undefined) yield { invariant: 'operator-chain', subject: null, detail: broken };
}
