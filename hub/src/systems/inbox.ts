import type { DocumentSnapshot } from '@crossdock/canonical';
import type { InboundMessage } from '@crossdock/connector-kit';
import type { ClientBase } from 'pg';
import type { Database, Duty } from '../platform/index.ts';
import type { Deliver, MessageId, RecordAtFault } from './deliver.ts';
import { carryOutVerdicts, openLots } from './held-lots.ts';
import { type GateDeps, type Gates, openGates } from './sales-gate.ts';

/** How much of a message is kept raw, how many are looked at in one round, how long a parked one waits before a person is called. */
export const inboxLimits = { rawCharsMax: 262_144, messagesMax: 200, everyMs: 300, parkedMsMax: 3_600_000, retryMs: 1_000 } as const;

/**
 * Keeps messages within the transaction that also moves their cursor; the same id again is not kept twice. Answers how many
 * were new. The echo of our own write is done at once: the order has had that version since the write was confirmed.
 */
export async function keepMessages(client: ClientBase, source: string, messages: readonly InboundMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  const echoes = await findEchoes(client, source, messages);
  const rows = messages.map((message, index) => {
    const echoOf = echoes.get(message);
    const kept = echoOf === undefined ? statusOf(message) : { status: 'done', matchSystem: null, matchValue: null, detail: 'the echo of our own write' };
    return { message, index, id: message.id, part: partOf(messages, index), subjectId: echoOf ?? null, ...kept };
  });
  const sorted = rows.toSorted((a, b) => (a.id + a.part < b.id + b.part ? -1 : 1));
  const { rowCount } = await client.query({
    name: 'keep-messages',
    // Those of one transaction have the same now(): a microsecond each keeps them in the order in which they were handed over.
    text: `insert into inbox (source, message_id, part, status, match_system, match_value, message, raw, detail, subject_id, received_at)
           select $1, i, p, s, y, v, m, r, d, o, now() + n * interval '1 microsecond'
           from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::int[])
             as t (i, p, s, y, v, m, r, d, o, n)
           on conflict do nothing`,
    values: [
      source,
      sorted.map((row) => row.id),
      sorted.map((row) => row.part),
      sorted.map((row) => row.status),
      sorted.map((row) => row.matchSystem),
      sorted.map((row) => row.matchValue),
      sorted.map((row) => (row.subjectId === null ? JSON.stringify({ ...row.message, raw: undefined }) : '{}')), // the ledger holds what an echo says
      sorted.map((row) => (row.subjectId === null ? row.message.raw.slice(0, inboxLimits.rawCharsMax) : '')),
      sorted.map((row) => row.detail),
      sorted.map((row) => row.subjectId),
      sorted.map((row) => row.index),
    ],
  });
  return rowCount ?? 0;
}

type Shown = { readonly snapshots?: readonly { readonly id: string; readonly version?: string }[] };

/** The messages that say what the confirmation of an effect has said already, each with its order: same reference, same document, same version. */
async function findEchoes(client: ClientBase, source: string, messages: readonly InboundMessage[]): Promise<ReadonlyMap<InboundMessage, string>> {
  const references = messages.flatMap((message) =>
    message.kind === 'document' && message.snapshot.version !== undefined ? (message.snapshot.reference ?? []) : [],
  );
  if (references.length === 0) return new Map();
  const { rows } = await client.query<{ subject_id: string; outcome: string }>({
    name: 'find-echoes',
    text: `select subject_id, outcome from effects where reference = any($1::text[]) and system = $2 and status = 'confirmed' and outcome is not null`,
    values: [references, source],
  });
  const orderOf = new Map<string, string>();
  for (const row of rows) for (const shown of (JSON.parse(row.outcome) as Shown).snapshots ?? []) orderOf.set(`${shown.id} ${shown.version}`, row.subject_id);
  return new Map(
    messages.flatMap((message) => {
      const order = message.kind === 'document' ? orderOf.get(`${message.snapshot.id} ${message.snapshot.version}`) : undefined;
      return order === undefined ? [] : [[message, order] as const];
    }),
  );
}

