import { credentials, Metadata, makeClientConstructor, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import avsc, { type Schema, type Type } from 'avsc';
import { bigintLong } from '../avro-values.ts';
import { type PubSub, type PubSubOptions, startPubSub } from '../index.ts';
import { type FetchResponse, type ManagedFetchResponse, type PublishResponse, pubSubService, type SchemaInfo, type TopicInfo } from '../messages.ts';
import { createListener, type Listener } from './listener.ts';
import { openShopOrg, rep } from './shop-org.ts';
import type { TinyOrg } from './tiny-org.ts';

/** The session that the bus of these tests knows. */
export const session = { token: 'good-token', instanceUrl: 'https://shop.my.salesforce.test', tenantId: '00D000000000001AAA' };

/** Starts a bus over a shop's org, on a free port. */
export async function startShopBus(options: Partial<PubSubOptions> = {}): Promise<PubSub & { readonly org: TinyOrg; readonly close: () => Promise<void> }> {
  const org = openShopOrg();
  const checkSession: PubSubOptions['checkSession'] = (token, instanceUrl, tenantId) =>
    token === session.token && instanceUrl === session.instanceUrl && tenantId === session.tenantId ? rep : undefined;
  const bus = await startPubSub({ org, checkSession, port: 0, ...options });
  return { ...bus, org };
}

/** A stream of responses, or how it ended. */
export type Stream<Request, Response> = {
  readonly send: (request: Partial<Request>) => void;
  readonly responses: Listener<Response>;
  readonly ended: Promise<StatusObject>;
  readonly cancel: () => void;
};

/** A client of our own: it does what the real one cannot. */
export type OwnClient = {
  readonly getTopic: (topicName: string) => Promise<TopicInfo>;
  readonly getSchema: (schemaId: string) => Promise<SchemaInfo>;
  readonly publish: (request: object) => Promise<PublishResponse>;
  readonly stream: <Response>(method: 'Subscribe' | 'ManagedSubscribe' | 'PublishStream', request: object) => Stream<object, Response>;
  readonly subscribe: (request: object) => Stream<object, FetchResponse>;
  readonly manage: (request: object) => Stream<object, ManagedFetchResponse>;
  /** Reads events by their schemas. */
  readonly read: (response: Pick<Partial<FetchResponse>, 'events'>) => Promise<readonly Told[]>;
  /** The Avro type of a topic's events, to publish some. */
  readonly typeOf: (topicName: string) => Promise<{ readonly schemaId: string; readonly type: Type }>;
  readonly close: () => void;
};
/** An event as a subscriber reads it. */
export type Told = {
  readonly id: string;
  readonly schemaId: string;
  readonly replayId: Buffer;
  readonly header: Told['body'];
  readonly body: Readonly<Record<string, unknown>>;
};

/** Connects without TLS. */
export function connect(port: number, { token, instanceUrl, tenantId }: Partial<typeof session> = session): OwnClient {
  const Client = makeClientConstructor(pubSubService(), 'PubSub');
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries({ accesstoken: token, instanceurl: instanceUrl, tenantid: tenantId }))
    if (value !== undefined) metadata.set(name, value);
  const methodOf = (name: string) => {
    const method: unknown = client[name];
    if (typeof method !== 'function') throw new Error(`no method ${name}`);
    return method.bind(client);
  };
  const call = <Response>(name: string, request: object): Promise<Response> =>
    new Promise((resolve, reject) =>
      methodOf(name)(request, metadata, { deadline: Date.now() + 10_000 }, (error: ServiceError | null, response: Response) =>
        error === null ? resolve(response) : reject(error),
      ),
    );
  const stream = <Response>(method: string, request: object): Stream<object, Response> => {
    const duplex = methodOf(method)(metadata);
    const responses = createListener<Response>();
    duplex.on('data', responses.hear);
    duplex.on('error', () => undefined); // the status says it
    const ended = new Promise<StatusObject>((resolve) => duplex.on('status', resolve));
    duplex.write(request);
    return { send: (more) => duplex.write(more), responses, ended, cancel: () => duplex.cancel() };
  };
  const types = new Map<string, Type>();
  const getSchema = (schemaId: string) => call<SchemaInfo>('GetSchema', { schemaId });
  const typeWith = async (schemaId: string) => {
    const type = types.get(schemaId) ?? avsc.Type.forSchema(JSON.parse((await getSchema(schemaId)).schemaJson) as Schema, { registry: { long: bigintLong } });
    types.set(schemaId, type);
    return type;
  };
  const getTopic = (topicName: string) => call<TopicInfo>('GetTopic', { topicName });
  return {
    getTopic,
    getSchema,
    publish: (request) => call('Publish', request),
    stream,
    subscribe: (request) => stream('Subscribe', request),
    manage: (request) => stream('ManagedSubscribe', request),
    read: ({ events = [] }) =>
      Promise.all(
        events.map(async ({ event: { id, schemaId, payload }, replayId }) => {
          const { ChangeEventHeader: header = {}, ...body } = (await typeWith(schemaId)).fromBuffer(payload) as Record<string, Told['body']>;
          return { id, schemaId, replayId, header, body };
        }),
      ),
    typeOf: async (topicName) => {
      const { schemaId } = await getTopic(topicName);
      return { schemaId, type: await typeWith(schemaId) };
    },
    close: () => client.close(),
  };
}
