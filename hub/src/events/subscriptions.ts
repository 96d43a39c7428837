import type { IdSource, Queryable, Transact } from '../platform/index.ts';
import { typePatternsProblem } from './event-types.ts';
import { lastPosition } from './feed.ts';
import {
  type AddressGuard,
  inScope,
  type Mode,
  type Scope,
  type SecretSource,
  type Subscription,
  type SubscriptionRow,
  scopeClient,
  subscriptionColumns,
  toSubscription,
} from './subscription.ts';

/** Limits on what a client may ask for. */
export const subscriptionLimits = { perClientMax: 100, listMax: 1_000, urlCharsMax: 2_000 } as const;

/** What a client asks for; without `from` it begins now, which is the feed's last position. */
export type CreateSubscription = {
  readonly client: string;
  readonly url: string;
  readonly mode: Mode;
  readonly types: readonly string[];
  /** Events after this position are sent; 0 is the beginning. */
  readonly from?: number;
};

/** The secret is shown here and never again. */
export type CreateSubscriptionAnswer =
  | { readonly outcome: 'created'; readonly subscription: Subscription; readonly secret: string }
  | { readonly outcome: 'refused'; readonly field: 'url' | 'types' | 'from' | 'client'; readonly why: string };

type CreateDeps = { readonly transact: Transact; readonly newId: IdSource; readonly newSecret: SecretSource; readonly guard: AddressGuard };

/** Makes a subscription. A "no" is an answer that names the field. */
export async function createSubscription(what: CreateSubscription, deps: CreateDeps): Promise<CreateSubscriptionAnswer> {
  const typesProblem = typePatternsProblem(what.types);
  if (typesProblem !== undefined) return { outcome: 'refused', field: 'types', why: typesProblem };
  if (what.url.length > subscriptionLimits.urlCharsMax)
    return { outcome: 'refused', field: 'url', why: `An address has at most ${subscriptionLimits.urlCharsMax} characters.` };
  const address = await deps.guard(what.url);
  if (!address.ok) return { outcome: 'refused', field: 'url', why: address.why };
  return deps.transact('events.create-subscription', (client) => insert(what, client, deps));
}

/** The caller's subscriptions, oldest first. */
export async function listSubscriptions({ scope }: { readonly scope: Scope }, { pool }: { readonly pool: Queryable }): Promise<readonly Subscription[]> {
  const { rows } = await pool.query<SubscriptionRow>(
    `select ${subscriptionColumns} from subscriptions where ${inScope(1)} order by created_at, id limit ${subscriptionLimits.listMax}`,
    [scopeClient(scope)],
  );
  return rows.map(toSubscription);
}

/** One of the caller's subscriptions; undefined when there is none by that id. */
export async function getSubscription(
  { id, scope }: { readonly id: string; readonly scope: Scope },
  { pool }: { readonly pool: Queryable },
): Promise<Subscription | undefined> {
  const { rows } = await pool.query<SubscriptionRow>(`select ${subscriptionColumns} from subscriptions where id = $1 and ${inScope(2)}`, [
    id,
    scopeClient(scope),
  ]);
  return rows[0] && toSubscription(rows[0]);
}

/** Ends a subscription and all that was still to be sent to it; a message on its way may still arrive. */
export function deleteSubscription(
  { id, scope }: { readonly id: string; readonly scope: Scope },
  { transact }: { readonly transact: Transact },
): Promise<'deleted' | 'not-found'> {
  return transact('events.delete-subscription', async (client) => {
    // The subscription first: fan-out locks it before it adds deliveries, so none can come after this.
    const { rowCount } = await client.query(`delete from subscriptions where id = $1 and ${inScope(2)}`, [id, scopeClient(scope)]);
    if (rowCount === 0) return 'not-found';
    await client.query(
      `with gone as (select subscription, subject_id from deliveries where subscription = $1 order by subscription, subject_id for update)
       delete from deliveries d using gone where d.subscription = gone.subscription and d.subject_id = gone.subject_id`,
      [id],
    );
    return 'deleted';
  });
}

async function insert(what: CreateSubscription, client: Queryable, { newId, newSecret }: CreateDeps): Promise<CreateSubscriptionAnswer> {
  const last = await lastPosition(client);
  const position = what.from ?? last;
  if (!Number.isInteger(position) || position < 0 || position > last)
    return { outcome: 'refused', field: 'from', why: `A subscription can begin at a position from 0 to ${last}.` };
  const { rows: counted } = await client.query<{ count: number }>('select count(*)::int as count from subscriptions where client = $1', [what.client]);
  if ((counted[0]?.count ?? 0) >= subscriptionLimits.perClientMax)
    return { outcome: 'refused', field: 'client', why: `A client has at most ${subscriptionLimits.perClientMax} subscriptions.` };
  const secret = newSecret();
  const { rows } = await client.query<SubscriptionRow>(
    `insert into subscriptions (id, client, url, secret, mode, types, status, position) values ($1, $2, $3, $4, $5, $6, 'active', $7)
     returning ${subscriptionColumns}`,
    [newId(), what.client, what.url, secret, what.mode, what.types, position],
  );
  const row = rows[0];
  if (!row) throw new Error('The database kept no subscription.');
  return { outcome: 'created', subscription: toSubscription(row), secret };
}
