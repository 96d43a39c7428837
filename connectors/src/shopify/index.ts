export { createShopify, type ShopifySettings } from './connector.ts';
