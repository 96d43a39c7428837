import type { Landscape } from '@crossdock/connector-kit';

/**
 * The example landscape that `npm start` runs: a simulated ERP with two warehouses, a simulated warehouse
 * system, and a simulated Salesforce org in which quotes are accepted. A real
 * installation keeps a file like this one in its own repository and names it with CROSSDOCK_LANDSCAPE.
 */
export const landscape: Landscape = {
  version: '2',
  calendar: { timeZone: 'America/New_York', weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', holidays: ['2026-11-26', '2026-12-25', '2027-01-01'] },
  policy: {
    validation: 'ask',
    priceTolerancePercent: '1',
    shortStock: 'backorder',
    shipComplete: false,
    duplicatePo: 'warn',
    answerValidMinutes: 240,
    holdRecheckMinutes: 15,
    deadlineMinutes: { confirm: 240, ship: 1_200, invoice: 1_200 },
    assumedDeliveredDays: 14,
    erpChanges: { quantityDown: 'accept', quantityUp: 'ask', price: 'ask', date: 'accept', cancel: 'ask' },
    exceptionMinutes: { high: 120, normal: 480, low: 2_400 },
  },
  systems: [
    {
      id: 'erp',
      name: 'ERP (simulated)',
      connector: 'simulated-erp',
      settings: { url: { env: 'ERP_URL', or: 'http://127.0.0.1:8091' }, token: { env: 'ERP_TOKEN', or: 'erp-token' } },
      limiters: { default: { concurrency: 8 } },
      owner: 'integration',
    },
    {
      id: 'wms',
      name: 'Warehouse system (simulated)',
      connector: 'simulated-wms',
      settings: {
        url: { env: 'WMS_URL', or: 'http://127.0.0.1:8092' },
        token: { env: 'WMS_TOKEN', or: 'wms-token' },
        webhookSecret: { env: 'WMS_WEBHOOK_SECRET', or: 'whsec_Y3Jvc3Nkb2NrLWRlbW8td21zLXNlY3JldA==' },
      },
      limiters: { default: { concurrency: 8 } },
      owner: 'warehouse',
    },
    {
      id: 'crm',
      name: 'Salesforce (simulated)',
      connector: 'salesforce',
      settings: {
        loginUrl: { env: 'CRM_URL', or: 'http://127.0.0.1:8093' },
        pubSubEndpoint: { env: 'CRM_BUS', or: 'localhost:8094' },
        pubSubCaFile: { env: 'CRM_BUS_CA_FILE' },
        auth: 'jwt',
        clientId: { env: 'CRM_CLIENT_ID' },
        privateKey: { env: 'CRM_PRIVATE_KEY' },
        username: { env: 'CRM_USERNAME', or: 'integration@crossdock.example' },
        trigger: 'quote-accepted',
        currency: 'USD',
        // Accounts and products go by Salesforce's own ids, and through the cross-references.
        fields: { map: { 'account.number': '', 'product.code': '' } },
      },
      limiters: { default: { concurrency: 2 } },
      owner: 'integration',
    },
  ],
  routes: [
    { when: { warehouse: 'WDC' }, system: 'erp', warehouse: 'WDC', fulfilment: 'wms' },
    { system: 'erp', warehouse: 'EDC', fulfilment: 'wms' },
  ],
  warehouses: [
    {
      id: 'EDC',
      calendar: {
        timeZone: 'America/New_York',
        weekdays: [1, 2, 3, 4, 5, 6],
        from: '06:00',
        to: '16:00',
        holidays: ['2026-11-26', '2026-12-25', '2027-01-01'],
      },
      handlingMinutes: 120,
    },
  ],
  clients: [],
  channels: [{ id: 'crm', system: 'crm', resolves: ['customer', 'ship-to', 'item'] }],
};
