import { createHash } from 'node:crypto';
import { keyOf, type ReferenceKey } from './cross-reference.ts';

/** One change of one row: what it was and what it is, as `contentTextOf` writes it; undefined: not there. */
export type ReferenceChange<Row extends ReferenceKey = ReferenceKey> = {
  readonly row: Row;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** SHA-256 over a change set in its order, in hex, as the chain of operator actions keeps it. */
export function digestOfChanges(changes: readonly ReferenceChange[]): string {
  const sum = createHash('sha256');
  for (const { row, before = '', after = '' } of changes) sum.update(`${JSON.stringify([keyOf(row), before, after])}\n`);
  return sum.digest('hex');
}
