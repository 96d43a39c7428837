import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
// Past the doors, on purpose: what the hub keeps to itself is what has to be checked from outside.
import { differenceOf } from '../../../hub/src/engine/difference.ts';
import { readState } from '../../../hub/src/engine/subject-text.ts';
import { due } from '../../../hub/src/flows/index.ts';
import { evolve } from '../../../hub/src/orders/evolve.ts';
import type { Order, OrderEvent } from '../../../hub/src/orders/index.ts';
import { emptyChain, linkHash, saltedDigest } from '../../../hub/src/platform/index.ts';
import { lockEffects } from '../../../hub/src/systems/index.ts';

/** An order as the hub has it, with what is open about it. */
export type HeldOrder = {
  readonly id: string;
  readonly key: string;
  readonly order: Order;
  readonly exceptions: readonly OpenException[];
};
/** A person was called. */
export type OpenException = { readonly key: string; readonly summary: string; readonly openedAt: Date };

type SubjectRow = {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly state_schema: number;
  readonly chain_head: Buffer;
  readonly wake_at: Date | null;
};
type EventRow = {
  readonly subject_id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly actor: string;
  readonly body: string;
  readonly salt: Buffer;
  readonly digest: Buffer;
  readonly hash: Buffer;
};

/** Everything in the database, and what is wrong within it: states that are not what their events make of them, broken chains, limbo. */
export async function readOrders(pool: pg.Pool): Promise<{ readonly orders: readonly HeldOrder[]; readonly broken: readonly string[] }> {
  const { rows: subjects } = await pool.query<SubjectRow>('select id, version, state, state_schema, chain_head, wake_at from subjects order by id');
  const { rows: events } = await pool.query<EventRow>('select subject_id, seq, type, at, actor, body, salt, digest, hash from events order by subject_id, seq');
  const { rows: keys } = await pool.query<{ key: string; subject_id: string }>('select key, subject_id from idempotency');
  const { rows: exceptions } = await pool.query<{ subject_id: string; key: string; summary: string; opened_at: Date }>(
    'select subject_id, key, summary, opened_at from exceptions where closed_at is null',
  );
  const effects = await lockEffects(
    pool,
    subjects.map(({ id }) => id),
  );
  const eventsOf = Map.groupBy(events, (event) => event.subject_id);
  const exceptionsOf = Map.groupBy(exceptions, (exception) => exception.subject_id);
  const broken: string[] = [];
  const orders = subjects.map((subject): HeldOrder => {
    const order = readState(subject.state, subject.state_schema);
    const open = exceptionsOf.get(subject.id) ?? [];
    const known = { rows: effects.get(subject.id) ?? [], openKeys: open.map(({ key }) => key) };
    const problems = [...wrongHistory(subject, order, eventsOf.get(subject.id) ?? []), ...wrongWants(subject, order, known)];
    broken.push(...problems.map((problem) => `order ${order.purchaseOrder ?? subject.id}: ${problem}`));
    const key = keys.find((row) => row.subject_id === subject.id)?.key ?? '';
    return { id: subject.id, key, order, exceptions: open.map(({ key: name, summary, opened_at }) => ({ key: name, summary, openedAt: opened_at })) };
  });
  return { orders, broken };
}

function wrongHistory(subject: SubjectRow, order: Order, events: readonly EventRow[]): readonly string[] {
  const problems: string[] = [];
  let head = emptyChain;
  let folded: Order | undefined;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) problems.push(`event ${index + 1} is missing`);
    if (!event.digest.equals(saltedDigest(event.salt, event.body))) problems.push(`event ${event.seq} has another body than its digest`);
    head = linkHash(head, { subjectId: event.subject_id, seq: event.seq, at: event.at, actor: event.actor, type: event.type, digest: event.digest });
    if (!event.hash.equals(head)) problems.push(`the chain breaks at event ${event.seq}`);
    folded = evolve(folded, { type: event.type, ...(JSON.parse(event.body) as object) } as OrderEvent);
  }
  if (subject.version !== events.length) problems.push(`version ${subject.version}, but ${events.length} events`);
  if (!subject.chain_head.equals(head)) problems.push('the chain does not end in the head');
  if (!isDeepStrictEqual(order, JSON.parse(JSON.stringify(folded)))) problems.push('the state is not what the events make of it');
  return problems;
}

type Known = { readonly rows: Parameters<typeof differenceOf>[1]; readonly openKeys: readonly string[] };

/** What is due must be there and nothing else, every exception must have its cause, and nobody waits without a reason. */
function wrongWants({ id, wake_at }: SubjectRow, order: Order, { rows, openKeys }: Known): readonly string[] {
  const wants = due(order);
  const { inserts, updates, stuck } = differenceOf(id, rows, wants, { laneOf: () => ({ limiter: 'default' }), flowVersion: 1 });
  const wantedKeys = wants.exceptions.map(({ key }) => key);
  const problems = [
    ...inserts.map(({ key }) => `${key} is due, but not in the ledger`),
    ...updates.map(({ key, status }) => `${key} should be ${status}`),
    ...stuck.map((key) => `${key} is settled, but due`),
    ...wantedKeys.filter((key) => !openKeys.includes(key)).map((key) => `nobody was called for ${key}`),
    ...openKeys.filter((key) => !wantedKeys.includes(key) && !key.startsWith('broken:')).map((key) => `the exception ${key} has no cause any more`),
  ];
  const isWaited = order.closed || wake_at !== null || openKeys.length > 0 || rows.some(({ status }) => ['ready', 'claimed', 'doubt'].includes(status));
  return isWaited ? problems : [...problems, 'in limbo: nothing is due, nobody is called, no clock runs'];
}