function partOf(messages: readonly InboundMessage[], index: number): number {
  return messages.slice(0, index).filter((message) => message.id === messages[index]?.id).length;
}

function statusOf(message: InboundMessage): {
  readonly status: string;
  readonly matchSystem: string | null;
  readonly matchValue: string | null;
  readonly detail: string | null;
} {
  switch (message.kind) {
    case 'document': {
      const { snapshot } = message;
      return { status: 'pending', matchSystem: snapshot.system, matchValue: namesOf(snapshot)[0] ?? null, detail: null };
    }
    case 'master-data':
    case 'wish':
      return { status: 'pending', matchSystem: null, matchValue: null, detail: null };
    case 'ignored':
      return { status: 'ignored', matchSystem: null, matchValue: null, detail: message.why };
    case 'unreadable':
      return { status: 'pending', matchSystem: null, matchValue: null, detail: message.why };
    default:
      return message satisfies never;
  }
}

/** The names by which a snapshot's order can be found, the surest first: our reference, its order's id, its own id. */
function namesOf(snapshot: DocumentSnapshot): readonly string[] {
  const orderId = 'orderId' in snapshot ? snapshot.orderId : undefined;
  return [snapshot.reference, orderId, snapshot.id].filter((name) => name !== undefined);
}

type InboxRow = {
  readonly source: string;
  readonly message_id: string;
  readonly part: number;
  readonly message: string;
  readonly detail: string | null;
  readonly is_admitted: boolean;
};

/**
 * Takes pending messages to their orders, parks those whose order nobody knows yet, and wakes parked ones when a name arrives. Of a
 * channel's wishes, those beyond its cap are held until a person decides.
 */
export function inboxDuty(database: Database, deliver: Deliver, gateDeps: GateDeps): Duty {
  return {
    name: 'inbox',
    everyMs: inboxLimits.everyMs,
    runMsMax: 30_000,
    run: async (held) => {
      await wakeParked(database);
      await callForParked(database, deliver);
      const lots = await openLots(database.pool);
      const isMore = await carryOutVerdicts(lots, held);
      const messages = await readPending(database);
      const wishes = messages.flatMap(({ from, message, isAdmitted }) => (message.kind === 'wish' ? [{ from, wish: message.wish, isAdmitted }] : []));
      const gates = await openGates(wishes, lots, { ...gateDeps, database, foresee: deliver.foresee, commit: held.commit });
      const inTurn = Map.groupBy(messages, (one) => (one.message.kind === 'wish' ? `${one.from.source} ${one.message.wish.channelOrderId}` : one));
      const results = await Promise.allSettled([...inTurn.values()].map((some) => takeInTurn(database, some, deliver, gates)));
      await gates.settle();
      if (results.some((result) => result.status === 'rejected')) return inboxLimits.retryMs;
      return messages.length > 0 || isMore ? 0 : undefined;
    },
  };
}

type PendingMessage = { readonly from: MessageId; readonly message: InboundMessage; readonly detail: string | null; readonly isAdmitted: boolean };

async function readPending(database: Database): Promise<readonly PendingMessage[]> {
  const { rows } = await database.pool.query<InboxRow>({
    name: 'pending-messages',
    text: `select source, message_id, part, message, detail, admitted_at is not null as is_admitted from inbox where status = 'pending' order by received_at limit $1`,
    values: [inboxLimits.messagesMax],
  });
  return rows.map((row) => ({
    from: { source: row.source, messageId: row.message_id, part: row.part },
    message: JSON.parse(row.message) as InboundMessage,
    detail: row.detail,
    isAdmitted: row.is_admitted,
  }));
}

/** What is wanted for one sale, one after the other: an earlier state of it must not come after a later one. */
async function takeInTurn(database: Database, messages: readonly PendingMessage[], deliver: Deliver, gates: Gates): Promise<void> {
  for (const each of messages) await take(database, each, deliver, gates);
}

