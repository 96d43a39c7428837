export { countOpenOrders, countOrders, recentEvents } from './count-orders.ts';
export { type FindOrders, findOrders, foundOrdersMax } from './find-orders.ts';
export { orderStory, type StoryEntry } from './order-story.ts';
export { NextStep, OrderView } from './order-view.ts';
export { type OutcomeKind, outcomeOf } from './outcome.ts';
export type { OrderStatus } from './progress.ts';
export { type ShowDeps, showOrders } from './read-order.ts';
export { readChangedOrders, readOrders, type StoredOrder } from './stored-order.ts';
export type { KnownOfOrder, WhereAnswer } from './where-is.ts';
