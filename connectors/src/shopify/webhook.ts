import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FactsPort, InboundMessage } from '@crossdock/connector-kit';
import { parseJson, Unreadable } from './read.ts';
import { digestOf, type Intake, type Occasion, type Reading, readWish } from './wish.ts';

/** What tells a genuine webhook from any other. */
export type WebhookSettings = {
  /** The app's client secret. */
  readonly webhookSecret: string;
  /** The only shop that may speak here (`example.myshopify.com`); absent: any shop that has the app with this secret. */
  readonly shopDomain?: string;
};

/** The topics that we read; their bodies are whole orders. */
const occasions: Readonly<Record<string, Occasion>> = { 'orders/create': 'created', 'orders/updated': 'updated', 'orders/cancelled': 'cancelled' };

const signatureBytes = 32;

/**
 * Checks `X-Shopify-Hmac-Sha256`, the base64 HMAC-SHA256 of the raw body with the app's client secret
 * (https://shopify.dev/docs/apps/build/webhooks/verify-deliveries), and reads the order. The headers are not signed and the
 * signature knows no time: what the body says decides, and a replay is stopped by its id, its order and the order's own instant.
 */
export function createVerifyWebhook({ webhookSecret, shopDomain, ...intake }: WebhookSettings & Intake): NonNullable<FactsPort['verifyWebhook']> {
  return (rawBody, headers) => {
    const given = headers['x-shopify-hmac-sha256'];
    if (given === undefined) return { kind: 'refused', why: 'the header X-Shopify-Hmac-Sha256 is missing' };
    if (!isSignature(given, rawBody, webhookSecret)) return { kind: 'refused', why: 'X-Shopify-Hmac-Sha256 is not the signature of this body' };
    const shop = headers['x-shopify-shop-domain'];
    if (shopDomain !== undefined && shop !== shopDomain)
      return { kind: 'refused', why: `it is from the shop ${shop ?? 'without a name'}, not from ${shopDomain}` };
    const raw = new TextDecoder().decode(rawBody);
    const reading = read(raw, headers['x-shopify-topic'], intake);
    const message: InboundMessage = { id: idOf(headers, raw), raw, ...reading };
    return { kind: 'authentic', messages: [message] };
  };
}

function isSignature(given: string, rawBody: Uint8Array, secret: string): boolean {
  const signature = Buffer.from(given, 'base64');
  return signature.length === signatureBytes && timingSafeEqual(signature, createHmac('sha256', secret).update(rawBody).digest());
}

function read(raw: string, topic: string | undefined, intake: Intake): Reading {
  const occasion = topic === undefined || !Object.hasOwn(occasions, topic) ? undefined : occasions[topic];
  if (topic === undefined) return { kind: 'unreadable', why: 'the header X-Shopify-Topic is missing', field: 'x-shopify-topic' };
  if (occasion === undefined) return { kind: 'ignored', why: `the topic ${topic} is not for us` };
  try {
    return readWish(parseJson(raw), occasion, intake);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unreadable', why: error.message };
  }
}

/**
 * `X-Shopify-Event-Id` is the same for every delivery of one event, whichever subscription it goes through; the topic stands before
 * it because one event (a cancellation) is told under several topics. A delivery without it is told apart by its own id or body.
 */
function idOf(headers: Readonly<Record<string, string | undefined>>, raw: string): string {
  const event = headers['x-shopify-event-id'] ?? headers['x-shopify-webhook-id'] ?? digestOf(raw);
  return `${headers['x-shopify-topic'] ?? 'no-topic'}:${event}`;
}
