import type { Currency, Unit } from '@crossdock/canonical';
import type { Mapping } from '../mapping.ts';

/** What this installation takes from the org. `usualIntake` has what most orgs need. */
export type IntakeSettings = {
  /** The topic of Change Data Capture that carries quotes, orders and their lines. */
  readonly changes: string;
  /** The topic of the platform event by which people ask; empty where the org has none. */
  readonly requests: string;
  /** The quote's status that makes it a sale, and those that take it back. */
  readonly acceptedStatus: string;
  readonly cancelledStatuses: readonly string[];
  /** Sales created before this instant (RFC 3339) are another's business and ignored; absent: none are. */
  readonly salesSince?: string;
  /** Of an org with a single currency. */
  readonly currency: Currency;
  /** `CurrencyIsoCode` of an org with several. */
  readonly currencyField?: string;
  /** The org's units of measure → ours. */
  readonly units: Readonly<Record<string, Unit>>;
  /** The unit of products that have none. */
  readonly unit: Unit;
  /** Whether the whole sale waits while one of its lines is held, so that it becomes one document, or the free lines go on without it. */
  readonly heldLines: 'hold the sale' | 'wait alone';
  /** Countries as the org writes them → ISO 3166-1 alpha-2, beside those codes and their English names. */
  readonly countries: Readonly<Record<string, string>>;
};

/** As `salesforce-app` sets an org up. */
export const usualIntake = {
  changes: '/data/Crossdock__chn',
  requests: '/event/Order_Submit__e',
  acceptedStatus: 'Accepted',
  cancelledStatuses: ['Denied', 'Rejected'],
  currency: 'USD',
  units: { Each: 'EA' },
  unit: 'EA',
  heldLines: 'hold the sale',
  countries: {},
} as const satisfies IntakeSettings;

/** Everything that deciding about a sale needs. */
export type Intake = IntakeSettings & {
  /** The system's id in the landscape. */
  readonly system: string;
  /** What makes a sale an order of ours. */
  readonly trigger: 'quote-accepted' | 'order-activated' | 'platform-event';
  /** Says in change events that a change was ours. */
  readonly clientName: string;
  readonly mapping: Mapping;
};

/** Where events come from and how long a poll waits for them, in ms: behind a stream that has told nothing yet, and behind one that lives. */
export type PollWaits = { readonly fresh: number; readonly live: number };
