import type { ClientBase } from 'pg';
import { closeExceptions, type ExceptionWant, openExceptions } from '../exceptions/index.ts';
import { due, flowVersion } from '../flows/index.ts';
import { channelOrdersOf, type Order, type OrderEvent } from '../orders/index.ts';
import { joined, jsonTexts, linkHash, newSalt, plainArray, type Statement, saltedDigest, textsOf, together } from '../platform/index.ts';
import { type Wait, writeWaits } from '../reference/index.ts';
import { type EffectRow, type EffectUpdate, effectsInsert, isShowKey, type Mark, markShowings, type NewEffect, updateEffects } from '../systems/index.ts';
import { differenceOf, type LaneOf } from './difference.ts';
import { type Ref, refsOf } from './refs-of.ts';
import { stateSchema, writeState } from './subject-text.ts';

/** An order before and after one or more commands of the same commit. */
export type Changed = {
  readonly subjectId: string;
  /** Events before this commit; 0 for a new subject. */
  readonly version: number;
  readonly chainHead: Uint8Array;
  readonly order: Order;
  readonly steps: readonly { readonly events: readonly OrderEvent[]; readonly at: string; readonly actor: string; readonly causation: string }[];
  /** The effects that were there, as the commands' outcomes left them. */
  readonly effects: readonly EffectRow[];
  /** What the outcomes themselves say of their effects. */
  readonly settled: readonly EffectUpdate[];
  readonly openExceptions: ReadonlySet<string>;
};

/** What a commit needs beside the orders. */
export type CommitDeps = {
  readonly laneOf: LaneOf;
  /** Whether the channel's system has records that are kept at its orders' state. */
  readonly isShown: (system: string) => boolean;
  /** Whether a customer that is new in the system is created there; absent: nowhere. */
  readonly createsCustomer?: (system: string) => boolean;
  readonly exceptionDueAt: (from: string, severity: 'high' | 'normal' | 'low') => string;
};

/** Everything that one commit writes, computed before the first statement. */
export type Written = {
  readonly subjects: readonly {
    readonly id: string;
    readonly before: number;
    readonly version: number;
    readonly state: string;
    readonly head: Uint8Array;
    readonly wakeAt: string | null;
    readonly isClosed: boolean;
  }[];
  readonly events: readonly EventRow[];
  readonly refs: readonly Ref[];
  readonly inserts: readonly NewEffect[];
  readonly updates: readonly EffectUpdate[];
  readonly opened: readonly ExceptionWant[];
  readonly closed: readonly { readonly subjectId: string; readonly key: string }[];
  readonly marks: readonly Mark[];
  readonly waits: readonly Wait[];
  readonly at: string;
};

type EventRow = {
  readonly subjectId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly causation: string;
  readonly body: string;
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
  readonly hash: Uint8Array;
};

/** What the changed orders come to: rows for every table, each list ready to be sorted and sent. Pure but for the salts. */
export function writingOf(changed: readonly Changed[], deps: CommitDeps, at: string): Written {
  const written = { subjects: [], events: [], refs: [], inserts: [], updates: [], opened: [], closed: [], marks: [], waits: [] } as {
    -readonly [K in Exclude<keyof Written, 'at'>]: Written[K][number][];
  };
  for (const one of changed) {
    const wants = due(one.order);
    const difference = differenceOf(one.subjectId, one.effects, wants, { laneOf: deps.laneOf, flowVersion });
    const { rows, head } = eventRows(one);
    written.events.push(...rows);
    written.refs.push(
      ...refsOf(
        one.subjectId,
        one.steps.flatMap((step) => step.events),
      ),
    );
    written.waits.push(...waitsOf(one));
    written.inserts.push(...difference.inserts);
    written.updates.push(...merge(one.settled, difference.updates));
    const exceptions = [...wants.exceptions, ...difference.stuck.map((key) => stuckException(one.order, key))];
    written.opened.push(...exceptions.map((exception) => ({ subjectId: one.subjectId, ...exception })));
    const still = new Set(exceptions.map((exception) => exception.key));
    const gone = [...one.openExceptions].filter((key) => isCauseGone(key, still, one.order));
    written.closed.push(...gone.map((key) => ({ subjectId: one.subjectId, key })));
    // Only then may a channel's record have to show something else than before.
    if (rows.length > 0 || gone.length > 0 || exceptions.some((exception) => !one.openExceptions.has(exception.key))) written.marks.push(...marksOf(one, deps));
    written.subjects.push({
      id: one.subjectId,
      before: one.version,
      version: one.version + rows.length,
      state: writeState(one.order),
      head,
      wakeAt: wants.wakeAt ?? null,
      isClosed: one.order.closed !== undefined,
    });
  }
  return { ...written, at };
}

