import type { Queryable, Transact } from '../platform/index.ts';
import {
  inScope,
  type Scope,
  type SecretSource,
  type Subscription,
  type SubscriptionRow,
  scopeClient,
  subscriptionColumns,
  toSubscription,
} from './subscription.ts';

type Which = { readonly id: string; readonly scope: Scope };

/** Most failing deliveries that one listing shows. */
export const failingDeliveriesMax = 200;

/** What enabling, ending a rotation and the like answer. */
export type CareAnswer = { readonly outcome: 'done'; readonly subscription: Subscription } | { readonly outcome: 'not-found' };

/** Takes up a disabled subscription where it stood: what was due is sent at once, the retry schedule begins anew. */
export function enableSubscription(which: Which, { transact }: { readonly transact: Transact }): Promise<CareAnswer> {
  return transact('events.enable-subscription', async (client) => {
    const answer = await change(which, `status = 'active', failing_since = null, disabled_at = null, disabled_why = null`, [], client);
    if (answer.outcome === 'done') {
      await client.query(
        `with held as (select subscription, subject_id from deliveries where subscription = $1 and attempt > 0 order by subscription, subject_id for update)
         update deliveries d set attempt = 0, due_at = clock_timestamp() from held
         where d.subscription = held.subscription and d.subject_id = held.subject_id`,
        [which.id],
      );
    }
    return answer;
  });
}

/** Gives a new secret, shown once. Until `endRotation` messages carry a signature of the old one too; a secret before that is forgotten. */
export function rotateSecret(
  which: Which,
  { transact, newSecret }: { readonly transact: Transact; readonly newSecret: SecretSource },
): Promise<{ readonly outcome: 'done'; readonly subscription: Subscription; readonly secret: string } | { readonly outcome: 'not-found' }> {
  return transact('events.rotate-secret', async (client) => {
    const secret = newSecret();
    const answer = await change(which, 'previous_secret = secret, secret = $3', [secret], client);
    return answer.outcome === 'done' ? { ...answer, secret } : answer;
  });
}

/** Forgets the old secret, once the receiver knows the new one. */
export function endRotation(which: Which, { transact }: { readonly transact: Transact }): Promise<CareAnswer> {
  return transact('events.end-rotation', (client) => change(which, 'previous_secret = null', [], client));
}

/** What a replay answers. `refused`: only what has been sent can be sent again. */
export type ReplayAnswer = CareAnswer | { readonly outcome: 'refused'; readonly field: 'from'; readonly why: string };

/**
 * Sends everything after a position again, under the same ids as before. A subject of which something older is still to be
 * sent begins there. A disabled subscription stays disabled.
 */
export function replaySubscription(which: Which & { readonly from: number }, { transact }: { readonly transact: Transact }): Promise<ReplayAnswer> {
  return transact('events.replay', async (client) => {
    const { rows } = await client.query<{ position: string }>(`select position from subscriptions where id = $1 and ${inScope(2)} for no key update`, [
      which.id,
      scopeClient(which.scope),
    ]);
    if (!rows[0]) return { outcome: 'not-found' };
    const position = Number(rows[0].position);
    if (!Number.isInteger(which.from) || which.from < 0 || which.from > position)
      return { outcome: 'refused', field: 'from', why: `This subscription can be replayed from a position from 0 to ${position}.` };
    const answer = await change(which, 'position = $3', [which.from], client);
    await disown(which.id, client);
    return answer;
  });
}

/** A delivery whose last attempt did not succeed; it is tried again, or waits for its subscription to be enabled. 0 attempts: the fault was the hub's. */
export type FailingDelivery = { readonly subject: string; readonly attempts: number; readonly nextAt: Date; readonly lastError: string };

/** What holds back which subject of a subscription, the next to be tried first. */
export async function listFailingDeliveries({ id, scope }: Which, { pool }: { readonly pool: Queryable }): Promise<readonly FailingDelivery[]> {
  const { rows } = await pool.query<FailingDelivery>(
    `select d.subject_id as subject, d.attempt as attempts, d.due_at as "nextAt", d.last_error as "lastError"
     from deliveries d join subscriptions s on s.id = d.subscription
     where d.subscription = $1 and ${inScope(2)} and d.last_error is not null order by d.due_at limit ${failingDeliveriesMax}`,
    [id, scopeClient(scope)],
  );
  return rows;
}

/**
 * What is on its way at this moment was perhaps received before the replay was asked for, so its settlement must not count.
 * The lease stays: nobody sends the same subject beside it.
 */
async function disown(subscription: string, client: Queryable): Promise<void> {
  await client.query(
    `with claimed as (select subscription, subject_id from deliveries where subscription = $1 and node_epoch is not null order by subscription, subject_id for update)
     update deliveries d set node_epoch = null from claimed where d.subscription = claimed.subscription and d.subject_id = claimed.subject_id`,
    [subscription],
  );
}

async function change({ id, scope }: Which, assignments: string, values: readonly unknown[], client: Queryable): Promise<CareAnswer> {
  const { rows } = await client.query<SubscriptionRow>(
    `update subscriptions set ${assignments} where id = $1 and ${inScope(2)} returning ${subscriptionColumns}`,
    [id, scopeClient(scope), ...values],
  );
  return rows[0] ? { outcome: 'done', subscription: toSubscription(rows[0]) } : { outcome: 'not-found' };
}
