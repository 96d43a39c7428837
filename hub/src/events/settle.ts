import type { Database, Node, Queryable } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import { isDead, isScheduleThrough, retryDelayMs } from './retry-schedule.ts';
import type { Outcome } from './send.ts';

/** A claim and how it ended. */
export type Settlement = { readonly claim: Claimed; readonly outcome: Outcome };

/** A subscription was disabled because its receiver is dead. The same is kept on its row. */
export type Disabled = { readonly kind: 'disabled'; readonly subscription: string; readonly client: string; readonly url: string; readonly why: string };

/** One subject's message failed through the whole schedule while others of the subscription arrive; it is tried once a day. */
export type Held = { readonly kind: 'held'; readonly subscription: string; readonly subject: string; readonly failures: number; readonly why: string };

type Deps = { readonly database: Database; readonly node: Node; readonly random: () => number };

type Row = { subscription: string; subject: string; sent: number; wanted: number; attempt: number };

/** What becomes of a delivery's row. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'kept'; readonly sent: number; readonly attempt: number; readonly delayMs: number; readonly error: string | null };

/**
 * Judges a row by its present state: meanwhile fan-out may have raised what is wanted, and a replay may have lowered what
 * counts as sent; then this outcome proves nothing about the rest.
 */
export function judge(row: Pick<Row, 'sent' | 'wanted' | 'attempt'>, { claim, outcome }: Settlement, random: number): Verdict {
  const wasLowered = row.sent !== claim.sent;
  const sent = wasLowered ? row.sent : outcome.through;
  const attempt = outcome.accepted > 0 ? 0 : row.attempt;
  switch (outcome.kind) {
    case 'sent':
      return sent >= row.wanted ? { kind: 'done' } : { kind: 'kept', sent, attempt: 0, delayMs: 0, error: null };
    case 'stopped':
      return { kind: 'kept', sent, attempt, delayMs: outcome.delayMs, error: outcome.why ?? null };
    case 'failed':
      return { kind: 'kept', sent, attempt: attempt + 1, delayMs: retryDelayMs(attempt + 1, random), error: outcome.why };
    default:
      return outcome satisfies never;
  }
}

/** Settles claims in one transaction; one whose lease is another's by now changes nothing. Answers what people must be told. */
export function settleAll(settlements: readonly Settlement[], deps: Deps): Promise<readonly (Disabled | Held)[]> {
  return deps.database.transact('events.settle-deliveries', async (client) => {
    // Subscriptions before deliveries, each in the order of its key, as everybody else who locks both.
    const health = await lockHealth(settlements, client);
    const rows = await lockClaimed(settlements, deps.node, client);
    const bySubject = new Map(settlements.map((settlement) => [keyOf(settlement.claim), settlement]));
    const judged = rows.flatMap((row) => {
      const settlement = bySubject.get(keyOf(row));
      return settlement ? [{ row, settlement, verdict: judge(row, settlement, deps.random()) }] : [];
    });
    await keep(judged, client);
    await drop(judged, client);
    return updateHealth(judged, health, client);
  });
}

type Judged = { readonly row: Row; readonly settlement: Settlement; readonly verdict: Verdict };

function keyOf({ subscription, subject }: { readonly subscription: string; readonly subject: string }): string {
  return `${subscription}/${subject}`;
}

async function lockClaimed(settlements: readonly Settlement[], node: Node, client: Queryable): Promise<readonly Row[]> {
  const claims = settlements.map(({ claim }) => claim);
  const { rows } = await client.query<Row>(
    `select d.subscription, d.subject_id as subject, d.sent_seq as sent, d.wanted_seq as wanted, d.attempt
     from deliveries d join unnest($1::text[], $2::uuid[], $3::timestamptz[]) as c (subscription, subject, lease)
       on d.subscription = c.subscription and d.subject_id = c.subject and d.lease_until = c.lease
     where d.node_epoch = $4 order by d.subscription, d.subject_id for update of d`,
    [claims.map((claim) => claim.subscription), claims.map((claim) => claim.subject), claims.map((claim) => claim.lease), node.epoch],
  );
  return rows;
}

async function drop(judged: readonly Judged[], client: Queryable): Promise<void> {
  const done = judged.filter(({ verdict }) => verdict.kind === 'done').map(({ row }) => row);
  if (done.length === 0) return;
  await client.query(
    'delete from deliveries d using unnest($1::text[], $2::uuid[]) as c (subscription, subject) where d.subscription = c.subscription and d.subject_id = c.subject',
    [done.map((row) => row.subscription), done.map((row) => row.subject)],
  );
}

