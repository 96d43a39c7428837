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
