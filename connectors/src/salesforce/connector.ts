import type { Call, Connector, Failure } from '@crossdock/connector-kit';
import { inspectOrg } from './inspect/inspect.ts';
import { createFacts } from './intake/facts.ts';
import { withUsage } from './limits/read-usage.ts';
import { createMapping } from './mapping.ts';
import { createOrg, type Org } from './rest/client.ts';
import type { SalesforceSettings } from './settings.ts';
import { createAccountQueue } from './show/account-queue.ts';
import { createReport } from './show/report.ts';
import { createShow } from './show/show.ts';

/** A Salesforce org as a channel: its sales become orders, and the state of its sales is shown on its own records. Throws an Error that names a wrong setting. */
export function createSalesforce(settings: SalesforceSettings): Connector {
  const org = createOrg(settings);
  const mapping = createMapping(settings);
  const names = { apiVersion: settings.apiVersion, mapping, cases: settings.cases, statuses: settings.statuses };
  const { intake } = settings;
  const deps = { ask: org.for('status').ask, names, queue: createAccountQueue() };
  return {
    vendor: 'salesforce',
    ...(intake !== undefined && { facts: withUsage(createFacts(settings, org.for('orders'), { ...settings, ...intake, mapping }), org) }),
    channel: { show: createShow(deps), report: createReport(deps) },
    health: (call) => checkHealth(org, call),
    inspect: (call) => inspectOrg({ client: org.for('orders'), mapping, settings }, call),
    calls: org.budget.usage,
  };
}

/** Asks for the org itself, which everybody who can sign in may read. */
async function checkHealth(org: Org, call: Call): Promise<{ readonly kind: 'healthy'; readonly says: string } | Failure> {
  const got = await org.for('orders').rows('SELECT Name, InstanceName, IsSandbox FROM Organization', call);
  if (got.kind === 'failed') return got;
  const [found] = got.value;
  const usage = org.budget.usage(call.now());
  const calls = usage === undefined ? '' : `, ${usage.used} of ${usage.max} calls within 24 hours used`;
  return { kind: 'healthy', says: `${String(found?.['Name'] ?? 'an org without a name')}${found?.['IsSandbox'] === true ? ' (sandbox)' : ''}${calls}` };
}
