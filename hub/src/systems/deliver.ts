import type { DocumentSnapshot, MasterDataChange } from '@crossdock/canonical';
import type { ChannelWish } from '@crossdock/connector-kit';

/** What a message does once it has its order. */
export type Deliver = {
  /** A snapshot into its order. */
  readonly document: (subjectId: string, snapshot: DocumentSnapshot, from: MessageId) => Promise<void>;
  /** A change of master data into every order with a hold that it may have caused. */
  readonly masterData: (change: MasterDataChange, from: MessageId) => Promise<void>;
  /** What a channel's customer wants; answers the order, or why nothing was made of it. */
  readonly wish: (system: string, wish: ChannelWish, from: MessageId) => Promise<{ readonly subjectId?: string; readonly why?: string }>;
  /** Whether anything would come of a wish now. Changes nothing. */
  readonly foresee: (system: string, wish: ChannelWish) => Promise<'effect' | 'nothing'>;
  /** Somebody must look at a message that belongs to no order; `record`: the channel's own, which shall say it too. */
  readonly exception: (from: MessageId, why: 'parked' | 'unreadable', detail: string, record?: RecordAtFault) => Promise<void>;
  /** A parked message has found its order; nobody need look at it any more. */
  readonly found: (from: MessageId) => Promise<void>;
};

/** The channel's own id of a sale that could not be read, and the channel's name of the field. */
export type RecordAtFault = { readonly channelOrder: string; readonly field?: string; readonly request?: string };

/** A message by its sender's own id. */
export type MessageId = { readonly source: string; readonly messageId: string; readonly part: number };
