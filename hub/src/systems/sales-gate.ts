import type { ChannelWish } from '@crossdock/connector-kit';
import type { Database, HeldDuty, Queryable } from '../platform/index.ts';
import type { Deliver, MessageId } from './deliver.ts';
import { type BurstCap, holdMessages, type Lot, type LotState, lockHeldSales, lockLot, lotState } from './held-lots.ts';

/** What the gates need. */
export type GateDeps = {
  /** The cap of the channel whose messages come from a system; undefined: none. */
  readonly capOf: (source: string) => BurstCap | undefined;
  /** Calls a person for what is held, or tells whoever was called how it stands now. */
  readonly callForHeld: (client: Queryable, state: LotState) => Promise<void>;
};

/** A wish at the gate; `isAdmitted`: it was let through before, by us or by a person. */
export type Waiting = { readonly from: MessageId; readonly wish: ChannelWish; readonly isAdmitted: boolean };

/** The gates of all channels during one round of the inbox. */
export type Gates = {
  /** Whether a wish may go on. The others are held by `settle`. */
  readonly pass: (waiting: Waiting) => Promise<boolean>;
  readonly settle: () => Promise<void>;
};

type RoundDeps = GateDeps & { readonly database: Database; readonly foresee: Deliver['foresee']; readonly commit: HeldDuty['commit'] };

/**
 * Counts once what every channel with a cap may still have done, in the round's own memory from there on: one node at a time does
 * this, and each admission is committed under its lease before anything is made of it.
 */
export async function openGates(round: readonly Waiting[], lots: readonly Lot[], deps: RoundDeps): Promise<Gates> {
  const gates = new Map<string, Gate>();
  const admit = createAdmission(deps.commit);
  for (const [source, waiting] of Map.groupBy(round, ({ from }) => from.source)) {
    const own = lots.filter((lot) => lot.source === source && lot.verdict !== 'discard');
    const cap = deps.capOf(source);
    if (cap === undefined && own.length === 0) continue;
    const shut = own.find((lot) => lot.verdict === null);
    const budget = shut ? 0 : cap ? cap.salesMax - (await countAdmitted(deps.database.pool, source, cap)) : Number.POSITIVE_INFINITY;
    gates.set(source, createGate({ source, cap: shut?.cap ?? cap, shut, budget, behind: await findHeld(own, waiting, deps) }, admit, deps));
  }
  return {
    pass: (waiting) => gates.get(waiting.from.source)?.pass(waiting) ?? Promise.resolve(true),
    settle: async () => {
      for (const gate of gates.values()) await gate.settle();
    },
  };
}

/** The lot of each sale that has messages in one. */
async function findHeld(lots: readonly Lot[], waiting: readonly Waiting[], { database }: RoundDeps): Promise<Map<string, string>> {
  if (lots.length === 0) return new Map();
  const { rows } = await database.pool.query<{ lot: string; match_value: string }>({
    name: 'find-held-sales',
    text: `select distinct lot, match_value from inbox where lot = any($1::uuid[]) and match_value = any($2::text[]) and status = 'held'`,
    values: [lots.map((lot) => lot.id), waiting.map(({ wish }) => wish.channelOrderId)],
  });
  return new Map(rows.map((row) => [row.match_value, row.lot]));
}

/** Within the window, which counts anew once a whole lot is released. After a discard it does not: what still comes of the same mass is held again. */
async function countAdmitted(pool: Queryable, source: string, { salesMax, withinMinutes }: BurstCap): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: 'count-admitted',
    text: `select count(*)::int as count from (
             select 1 from inbox where source = $1 and lot is null and admitted_at is not null
               and admitted_at > (select greatest(clock_timestamp() - $2 * interval '1 minute', max(decided_at)) from held_lots
                                  where source = $1 and verdict = 'release' and split_from is null)
             limit $3) a`,
    values: [source, withinMinutes, salesMax],
  });
  return rows[0]?.count ?? 0;
}

type Gate = { readonly pass: (waiting: Waiting) => Promise<boolean>; readonly settle: () => Promise<void> };

type GateState = {
  readonly source: string;
  readonly cap: BurstCap | undefined;
  readonly shut: Lot | undefined;
  /** How many more wishes may go on in this round. */
  readonly budget: number;
  /** The lot of each sale of which something is held. */
  readonly behind: Map<string, string>;
};

