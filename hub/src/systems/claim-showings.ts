import type { Node, Queryable } from '../platform/index.ts';

/** A record that waits to be written. `wanted` is what its next writing answers for. */
export type WaitingShowing = {
  readonly channelOrder: string;
  readonly subjectId: string | null;
  /** JSON of what is to be reported, where there is no order. */
  readonly problem: string | null;
  readonly wanted: number;
  readonly failures: number;
  /** Of the content that the record has, as hex. */
  readonly digest: string | null;
};

/** One that this node writes until its lease ends; `lease` is the fence of its settlement. */
export type ClaimedShowing = WaitingShowing & { readonly lease: string };

/** A record that waits longer than `liveMs` is backlog. Every `oldestEvery`-th batch begins with the oldest; a failure divides the batch. */
export const claimShowingLimits = { liveMs: 60_000, oldestEvery: 4, failureDivides: 4 } as const;

/** What one batch may take; `turn` counts the batches. */
export type ShowRound = { readonly turn: number; readonly ordersMax: number; readonly problemsMax: number };

/** Whether anything of the system is due: a look at the head of the partial index, which the planner takes for the sake of the order. */
export async function hasDueShowing(pool: Queryable, system: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'has-due-showing',
    text: 'select 1 from showings where system = $1 and wanted > shown and due_at <= (select clock_timestamp()) order by due_at limit 1',
    values: [system],
  });
  return (rowCount ?? 0) > 0;
}

/**
 * Claims the next batch of a system, unless another is on its way: its bytes may still leave until its lease ends. Within the
 * duty's own fenced transaction, so that two nodes never look at the same time.
 */
export async function claimShowings(
  client: Queryable,
  node: Node,
  { system, leaseMs, ...round }: ShowRound & { readonly system: string; readonly leaseMs: number },
): Promise<readonly ClaimedShowing[]> {
  const underWay = await client.query({
    name: 'showings-under-way',
    text: 'select 1 from showings where system = $1 and lease_until > (select clock_timestamp()) order by lease_until limit 1',
    values: [system],
  });
  if ((underWay.rowCount ?? 0) > 0) return [];
  const limit = Math.max(round.ordersMax, round.problemsMax);
  const oldest = await waiting(client, system, limit, 'all');
  const live = oldest.length < limit ? [] : await waiting(client, system, limit, 'live');
  const batch = pickBatch(live, oldest, round);
  if (batch.length === 0) return [];
  const { rows } = await client.query<{ channelOrder: string; lease: string }>({
    name: 'claim-showings',
    text: `update showings set node_epoch = $3, lease_until = clock_timestamp() + $4 * interval '1 ms' where system = $1 and channel_order = any($2::text[])
           returning channel_order as "channelOrder", lease_until::text as lease`,
    values: [system, batch.map((one) => one.channelOrder), node.epoch, leaseMs],
  });
  const leases = new Map(rows.map((row) => [row.channelOrder, row.lease]));
  return batch.flatMap((one) => {
    const lease = leases.get(one.channelOrder);
    return lease === undefined ? [] : [{ ...one, lease }];
  });
}

async function waiting(client: Queryable, system: string, limit: number, which: 'all' | 'live'): Promise<readonly WaitingShowing[]> {
  const { rows } = await client.query<WaitingShowing>({
    name: `waiting-showings-${which}`,
    text: `select channel_order as "channelOrder", subject_id as "subjectId", problem, wanted, failures, encode(digest, 'hex') as digest from showings
           where system = $1 and wanted > shown and due_at <= (select clock_timestamp())
             ${which === 'live' ? `and due_at > (select clock_timestamp()) - ${claimShowingLimits.liveMs} * interval '1 ms'` : ''}
           order by due_at limit $2 for update skip locked`,
    values: [system, limit],
  });
  return rows;
}

/**
 * Live before backlog, with a floor for the backlog. Orders and problems travel apart. What has failed travels apart too, in ever
 * smaller company, until the one that is to blame fails alone. Pure.
 */
export function pickBatch(live: readonly WaitingShowing[], oldest: readonly WaitingShowing[], round: ShowRound): readonly WaitingShowing[] {
  const isOldestFirst = round.turn % claimShowingLimits.oldestEvery === claimShowingLimits.oldestEvery - 1;
  const inOrder = isOldestFirst ? [...oldest, ...live] : [...live, ...oldest];
  const [head, ...others] = new Map(inOrder.map((one) => [one.channelOrder, one])).values();
  if (!head) return [];
  const itemsMax = head.subjectId === null ? round.problemsMax : round.ordersMax;
  const roomOf = ({ failures }: WaitingShowing) => Math.max(1, Math.floor(itemsMax / claimShowingLimits.failureDivides ** failures));
  const batch = [head];
  let room = roomOf(head);
  for (const one of others) {
    const isOfKind = (one.subjectId === null) === (head.subjectId === null) && one.failures > 0 === head.failures > 0;
    if (!isOfKind || batch.length >= Math.min(room, roomOf(one))) continue;
    batch.push(one);
    room = Math.min(room, roomOf(one));
  }
  return batch;
}
