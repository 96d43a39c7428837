import type { IntakeSettings } from './intake/settings.ts';
import type { Budgeted } from './limits/limits.ts';
import type { MappingSettings } from './mapping.ts';

/** How the hub signs in: as the user of an External Client App. Secrets come from the environment. */
export type SalesforceAuth =
  /** `privateKey`: PEM, belongs to the certificate of the app. */
  | { readonly flow: 'jwt'; readonly clientId: string; readonly username: string; readonly privateKey: string }
  | { readonly flow: 'client-credentials'; readonly clientId: string; readonly clientSecret: string };

/** Where the org is and who asks. */
export type SalesforceAccess = {
  /** The org's own address, `https://example.my.salesforce.com`; with `jwt` also `https://login.salesforce.com` or `https://test.salesforce.com`. */
  readonly loginUrl: string;
  readonly auth: SalesforceAuth;
  /** `65.0`. */
  readonly apiVersion: string;
  /** Says in change events that a change was ours: letters, digits and underscores, one per hub and org. */
  readonly clientName: string;
};

/** Everything about one org. README.md says what each setting does. */
export type SalesforceSettings = SalesforceAccess &
  MappingSettings & {
    /** The system's id in the landscape. */
    readonly system: string;
    /** `api.pubsub.salesforce.com:443` (or 7443). */
    readonly pubSubEndpoint: string;
    /** PEM: who signed the event bus's certificate; left out: whom Node trusts. */
    readonly pubSubCa?: string;
    /** What makes a sale an order of ours. */
    readonly trigger: 'quote-accepted' | 'order-activated' | 'platform-event';
    /** What is taken from the org; left out: nothing is. */
    readonly intake?: IntakeSettings;
    readonly budget: Budgeted;
    readonly cases: CaseSettings;
  };

/** Whether each exception gets a case, whose it is (the hub's owner → id of a user or queue), and the status of a closed one in this org. */
export type CaseSettings = {
  readonly are: 'opened' | 'left out';
  readonly owners: Readonly<Record<string, string>>;
  readonly origin?: string;
  readonly closedStatus: string;
};