/** The holds of this commit that wait for a name, and those that waited for one: what the last event says of each. */
function waitsOf({ subjectId, steps }: Changed): readonly Wait[] {
  const waits = new Map<string, Wait>();
  for (const event of steps.flatMap((step) => step.events)) {
    if (event.type === 'order.hold-placed' && event.hold.missing) waits.set(event.hold.id, { subjectId, holdId: event.hold.id, missing: event.hold.missing });
    if (event.type === 'order.hold-cleared' && event.id.startsWith('reference:')) waits.set(event.id, { subjectId, holdId: event.id, missing: undefined });
  }
  return [...waits.values()];
}

/** Derived exceptions close with their cause; what was opened beside the flow (a refused wish, a broken outcome) when a person has accepted it; who writes a channel's record opens and closes its own. */
function isCauseGone(key: string, still: ReadonlySet<string>, order: Order): boolean {
  if (isShowKey(key)) return false;
  if (key.startsWith('message:') || key.startsWith('broken:')) return order.pins.includes(key);
  return !still.has(key);
}

/** The channel's records of the order that are kept at its state. */
function marksOf({ subjectId, order }: Changed, { isShown }: CommitDeps): readonly Mark[] {
  return channelOrdersOf(order).flatMap(({ system, orderId }) => (isShown(system) ? [{ system, channelOrder: orderId, subjectId }] : []));
}

/** The difference speaks after the outcome: where both change a row, its word counts and the outcome's text stays. */
function merge(settled: readonly EffectUpdate[], difference: readonly EffectUpdate[]): readonly EffectUpdate[] {
  const later = new Map(difference.map((update) => [update.key, update]));
  return [...settled.filter((update) => !later.has(update.key)), ...difference];
}

function eventRows(one: Changed): { readonly rows: readonly EventRow[]; readonly head: Uint8Array } {
  let head = one.chainHead;
  let seq = one.version;
  const rows: EventRow[] = [];
  for (const step of one.steps) {
    const at = new Date(step.at);
    for (const event of step.events) {
      seq += 1;
      const { type } = event;
      const body = bodyOf(event);
      const salt = newSalt();
      const digest = saltedDigest(salt, body);
      head = linkHash(head, { subjectId: one.subjectId, seq, at, actor: step.actor, type, digest });
      rows.push({ subjectId: one.subjectId, seq, type, at: step.at, actor: step.actor, causation: step.causation, body, salt, digest, hash: head });
    }
  }
  return { rows, head };
}

/** The event without its type, which has a column of its own; one native call where the type comes first, as it does. */
function bodyOf(event: OrderEvent): string {
  const text = JSON.stringify(event);
  const head = `{"type":"${event.type}"`;
  if (text.startsWith(`${head},`)) return `{${text.slice(head.length + 1)}`;
  const { type: _, ...rest } = event;
  return JSON.stringify(rest);
}

/** Wanted, but settled: never a silent nothing. */
function stuckException(order: Order, key: string): Omit<ExceptionWant, 'subjectId'> {
  return {
    key: `stuck:${key}`,
    class: 'failed',
    severity: 'high',
    owner: 'integration',
    summary: `${key} is wanted, but the ledger has settled it already.`,
    cause: `stuck:${order.id}:${key}`,
    evidence: [`${key} is settled in the effect ledger and due in the order.`],
    remedies: ['resend', 'cancel'],
    verdict: 'Look at the evidence of the settled effect before sending it again.',
    target: { effectKey: key },
  };
}

/**
 * Writes in one order for every commit: subjects, events, refs, effects, exceptions, showings; each list sorted by its key, so that commits
 * never wait in a circle. The subjects are this commit's own by now (new, or locked), so nobody else inserts rows of theirs.
 */
