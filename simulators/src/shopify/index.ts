export type { Fulfillment, FulfillmentOrder as ShopFulfillmentOrder, Order as ShopOrder, ShopDocument } from './documents.ts';
export { type SimulatedShopify, type SimulatedShopifyOptions, startSimulatedShopify } from './start.ts';
