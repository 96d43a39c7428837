import type { Faults } from '@crossdock/simulators';

/** A fault of Salesforce's, and who sees it strike: the stand-in's counter of that name, the hub, or nobody, because it happens once and at once. */
type OrgFault = { readonly name: string; readonly faults: Faults; readonly seenBy: 'counter' | 'hub' | 'nobody' };

const always = { p: 1 } as const;
const slowMs = 400;
const stallMs = 1_000;

/** What the event bus does to its events, and what the REST API does to a sale that is read and to records that are written. */
export const orgFaults: readonly OrgFault[] = [
  { name: 'bus.duplicate', faults: { salesforce: { bus: { duplicate: 5 } } }, seenBy: 'nobody' },
  { name: 'bus.gapNext', faults: { salesforce: { bus: { gapNext: 1 } } }, seenBy: 'nobody' },
  { name: 'bus.drop', faults: { salesforce: { bus: { drop: true } } }, seenBy: 'nobody' },
  { name: 'bus.stall', faults: { salesforce: { bus: { stallMs } } }, seenBy: 'nobody' },
  { name: 'bus.expire', faults: { salesforce: { bus: { expireBefore: 'all', drop: true } } }, seenBy: 'nobody' },
  { name: 'dropAfterCommit', faults: { dropAfterCommit: 1 }, seenBy: 'counter' },
  { name: 'errorAfterCommit', faults: { errorAfterCommit: 1 }, seenBy: 'counter' },
  { name: 'throttle', faults: { throttle: { ...always, retryAfter: 's' } }, seenBy: 'counter' },
  { name: 'slow', faults: { slow: { ...always, ms: slowMs } }, seenBy: 'counter' },
  { name: 'unauthorized', faults: { unauthorized: 1 }, seenBy: 'counter' },
  { name: 'maintenance', faults: { salesforce: { maintenance: 1 } }, seenBy: 'counter' },
  { name: 'refuseConnections', faults: { refuseConnections: true }, seenBy: 'hub' },
  { name: 'rowLock', faults: { salesforce: { rowLock: { ...always, accounts: 'all' } } }, seenBy: 'counter' },
];
