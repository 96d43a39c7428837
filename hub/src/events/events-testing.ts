import type pg from 'pg';
import {
  type Database,
  type Duty,
  type Node,
  newId,
  newSalt,
  openDatabase,
  pause,
  type Queryable,
  registerNode,
  runDuties,
  systemClock,
} from '../platform/index.ts';

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
  await runDuties([watched], { database: hub, node, clock: systemClock, onError }, stop.signal);
  if (errors[0]) throw errors[0];
}
