import { createHmac } from 'node:crypto';

const secretShape = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** The key inside a Standard Webhooks secret; undefined when the text is none. */
export function keyOf(secret: string): Buffer | undefined {
  const base64 = secretShape.exec(secret)?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/** The headers that the Standard Webhooks specification (standardwebhooks.com) wants around a body; the timestamp is in Unix seconds. */
export function signedHeaders({
  id,
  seconds,
  body,
  key,
}: {
  readonly id: string;
  readonly seconds: number;
  readonly body: string;
  readonly key: Buffer;
}): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
