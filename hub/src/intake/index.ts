export { type AcceptDeps, type AcceptOrder, acceptOrder, contradictionIn } from './accept-order.ts';
export { type CancelOrder, cancelOrder } from './cancel-order.ts';
export { type ChangeOrder, changeOrder } from './change-order.ts';
export { contradictionsOf, type Malformed } from './check-order.ts';
export { type BatchRow, batchLimits, readBatch } from './read-batch.ts';
export { type ChangeAnswer, type ChangeDeps, changeIdOf, type Requester } from './request-change.ts';
export { type Capabilities, type Origin, type RoutingDeps, ruleFor, unroutable } from './route-order.ts';
