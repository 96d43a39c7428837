import type { Call, Connector, Failure } from '@crossdock/connector-kit';
import { createClient, type ShopAccess, type ShopClient } from './client.ts';
import { createFulfil, type FulfilSettings } from './fulfil.ts';
import { createPoll } from './poll.ts';
import { at, deep, readText } from './read.ts';
import { createVerifyWebhook, type WebhookSettings } from './webhook.ts';
import type { Intake } from './wish.ts';

/** One shop: where it is, what is taken from it, and how it is told. README.md says what each setting does. */
export type ShopifySettings = ShopAccess & WebhookSettings & Intake & FulfilSettings;

/** How often the shop is asked what no webhook brought. */
const pollEveryMs = 60_000;
/** The longest that one page of a poll, or a webhook's check, may take. */
const pollMsMax = 30_000;

/** A Shopify shop as a channel: orders come by webhook and poll, tracking goes back. */
export function createShopify(settings: ShopifySettings): Connector {
  const client = createClient(settings);
  return {
    vendor: 'shopify',
    facts: { pollEveryMs, callMsMax: pollMsMax, poll: createPoll(client, settings), verifyWebhook: createVerifyWebhook(settings) },
    channel: { fulfil: createFulfil(client, settings) },
    health: (call) => checkHealth(client, settings, call),
  };
}

/** Shopify serves the oldest version that it still has when it is asked for one that is gone: that is worth knowing before it matters. */
async function checkHealth(client: ShopClient, { apiVersion }: ShopAccess, call: Call): Promise<{ readonly kind: 'healthy'; readonly says: string } | Failure> {
  const operation = { effect: 'reads', query: 'query CrossdockShop { shop { name myshopifyDomain } }', variables: {} } as const;
  const got = await client.graphql(
    operation,
    (data, { headers }) => ({
      shop: `${readText(deep(data, 'shop', 'name'))} (${readText(at(at(data, 'shop'), 'myshopifyDomain'))})`,
      served: headers['x-shopify-api-version'] ?? apiVersion,
    }),
    call,
  );
  if (got.kind === 'failed') return got;
  const { shop, served } = got.value;
  return { kind: 'healthy', says: served === apiVersion ? `${shop}, API ${served}` : `${shop}, asked for API ${apiVersion} but served ${served}` };
}
