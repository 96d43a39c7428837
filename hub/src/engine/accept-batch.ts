import type { ClientBase } from 'pg';
import { type Declined, decide, type Rules } from '../orders/index.ts';
import { emptyChain, type IdSource, jsonTexts, type Last, plainArray, shortId, type Transact, textsOf } from '../platform/index.ts';
import { type Changed, type CommitDeps, write, writingOf } from './commit.ts';
import { nameOrders } from './name-orders.ts';
import type { Acceptance, NewOrder } from './types.ts';

/** What taking orders in needs. */
export type AcceptDeps = CommitDeps & {
  readonly transact: Transact;
  readonly rules: Rules;
  readonly landscapeVersion: string;
  readonly newId: IdSource;
  readonly now: () => Date;
};

/** How long an Idempotency-Key is kept, in days. That of a channel's sale stays: the channel may tell of it again after years. */
export const idempotencyDays = 30;

/** `identity` is what its key is sorted and compared by, made once. */
type Candidate = { readonly order: NewOrder; readonly id: string; readonly at: string; readonly text: string; readonly identity: string };

/**
 * Takes in a batch of new orders in one transaction. The pair (client, key) is inserted first: whoever loses reads the
 * winner. Acknowledged means committed: the results are returned after the commit.
 */
export async function acceptBatch(orders: readonly NewOrder[], deps: AcceptDeps): Promise<readonly (Acceptance | Error)[]> {
  const candidates = orders.map((order) => candidateOf(order, deps));
  const firstOf = new Map<string, Candidate>();
  for (const candidate of candidates) if (!firstOf.has(candidate.identity)) firstOf.set(candidate.identity, candidate);
  const unique = [...firstOf.values()];
  const results = await deps.transact('accept', (client, last) => acceptUnique(client, last, unique, deps));
  return candidates.map((candidate) => {
    const first = firstOf.get(candidate.identity) ?? candidate;
    const result = results.get(first) ?? new Error('The order was not looked at.');
    if (first === candidate || result instanceof Error || result.kind === 'declined') return result;
    // The same key twice within one batch: the second is a replay of the first, or another body under the same key.
    return answerFor(candidate, {
      id: 'id' in result ? result.id : first.id,
      text: 'text' in result ? result.text : first.text,
      fingerprint: first.order.fingerprint,
    });
  });
}

function candidateOf(order: NewOrder, deps: AcceptDeps): Candidate {
  const [id, at] = [deps.newId(), deps.now().toISOString()];
  const references = [
    ...(order.order.purchaseOrder === undefined
      ? []
      : [{ system: `customer:${order.order.customer.id}`, kind: 'purchase-order', value: order.order.purchaseOrder }]),
    ...(order.order.references ?? []),
  ];
  const links = { self: `/v1/orders/${id}`, timeline: `/v1/orders/${id}/timeline` };
  return { order, id, at, text: JSON.stringify({ id, references, receivedAt: at, links }), identity: JSON.stringify([order.client, order.key]) };
}

type Result = Acceptance | Error;

async function acceptUnique(client: ClientBase, last: Last, candidates: readonly Candidate[], deps: AcceptDeps): Promise<ReadonlyMap<Candidate, Result>> {
  const results = new Map<Candidate, Result>();
  const [winners, optimistic] = await Promise.all([claimKeys(client, candidates, deps), claimPurchaseOrders(client, candidates)]);
  const losers = candidates.filter((candidate) => !winners.has(candidate));
  for (const [candidate, result] of await readWinners(client, losers)) results.set(candidate, result);
  // Both were asked for in one go, as if nobody lost. A loser must not hold a PO number: then the winners claim theirs again.
  if (losers.length > 0) await giveBackPurchaseOrders(client, candidates);
  const firstByCandidate = losers.length > 0 ? await claimPurchaseOrders(client, [...winners]) : optimistic;
  const changed: Changed[] = [];
  const givenBack: Candidate[] = [];
  for (const candidate of winners) {
    const result = place(candidate, firstByCandidate.get(candidate), deps);
    if ('changed' in result) {
      changed.push(result.changed);
      results.set(candidate, { kind: 'accepted', id: candidate.id, text: candidate.text, isReplay: false });
    } else {
      givenBack.push(candidate);
      results.set(candidate, result.refused);
    }
  }
  await giveBackKeys(client, givenBack);
  await giveBackPurchaseOrders(client, givenBack);
  const named = await withNames(client, changed, deps);
  if (named.length > 0) last(write(client, writingOf(named, deps, deps.now().toISOString()), deps));
  return results;
}

