import { readFileSync } from 'node:fs';
import type { OrderProblem, OrderStatus } from '@crossdock/canonical';
import type { Http, HttpRequest } from '@crossdock/connector-kit';
import { type Fault, type Faults, faultyHttp } from '@crossdock/connector-kit/contract';
import type { SimulatedSalesforce } from '@crossdock/simulators';
import { usualBudget } from '../limits/limits.ts';
import type { SalesforceSettings } from '../settings.ts';

/** A field or record of the simulated org. */
export type OrgRow = NonNullable<ReturnType<SimulatedSalesforce['org']['read']>>;

/** Settings of a connector for this org, signing in with a key. */
export function settingsFor({ access }: SimulatedSalesforce, more: Partial<SalesforceSettings> = {}): SalesforceSettings {
  const { loginUrl, clientId, username, privateKeyFile, version } = access;
  return {
    system: 'crm',
    loginUrl,
    auth: { flow: 'jwt', clientId, username, privateKey: readFileSync(privateKeyFile, 'utf8') },
    apiVersion: version,
    clientName: 'crossdock',
    pubSubEndpoint: 'localhost:0',
    trigger: 'quote-accepted',
    budget: usualBudget,
    objects: {},
    fields: {},
    statuses: {},
    cases: { are: 'opened', owners: {}, closedStatus: 'Closed' },
    ...more,
  };
}

/** Somebody in the org. */
const rep = { userId: '', apiVersion: '65.0', api: 'ui' } as const;
const representative = ({ org }: SimulatedSalesforce) => ({ ...rep, userId: String([...org.rows('User')][0]?.['Id']) });

/** Makes quotes for an account of the seed, with one line each; answers their ids. */
export function makeQuotes(salesforce: SimulatedSalesforce, count: number, account = 'C-ACME'): readonly string[] {
  const { org } = salesforce;
  const [accountId, entry] = [org.readBy('Account', 'AccountNumber', account)[0]?.['Id'] ?? null, dealerEntry(salesforce)];
  return org.transact(representative(salesforce), (work) =>
    Array.from({ length: count }, (_, index) => {
      const deal = { AccountId: accountId, Name: `Deal ${index}`, StageName: 'Proposal/Price Quote', CloseDate: '2026-12-31' };
      const opportunity = work.create('Opportunity', { ...deal, Pricebook2Id: entry['Pricebook2Id'] ?? null });
      const quote = work.create('Quote', { OpportunityId: opportunity.id, Name: `Quote ${index}`, Pricebook2Id: entry['Pricebook2Id'] ?? null });
      work.create('QuoteLineItem', { QuoteId: quote.id, PricebookEntryId: entry['Id'] ?? null, Quantity: 2, UnitPrice: 10 });
      return quote.id;
    }),
  );
}

function dealerEntry({ org }: SimulatedSalesforce): OrgRow {
  const dealers = org.readBy('Pricebook2', 'Name', 'Dealers')[0];
  const entry = [...org.rows('PricebookEntry')].find((row) => row['Pricebook2Id'] === dealers?.['Id']);
  if (entry === undefined) throw new Error('the seed has no dealers’ price book');
  return entry;
}

/** Makes a draft order of a quote, without lines. */
export function makeOrder(salesforce: SimulatedSalesforce, quote: string): string {
  const { AccountId = null, Pricebook2Id = null } = salesforce.org.read('Quote', quote) ?? {};
  const head = { AccountId, Pricebook2Id, QuoteId: quote, EffectiveDate: '2026-03-02', Status: 'Draft' };
  return salesforce.org.transact(representative(salesforce), (work) => work.create('Order', head).id);
}

/** Removes a quote, as somebody in the org would. */
export const removeQuote = (salesforce: SimulatedSalesforce, id: string): void =>
  salesforce.org.transact(representative(salesforce), (work) => work.remove('Quote', id));

/** The line of a quote that `makeQuotes` has made. */
export const lineOf = ({ org }: SimulatedSalesforce, quote: string): string => String(org.readBy('QuoteLineItem', 'QuoteId', quote)[0]?.['Id']);

const at = '2026-03-02T08:00:00.000Z';

/** The state of an order of one line, telling its version in the ERP's number. */
export function statusOf(channelOrder: string, version: number, more: Partial<OrderStatus> = {}): OrderStatus {
  return {
    channelOrder,
    order: `0197c0de-0000-7000-8000-${channelOrder.slice(3, 15).toLowerCase()}`,
    code: `01JZ0DW0${channelOrder.slice(0, 18)}`,
    version,
    at,
    progress: 'accepted',
    customer: 'C-ACME',
    currency: 'USD',
    documents: [{ system: 'erp', id: `SO-${version}` }],
    lines: [aLine()],
    shipments: [],
    invoices: [],
    holds: [],
    exceptions: [],
    requests: [],
    ...more,
  };
}

/** A line of an order status. */
export function aLine(more: Partial<OrderStatus['lines'][number]> = {}): OrderStatus['lines'][number] {
  const none = { cancelled: '0', allocated: '0', backordered: '0', picked: '0', packed: '0', shipped: '0', delivered: '0', returned: '0', invoiced: '0' };
  return {
    line: '1',
    schedule: '1',
    item: 'HS-1001',
    unit: 'EA',
    progress: 'open',
    ordered: '2',
    open: '2',
    ...none,
    system: 'erp',
    warehouse: 'EDC',
    ...more,
  };
}

/** An open exception. */
export const anException = (id: string): OrderStatus['exceptions'][number] => ({
  id,
  class: 'credit-hold',
  severity: 'high',
  owner: 'finance',
  openedAt: at,
  dueAt: '2026-03-02T12:00:00.000Z',
  summary: 'The customer is over its credit limit.',
  remedies: ['release', 'cancel the order'],
});

/** Why a sale did not become an order. */
export const problemOf = (channelOrder: string, version: number): OrderProblem => ({
  channelOrder,
  version,
  at,
  code: 'no-route',
  detail: `said ${version} times`,
});

/**
 * The faults of a contract suite, carried out by this org; a commit that comes late is made on the way, because the org cannot tell a
 * composite that only reads from one that writes.
 */
export function troubleOf(salesforce: SimulatedSalesforce): { readonly faults: Faults; readonly through: (http: Http, withinMs: number) => Http } {
  const unused = { kind: 'answered', status: 500, headers: {}, body: '' } as const;
  const commits = ({ body = '' }: HttpRequest) => body.includes('"method":"PATCH"');
  const late = faultyHttp({ commits, serverError: unused, unauthorized: unused, throttled: () => unused });
  return {
    faults: {
      cause: (fault) => (fault.kind === 'late-commit' ? late.faults.cause(fault) : salesforce.setFaults(simulated(fault))),
      clear: async () => {
        await late.faults.clear();
        await salesforce.clearFaults();
      },
    },
    through: late.through,
  };
}

function simulated(fault: Exclude<Fault, { kind: 'late-commit' }>): Parameters<SimulatedSalesforce['setFaults']>[0] {
  switch (fault.kind) {
    case 'drop-after-commit':
      return { dropAfterCommit: 1 };
    case 'error-after-commit':
      return { errorAfterCommit: 1 };
    case 'throttle':
      return { throttle: { p: 1, retryAfter: ({ seconds: 's', date: 'date', none: 'none' } as const)[fault.retryAfter] } };
    case 'slow':
      return { slow: { p: 1, ms: fault.ms } };
    case 'unauthorized':
      return { unauthorized: 1 };
    case 'refuse-connections':
      return { refuseConnections: true };
    default:
      return fault satisfies never;
  }
}