export async function write(client: ClientBase, written: Written, deps: CommitDeps): Promise<void> {
  const fresh = written.subjects.filter((subject) => subject.before === 0);
  const known = written.subjects.filter((subject) => subject.before > 0);
  const inserts = [
    ...(fresh.length > 0 ? [subjectsInsert(fresh)] : []),
    ...(written.events.length > 0 ? [eventsInsert(written.events)] : []),
    ...(written.refs.length > 0 ? [refsInsert(written.refs)] : []),
    ...(written.inserts.length > 0 ? [effectsInsert(written.inserts)] : []),
  ];
  await together(client, () => [
    updateSubjects(client, known),
    ...(inserts.length > 0 ? [client.query(joined(inserts))] : []),
    updateEffects(client, written.updates),
    writeWaits(client, written.waits),
    closeExceptions(client, written.closed, { at: written.at, actor: 'system:engine' }),
    openExceptions(client, written.opened, { at: written.at, dueAt: (severity) => deps.exceptionDueAt(written.at, severity) }),
    markShowings(client, written.marks),
  ]);
}

type SubjectRow = Written['subjects'][number];

function subjectColumns(subjects: readonly SubjectRow[], at: (subject: SubjectRow) => string | null) {
  const sorted = subjects.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    plainArray(sorted.map((s) => s.id)),
    plainArray(sorted.map((s) => s.version)),
    jsonTexts(sorted.map((s) => s.state)),
    sorted.map((s) => s.head),
    plainArray(sorted.map((s) => s.wakeAt)),
    sorted.map(at),
  ] as const;
}

function subjectsInsert(subjects: readonly SubjectRow[]): Statement {
  return {
    name: 'insert-subjects',
    text: `insert into subjects (id, kind, flow_version, state_schema, version, state, chain_head, wake_at, closed_at)
           select i, 'order', $7, $8, v, s, h, w, c from unnest($1::uuid[], $2::int[], ${textsOf('$3')}, $4::bytea[], $5::timestamptz[], $6::timestamptz[]) as t (i, v, s, h, w, c)`,
    values: [...subjectColumns(subjects, () => null), flowVersion, stateSchema],
  };
}

async function updateSubjects(client: ClientBase, subjects: readonly SubjectRow[]): Promise<void> {
  if (subjects.length === 0) return;
  await client.query({
    name: 'update-subjects',
    text: `update subjects s set version = t.v, state = t.s, chain_head = t.h, wake_at = t.w, state_schema = $7,
                  closed_at = case when t.c then coalesce(s.closed_at, clock_timestamp()) end
           from unnest($1::uuid[], $2::int[], ${textsOf('$3')}, $4::bytea[], $5::timestamptz[], $6::bool[]) as t (i, v, s, h, w, c) where s.id = t.i`,
    values: [...subjectColumns(subjects, (subject) => String(subject.isClosed)), stateSchema],
  });
}

function eventsInsert(events: readonly EventRow[]): Statement {
  const sorted = events.toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : a.subjectId > b.subjectId ? 1 : a.seq - b.seq));
  const column = <T>(pick: (event: EventRow) => T) => sorted.map(pick);
  return {
    name: 'insert-events',
    text: `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
           select * from unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], ${textsOf('$7')}, $8::bytea[], $9::bytea[], $10::bytea[])`,
    values: [
      plainArray(column((e) => e.subjectId)),
      plainArray(column((e) => e.seq)),
      column((e) => e.type),
      plainArray(column((e) => e.at)),
      column((e) => e.actor),
      column((e) => e.causation),
      jsonTexts(column((e) => e.body)),
      column((e) => e.salt),
      column((e) => e.digest),
      column((e) => e.hash),
    ],
  };
}

function refsInsert(refs: readonly Ref[]): Statement {
  const text = (ref: Ref) => JSON.stringify([ref.value, ref.system, ref.kind, ref.subjectId]);
  const sorted = [...new Map(refs.map((ref) => [text(ref), ref])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
  return {
    name: 'insert-refs',
    text: `insert into refs (system, kind, value, subject_id) select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) on conflict do nothing`,
    values: [sorted.map((r) => r.system), sorted.map((r) => r.kind), sorted.map((r) => r.value), plainArray(sorted.map((r) => r.subjectId))],
  };
}
