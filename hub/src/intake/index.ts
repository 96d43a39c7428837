export { type AcceptDeps, type AcceptOrder, acceptOrder } from './accept-order.ts';
export { type CancelOrder, cancelOrder } from './cancel-order.ts';
export { type ChangeOrder, changeOrder } from './change-order.ts';
export { checkOrder, type Malformed } from './check-order.ts';
export { type BatchRow, batchLimits, readBatch } from './read-batch.ts';
export { type ChangeAnswer, type ChangeDeps, keyKeptDays, type Requester } from './request-change.ts';
export { type Capabilities, type Origin, type RoutingDeps, routeOrder } from './route-order.ts';
