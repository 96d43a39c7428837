import type { Queryable } from '../platform/index.ts';

const lockNumber = 7_720_016; // any number, the same for every node

/**
 * Loading cross-references takes the lock alone, committing what waits for one shares it. So a load finds every order that has not
 * seen it, and no order waits for a name that was there. Held until the transaction ends.
 */
export function lockReferences(client: Queryable, as: 'loader' | 'waiter'): Promise<unknown> {
  return client.query(as === 'loader' ? 'select pg_advisory_xact_lock($1)' : 'select pg_advisory_xact_lock_shared($1)', [lockNumber]);
}
