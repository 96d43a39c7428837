import { Client, type ClientDuplexStream, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Session } from '../rest/auth.ts';
import { type FetchRequest, type FetchResponse, pubSubMethods, type SchemaInfo } from './messages.ts';

/** Where the event bus is. */
export type PubSubAccess = {
  /** `api.pubsub.salesforce.com:443`. */
  readonly pubSubEndpoint: string;
  /** PEM: who signed the bus's certificate; left out: whom Node trusts. */
  readonly pubSubCa?: string;
};

/** How a stream or a call ended: gRPC's status, and the platform's own word for it from the trailer `error-code`. */
export type Ended = { readonly code: number; readonly details: string; readonly errorCode: string };

/** One stream of a subscription. */
export type EventStream = { readonly request: (asked: FetchRequest) => void; readonly cancel: () => void };
/** What a stream tells. After `onEnd`, which comes once, it tells nothing more. */
export type StreamEars = { readonly onResponse: (response: FetchResponse) => void; readonly onEnd: (ended: Ended) => void };

/** The way to the event bus. It connects by itself, and again, whenever something is asked. */
export type PubSubConnection = {
  readonly subscribe: (session: Session, ears: StreamEars) => EventStream;
  /** The Avro schema of that id as JSON, or why not. */
  readonly getSchema: (schemaId: string, session: Session, now: Date) => Promise<string | Ended>;
  readonly close: () => void;
};

/**
 * A dead peer is found out after 80 s; a bus that finds that too often is asked less often by the client itself. Proxies that the environment
 * names are passed by, as the calls over REST pass them by.
 */
const channelOptions = { 'grpc.keepalive_time_ms': 60_000, 'grpc.keepalive_timeout_ms': 20_000, 'grpc.enable_http_proxy': 0 };
const schemaMsMax = 15_000;

/** Connects over TLS; nothing is sent before something is asked. Throws an Error when the certificate is none. */
export function connectPubSub({ pubSubEndpoint, pubSubCa }: PubSubAccess): PubSubConnection {
  const { subscribe, getSchema } = pubSubMethods();
  const client = new Client(pubSubEndpoint, credentials.createSsl(pubSubCa === undefined ? null : Buffer.from(pubSubCa)), channelOptions);
  return {
    subscribe: (session, ears) => {
      const stream: ClientDuplexStream<FetchRequest, FetchResponse> = client.makeBidiStreamRequest(
        subscribe.path,
        subscribe.requestSerialize,
        subscribe.responseDeserialize,
        metadataOf(session),
      );
      return listenTo(stream, ears);
    },
    getSchema: (schemaId, session, now) =>
      new Promise((resolve) => {
        const options = { deadline: now.getTime() + schemaMsMax };
        client.makeUnaryRequest(
          getSchema.path,
          getSchema.requestSerialize,
          getSchema.responseDeserialize,
          { schemaId },
          metadataOf(session),
          options,
          (error: ServiceError | null, info?: SchemaInfo) => resolve(info?.schemaJson ?? endedBy(error)),
        );
      }),
    close: () => client.close(),
  };
}

function listenTo(stream: ClientDuplexStream<FetchRequest, FetchResponse>, { onResponse, onEnd }: StreamEars): EventStream {
  let isOpen = true;
  const end = (ended: Ended) => {
    if (!isOpen) return;
    isOpen = false;
    onEnd(ended);
  };
  stream.on('data', (response: FetchResponse) => {
    if (isOpen) onResponse(response);
  });
  stream.on('error', (error: ServiceError) => end(endedBy(error)));
  stream.on('end', () => end({ code: 0, details: 'the event bus ended the stream', errorCode: '' }));
  return {
    request: (asked) => {
      if (isOpen) stream.write(asked);
    },
    cancel: () => {
      isOpen = false;
      stream.cancel();
    },
  };
}

function endedBy(error: ServiceError | null): Ended {
  const [errorCode] = error?.metadata.get('error-code') ?? [];
  return { code: error?.code ?? 0, details: error?.details ?? 'an empty answer', errorCode: typeof errorCode === 'string' ? errorCode : '' };
}

function metadataOf({ token, instanceUrl, orgId }: Session): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries({ accesstoken: token, instanceurl: instanceUrl, tenantid: orgId })) metadata.set(name, value);
  return metadata;
}
