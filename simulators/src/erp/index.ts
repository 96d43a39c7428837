export type { Customer, ErpDocument, GoodsIssue, Invoice, Item, Payment, SalesOrder } from './documents.ts';
export { type SimulatedErp, type SimulatedErpOptions, startSimulatedErp } from './start.ts';
