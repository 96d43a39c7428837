export type { PubSubControl, PubSubStatus } from './control.ts';
export type { ManagedSubscription } from './managed-subscriptions.ts';
export { readChannels } from './read-channels.ts';
export type { CheckSession } from './session.ts';
export { type PubSub, type PubSubOptions, startPubSub } from './start.ts';
export type { Channels } from './topics.ts';
