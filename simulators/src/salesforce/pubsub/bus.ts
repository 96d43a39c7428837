import type { Org } from '../org/types.ts';
import type { DeliveryFaults } from './delivery.ts';
import type { EventLog } from './event-log.ts';
import type { ManagedSubscription } from './managed-subscriptions.ts';
import type { Schemas } from './schemas.ts';
import type { CheckSession } from './session.ts';
import type { Teller } from './tell.ts';
import type { Topics } from './topics.ts';

/** What the calls of the event bus work with. */
export type Bus = {
  readonly org: Org;
  readonly checkSession: CheckSession;
  readonly log: EventLog;
  readonly schemas: Schemas;
  readonly topics: Topics;
  readonly teller: Teller;
  readonly faults: DeliveryFaults;
  readonly managed: readonly ManagedSubscription[];
  /** A subscription without events gets an empty response so often. */
  readonly keepaliveMs: number;
  /** A publish stream without requests is closed after that. */
  readonly publishIdleMs: number;
  /** The streams that are open. */
  readonly streams: Set<OpenStream>;
  /** The managed subscriptions that are open, by id. */
  readonly active: Set<string>;
};

/** An open stream: it can be told that there may be something to send, and ended in peace. */
export type OpenStream = { readonly wake: () => void; readonly end: () => void };
