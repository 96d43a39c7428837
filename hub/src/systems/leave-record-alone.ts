import { type Clock, type Queryable, recordAction, type Transact } from '../platform/index.ts';

/** One of a channel's own records. */
export type ChannelRecord = { readonly system: string; readonly channelOrder: string };

/**
 * Leaves a record alone, within the transaction of whoever decides it: whatever becomes of its order, it is not written until somebody
 * asks for it again, or the sale itself is taken up anew. A batch that is under way with it settles nothing of it.
 */
export async function leaveRecordAlone(client: Queryable, { system, channelOrder }: ChannelRecord): Promise<void> {
  await client.query(`update showings set due_at = 'infinity', node_epoch = null where system = $1 and channel_order = $2 and wanted > shown`, [
    system,
    channelOrder,
  ]);
}

type By = { readonly actor: string; readonly reason: string };

/** Has a record written now, whole, though nothing may have changed or it was left alone. Audited in the same transaction. */
export function showAgain(
  { system, channelOrder, actor, reason }: ChannelRecord & By,
  { transact, clock }: { readonly transact: Transact; readonly clock: Clock },
): Promise<'done' | 'unknown-record'> {
  return transact('systems.show-again', async (client) => {
    const { rowCount } = await client.query(
      `update showings set wanted = wanted + 1, digest = null, due_at = clock_timestamp(),
         waiting_since = case when wanted > shown and due_at < 'infinity' then waiting_since else clock_timestamp() end
       where system = $1 and channel_order = $2`,
      [system, channelOrder],
    );
    if (rowCount === 0) return 'unknown-record';
    await recordAction(client, { at: clock.now(), actor, action: 'show-again', target: `record:${system}:${channelOrder}`, reason });
    return 'done';
  });
}
