import { fileURLToPath } from 'node:url';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The messages of proto/pubsub_api.proto (CC0-1.0, https://github.com/forcedotcom/pub-sub-api) that a subscriber needs. */
export type ProducerEvent = { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
export type ConsumerEvent = { readonly event: ProducerEvent | null; readonly replayId: Buffer };
export type FetchRequest = {
  readonly topicName: string;
  readonly replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId?: Buffer;
  readonly numRequested: number;
};
export type FetchResponse = {
  /** None in a keepalive. */
  readonly events: readonly ConsumerEvent[];
  /** Nothing before it is still to come. */
  readonly latestReplayId: Buffer;
  readonly pendingNumRequested: number;
};
export type SchemaRequest = { readonly schemaId: string };
export type SchemaInfo = { readonly schemaJson: string; readonly schemaId: string };

const protoFile = fileURLToPath(new URL('../../../proto/pubsub_api.proto', import.meta.url));

/** The methods that a subscriber calls. Throws an Error when the file is not the service's. */
export function pubSubMethods(): {
  readonly subscribe: MethodDefinition<FetchRequest, FetchResponse>;
  readonly getSchema: MethodDefinition<SchemaRequest, SchemaInfo>;
} {
  const service = loadSync(protoFile, { longs: String, enums: String, defaults: true, arrays: true })['eventbus.v1.PubSub'];
  if (service === undefined || 'format' in service) throw new Error(`${protoFile} has no service eventbus.v1.PubSub`);
  const { Subscribe: subscribe, GetSchema: getSchema }: ServiceDefinition = service;
  if (subscribe === undefined || getSchema === undefined) throw new Error(`${protoFile} lacks Subscribe or GetSchema`);
  return { subscribe, getSchema };
}