async function withNames(client: ClientBase, changed: readonly Changed[], deps: AcceptDeps): Promise<readonly Changed[]> {
  const orders = changed.map(({ order }) => ({ order, isAgain: false, open: [] }));
  const named = await nameOrders(client, orders, { ...deps, at: deps.now().toISOString() });
  return changed.map((one, index) => {
    const after = named[index];
    return after ? { ...one, order: after.order, steps: [...one.steps, after.step] } : one;
  });
}

function place(candidate: Candidate, duplicateOf: string | undefined, deps: AcceptDeps): { readonly changed: Changed } | { readonly refused: Result } {
  const { order, id, at } = candidate;
  if (duplicateOf !== undefined && deps.rules.duplicatePo === 'refuse') {
    const declined: Declined = {
      kind: 'declined',
      code: 'duplicate-purchase-order',
      field: 'purchaseOrder',
      detail: `Customer ${order.order.customer.id} has sent PO ${order.order.purchaseOrder ?? ''} before: order ${duplicateOf}.`,
    };
    return { refused: declined };
  }
  try {
    const command = {
      kind: 'place',
      id,
      code: shortId(id),
      at,
      actor: order.actor,
      causation: order.causation,
      client: order.client,
      channel: order.channel,
      order: order.order,
      routes: order.routes,
      routeOfSchedule: order.routeOfSchedule,
      landscapeVersion: deps.landscapeVersion,
      isShipComplete: order.isShipComplete,
      ...(order.naming && { naming: order.naming }),
      ...(duplicateOf !== undefined && { duplicateOf }),
    } as const;
    const decided = decide(undefined, command, { rules: deps.rules, open: [] });
    if (decided.kind === 'declined') return { refused: decided };
    const steps = [{ events: decided.events, at, actor: order.actor, causation: order.causation }];
    return { changed: { subjectId: id, version: 0, chainHead: emptyChain, order: decided.order, steps, effects: [], settled: [], openExceptions: new Set() } };
  } catch (error) {
    return { refused: error as Error };
  }
}

/** Inserts the keys; the answer is the set of those that were new. */
async function claimKeys(client: ClientBase, candidates: readonly Candidate[], deps: AcceptDeps): Promise<ReadonlySet<Candidate>> {
  const sorted = candidates.toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
  const expiresAt = new Date(deps.now().getTime() + idempotencyDays * 86_400_000).toISOString();
  const { rowCount } = await client.query({
    name: 'claim-keys',
    text: `insert into idempotency (client, key, fingerprint, subject_id, answer, expires_at)
           select c, k, f, s, a, case when starts_with(c, 'channel:') then 'infinity' else $6::timestamptz end from unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], ${textsOf('$5')}) as t (c, k, f, s, a)
           on conflict do nothing`,
    values: [
      sorted.map((c) => c.order.client),
      sorted.map((c) => c.order.key),
      sorted.map((c) => c.order.fingerprint),
      plainArray(sorted.map((c) => c.id)),
      jsonTexts(sorted.map((c) => c.text)),
      expiresAt,
    ],
  });
  if (rowCount === candidates.length) return new Set(candidates);
  const { rows } = await client.query<{ subject_id: string }>({
    name: 'keys-won',
    text: 'select i.subject_id from idempotency i join unnest($1::text[], $2::text[], $3::uuid[]) as t (c, k, s) on i.client = t.c and i.key = t.k and i.subject_id = t.s',
    values: [sorted.map((c) => c.order.client), sorted.map((c) => c.order.key), plainArray(sorted.map((c) => c.id))],
  });
  const won = new Set(rows.map((row) => row.subject_id));
  return new Set(candidates.filter((candidate) => won.has(candidate.id)));
}

