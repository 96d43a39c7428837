import { readFileSync } from 'node:fs';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { until } from '../testing/caller.ts';
import { type SimulatedSalesforce, startSimulatedSalesforce } from './index.ts';
import { logIn } from './testing/start-org.ts';

let system: SimulatedSalesforce;
beforeAll(async () => {
  system = await startSimulatedSalesforce({ seed: 1 });
});
const clients: PubSubApiClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await system.close();
});

const topic = '/event/Sample__e';
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
type Configuration = ConstructorParameters<typeof PubSubApiClient>[0];

async function connect(login: object): Promise<PubSubApiClient> {
  const { loginUrl, pubSubEndpoint } = system.access;
  const configuration = { loginUrl, pubSubEndpoint, rejectUnauthorizedSsl: false, ...login } as Configuration; // its flows differ in what they need
  const client = new PubSubApiClient(configuration, quiet);
  await client.connect();
  clients.push(client);
  return client;
}
const byCredentials = async () => {
  const { clientId, clientSecret } = system.access;
  return await connect({ authType: 'oauth-client-credentials', clientId, clientSecret });
};
const byAssertion = async () => {
  const { clientId, username, privateKeyFile } = system.access;
  return await connect({ authType: 'oauth-jwt-bearer', clientId, username, privateKey: readFileSync(privateKeyFile, 'utf8') });
};

type Heard = { readonly type: string; readonly data: { readonly code?: number; readonly payload?: Readonly<Record<string, unknown>> } | undefined };
function listener() {
  const heard: Heard[] = [];
  const callback = (_: unknown, type: string, data?: unknown) => void heard.push({ type, data: data as Heard['data'] });
  return { heard, callback, texts: () => heard.flatMap(({ type, data }) => (type === 'event' ? [data?.payload?.['Message__c']] : [])) };
}
const message = (text: string) => ({ CreatedDate: Date.now(), CreatedById: '005000000000000AAA', Message__c: { string: text } });

it.each([
  ['client credentials', byCredentials],
  ['a signed assertion', byAssertion],
])('lets the real client of the Pub/Sub API log in with %s by itself, publish and subscribe', async (_, login) => {
  const client = await login();
  const { callback, texts } = listener();
  await client.subscribeFromEarliestEvent(topic, callback, 100);
  const { replayId } = await client.publish(topic, message('hello'), 'key');
  expect(replayId).toBeGreaterThan(0);
  await until(() => texts().includes('hello'));
});

it('lets the real client look up a managed subscription by its name, and refuses one that is stopped or not there', async () => {
  const client = await byCredentials();
  const { callback, texts } = listener();
  await client.subscribeWithManagedSubscription('Managed_Sample_PE', callback, 10);
  await until(async () => {
    await client.publish(topic, message('managed')); // until the stream, which begins at the end of what there is, has opened
    return texts().includes('managed');
  });
  await expect(client.subscribeWithManagedSubscription('Managed_Inactive_Sample_PE', callback)).rejects.toThrow('subscription is in STOP state');
  await expect(client.subscribeWithManagedSubscription('INVALID', callback)).rejects.toThrow('Failed to retrieve managed event subscription');
});

it('takes a session that its user hands to the real client, and tells of a topic that is not there', async () => {
  const client = await connect({ authType: 'user-supplied', ...(await sessionOf()) });
  expect((await client.publish(topic, message('by hand'))).replayId).toBeGreaterThan(0);
  const { callback, heard } = listener();
  await client.subscribe('/event/INVALID', callback);
  await until(() => heard.some(({ type }) => type === 'end'));
  expect(heard.find(({ type }) => type === 'grpcStatus')?.data?.code).toBe(5);
});

async function sessionOf() {
  const { accessToken, instanceUrl } = await logIn(system);
  return { accessToken, instanceUrl: instanceUrl.replace('http:', 'https:'), organizationId: system.access.orgId };
}
