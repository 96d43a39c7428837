import { newId, type Transact } from '../../platform/index.ts';
import { lockEffects, updateEffects } from '../../systems/index.ts';
import { lockReferences } from '../reference-lock.ts';
import { wakeWaits } from '../waits.ts';
import { creationId, creationKey, type NewName } from './creation.ts';

/**
 * A person has what stands in the way removed: the customer is sent again as it was told, or, where nobody knows whether it is there,
 * looked for again. Answers whether there was anything that had stopped.
 */
export function createAgain(name: NewName, { transact }: { readonly transact: Transact }): Promise<boolean> {
  return transact('customer.again', async (client) => {
    await lockReferences(client, 'loader');
    const id = creationId(name);
    const row = (await lockEffects(client, [id])).get(id)?.find(({ key }) => key === creationKey(name));
    if (row?.status !== 'refused' && row?.status !== 'failed' && row?.status !== 'doubt') return false;
    const status = row.status === 'doubt' ? 'doubt' : 'ready';
    await updateEffects(client, [{ subjectId: id, key: row.key, status, reopened: row.reopened + 1, everDoubt: row.everDoubt, due: 'now' }]);
    await wakeWaits(client, [{ kind: 'customer', ...name }], newId());
    return true;
  });
}
