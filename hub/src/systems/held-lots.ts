import type { HeldDuty, Queryable } from '../platform/index.ts';
import { newId } from '../platform/index.ts';
import type { MessageId } from './deliver.ts';

/** At most `salesMax` orders of a channel may be begun, changed or cancelled within `withinMinutes`. */
export type BurstCap = { readonly salesMax: number; readonly withinMinutes: number };

/** What a person decides about held sales: each becomes what it was meant to be, or nothing. */
export type Verdict = 'release' | 'discard';

/** A lot that is not done; without a verdict its channel's gate is shut. */
export type Lot = { readonly id: string; readonly source: string; readonly verdict: Verdict | null; readonly cap: BurstCap };

/** What there is to say of a lot that waits for a person. */
export type LotState = Lot & {
  /** Counted up to `heldLimits.countedMax`; `isMore`: there are more than that. */
  readonly sales: number;
  readonly isMore: boolean;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The channel's own ids of a few. */
  readonly examples: readonly string[];
};

/**
 * How many messages of a decided lot one round lets go: of released ones no more than half of what a round takes, so that other
 * messages do not wait behind them all.
 */
export const heldLimits = { releasedMax: 100, discardedMax: 1_000, countedMax: 100_000, examplesMax: 5 } as const;

type LotRow = { readonly id: string; readonly source: string; readonly verdict: Verdict | null; readonly sales_max: number; readonly within_minutes: number };

/** All lots that are not done; hardly ever there is one. */
export async function openLots(client: Queryable): Promise<readonly Lot[]> {
  const { rows } = await client.query<LotRow>({
    name: 'open-lots',
    text: 'select id, source, verdict, sales_max, within_minutes from held_lots where done_at is null',
  });
  return rows.map(lotOf);
}

/** Puts messages into lots, those of one sale behind each other. What is to follow a sale that has left its lot meanwhile stays pending. */
export async function holdMessages(
  client: Queryable,
  messages: readonly { readonly from: MessageId; readonly channelOrder: string; readonly lot: string; readonly why: string }[],
): Promise<void> {
  const sorted = messages.toSorted((a, b) => (a.from.messageId + a.from.part < b.from.messageId + b.from.part ? -1 : 1));
  await client.query({
    name: 'hold-messages',
    text: `update inbox i set status = 'held', lot = t.lot, match_value = t.sale, detail = t.why
           from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::uuid[], $6::text[]) as t (source, id, part, sale, lot, why)
           where i.source = t.source and i.message_id = t.id and i.part = t.part and i.status = 'pending'`,
    values: [
      sorted.map((m) => m.from.source),
      sorted.map((m) => m.from.messageId),
      sorted.map((m) => m.from.part),
      sorted.map((m) => m.channelOrder),
      sorted.map((m) => m.lot),
      sorted.map((m) => m.why),
    ],
  });
}

/** The lot that a channel's sales go into from now on, locked until the transaction ends. `known`: the one that shut the gate; undefined when it was decided meanwhile. */
export async function lockLot(client: Queryable, what: { readonly source: string; readonly cap: BurstCap; readonly known?: string }): Promise<Lot | undefined> {
  const { source, cap, known } = what;
  if (known === undefined)
    await client.query({
      name: 'open-lot',
      text: `insert into held_lots (id, source, sales_max, within_minutes) values ($1, $2, $3, $4) on conflict (source) where verdict is null do nothing`,
      values: [newId(), source, cap.salesMax, cap.withinMinutes],
    });
  const { rows } = await client.query<LotRow>({
    name: 'lock-lot',
    text: `select id, source, verdict, sales_max, within_minutes from held_lots where source = $1 and verdict is null and ($2::uuid is null or id = $2) for update`,
    values: [source, known ?? null],
  });
  return rows[0] && lotOf(rows[0]);
}

/** Of these sales, those with messages in lots, and in which: what comes next of them goes behind. Locked, so that they are still there when that commits. */
export async function lockHeldSales(client: Queryable, lots: readonly string[], channelOrders: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ lot: string; match_value: string }>({
    name: 'lock-held-sales',
    text: `select lot, match_value from inbox where lot = any($1::uuid[]) and match_value = any($2::text[]) and status = 'held' for update`,
    values: [lots, channelOrders],
  });
  return new Set(rows.map((row) => `${row.lot} ${row.match_value}`));
}

