import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import type { Org } from '../org/types.ts';
import type { Bus } from './bus.ts';
import { createControl, type PubSubControl } from './control.ts';
import { openEventLog } from './event-log.ts';
import { managedSubscribe } from './managed-subscribe.ts';
import type { ManagedSubscription } from './managed-subscriptions.ts';
import {
  type FetchRequest,
  type FetchResponse,
  type ManagedFetchRequest,
  type ManagedFetchResponse,
  type PublishRequest,
  type PublishResponse,
  pubSubService,
  type SchemaRequest,
  type TopicRequest,
} from './messages.ts';
import { publish, publishStream } from './publish.ts';
import { readChannels } from './read-channels.ts';
import { createSchemas } from './schemas.ts';
import type { CheckSession } from './session.ts';
import { subscribe } from './subscribe.ts';
import { createTeller } from './tell.ts';
import { getSchema, getTopic, unary } from './topic-calls.ts';
import { type Channels, createTopics } from './topics.ts';
import { listen } from './wires.ts';

/** How the event bus is started. */
export type PubSubOptions = {
  readonly org: Org;
  readonly checkSession: CheckSession;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** PEM; without it the bus speaks plaintext. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Keeps the events, so that a subscriber resumes after a restart. */
  readonly file?: string | undefined;
  readonly channels?: Channels | undefined;
  /** The folder of an sfdx project whose custom channels there are too. */
  readonly metadata?: string | undefined;
  readonly managed?: readonly ManagedSubscription[] | undefined;
  readonly keepaliveMs?: number | undefined;
  readonly publishIdleMs?: number | undefined;
};
/** A running event bus. */
export type PubSub = { readonly port: number; readonly control: PubSubControl; readonly close: () => Promise<void> };

/** As pubsub_api.proto says. */
const keepaliveMsMax = 270_000;
const publishIdleMsMax = 70_000;
const closeMsMax = 1000;

/** Starts a Pub/Sub API over an org: each commit of the org becomes events. Rejects when the port is taken. */
export async function startPubSub(options: PubSubOptions): Promise<PubSub> {
  const bus = makeBus(options);
  const server = new Server();
  server.addService(pubSubService(), {
    GetTopic: unary(bus, (request: TopicRequest, { rpcId }) => getTopic(bus, request, rpcId)),
    GetSchema: unary(bus, (request: SchemaRequest, { rpcId }) => getSchema(bus, request, rpcId)),
    Publish: unary(bus, (request: PublishRequest, call) => publish(bus, request, call)),
    PublishStream: (call: ServerDuplexStream<PublishRequest, PublishResponse>) => publishStream(bus, call),
    Subscribe: (call: ServerDuplexStream<FetchRequest, FetchResponse>) => subscribe(bus, call),
    ManagedSubscribe: (call: ServerDuplexStream<ManagedFetchRequest, ManagedFetchResponse>) => managedSubscribe(bus, call),
  });
  const { tls, host = '127.0.0.1', port } = options;
  const door = server.createConnectionInjector(tls === undefined ? ServerCredentials.createInsecure() : credentialsOf(tls));
  const listening = await listen(host, port, (socket) => door.injectConnection(socket)).catch((error: unknown) => {
    bus.log.close();
    throw error;
  });
  const { control, end } = createControl(bus, listening);
  let isClosed = false;
  const unhear = bus.org.onCommit(bus.teller.tell);
  return {
    port: listening.port,
    control,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      unhear();
      end();
      for (const stream of bus.streams) stream.end();
      server.tryShutdown(() => undefined); // lets calls that are under way come to their end, for a short while
      await listening.close(closeMsMax);
      server.forceShutdown();
      bus.log.close();
    },
  };
}

function makeBus({ org, checkSession, file, channels = {}, metadata, managed = [], keepaliveMs, publishIdleMs }: PubSubOptions): Bus {
  const log = openEventLog({ file, now: org.now });
  const schemas = createSchemas(org, log.schemas(), log.addSchema);
  const described = metadata === undefined ? {} : readChannels(metadata);
  const topics = createTopics(org, { ...channels, custom: { ...described, ...channels.custom } });
  const bus: Bus = {
    ...{ org, checkSession, log, schemas, topics, managed },
    teller: createTeller({ org, log, schemas, topics }),
    faults: { duplicatesLeft: 0, isStalled: false },
    keepaliveMs: keepaliveMs ?? keepaliveMsMax,
    publishIdleMs: publishIdleMs ?? publishIdleMsMax,
    streams: new Set(),
    active: new Set(),
  };
  log.onAppend(() => {
    for (const { wake } of bus.streams) wake();
  });
  return bus;
}

const credentialsOf = ({ key, cert }: { readonly key: string; readonly cert: string }) =>
  ServerCredentials.createSsl(null, [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }]);
