import type { Database, Node, Queryable } from '../platform/index.ts';
import type { ClaimedShowing } from './claim-showings.ts';
import { gatherMs } from './showing-ledger.ts';

/** How the writing of one record ended. `back`: it says nothing about this record. */
export type ShowVerdict =
  | { readonly kind: 'shown'; readonly version: number; readonly digest: string | null }
  | { readonly kind: 'failed'; readonly why: string; readonly delayMs: number; readonly isToBlame: boolean }
  | { readonly kind: 'back'; readonly why?: string; readonly delayMs?: number };

/** A record that could not be written for so often that a person has to look. */
export type ShowTrouble = {
  readonly system: string;
  readonly channelOrder: string;
  readonly subjectId: string | null;
  readonly failures: number;
  readonly why: string;
};

/** Calls people, and sends them home, within the transaction that settles. */
export type ShowPeople = {
  readonly call: (client: Queryable, troubles: readonly ShowTrouble[]) => Promise<void>;
  readonly release: (client: Queryable, gone: readonly Omit<ShowTrouble, 'failures' | 'why'>[]) => Promise<void>;
};

/** After so many failures of a record's own a person is called; it is tried on. */
export const showTriesMax = 3;

type Deps = { readonly database: Database; readonly node: Node; readonly people: ShowPeople };
type Settled = { readonly claim: ClaimedShowing; readonly verdict: ShowVerdict };

/** Settles a batch in one transaction. Whoever lost its lease changes nothing; what changed meanwhile waits on. */
export function settleShowings(system: string, settled: readonly Settled[], { database, node, people }: Deps): Promise<void> {
  return database.transact('show-settle', async (client) => {
    const own = await lockOwn(client, node, system, settled);
    const troubles = own.flatMap(({ claim, verdict }): ShowTrouble[] => {
      const failures = claim.failures + 1;
      if (verdict.kind !== 'failed' || !verdict.isToBlame || failures < showTriesMax) return [];
      return [{ system, channelOrder: claim.channelOrder, subjectId: claim.subjectId, failures, why: verdict.why }];
    });
    const mended = own.filter(({ claim, verdict }) => verdict.kind === 'shown' && claim.failures >= showTriesMax);
    if (troubles.length > 0) await people.call(client, troubles);
    if (mended.length > 0)
      await people.release(
        client,
        mended.map(({ claim: { channelOrder, subjectId } }) => ({ system, channelOrder, subjectId })),
      );
    await keep(client, system, own);
  });
}

async function lockOwn(client: Queryable, node: Node, system: string, settled: readonly Settled[]): Promise<readonly Settled[]> {
  const { rows } = await client.query<{ channel_order: string; lease: string }>({
    name: 'lock-showings',
    text: `select channel_order, lease_until::text as lease from showings where system = $1 and channel_order = any($2::text[]) and node_epoch = $3
           order by channel_order for update`,
    values: [system, settled.map(({ claim }) => claim.channelOrder), node.epoch],
  });
  const leases = new Map(rows.map((row) => [row.channel_order, row.lease]));
  return settled.filter(({ claim }) => leases.get(claim.channelOrder) === claim.lease);
}

async function keep(client: Queryable, system: string, own: readonly Settled[]): Promise<void> {
  const column = <T>(pick: (one: Settled) => T) => own.map(pick);
  await client.query({
    name: 'settle-showings',
    text: `update showings w set node_epoch = null, lease_until = null,
             shown = case when t.is_shown then t.wanted else w.shown end,
             version = coalesce(t.version, w.version),
             digest = case when t.is_shown then decode(t.digest, 'hex') else w.digest end,
             shown_at = case when t.is_shown then clock_timestamp() else w.shown_at end,
             failures = case when t.is_shown then 0 else w.failures + t.more end,
             last_error = case when t.is_shown then null else coalesce(t.why, w.last_error) end,
             waiting_since = case when t.is_shown then clock_timestamp() else w.waiting_since end,
             due_at = case when t.delay_ms is null then w.due_at else clock_timestamp() + t.delay_ms * interval '1 ms' end
           from unnest($2::text[], $3::int[], $4::bool[], $5::int[], $6::text[], $7::int[], $8::text[], $9::float8[])
             as t (channel_order, wanted, is_shown, version, digest, more, why, delay_ms)
           where w.system = $1 and w.channel_order = t.channel_order`,
    values: [
      system,
      column(({ claim }) => claim.channelOrder),
      column(({ claim }) => claim.wanted),
      column(({ verdict }) => verdict.kind === 'shown'),
      column(({ verdict }) => (verdict.kind === 'shown' ? verdict.version : null)),
      column(({ verdict }) => (verdict.kind === 'shown' ? verdict.digest : null)),
      column(({ verdict }) => (verdict.kind === 'failed' ? 1 : 0)),
      column(({ verdict }) => (verdict.kind === 'shown' ? null : (verdict.why?.slice(0, 500) ?? null))),
      column(({ verdict }) => (verdict.kind === 'shown' ? gatherMs : (verdict.delayMs ?? null))),
    ],
  });
}
