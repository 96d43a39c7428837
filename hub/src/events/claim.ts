import type { Clock, Database, Node } from '../platform/index.ts';
import type { Mode } from './subscription.ts';

/** Limits of the deliveries of one node. */
export type DeliverLimits = {
  /** How long a claim belongs to its node; no send begins that could end after it. */
  readonly leaseMs: number;
  readonly leaseMarginMs: number;
  /** Longest time of one call. */
  readonly callMsMax: number;
  /** How often a node looks for what others made due. */
  readonly pollMs: number;
  /** How often a claim looks below its low marks. */
  readonly rescanMs: number;
  /** After the hub was told to stop, how long calls on their way may go on. */
  readonly stopGraceMs: number;
  readonly sendsMax: number;
  readonly sendsPerSubscriptionMax: number;
  /** The same while nothing could be sent to the subscription, so that dead ones do not take the places of others. */
  readonly sendsPerFailingMax: number;
};

/** The limits of a hub in production. */
export const deliverLimits: DeliverLimits = {
  leaseMs: 60_000,
  leaseMarginMs: 5_000,
  callMsMax: 15_000,
  pollMs: 250,
  rescanMs: 2_000,
  stopGraceMs: 3_000,
  sendsMax: 256,
  sendsPerSubscriptionMax: 16,
  sendsPerFailingMax: 2,
};

/** One subject of one subscription, for this node alone until the lease ends. `lease` is the fence of its settlement. */
export type Claimed = {
  readonly subscription: string;
  readonly subject: string;
  readonly url: string;
  readonly mode: Mode;
  readonly types: readonly string[];
  /** The present one, and while rotating the one before. */
  readonly secrets: readonly string[];
  readonly sent: number;
  readonly wanted: number;
  readonly lease: string;
  /** Since when it was due, Unix ms. */
  readonly dueMs: number;
  /** True while a call begun now ends before the lease. */
  readonly mayStart: () => boolean;
};

/** What is already on its way, below which due time (Unix ms) nothing need be looked for, and after which subscription this round's turn begins. */
export type Round = { readonly busy: ReadonlyMap<string, number>; readonly low: ReadonlyMap<string, number>; readonly free: number; readonly after: string };

type Deps = { readonly database: Database; readonly node: Node; readonly clock: Clock; readonly limits: DeliverLimits };

type Row = {
  subscription: string;
  subject: string;
  url: string;
  mode: Mode;
  types: string[];
  secret: string;
  previous_secret: string | null;
  sent: number;
  wanted: number;
  lease: string;
  dueMs: number;
};

/** Claims what is due, each subscription's oldest first, up to its free places. The subscriptions take turns at being first. */
export async function claimDue({ busy, low, free, after }: Round, { database, node, clock, limits }: Deps): Promise<readonly Claimed[]> {
  const mayStart = starter(clock, limits); // from before the query: the lease begins within it
  const known = [...new Set([...busy.keys(), ...low.keys()])];
  const { rows } = await database.pool.query<Row>(claimStatement, [
    known,
    known.map((id) => busy.get(id) ?? 0),
    limits.sendsPerSubscriptionMax,
    limits.sendsPerFailingMax,
    after,
    free,
    node.epoch,
    limits.leaseMs,
    known.map((id) => low.get(id) ?? 0),
  ]);
  return rows.map(({ secret, previous_secret: previous, ...row }) => ({ ...row, secrets: previous === null ? [secret] : [secret, previous], mayStart }));
}

// `(select clock_timestamp())`: as a bare volatile call it would bound no index.
const claimStatement = `
with due as materialized (
  select d.subscription, d.subject_id
  from (
    select s.id, case when s.failing_since is null then $3::int else $4::int end - coalesce(b.count, 0) as room, to_timestamp(coalesce(b.low_ms, 0) / 1000) as low
    from subscriptions s left join unnest($1::text[], $2::int[], $9::float8[]) as b (id, count, low_ms) on b.id = s.id
    where s.status = 'active' order by s.id > $5 desc, s.id
  ) s cross join lateral (
    select subscription, subject_id from deliveries
    where subscription = s.id and due_at >= s.low and due_at <= (select clock_timestamp()) and (lease_until is null or lease_until < (select clock_timestamp()))
    order by due_at limit greatest(0, s.room) for update skip locked
  ) d limit $6
)
update deliveries d set node_epoch = $7, lease_until = clock_timestamp() + $8 * interval '1 ms'
from due join subscriptions s on s.id = due.subscription
where d.subscription = due.subscription and d.subject_id = due.subject_id
returning d.subscription, d.subject_id as subject, s.url, s.mode, s.types, s.secret, s.previous_secret,
  d.sent_seq as sent, d.wanted_seq as wanted, d.lease_until::text as lease,
  floor(extract(epoch from d.due_at) * 1000)::float8 as "dueMs"`;

/** By wall and by monotonic clock, whichever ends first: one stands still in a suspended machine, the other may be set back. */
function starter(clock: Clock, limits: DeliverLimits): () => boolean {
  const [wallMs, monotonicMs] = [clock.wallMs(), clock.monotonicMs()];
  const startMsMax = limits.leaseMs - limits.callMsMax - limits.leaseMarginMs;
  return () => Math.max(clock.wallMs() - wallMs, clock.monotonicMs() - monotonicMs) <= startMsMax;
}
