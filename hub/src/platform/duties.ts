import type pg from 'pg';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Node } from './nodes.ts';

/**
 * Work that one node at a time does: polls, the sequencer, sweepers, retention. The holder has a short lease, renewed while it
 * works, and every commit of the work is fenced by it, so a holder that slept too long commits nothing.
 */
export type Duty = {
  readonly name: string;
  readonly everyMs: number;
  /** For so long the lease is renewed during one run, in ms: a run that hangs gives the duty up. */
  readonly runMsMax: number;
  /** Answers how soon to come again when there is more to do, in ms; undefined: after `everyMs`. */
  readonly run: (held: HeldDuty) => Promise<number | undefined>;
};

/** The duty as its holder sees it. */
export type HeldDuty = {
  readonly cursor: string | undefined;
  /** Commits work together with the new cursor; throws DutyLost when another node has the lease by now. */
  readonly commit: <T>(name: string, work: (client: pg.ClientBase) => Promise<{ readonly cursor?: string; readonly result: T }>) => Promise<T>;
  /** Aborted when the hub stops. */
  readonly signal: AbortSignal;
};

/** The lease went to another node; what was being done is not committed. */
export class DutyLost extends Error {
  constructor(name: string) {
    super(`The duty ${name} belongs to another node now.`);
    this.name = 'DutyLost';
  }
}

/** `leaseMs`: how long after its holder's death a duty stays with it, beyond the duty's own pause between runs. */
type Deps = {
  readonly database: Database;
  readonly node: Node;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly onError: (name: string, error: Error) => void;
};

const idleMsMin = 20;
const renewalsPerLease = 3;

/** Runs the duties for as long as the signal allows; resolves when all have come to rest. */
export async function runDuties(duties: readonly Duty[], deps: Deps, signal: AbortSignal): Promise<void> {
  await Promise.all(duties.map((duty) => attend(duty, deps, signal)));
}

async function attend(duty: Duty, deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let waitMs = duty.everyMs;
    try {
      const held = await take(duty, deps);
      if (held) waitMs = (await whileRenewing(duty, deps, () => duty.run({ ...held, signal, commit: committer(duty, deps) }))) ?? duty.everyMs;
    } catch (error) {
      if (!signal.aborted) deps.onError(duty.name, error as Error);
    }
    await pause(Math.max(idleMsMin, waitMs), signal);
  }
  await release(duty, deps).catch(() => undefined);
}

async function take(duty: Duty, { database, node, leaseMs }: Deps): Promise<{ cursor: string | undefined } | undefined> {
  const { rows } = await database.pool.query<{ cursor: string | null }>(
    `insert into duties as d (name, node_epoch, until, ran_at) values ($1, $2, clock_timestamp() + $3 * interval '1 ms', clock_timestamp())
     on conflict (name) do update set node_epoch = excluded.node_epoch, until = excluded.until, ran_at = excluded.ran_at
       where d.until is null or d.until < clock_timestamp() or d.node_epoch = excluded.node_epoch
     returning cursor`,
    [duty.name, node.epoch, duty.everyMs + leaseMs],
  );
  return rows[0] && { cursor: rows[0].cursor ?? undefined };
}

/** Short runs end before the first renewal, so most duties cost none. */
async function whileRenewing<T>(duty: Duty, { database, node, clock, leaseMs }: Deps, work: () => Promise<T>): Promise<T> {
  const untilMs = clock.monotonicMs() + duty.runMsMax;
  const renew = () => {
    if (clock.monotonicMs() > untilMs) return;
    const text = `update duties set until = greatest(until, clock_timestamp() + $3 * interval '1 ms') where name = $1 and node_epoch = $2 and until > clock_timestamp()`;
    // A renewal that fails is no matter: the fence of the next commit has the last word.
    database.pool.query(text, [duty.name, node.epoch, leaseMs]).catch(() => undefined);
  };
  const timer = setInterval(renew, leaseMs / renewalsPerLease);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function committer(duty: Duty, { database, node }: Deps): HeldDuty['commit'] {
  return (name, work) =>
    database.transact(name, async (client) => {
      const fence = await client.query('select 1 from duties where name = $1 and node_epoch = $2 and until > clock_timestamp() for update', [
        duty.name,
        node.epoch,
      ]);
      if (fence.rowCount === 0) throw new DutyLost(duty.name);
      const { cursor, result } = await work(client);
      if (cursor !== undefined) await client.query('update duties set cursor = $2 where name = $1', [duty.name, cursor]);
      return result;
    });
}

async function release(duty: Duty, { database, node }: Deps): Promise<void> {
  await database.pool.query('update duties set until = clock_timestamp() where name = $1 and node_epoch = $2', [duty.name, node.epoch]);
}

/** Waits, or less when the signal comes. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
