export { countedOrdersMax, countOpenOrders, countOrders, recentEvents } from './count-orders.ts';
export { type FindOrders, findOrders, foundOrdersMax } from './find-orders.ts';
export { orderStory, type StoryEntry, storyEventsMax } from './order-story.ts';
export { ChangeView, NextStep, OrderView, orderView } from './order-view.ts';
export { type OutcomeKind, outcomeOf } from './outcome.ts';
export { type OrderStatus, orderStatuses, orderStatusOf, progressOf } from './progress.ts';
export { type ShowDeps, showOrders } from './read-order.ts';
export { readChangedOrders, readOrders, type StoredOrder } from './stored-order.ts';
export { type KnownOfOrder, type WhereAnswer, whereIs } from './where-is.ts';
