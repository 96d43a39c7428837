import { type Faults, type SalesforceFaultName, salesforceFaultNames } from '@crossdock/simulators';
import type { MadeQuote } from './salesforce-house.ts';
import { mustBe } from './telling.ts';

/**
 * How the story strikes with a fault of Salesforce's: before or behind the acceptance of a quote, and who sees it strike: the stand-in's
 * counter, the hub, a person who is called with a text, or nobody, because it happens once and at once. The limit of calls has a play of its own.
 */
export type OrgFault =
  | {
      readonly faults: (quote: MadeQuote) => Faults;
      readonly when: 'before' | 'behind';
      readonly seenBy: 'counter' | 'hub' | 'nobody' | { readonly person: string };
    }
  | 'limit';

const always = { p: 1 } as const;
const slowMs = 400;
const stallMs = 1_000;
/** Later than the hub's next attempt. */
const lateMs = 1_500;

const rest = (faults: Faults, seenBy: 'counter' | 'hub' | { readonly person: string } = 'counter') =>
  ({ faults: () => faults, when: 'behind', seenBy }) as const;
const bus = (faults: NonNullable<NonNullable<Faults['salesforce']>['bus']>) =>
  ({ faults: () => ({ salesforce: { bus: faults } }), when: 'before', seenBy: 'nobody' }) as const;

/** What people have put into the org that gets in the way: the exception must name it. */
const ruleText = 'Ask the planner first';
const triggerText = 'QuoteTrigger: execution of AfterUpdate caused by: System.NullPointerException';

/** Every fault that the stand-in has, by its name: what is added there and not here does not compile. */
export const orgFaults: Readonly<Record<SalesforceFaultName, OrgFault>> = {
  'bus.duplicate': bus({ duplicate: 5 }),
  'bus.gap': { faults: ({ id }) => ({ salesforce: { bus: { gap: { object: 'Quote', ids: [id] } } } }), when: 'behind', seenBy: 'nobody' },
  'bus.gapNext': bus({ gapNext: 1 }),
  'bus.overflow': bus({ overflow: 'Quote' }),
  'bus.drop': bus({ drop: true }),
  'bus.stallMs': bus({ stallMs }),
  'bus.expireBefore': bus({ expireBefore: 'all', drop: true }),
  dropAfterCommit: rest({ dropAfterCommit: 1 }),
  errorAfterCommit: rest({ errorAfterCommit: 1 }),
  lateCommit: rest({ lateCommit: { ...always, ms: lateMs }, only: ['POST /composite/graph'] }),
  throttle: rest({ throttle: { ...always, retryAfter: 's' } }),
  apiUsage: 'limit',
  slow: rest({ slow: { ...always, ms: slowMs } }),
  unauthorized: rest({ unauthorized: 1 }),
  maintenance: rest({ salesforce: { maintenance: 1 } }),
  refuseConnections: rest({ refuseConnections: true }, 'hub'),
  validationRule: rest(
    { salesforce: { validationRule: { ...always, object: 'Order_Line_Status__c', field: 'Status__c', message: ruleText } } },
    { person: ruleText },
  ),
  failingTrigger: rest({ salesforce: { failingTrigger: { ...always, object: 'Quote', message: triggerText } } }, { person: triggerText }),
  rowLock: rest({ salesforce: { rowLock: { ...always, accounts: 'all' } } }),
};

/** The faults that are played, in this order: those that the stand-in has, every one; a story that leaves one out breaks. */
export function faultsToPlay(there: readonly string[] = salesforceFaultNames): readonly SalesforceFaultName[] {
  const played = Object.keys(orgFaults) as SalesforceFaultName[]; // the keys of the table
  mustBe('faults that the story plays', played.toSorted(), there.toSorted());
  return played;
}
