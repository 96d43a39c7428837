import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The messages of proto/pubsub_api.proto as the server sees them: every field is there, bytes are buffers, 64-bit numbers text. */
export type ProducerEvent = { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
export type ConsumerEvent = { readonly event: ProducerEvent; readonly replayId: Buffer };
export type TopicRequest = { readonly topicName: string };
export type TopicInfo = {
  readonly topicName: string;
  readonly tenantGuid: string;
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly schemaId: string;
  readonly rpcId: string;
};
export type SchemaRequest = { readonly schemaId: string };
export type SchemaInfo = { readonly schemaJson: string; readonly schemaId: string; readonly rpcId: string };
export type ReplayPreset = 'LATEST' | 'EARLIEST' | 'CUSTOM';
export type FetchRequest = { readonly topicName: string; readonly replayPreset: ReplayPreset; readonly replayId: Buffer; readonly numRequested: number };
export type FetchResponse = {
  readonly events: readonly ConsumerEvent[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
};
export type PublishRequest = { readonly topicName: string; readonly events: readonly ProducerEvent[] };
export type RpcError = { readonly code: 'UNKNOWN' | 'PUBLISH' | 'COMMIT'; readonly msg: string };
export type PublishResult = { readonly replayId?: Buffer; readonly error?: RpcError; readonly correlationKey: string };
export type PublishResponse = { readonly results: readonly PublishResult[]; readonly schemaId: string; readonly rpcId: string };
export type CommitReplayRequest = { readonly commitRequestId: string; readonly replayId: Buffer };
export type CommitReplayResponse = {
  readonly commitRequestId: string;
  readonly replayId: Buffer;
  readonly error?: RpcError;
  /** Milliseconds since 1970. */
  readonly processTime: string;
};
export type ManagedFetchRequest = {
  readonly subscriptionId: string;
  readonly developerName: string;
  readonly numRequested: number;
  readonly commitReplayIdRequest: CommitReplayRequest | null;
};
export type ManagedFetchResponse = Partial<FetchResponse> & { readonly commitResponse?: CommitReplayResponse };

const protoFile = fileURLToPath(new URL('../../../proto/pubsub_api.proto', import.meta.url));

/** The service eventbus.v1.PubSub. */
export function pubSubService(): ServiceDefinition {
  const service = loadSync(protoFile, { longs: String, enums: String, defaults: true, arrays: true })['eventbus.v1.PubSub'];
  if (service === undefined || 'format' in service) throw new Error(`${protoFile} has no service eventbus.v1.PubSub`);
  return service;
}