async function take(database: Database, { from, message, detail, isAdmitted }: PendingMessage, deliver: Deliver, gates: Gates): Promise<void> {
  switch (message.kind) {
    case 'document': {
      const subjectId = await findOrder(database, message.snapshot);
      if (subjectId === undefined) return setStatus(database, from, 'parked', null, null);
      if (detail === calledNote) await deliver.found(from);
      return deliver.document(subjectId, message.snapshot, from);
    }
    case 'master-data':
      await deliver.masterData(message.change, from);
      return setStatus(database, from, 'done', null, null);
    case 'wish': {
      if (!(await gates.pass({ from, wish: message.wish, isAdmitted }))) return;
      const { subjectId, why } = await deliver.wish(from.source, message.wish, from);
      return setStatus(database, from, why === undefined ? 'done' : 'refused', subjectId ?? null, why ?? null);
    }
    case 'unreadable':
      await deliver.exception(from, 'unreadable', message.why, recordAtFault(message));
      return setStatus(database, from, 'unreadable', null, message.why);
    case 'ignored':
      return setStatus(database, from, 'ignored', null, message.why);
    default:
      return message satisfies never;
  }
}

function recordAtFault({ channelOrderId, field, request }: Extract<InboundMessage, { kind: 'unreadable' }>): RecordAtFault | undefined {
  return channelOrderId === undefined
    ? undefined
    : { channelOrder: channelOrderId, ...(field !== undefined && { field }), ...(request !== undefined && { request }) };
}

/** By our reference first, which only our own documents carry, then by what the system calls its documents. */
async function findOrder(database: Database, snapshot: DocumentSnapshot): Promise<string | undefined> {
  if (snapshot.reference !== undefined) {
    const { rows } = await database.pool.query<{ subject_id: string }>({
      name: 'find-by-reference',
      text: 'select subject_id from effects where reference = $1 limit 1',
      values: [snapshot.reference],
    });
    if (rows[0]) return rows[0].subject_id;
  }
  const names = namesOf(snapshot).filter((name) => name !== snapshot.reference);
  const { rows } = await database.pool.query<{ subject_id: string }>({
    name: 'find-by-document',
    text: `select subject_id from refs where system = $1 and kind = 'document' and value = any($2::text[]) order by array_position($2::text[], value) limit 1`,
    values: [snapshot.system, names],
  });
  return rows[0]?.subject_id;
}

async function setStatus(database: Database, from: MessageId, status: string, subjectId: string | null, detail: string | null): Promise<void> {
  await database.pool.query({
    name: 'set-message-status',
    text: 'update inbox set status = $4, subject_id = coalesce($5, subject_id), detail = coalesce($6, detail) where source = $1 and message_id = $2 and part = $3',
    values: [from.source, from.messageId, from.part, status, subjectId, detail],
  });
}

/** A name that arrived since: whoever waited for it is pending again. Only parked rows are looked at. */
async function wakeParked(database: Database): Promise<void> {
  await database.pool.query({
    name: 'wake-parked',
    text: `update inbox i set status = 'pending' where i.status = 'parked'
             and (exists (select 1 from refs r where r.value = i.match_value and r.system = i.match_system) or exists (select 1 from effects e where e.reference = i.match_value))`,
  });
}

const calledNote = 'a person was called';

async function callForParked(database: Database, deliver: Deliver): Promise<void> {
  const { rows } = await database.pool.query<{ source: string; message_id: string; part: number; match_value: string }>({
    name: 'parked-too-long',
    text: `select source, message_id, part, match_value from inbox
           where status = 'parked' and detail is null and received_at < clock_timestamp() - $1 * interval '1 ms' limit 50`,
    values: [inboxLimits.parkedMsMax],
  });
  for (const row of rows) {
    const from = { source: row.source, messageId: row.message_id, part: row.part };
    await deliver.exception(from, 'parked', `No order is known for ${row.match_value}.`);
    await setStatus(database, from, 'parked', null, calledNote);
  }
}