async function readWinners(client: ClientBase, losers: readonly Candidate[]): Promise<readonly (readonly [Candidate, Result])[]> {
  if (losers.length === 0) return [];
  const { rows } = await client.query<{ client: string; key: string; fingerprint: Buffer; subject_id: string; answer: string }>({
    name: 'read-winners',
    text: 'select i.client, i.key, i.fingerprint, i.subject_id, i.answer from idempotency i join unnest($1::text[], $2::text[]) as t (c, k) on i.client = t.c and i.key = t.k',
    values: [losers.map((c) => c.order.client), losers.map((c) => c.order.key)],
  });
  const known = new Map(rows.map((row) => [JSON.stringify([row.client, row.key]), row]));
  return losers.map((candidate) => {
    const row = known.get(candidate.identity);
    // Deleted by retention between the two statements: the sender's retry will be new.
    if (!row) return [candidate, new Error('The key expired this very moment; send the request again.')] as const;
    return [candidate, answerFor(candidate, { id: row.subject_id, text: row.answer, fingerprint: row.fingerprint })] as const;
  });
}

function answerFor(candidate: Candidate, first: { readonly id: string; readonly text: string; readonly fingerprint: Uint8Array }): Acceptance {
  const isSame = Buffer.compare(first.fingerprint, candidate.order.fingerprint) === 0;
  return isSame ? { kind: 'accepted', id: first.id, text: first.text, isReplay: true } : { kind: 'key-reused', firstId: first.id };
}

/** The same customer and PO number serialise on their own row; answers the first order of each that is not the first itself. */
async function claimPurchaseOrders(client: ClientBase, winners: readonly Candidate[]): Promise<ReadonlyMap<Candidate, string>> {
  const claims = winners.flatMap((candidate) => {
    const { customer, purchaseOrder, release } = candidate.order.order;
    if (purchaseOrder === undefined) return [];
    const part = release ?? '';
    return [{ candidate, customer: customer.id, po: purchaseOrder, part, text: JSON.stringify([customer.id, purchaseOrder, part]) }];
  });
  if (claims.length === 0) return new Map();
  const sorted = claims.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.candidate.id < b.candidate.id ? -1 : 1));
  const values = [sorted.map((c) => c.customer), sorted.map((c) => c.po), sorted.map((c) => c.part)];
  const { rowCount } = await client.query({
    name: 'claim-pos',
    text: 'insert into po_claims (customer, po, part, first_subject) select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) on conflict do nothing',
    values: [...values, plainArray(sorted.map((c) => c.candidate.id))],
  });
  if (rowCount === sorted.length) return new Map();
  const { rows } = await client.query<{ customer: string; po: string; part: string; first_subject: string }>({
    name: 'read-pos',
    text: 'select p.* from po_claims p join unnest($1::text[], $2::text[], $3::text[]) as t (c, o, q) on p.customer = t.c and p.po = t.o and p.part = t.q',
    values,
  });
  const holders = new Map(rows.map((row) => [JSON.stringify([row.customer, row.po, row.part]), row.first_subject]));
  return new Map(sorted.filter((claim) => holders.get(claim.text) !== claim.candidate.id).map((claim) => [claim.candidate, holders.get(claim.text) ?? '']));
}

/** What was refused after its key was taken leaves nothing behind. */
async function giveBackKeys(client: ClientBase, refused: readonly Candidate[]): Promise<void> {
  if (refused.length === 0) return;
  await client.query(
    'delete from idempotency i using unnest($1::text[], $2::text[]) as t (c, k) where i.client = t.c and i.key = t.k and i.subject_id = any($3::uuid[])',
    [refused.map((c) => c.order.client), refused.map((c) => c.order.key), refused.map((c) => c.id)],
  );
}

/** Only what these very candidates took: a number that belongs to another order stays its own. */
async function giveBackPurchaseOrders(client: ClientBase, refused: readonly Candidate[]): Promise<void> {
  const withPo = refused.filter((candidate) => candidate.order.order.purchaseOrder !== undefined);
  if (withPo.length === 0) return;
  await client.query(
    'delete from po_claims p using unnest($1::text[], $2::text[]) as t (c, o) where p.customer = t.c and p.po = t.o and p.first_subject = any($3::uuid[])',
    [withPo.map((c) => c.order.order.customer.id), withPo.map((c) => c.order.order.purchaseOrder), withPo.map((c) => c.id)],
  );
}