async function keep(judged: readonly Judged[], client: Queryable): Promise<void> {
  const kept = judged.flatMap(({ row, verdict }) => (verdict.kind === 'kept' ? [{ row, verdict }] : []));
  if (kept.length === 0) return;
  await client.query(
    `update deliveries d set sent_seq = c.sent, attempt = c.attempt, due_at = clock_timestamp() + c.delay_ms * interval '1 ms',
       last_error = c.error, node_epoch = null, lease_until = null
     from unnest($1::text[], $2::uuid[], $3::int[], $4::int[], $5::float8[], $6::text[]) as c (subscription, subject, sent, attempt, delay_ms, error)
     where d.subscription = c.subscription and d.subject_id = c.subject`,
    [
      kept.map(({ row }) => row.subscription),
      kept.map(({ row }) => row.subject),
      kept.map(({ verdict }) => verdict.sent),
      kept.map(({ verdict }) => verdict.attempt),
      kept.map(({ verdict }) => verdict.delayMs),
      kept.map(({ verdict }) => verdict.error),
    ],
  );
}

type HealthRow = { id: string; client: string; url: string; status: 'active' | 'disabled'; failing_ms: number | null };

/** Locks only subscriptions whose health may change: with a failure, or failing until now. */
async function lockHealth(settlements: readonly Settlement[], client: Queryable): Promise<ReadonlyMap<string, HealthRow>> {
  const failed = idsOf(settlements, (outcome) => outcome.kind === 'failed');
  const sent = idsOf(settlements, (outcome) => outcome.accepted > 0);
  const { rows } = await client.query<HealthRow>(
    `select id, client, url, status, extract(epoch from clock_timestamp() - failing_since)::float8 * 1000 as failing_ms from subscriptions
     where id = any($1) or (id = any($2) and failing_since is not null) order by id for no key update`,
    [failed, sent],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function idsOf(settlements: readonly Settlement[], isOne: (outcome: Outcome) => boolean): readonly string[] {
  return [...new Set(settlements.filter(({ outcome }) => isOne(outcome)).map(({ claim }) => claim.subscription))];
}

async function updateHealth(judged: readonly Judged[], health: ReadonlyMap<string, HealthRow>, client: Queryable): Promise<readonly (Disabled | Held)[]> {
  const notices: (Disabled | Held)[] = [];
  const bySubscription = Map.groupBy(judged, ({ row }) => row.subscription);
  for (const [id, row] of health) {
    const own = bySubscription.get(id) ?? [];
    const hasSent = own.some(({ settlement }) => settlement.outcome.accepted > 0);
    const failures = own.flatMap(({ row: { subject }, settlement: { outcome }, verdict }) =>
      outcome.kind === 'failed' && verdict.kind === 'kept' ? [{ subject, failures: verdict.attempt, why: outcome.why, isGone: outcome.isGone }] : [],
    );
    if (failures.length > 0 || hasSent) await setFailing(id, { hasSent, hasFailed: failures.length > 0 }, client);
    const failingMs = hasSent ? 0 : (row.failing_ms ?? 0);
    const last = failures.find((failure) => failure.isGone) ?? failures.find((failure) => isDead({ failures: failure.failures, failingMs }));
    if (last && row.status === 'active') {
      await disable(id, last.why, client);
      notices.push({ kind: 'disabled', subscription: id, client: row.client, url: row.url, why: last.why });
    } else {
      const held = failures.filter((failure) => isScheduleThrough(failure.failures));
      notices.push(...held.map(({ subject, failures: count, why }) => ({ kind: 'held' as const, subscription: id, subject, failures: count, why })));
    }
  }
  return notices;
}

/** Failing begins with the first failure after the last success. */
async function setFailing(id: string, { hasSent, hasFailed }: { readonly hasSent: boolean; readonly hasFailed: boolean }, client: Queryable): Promise<void> {
  const start = hasSent ? 'clock_timestamp()' : 'coalesce(failing_since, clock_timestamp())';
  await client.query(`update subscriptions set failing_since = ${hasFailed ? start : 'null'} where id = $1`, [id]);
}

async function disable(id: string, why: string, client: Queryable): Promise<void> {
  await client.query(`update subscriptions set status = 'disabled', disabled_at = clock_timestamp(), disabled_why = $2 where id = $1`, [id, why]);
}
