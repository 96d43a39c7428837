import { hash } from 'node:crypto';
import { type ExceptionWant, noOrder } from '../exceptions/index.ts';
import type { Queryable } from '../platform/index.ts';
import { type MessageId, markShownOrders, type RecordAtFault } from '../systems/index.ts';

/** A channel's record that cannot be read as it is now, and our order of it, where there is one. */
export type UnreadableSale = { readonly from: MessageId; readonly record: RecordAtFault; readonly order: string | undefined; readonly detail: string };

/** One for each sale, however often it is told: the next state that can be read closes it. An order shows it on its channel's record as the answer to a change. */
export function ofUnreadableSale({ from, record, order, detail }: UnreadableSale): ExceptionWant {
  const { channelOrder, request } = record;
  const key = order === undefined ? unplaced(from.source, channelOrder) : `${placed(from.source, channelOrder)}${digestOf(detail)}`;
  return {
    subjectId: order ?? noOrder,
    key,
    class: 'unreadable',
    severity: 'normal',
    owner: 'integration',
    summary: `A message of ${from.source} could not be read: ${detail}`,
    cause: `${from.source}:unreadable`,
    evidence: [detail, `message ${from.messageId}`],
    remedies: order === undefined ? [] : ['accept-difference'],
    verdict: 'Nothing was sent for it.',
    target: {
      message: from,
      ...(order !== undefined && {
        pin: key,
        request: { kind: 'change', by: `channel:${from.source}`, reason: detail, ...(request !== undefined && { request }) },
      }),
    },
  };
}

/** The key of the exception about a record that could not be read and is no order. */
export const unplaced = (source: string, channelOrder: string): string => `unreadable:${source}:sale:${channelOrder}`;
const placed = (source: string, channelOrder: string): string => `message:${source}:unreadable:${channelOrder}:`;
/** A person who has accepted one reason has not accepted the next. */
const digestOf = (detail: string): string => hash('sha256', detail, 'base64url').slice(0, 22);

/** The record was read: nobody need look at what could not be read of it before. */
export async function closeUnreadableSale(
  { system, channelOrder, order, at }: { readonly system: string; readonly channelOrder: string; readonly order: string; readonly at: string },
  client: Queryable,
): Promise<void> {
  const { rowCount } = await client.query({
    name: 'close-unreadable-sale',
    text: `update exceptions set closed_at = $5, closed_by = $6
           where closed_at is null and ((subject_id = $1 and key = $2) or (subject_id = $3 and starts_with(key, $4)))`,
    values: [noOrder, unplaced(system, channelOrder), order, placed(system, channelOrder), at, `channel:${system}`],
  });
  if ((rowCount ?? 0) > 0) await markShownOrders(client, [order]);
}
