import { emptyChain, linkHash, saltedDigest } from '../../platform/index.ts';
import type { EventRow } from './read-rows.ts';

/** What is wrong with an order's chain, recomputed link by link up to its head; undefined when it holds. An erased body leaves its digest. */
export function brokenChain(subjectId: string, events: readonly EventRow[], chainHead: Uint8Array): string | undefined {
  let head: Uint8Array = emptyChain;
  for (const [index, row] of events.entries()) {
    const digest = row.body === '' ? row.digest : saltedDigest(row.salt, row.body);
    head = linkHash(head, { subjectId, seq: index + 1, at: row.at, actor: row.actor, type: row.type, digest });
    if (row.seq !== index + 1 || !row.hash.equals(head) || !row.digest.equals(digest)) return `link ${index + 1} does not hold`;
  }
  return Buffer.compare(chainHead, head) === 0 ? undefined : 'the head is not the last link: the end was cut off, or changed';
}
