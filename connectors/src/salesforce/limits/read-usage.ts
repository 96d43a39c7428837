import type { FactsPort } from '@crossdock/connector-kit';
import type { Org } from '../rest/client.ts';
import { readingMsMax } from './limits.ts';

/**
 * Asks for the limits before a poll where no answer has told of the calls for a while: after a start with nothing to do, the org's own use
 * would be known to nobody. Once per period of a reading, whatever comes of it: an org that is down is the poll's to tell.
 */
export function withUsage(facts: FactsPort, org: Org): FactsPort {
  const { poll } = facts;
  if (!poll) return facts;
  let triedAt: Date | undefined;
  const isOld = (at: Date | undefined, now: Date) => at === undefined || now.getTime() - at.getTime() >= readingMsMax;
  return {
    ...facts,
    poll: async (cursor, call) => {
      const now = call.now();
      if (isOld(org.budget.usage(now)?.at, now) && isOld(triedAt, now)) {
        triedAt = now;
        await org.for('status').ask({ method: 'GET', path: '/limits', commits: false, read: (value) => ({ kind: 'read', value }) }, call);
      }
      return poll(cursor, call);
    },
  };
}
