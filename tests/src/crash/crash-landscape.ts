import type { Connector, Landscape, RouteRule } from '@crossdock/connector-kit';
import { createSimulatedErp, createSimulatedWms } from '@crossdock/connectors';
import { landscape } from '@crossdock/landscape';
import { laneConcurrency, type Pace, type PeerSettings } from './settings.ts';

/** Warehouses of the stand-ins. */
export const warehouses = ['EDC', 'WDC'] as const;

/** The customers of each ERP: its route is chosen by them. C-CEDAR has a credit limit of 1,500. */
export const customersOf = {
  'erp-a': ['C-BENCH-A'],
  'erp-b': ['C-BENCH-B', 'C-CEDAR'],
  'erp-c': ['C-BENCH-C'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
/** The ERPs of the matrix, one per grade. */
export type ErpId = keyof typeof customersOf;

/** Accounts of a channel that no ERP knows yet: the hub has to make a customer of each, once. */
export const accountsOf = { 'erp-a': 'ACCOUNT-A', 'erp-b': 'ACCOUNT-B', 'erp-c': 'ACCOUNT-C' } as const satisfies Readonly<Record<ErpId, string>>;
/** Whose names they are. */
export const accountsFrom = 'crm';

/** An installation with the given systems: every customer has its ERP, every warehouse is run by the WMS. */
export function landscapeOf(peers: readonly PeerSettings[]): Landscape {
  const [erp, wms] = landscape.systems;
  if (!erp || !wms) throw new Error('The example landscape has lost its systems.');
  const systems = peers.map(({ id, kind }) => ({ ...(kind === 'erp' ? erp : wms), id, limiters: { default: { concurrency: laneConcurrency } } }));
  const routes = peers.flatMap(({ id, kind }): RouteRule[] => {
    if (kind === 'wms') return [];
    const customers = [...customersOf[id as ErpId], accountsOf[id as ErpId]];
    return customers.flatMap((customer) => warehouses.map((warehouse) => ({ when: { customer, warehouse }, system: id, warehouse, fulfilment: 'wms' })));
  });
  return { ...landscape, version: 'crash', policy: { ...landscape.policy, createCustomer: 'create' }, systems, routes, channels: [] };
}

/** The real connector of a stand-in, at the pace of the tests. */
export function connectorOf({ id, kind, url, token, grade, webhookSecret, isPolled }: PeerSettings, { callMsMax, settleMs, pollEveryMs }: Pace): Connector {
  const connector =
    kind === 'erp'
      ? createSimulatedErp({ system: id, url, token, grade, callMsMax, settleMs })
      : createSimulatedWms({ system: id, url, token, webhookSecret, callMsMax, settleMs });
  const { facts, ...rest } = connector;
  return facts && isPolled ? { ...rest, facts: { ...facts, pollEveryMs } } : rest;
}
