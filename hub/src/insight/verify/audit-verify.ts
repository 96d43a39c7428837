import { type Database, emptyChain, linkHash, saltedDigest, verifyActions } from '../../platform/index.ts';
import type { Broken } from './broken.ts';
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
      let head: Uint8Array = emptyChain;
      for (const [index, row] of events.entries()) {
        const digest = row.body === '' ? row.digest : saltedDigest(row.salt, row.body);
        head = linkHash(head, { subjectId: id, seq: index + 1, at: row.at, actor: row.actor, type: row.type, digest });
        if (row.seq !== index + 1 || !row.hash.equals(head) || !row.digest.equals(digest)) {
          yield { invariant: 'chain-recomputes', subject: id, detail: `link ${index + 1} does not hold` };
          break;
        }
        progress.links += 1;
      }
      if (!chainHead.equals(head))
        yield { invariant: 'chain-recomputes', subject: id, detail: 'the head is not the last link: the end was cut off, or changed' };
      progress.orders += 1;
    }
    after = last.id;
  }
  const { links, broken } = await verifyActions(database.pool);
  progress.actions = links;
  if (broken !== undefined) yield { invariant: 'operator-chain', subject: null, detail: broken };
}
