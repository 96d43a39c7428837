import type { NewCustomer } from '@crossdock/canonical';
import type { Transact } from '../../platform/index.ts';
import { lockReferences } from '../reference-lock.ts';
import { nameOfReference } from './creation.ts';
import { isWanted } from './known-names.ts';

/** Looks before the call whether it is needed still: somebody may have loaded the cross-reference, or the orders may be gone. */
export function isStillWanted(
  { customer, to }: { readonly customer: NewCustomer; readonly to: string },
  { transact }: { readonly transact: Transact },
): Promise<boolean> {
  return transact('customer.look', async (client) => {
    await lockReferences(client, 'waiter');
    return isWanted(client, { ...nameOfReference(customer.reference), to });
  });
}