/** What a lot holds. */
export async function lotState(client: Queryable, lot: Lot): Promise<LotState | undefined> {
  const { rows } = await client.query<{ sales: number; first_at: Date | null; last_at: Date | null; examples: string[] }>({
    name: 'lot-state',
    text: `select (select count(*)::int from (select distinct match_value from inbox where lot = $1 and status = 'held' limit $2) s) as sales,
                  (select min(received_at) from inbox where lot = $1 and status = 'held') as first_at,
                  (select max(received_at) from inbox where lot = $1 and status = 'held') as last_at,
                  array(select distinct match_value from (
                    select match_value from inbox where lot = $1 and status = 'held' order by received_at limit $3) e) as examples`,
    values: [lot.id, heldLimits.countedMax + 1, heldLimits.examplesMax],
  });
  const row = rows[0];
  if (!row?.first_at || !row.last_at) return undefined;
  return {
    ...lot,
    sales: Math.min(row.sales, heldLimits.countedMax),
    isMore: row.sales > heldLimits.countedMax,
    firstAt: row.first_at,
    lastAt: row.last_at,
    examples: row.examples,
  };
}

/** A person's verdict on a whole lot, or on some of its sales. */
export type LotDecision = {
  readonly lot: string;
  readonly verdict: Verdict;
  readonly channelOrders?: readonly string[];
  readonly by: string;
  readonly reason: string;
};

/** `left`: what still waits for a verdict, where anything does. `not-held`: one of the named sales is not in the lot, so nothing was decided. */
export type LotDecided =
  | { readonly kind: 'decided'; readonly left: LotState | undefined }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-held'; readonly index: number };

/** Writes the verdict down, within the caller's transaction; rounds of the inbox carry it out. Some sales leave for a lot of their own. */
export async function decideLot(client: Queryable, { lot, verdict, channelOrders, by, reason }: LotDecision): Promise<LotDecided> {
  const { rows } = await client.query<LotRow>(
    'select id, source, verdict, sales_max, within_minutes from held_lots where id = $1 and verdict is null for update',
    [lot],
  );
  const row = rows[0];
  if (!row) return { kind: 'gone' };
  const decide = `verdict = $2, decided_at = clock_timestamp(), decided_by = $3, reason = $4`;
  if (channelOrders === undefined) {
    await client.query(`update held_lots set ${decide} where id = $1`, [lot, verdict, by, reason]);
    return { kind: 'decided', left: undefined };
  }
  const held = await lockHeldSales(client, [lot], channelOrders);
  const index = channelOrders.findIndex((sale) => !held.has(`${lot} ${sale}`));
  if (index >= 0) return { kind: 'not-held', index };
  const own = newId();
  await client.query(
    `insert into held_lots (id, source, split_from, sales_max, within_minutes, verdict, decided_at, decided_by, reason)
     values ($1, $5, $6, $7, $8, $2, clock_timestamp(), $3, $4)`,
    [own, verdict, by, reason, row.source, lot, row.sales_max, row.within_minutes],
  );
  await client.query(`update inbox set lot = $2 where lot = $1 and match_value = any($3::text[]) and status = 'held'`, [lot, own, channelOrders]);
  const left = await lotState(client, lotOf(row));
  if (left === undefined) await client.query(`update held_lots set ${decide}, done_at = clock_timestamp() where id = $1`, [lot, verdict, by, reason]);
  return { kind: 'decided', left };
}

/** Carries out what was decided, a bounded part each round, so that it goes on after a crash. Answers whether more is left of it. */
export async function carryOutVerdicts(lots: readonly Lot[], held: Pick<HeldDuty, 'commit'>): Promise<boolean> {
  let isMore = false;
  for (const { id, verdict } of lots) {
    if (verdict === null) continue;
    const moved = await held.commit('inbox.carry-out', async (client) => ({ result: await moveSome(client, id, verdict) }));
    isMore ||= moved > 0;
  }
  return isMore;
}

async function moveSome(client: Queryable, lot: string, verdict: Verdict): Promise<number> {
  // A released one has been admitted, by a person; it keeps its lot, and what has one does not count against the cap.
  const { rowCount } = await client.query({
    name: 'move-held',
    text: `update inbox i set status = $2, admitted_at = case when $2 = 'pending' then clock_timestamp() end,
             detail = $3 || ' by ' || l.decided_by || ': ' || l.reason
           from held_lots l, (select source, message_id, part from inbox where lot = $1 and status = 'held' order by received_at, message_id, part limit $4 for update) m
           where l.id = $1 and i.source = m.source and i.message_id = m.message_id and i.part = m.part`,
    values: verdict === 'release' ? [lot, 'pending', 'released', heldLimits.releasedMax] : [lot, 'refused', 'discarded', heldLimits.discardedMax],
  });
  if (rowCount === 0) await client.query({ name: 'lot-done', text: 'update held_lots set done_at = clock_timestamp() where id = $1', values: [lot] });
  return rowCount ?? 0;
}

function lotOf({ id, source, verdict, sales_max: salesMax, within_minutes: withinMinutes }: LotRow): Lot {
  return { id, source, verdict, cap: { salesMax, withinMinutes } };
}
