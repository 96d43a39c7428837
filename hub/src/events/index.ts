export { type CloudEvent, type CurrentState, type EnvelopeDeps, type FeedEvent, messageBytesMax, stateType, toCloudEvent } from './envelope.ts';
export { internalPrefix, typePatternsMax, typePatternsProblem } from './event-types.ts';
export { type FeedPage, feedLimits, lastPosition, positionBefore, type ReadFeed, readFeed, replayMarginMs } from './feed.ts';
export { sequencerDuty, sequencerLimits } from './sequencer.ts';
