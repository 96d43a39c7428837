export { type DeliverLimits, deliverLimits } from './claim.ts';
export { type DeliverDeps, runDeliveries } from './deliver.ts';
export { type CloudEvent, type CurrentState, type EnvelopeDeps, type FeedEvent, messageBytesMax, stateType, toCloudEvent } from './envelope.ts';
export { internalPrefix, typePatternsMax, typePatternsProblem } from './event-types.ts';
export { fanOutDuty, fanOutLimits } from './fan-out.ts';
export { type FeedPage, feedLimits, lastPosition, positionBefore, type ReadFeed, readFeed, replayMarginMs } from './feed.ts';
export { failingMsMax, retryDelaysMs } from './retry-schedule.ts';
export type { Send } from './send.ts';
export { sequencerDuty, sequencerLimits } from './sequencer.ts';
export type { Disabled, Held } from './settle.ts';
export type { AddressGuard, GuardAnswer, Health, Mode, Scope, SecretSource, Subscription } from './subscription.ts';
export { newSecret } from './subscription.ts';
export {
  type CareAnswer,
  enableSubscription,
  endRotation,
  type FailingDelivery,
  failingDeliveriesMax,
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
