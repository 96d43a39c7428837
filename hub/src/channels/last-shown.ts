import { receivedAs } from '../insight/index.ts';
import type { Queryable } from '../platform/index.ts';
import type { Shown } from './changes-between.ts';

/** Which record of which channel, and our order of it. */
export type ShownOf = { readonly client: string; readonly channelOrderId: string; readonly subjectId: string };

const keyOf = ({ channelOrderId }: ShownOf): string => `shown:${channelOrderId}`;

/** What the channel's record said when it was taken last; before its first change: what the order was received as. */
export async function lastShown(of: ShownOf, pool: Queryable): Promise<Shown | undefined> {
  const { rows } = await pool.query<{ answer: string }>('select answer from idempotency where client = $1 and key = $2 and subject_id = $3', [
    of.client,
    keyOf(of),
    of.subjectId,
  ]);
  const kept = rows[0]?.answer;
  return kept === undefined ? receivedAs(of.subjectId, pool) : (JSON.parse(kept) as Shown); // written below and by nobody else
}

/** Keeps what the record says, beside the key under which its order is known and for as long. What it said before already is not written again: a record may be touched by the thousand. */
export async function keepShown(of: ShownOf, { now, before }: { readonly now: Shown; readonly before: Shown | undefined }, pool: Queryable): Promise<void> {
  if (before && saidBy(before) === saidBy(now)) return;
  const { customer, purchaseOrder, shipTo, lines } = now;
  const kept: Shown = { customer, lines, ...(purchaseOrder !== undefined && { purchaseOrder }), ...(shipTo && { shipTo }) };
  await pool.query(
    `insert into idempotency (client, key, fingerprint, subject_id, answer, expires_at) values ($1, $2, '', $3, $4, 'infinity')
     on conflict (client, key) do update set subject_id = excluded.subject_id, answer = excluded.answer`,
    [of.client, keyOf(of), of.subjectId, JSON.stringify(kept)],
  );
}

/** What of it is compared, as one text. */
function saidBy({ customer, purchaseOrder, shipTo, lines }: Shown): string {
  const each = lines.map(({ id, item, unit, unitPrice, schedules }) => [id, item, unit, unitPrice, schedules.map((s) => [s.id, s.ordered, s.requestedDate])]);
  return JSON.stringify([customer, purchaseOrder, Object.entries(shipTo ?? {}).sort(), each]);
}