type Stopped = { readonly from: MessageId; readonly channelOrder: string; readonly behind: string | undefined };

function createGate({ source, cap, shut, budget, behind }: GateState, admit: Admission, { foresee, commit, callForHeld }: RoundDeps): Gate {
  let left = budget;
  let turn: Promise<unknown> = Promise.resolve();
  const stopped: Stopped[] = [];
  const stoppedSales = new Set<string>();
  const stop = ({ from, wish }: Waiting, lot: string | undefined): false => {
    stopped.push({ from, channelOrder: wish.channelOrderId, behind: lot });
    stoppedSales.add(wish.channelOrderId);
    return false;
  };
  return {
    pass: async (waiting) => {
      const { channelOrderId } = waiting.wish;
      if (waiting.isAdmitted) return true;
      const lot = behind.get(channelOrderId);
      // What is held of a sale comes first, or its cancellation would be carried out before it.
      if (lot !== undefined || stoppedSales.has(channelOrderId)) return stop(waiting, lot === shut?.id ? undefined : lot);
      // All are looked at together, but the oldest goes first.
      const [before, foreseen] = [turn, foresee(source, waiting.wish)];
      turn = Promise.allSettled([before, foreseen]);
      await before;
      if ((await foreseen) === 'nothing') return true;
      if (left <= 0) return stop(waiting, undefined);
      left -= 1;
      await admit(waiting.from);
      return true;
    },
    settle: async () => {
      if (stopped.length === 0) return;
      await commit('inbox.hold', async (client) => ({ result: await hold(client, { source, cap, shut, stopped }, callForHeld) }));
    },
  };
}

/** In one transaction with the call for a person. Whatever has been decided since the round began leaves its messages pending: the next round looks anew. */
async function hold(
  client: Queryable,
  { source, cap, shut, stopped }: Pick<GateState, 'source' | 'cap' | 'shut'> & { readonly stopped: readonly Stopped[] },
  callForHeld: GateDeps['callForHeld'],
): Promise<void> {
  const beyond = stopped.filter(({ behind }) => behind === undefined);
  const lot = beyond.length > 0 && cap ? await lockLot(client, { source, cap, ...(shut && { known: shut.id }) }) : undefined;
  const followers = stopped.filter(({ behind }) => behind !== undefined);
  const there = await lockHeldSales(
    client,
    [...new Set(followers.flatMap(({ behind }) => behind ?? []))],
    [...new Set(followers.map((one) => one.channelOrder))],
  );
  const why = lot ? `the cap of ${lot.cap.salesMax} within ${lot.cap.withinMinutes} minutes is used up` : '';
  await holdMessages(client, [
    ...(lot ? beyond.map(({ from, channelOrder }) => ({ from, channelOrder, lot: lot.id, why })) : []),
    ...followers.flatMap(({ from, channelOrder, behind = '' }) =>
      there.has(`${behind} ${channelOrder}`) ? [{ from, channelOrder, lot: behind, why: 'an earlier message of the same sale waits' }] : [],
    ),
  ]);
  const state = lot && (await lotState(client, lot));
  if (state) await callForHeld(client, state);
}

type Admission = (from: MessageId) => Promise<void>;

/** Writes admissions down before anything is made of them, those of the same moment together. */
function createAdmission(commit: HeldDuty['commit']): Admission {
  let batch: MessageId[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    const all = batch;
    [batch, next] = [[], undefined];
    last = commit('inbox.admit', async (client) => ({ result: await markAdmitted(client, all) }));
    return last;
  };
  return (from) => {
    batch.push(from);
    next ??= last.then(write, write);
    return next;
  };
}

async function markAdmitted(client: Queryable, all: readonly MessageId[]): Promise<void> {
  const sorted = all.toSorted((a, b) => (a.messageId + a.part < b.messageId + b.part ? -1 : 1));
  await client.query({
    name: 'mark-admitted',
    text: `update inbox i set admitted_at = clock_timestamp() from unnest($1::text[], $2::text[], $3::int[]) as t (source, id, part)
           where i.source = t.source and i.message_id = t.id and i.part = t.part`,
    values: [sorted.map((one) => one.source), sorted.map((one) => one.messageId), sorted.map((one) => one.part)],
  });
}
