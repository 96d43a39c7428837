import type { Landscape } from '@crossdock/connector-kit';
import { landscape as example } from './index.ts';

/**
 * A landscape with a real ERP: Tryton keeps the orders of two warehouses, which have a system of their own. Name this file with
 * CROSSDOCK_LANDSCAPE to run it. Tryton locks whole tables when it confirms, so that is done one at a time.
 */
export const landscape: Landscape = {
  ...example,
  version: 'tryton-1',
  systems: [
    {
      id: 'tryton',
      name: 'ERP (Tryton)',
      connector: 'tryton',
      settings: {
        url: { env: 'TRYTON_URL', or: 'http://127.0.0.1:8069' },
        database: { env: 'TRYTON_DATABASE', or: 'erp' },
        user: { env: 'TRYTON_USER', or: 'hub' },
        password: { env: 'TRYTON_PASSWORD' },
        adminUser: { env: 'TRYTON_ADMIN_USER', or: 'admin' },
        adminPassword: { env: 'TRYTON_ADMIN_PASSWORD' },
        units: { map: { EA: 'u', CS: 'cs12', KGM: 'kg' } },
        warehouses: { map: {} },
        packageType: 'Box',
      },
      limiters: { default: { concurrency: 4 }, confirm: { concurrency: 1 } },
      owner: 'integration',
    },
    ...example.systems.filter((system) => system.id === 'wms'),
  ],
  routes: [
    { when: { warehouse: 'WDC' }, system: 'tryton', warehouse: 'WDC', fulfilment: 'wms' },
    { system: 'tryton', warehouse: 'EDC', fulfilment: 'wms' },
  ],
  channels: [],
};
