import { createHmac } from 'node:crypto';

/** A webhook as the hub receives it: raw bytes and headers, signed with the secret. */
export function signed(
  payload: string,
  secret: string,
  headers: Readonly<Record<string, string>>,
): { readonly rawBody: Uint8Array; readonly headers: Readonly<Record<string, string>> } {
  const rawBody = Buffer.from(payload, 'utf8');
  const signature = createHmac('sha256', secret).update(rawBody).digest('base64');
  return { rawBody, headers: { 'x-shopify-hmac-sha256': signature, 'x-shopify-shop-domain': 'example.myshopify.com', ...headers } };
}

/** The webhook of an order that was just created. */
export function asCreated(payload: string, secret: string): ReturnType<typeof signed> {
  return signed(payload, secret, { 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5' });
}
