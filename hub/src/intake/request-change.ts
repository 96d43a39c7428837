import { hash } from 'node:crypto';
import type { Engine } from '../engine/index.ts';
import type { Change, Declined, Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Whose request it is, under which key, and to which order. */
export type Requester = { readonly subjectId: string; readonly client: string; readonly key: string; readonly actor: string; readonly causation: string };

/** What became of a change request. `text` is the answer's JSON, the same on every retry of the same key. */
export type ChangeAnswer =
  | { readonly kind: 'answered'; readonly text: string; readonly isReplay: boolean; readonly order: Order | undefined }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'unknown-order' }
  | Declined;

/** What change requests need. */
export type ChangeDeps = { readonly engine: Pick<Engine, 'submit'>; readonly pool: Queryable };

/** How long a key is remembered, in days. */
export const keyKeptDays = 30;

type Command = Parameters<Engine['submit']>[0]['command'];

/**
 * Has a change request decided once per (client, key). The key is claimed in the database first, so that another body under the
 * same key is refused even when both arrive at once; the order itself takes a change id once only, so a crash between the two
 * does no harm.
 */
export async function requestOnce(who: Requester, request: object, command: (changeId: string) => Command, deps: ChangeDeps): Promise<ChangeAnswer> {
  const claimed = await claimKey(who, fingerprintOf({ order: who.subjectId, request }), deps.pool);
  if (claimed.kind !== 'ours') return claimed;
  const changeId = changeIdOf(who.client, who.key);
  const submitted = await deps.engine.submit({ subjectId: who.subjectId, command: command(changeId) });
  if (submitted.kind !== 'decided') return submitted;
  const change = submitted.order.changes.find((c) => c.id === changeId);
  const text = await keepAnswer(who, answerText(who.subjectId, changeId, change), deps.pool);
  return { kind: 'answered', text, isReplay: claimed.isRepeated, order: submitted.order };
}

/** The id of a change: the same for the same client and key, for ever. */
export function changeIdOf(client: string, key: string): string {
  return `chg_${hash('sha256', `${client}\u0000${key}`, 'base64url').slice(0, 22)}`;
}

/** No change recorded means that there was nothing left to do: the order was cancelled before. */
function answerText(orderId: string, changeId: string, change: Change | undefined): string {
  return JSON.stringify({ id: changeId, order: orderId, items: change?.items ?? [], links: { order: `/v1/orders/${orderId}` } });
}

type Claimed = { readonly kind: 'ours'; readonly isRepeated: boolean } | Extract<ChangeAnswer, { kind: 'answered' | 'key-reused' | 'unknown-order' }>;

async function claimKey({ client, key, subjectId }: Requester, fingerprint: Buffer, pool: Queryable): Promise<Claimed> {
  const inserted = await pool.query(
    `insert into idempotency (client, key, fingerprint, subject_id, answer, expires_at)
     select $1, $2, $3, id, '', clock_timestamp() + $5 * interval '1 day' from subjects where id = $4
     on conflict do nothing`,
    [client, key, fingerprint, subjectId, keyKeptDays],
  );
  if (inserted.rowCount === 1) return { kind: 'ours', isRepeated: false };
  const { rows } = await pool.query<{ fingerprint: Buffer; answer: string }>('select fingerprint, answer from idempotency where client = $1 and key = $2', [
    client,
    key,
  ]);
  const first = rows[0];
  if (!first) return { kind: 'unknown-order' };
  if (!first.fingerprint.equals(fingerprint)) return { kind: 'key-reused' };
  return first.answer === '' ? { kind: 'ours', isRepeated: true } : { kind: 'answered', text: first.answer, isReplay: true, order: undefined };
}

/** Keeps the first answer and gives back the one that is kept. */
async function keepAnswer({ client, key }: Requester, text: string, pool: Queryable): Promise<string> {
  const { rows } = await pool.query<{ answer: string }>(
    `update idempotency set answer = case when answer = '' then $3 else answer end where client = $1 and key = $2 returning answer`,
    [client, key, text],
  );
  return rows[0]?.answer ?? text;
}
