import type pg from 'pg';
import {
  type Database,
  type Duty,
  type Node,
  newBell,
  newId,
  newSalt,
  openDatabase,
  pause,
  type Queryable,
  registerNode,
  runDuties,
  systemClock,
} from '../platform/index.ts';
import { deliverLimits } from './claim.ts';
import { type DeliverDeps, runDeliveries } from './deliver.ts';
import type { CloudEvent } from './envelope.ts';
import { fanOutDuty } from './fan-out.ts';
import type { Send } from './send.ts';
import { sequencerDuty } from './sequencer.ts';
import type { Disabled, Held } from './settle.ts';
import { newSecret } from './subscription.ts';
import { type CreateSubscription, createSubscription } from './subscriptions.ts';

/** A hub's database over a test's own; the caller ends its pool. */
export function hubOn(pool: pg.Pool): Database {
  const { host = '', port = 0, user = '', database = '' } = pool.options;
  return openDatabase({ host, port, user, database, ssl: false }, { max: 10, onError: () => {} });
}

/** Ends its pool; a connection that a failed test left checked out is not waited for, the drop of its database ends it. */
export async function closeHub(hub: Database): Promise<void> {
  await Promise.race([hub.pool.end(), pause(1_000, new AbortController().signal)]);
}

/** A node registered in the test's database. */
export function newNode(hub: Database): Promise<Node> {
  return registerNode(hub, 'test');
}

/** What a test records; all but subject and seq have a plain value. */
export type Recorded = { readonly subject: string; readonly seq: number; readonly type?: string; readonly body?: string; readonly at?: Date };

/** Writes one event as the engine does: never as a transaction's first write. */
export async function record(client: Queryable, { subject, seq, type = 'order.received', body = '{"lines":[]}', at }: Recorded): Promise<void> {
  await client.query('select pg_current_xact_id()');
  await client.query(
    `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash) values ($1, $2, $3, coalesce($4, now()), 'test', 'c-1', $5, $6, '', '')`,
    [subject, seq, type, at, body, newSalt()],
  );
}

/** Records `seqs` of one subject, a committed transaction each, and answers the subject. */
export async function recordAll(hub: Database, seqs: readonly number[], more: Partial<Recorded> = {}): Promise<string> {
  const subject = more.subject ?? newId();
  for (const seq of seqs) await hub.transact('test', (client) => record(client, { ...more, subject, seq }));
  return subject;
}

/** Runs a duty until it says that nothing is left, at most `runsMax` times; throws what went wrong. */
export async function runDuty(duty: Duty, hub: Database, node: Node, runsMax = 100): Promise<void> {
  const stop = new AbortController();
  const errors: Error[] = [];
  let runs = 0;
  const watched: Duty = {
    ...duty,
    everyMs: 0,
    run: async (held) => {
      runs += 1;
      const soon = await duty.run({ ...held, signal: new AbortController().signal }).catch((error: Error) => {
        errors.push(error);
        return undefined;
      });
      if (soon === undefined || runs >= runsMax) stop.abort();
      return soon;
    },
  };
  const onError = (_: string, error: Error) => {
    errors.push(error);
    stop.abort();
  };
  await runDuties([watched], { database: hub, node, clock: systemClock, leaseMs: 5_000, onError }, stop.signal);
  if (errors[0]) throw errors[0];
}

/** Copies what is committed into the feed and plans its deliveries. */
export async function publish(hub: Database, node: Node): Promise<void> {
  await runDuty(sequencerDuty(hub), hub, node);
  await runDuty(fanOutDuty({ pool: hub.pool, onDue: () => {} }), hub, node);
}

/** Makes a subscription that may be to anywhere. */
export async function subscribe(hub: Database, what: Partial<CreateSubscription> = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const asked: CreateSubscription = { client: 'shop', url: 'https://receiver.example/hook', mode: 'stream', types: ['*'], ...what };
  const answer = await createSubscription(asked, { transact: hub.transact, newId, newSecret, guard: () => ({ ok: true }) });
  if (answer.outcome === 'refused') throw new Error(answer.why);
  return { id: answer.subscription.id, secret: answer.secret };
}

