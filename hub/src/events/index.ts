export { type DeliverLimits, deliverLimits } from './claim.ts';
export { type DeliverDeps, runDeliveries } from './deliver.ts';
export type { CloudEvent, CurrentState, EnvelopeDeps, FeedEvent } from './envelope.ts';
export { typePatternsMax, typePatternsProblem } from './event-types.ts';
export { fanOutDuty } from './fan-out.ts';
export { type FeedPage, feedLimits, positionBefore, type ReadFeed, readFeed } from './feed.ts';

export type { Send } from './send.ts';
export { sequencerDuty } from './sequencer.ts';
export type { Disabled, Held } from './settle.ts';
export type { AddressGuard, GuardAnswer, Health, Mode, Scope, SecretSource, Subscription } from './subscription.ts';
export { newSecret } from './subscription.ts';
export {
  type CareAnswer,
  enableSubscription,
  endRotation,
  type FailingDelivery,
  listFailingDeliveries,
  type ReplayAnswer,
  replaySubscription,
  rotateSecret,
} from './subscription-care.ts';
export {
  type CreateSubscription,
  type CreateSubscriptionAnswer,
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  subscriptionLimits,
} from './subscriptions.ts';
