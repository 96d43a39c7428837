export { type AcceptDeps, type AcceptOrder, acceptOrder } from './accept-order.ts';
export { type CancelOrder, cancelOrder } from './cancel-order.ts';
export { type ChangeOrder, changeOrder } from './change-order.ts';
export type { Malformed } from './check-order.ts';
export { type BatchRow, batchLimits, readBatch } from './read-batch.ts';
export type { ChangeAnswer, ChangeDeps, Requester } from './request-change.ts';
export type { Capabilities, Origin, RoutingDeps } from './route-order.ts';
