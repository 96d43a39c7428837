export { createSalesforce, type SalesforceSettings, usualIntake } from './salesforce/index.ts';
export { createShopify, type ShopifySettings } from './shopify/index.ts';
export { createSimulatedErp, type SimulatedErpSettings } from './simulated-erp/index.ts';
export { createSimulatedWms, type SimulatedWmsSettings } from './simulated-wms/index.ts';
export { createTryton, type TrytonSettings } from './tryton/index.ts';