/** What a receiver got. */
export type Received = {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly event: CloudEvent;
};

/** A receiver behind an injected `send`; it takes everything unless `answer` says otherwise. */
export function newReceiver(answer: (received: Received) => number | Promise<number> = () => 200): { readonly send: Send; readonly received: Received[] } {
  const received: Received[] = [];
  const send: Send = async (url, headers, text) => {
    const one = { id: headers['webhook-id'] ?? '', url, headers, text, event: JSON.parse(text) as CloudEvent };
    received.push(one);
    return answer(one);
  };
  return { send, received };
}

/** The deliveries of a node under test; notices and errors are collected. */
export function newDeliveries(hub: Database, node: Node, send: Send, more: Partial<DeliverDeps> = {}) {
  const notices: (Disabled | Held)[] = [];
  const errors: Error[] = [];
  const deps: DeliverDeps = {
    database: hub,
    node,
    clock: systemClock,
    random: () => 0.5,
    envelope: { source: 'https://hub.example', traceparentOf: () => undefined },
    documentLink: (subject, seq) => `https://hub.example/v1/orders/${subject}?seq=${seq}`,
    currentState: () => Promise.resolve(undefined),
    send,
    bell: newBell(),
    limits: { ...deliverLimits, pollMs: 10 },
    onDisabled: (notice) => notices.push(notice),
    onHeld: (notice) => notices.push(notice),
    onError: (error) => errors.push(error),
    ...more,
  };
  return { deps, notices, errors };
}

const idleMsMax = 15_000;

/** Delivers until nothing is due and nothing is on its way. */
export async function deliverDue(deps: DeliverDeps): Promise<void> {
  const stop = new AbortController();
  const running = runDeliveries(deps, stop.signal);
  const endsAt = performance.now() + idleMsMax;
  while ((await countOpen(deps.database)) > 0) {
    if (performance.now() > endsAt) throw new Error('The deliveries did not come to rest.');
    await pause(5, stop.signal);
  }
  stop.abort();
  await running;
}

/** Delivers for a moment while a lease that nobody gives back keeps a row from coming to rest; ends with the `count`-th call. */
export async function deliverDuringLease(deps: DeliverDeps, hub: Database, count: number): Promise<void> {
  const stop = new AbortController();
  let calls = 0;
  const counting = { ...deps, send: (...what: Parameters<typeof deps.send>) => deps.send(...what).finally(() => (calls += 1)) };
  const running = runDeliveries(counting, stop.signal);
  while (calls < count) await pause(5, stop.signal);
  await hub.pool.query('select pg_sleep(0.05)');
  stop.abort();
  await running;
}

/** Lets every waiting retry be due now, and what a replay has disowned be free. */
export async function makeDue(hub: Database): Promise<void> {
  // In the order in which everybody locks them: a hub may be at work meanwhile.
  await hub.pool.query(
    `with all_rows as (select subscription, subject_id from deliveries order by subscription, subject_id for update)
     update deliveries d set due_at = clock_timestamp(), lease_until = case when d.node_epoch is null then null else d.lease_until end
     from all_rows a where d.subscription = a.subscription and d.subject_id = a.subject_id`,
  );
}

/** The rows that are left, by subscription and subject. */
export async function readDeliveries(hub: Database): Promise<readonly { subject: string; sent: number; wanted: number; attempt: number; waitMs: number }[]> {
  const { rows } = await hub.pool.query<{ subject: string; sent: number; wanted: number; attempt: number; waitMs: number }>(
    `select subject_id as subject, sent_seq as sent, wanted_seq as wanted, attempt, extract(epoch from due_at - clock_timestamp())::float8 * 1000 as "waitMs"
     from deliveries order by subscription, subject_id`,
  );
  return rows;
}

async function countOpen(hub: Database): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>(
    `select count(*)::int as count from deliveries d join subscriptions s on s.id = d.subscription
     where (s.status = 'active' and d.due_at <= clock_timestamp()) or d.node_epoch is not null`,
  );
  return rows[0]?.count ?? 0;
}
