import type { Serving } from '../../../stand-in/index.ts';
import type { Disturbance, Org } from '../../org/index.ts';
import type { SalesforceFaults } from './own-faults.ts';

/** Disturbs the org while `run` runs, then it is as before. */
export type Disturber = <T>(serving: Serving, run: () => T) => T;

/** Makes `disturbedBy`: faults that strike always are in the org already, the others are drawn for each request. */
export function disturber(org: Org): Disturber {
  return ({ dice }, run) => {
    const faults = dice.faults().salesforce;
    const isDrawn = [faults?.rowLock, faults?.validationRule, faults?.failingTrigger].some((fault) => fault !== undefined && fault.p < 1);
    if (faults === undefined || !isDrawn) return run();
    org.disturb(disturbanceOf(org, faults, dice.strikes));
    try {
      return run();
    } finally {
      org.disturb(standing(org, faults));
    }
  };
}

/** What these faults disturb whatever the request. */
export const standing = (org: Org, faults: SalesforceFaults | undefined) => disturbanceOf(org, faults ?? {}, (p) => p >= 1);

const accountIds = (org: Org): readonly string[] => [...org.rows('Account')].map((row) => String(row['Id']));

/** What of these faults disturbs the org, given which of them strike now. */
function disturbanceOf(org: Org, faults: SalesforceFaults, strikes: (p: number) => boolean): Disturbance | undefined {
  const { rowLock, validationRule, failingTrigger } = faults;
  const disturbance: Disturbance = {
    ...(rowLock !== undefined && strikes(rowLock.p) ? { lockedAccounts: rowLock.accounts === 'all' ? accountIds(org) : rowLock.accounts } : {}),
    ...(validationRule !== undefined && strikes(validationRule.p) ? { validationRule } : {}),
    ...(failingTrigger !== undefined && strikes(failingTrigger.p) ? { failingTrigger } : {}),
  };
  return Object.keys(disturbance).length === 0 ? undefined : disturbance;
}
