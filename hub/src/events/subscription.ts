import { randomBytes } from 'node:crypto';

/** `stream`: every event of a subject, in order. `latest`: what the subject is now, whenever something happened to it. */
export type Mode = 'stream' | 'latest';

/** A disabled subscription keeps its position and what is still to be sent; enabled again, it goes on from there. */
export type Health =
  | { readonly status: 'active' }
  | { readonly status: 'failing'; readonly since: Date }
  | { readonly status: 'disabled'; readonly at: Date; readonly why: string };

/** A subscription as it may be shown: never with its secret. `position` is how far in the feed its deliveries are planned. */
export type Subscription = {
  readonly id: string;
  readonly client: string;
  readonly url: string;
  readonly mode: Mode;
  readonly types: readonly string[];
  readonly position: number;
  readonly createdAt: Date;
  /** While a rotation goes on, messages carry two signatures, one of each secret. */
  readonly secrets: 'one' | 'rotating';
  readonly health: Health;
};

/** Whose subscriptions a caller may touch: those of one client, or (operators) everybody's. */
export type Scope = { readonly kind: 'client'; readonly client: string } | { readonly kind: 'all' };

/** Says whether the hub may call an address; refused ones carry the reason. */
export type AddressGuard = (url: string) => GuardAnswer | Promise<GuardAnswer>;
export type GuardAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** A new signing secret as the Standard Webhooks spec writes it: `whsec_` and base64 of 24 to 64 random bytes. */
export type SecretSource = () => string;

const secretBytes = 32;

/** A secret from the system's random source. */
// biome-ignore lint/plugin: a source of secrets, handed in by the composition root
export const newSecret: SecretSource = () => `whsec_${randomBytes(secretBytes).toString('base64')}`;

/** The columns of a subscription, in SQL, without its secrets. */
export const subscriptionColumns =
  'id, client, url, mode, types, position, created_at, previous_secret is not null as rotating, status, failing_since, disabled_at, disabled_why';

/** A row of those columns. */
export type SubscriptionRow = {
  id: string;
  client: string;
  url: string;
  mode: Mode;
  types: string[];
  position: string;
  created_at: Date;
  rotating: boolean;
  status: 'active' | 'disabled';
  failing_since: Date | null;
  disabled_at: Date | null;
  disabled_why: string | null;
};

/** A row as it may be shown. */
export function toSubscription(row: SubscriptionRow): Subscription {
  const { id, client, url, mode, types, position, created_at: createdAt, rotating } = row;
  return { id, client, url, mode, types, position: Number(position), createdAt, secrets: rotating ? 'rotating' : 'one', health: healthOf(row) };
}

/** The SQL condition of a scope on subscriptions, whose client is parameter number `parameter` (null: everybody's). */
export function inScope(parameter: number): string {
  return `($${parameter}::text is null or client = $${parameter})`;
}

/** The value of that parameter. */
export function scopeClient(scope: Scope): string | null {
  return scope.kind === 'client' ? scope.client : null;
}

function healthOf(row: SubscriptionRow): Health {
  if (row.status === 'disabled') return { status: 'disabled', at: row.disabled_at ?? row.created_at, why: row.disabled_why ?? '' };
  return row.failing_since ? { status: 'failing', since: row.failing_since } : { status: 'active' };
}
