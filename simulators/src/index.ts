export {
  type Customer,
  type ErpDocument,
  type GoodsIssue,
  type Invoice,
  type Item,
  type Payment,
  type SalesOrder,
  type SimulatedErp,
  type SimulatedErpOptions,
  startSimulatedErp,
} from './erp/index.ts';
export { type DroppableField, droppableFields, type Faults, type RetryAfter } from './faults.ts';
export {
  type OrgDocument,
  type SalesforceAccess,
  type SalesforceFaultName,
  type SimulatedSalesforce,
  type SimulatedSalesforceOptions,
  salesforceFaultNames,
  startSimulatedSalesforce,
} from './salesforce/index.ts';
export {
  type Fulfillment,
  type ShopDocument,
  type ShopFulfillmentOrder,
  type ShopOrder,
  type SimulatedShopify,
  type SimulatedShopifyOptions,
  startSimulatedShopify,
} from './shopify/index.ts';
export type { BookDocument, BookReport, Grade, StandIn, StandInOptions } from './stand-in/index.ts';
export {
  type Message,
  type Order,
  type Shipment,
  type SimulatedWms,
  type SimulatedWmsOptions,
  type Stock,
  startSimulatedWms,
  type WmsDocument,
} from './wms/index.ts';
