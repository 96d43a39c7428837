import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the signed time may be from ours, in seconds; the specification's reference libraries allow as much. */
export const webhookToleranceSeconds = 300;

/** Whether a webhook comes from who knows the secret, and its id. */
export type WebhookVerdict = { readonly kind: 'authentic'; readonly id: string } | { readonly kind: 'refused'; readonly why: string };

/**
 * Verifies a webhook by the Standard Webhooks specification 1.0 (standardwebhooks.com), symmetric signatures `v1`: the bytes
 * as they came, header names in lower case, the secret as `whsec_` and base64. Several signatures may stand in the header,
 * while a secret is being exchanged; one right one is enough. Throws when the secret is none: that is a matter of configuration.
 */
export function verifyStandardWebhook(
  rawBody: Uint8Array,
  headers: Readonly<Record<string, string>>,
  { secret, now }: { readonly secret: string; readonly now: Date },
): WebhookVerdict {
  const key = keyOf(secret);
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  if (id === '' || signatures === '' || !/^\d{1,12}$/.test(timestamp)) return refused('webhook-id, webhook-timestamp and webhook-signature must be given');
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > webhookToleranceSeconds)
    return refused(`its time is more than ${webhookToleranceSeconds} s from ours`);
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
  const isSigned = signatures.split(' ').some((signature) => signature.startsWith('v1,') && isEqual(Buffer.from(signature.slice(3), 'base64'), expected));
  return isSigned ? { kind: 'authentic', id } : refused('no signature is right');
}

function keyOf(secret: string): Buffer {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  if (base64 === undefined) throw new Error('a webhook secret must be whsec_ and base64');
  return Buffer.from(base64, 'base64');
}

function isEqual(claimed: Buffer, expected: Buffer): boolean {
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

function refused(why: string): WebhookVerdict {
  return { kind: 'refused', why };
}
