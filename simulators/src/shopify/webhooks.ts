import { createHmac } from 'node:crypto';
import type { Dice } from '../faults.ts';
import type { Told } from './documents.ts';

/** Where webhooks go; without a url they only stand in the book. */
export type WebhookTarget = { readonly url: string | undefined; readonly secret: string };
/** What became of the webhooks so far. */
export type WebhookFigures = { readonly delivered: number; readonly failedAttempts: number; readonly givenUp: number; readonly waiting: number };

/** Sends webhooks, those of one order one after the other, with the faults in force. */
export type WebhookSender = {
  readonly send: (messages: readonly Told[]) => void;
  readonly target: () => WebhookTarget;
  readonly redirect: (target: WebhookTarget) => void;
  readonly figures: () => WebhookFigures;
  /** What waits is never sent. */
  readonly forget: () => void;
};

/** What the headers are made of beside the message. */
export type Sending = { readonly secret: string; readonly domain: string; readonly apiVersion: string };

/** Shopify tries nine times within four hours; here the waits are short, so that a demonstration sees them. */
const attemptsMax = 9;
const backoffMs = 100;
/** Shopify waits five seconds for an answer. */
const callMsMax = 5000;
/** How long a message that is to be reordered waits for the next one of its order. */
const heldMsMax = 1000;

/** The headers of a webhook (https://shopify.dev/docs/apps/build/webhooks/delivery-structure); one event's topics share its event id. */
function webhookHeaders(
  { id, topic, event, order, isTest, changedAt, payload }: Told,
  { secret, domain, apiVersion }: Sending,
): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(payload, 'utf8').digest('base64'),
    'x-shopify-shop-domain': domain,
    'x-shopify-api-version': apiVersion,
    'x-shopify-webhook-id': id,
    'x-shopify-event-id': event,
    'x-shopify-triggered-at': changedAt.replace('Z', '000000Z'),
    'x-shopify-order-id': order,
    'x-shopify-test': String(isTest),
  };
}

/** Makes the sender. */
export function createWebhookSender(first: WebhookTarget, { dice, domain, apiVersion }: { readonly dice: Dice } & Omit<Sending, 'secret'>): WebhookSender {
  let target = first;
  let ending = new AbortController();
  const count = { delivered: 0, failedAttempts: 0, givenUp: 0, waiting: 0 };
  const chains = new Map<string, Promise<void>>();
  const held = new Map<string, Told>();

  const deliver = async (message: Told, signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const { url, secret } = target;
      const isTaken =
        url === undefined || (await post(url, { headers: webhookHeaders(message, { secret, domain, apiVersion }), body: message.payload, signal }));
      if (signal.aborted) return;
      if (isTaken) {
        count.delivered += 1;
        return;
      }
      count.failedAttempts += 1;
      if (attempt < attemptsMax) await pause(backoffMs * 2 ** (attempt - 1), signal);
    }
    count.givenUp += 1;
  };
  const enqueue = (message: Told) => {
    const { signal } = ending;
    count.waiting += 1;
    const mine = (chains.get(message.order) ?? Promise.resolve())
      .then(() => deliver(message, signal))
      .finally(() => {
        if (signal.aborted) return;
        count.waiting -= 1;
        if (chains.get(message.order) === mine) chains.delete(message.order);
      });
    chains.set(message.order, mine);
  };
  const release = (order: string) => {
    const waiting = held.get(order);
    if (waiting === undefined) return;
    held.delete(order);
    count.waiting -= 1;
    enqueue(waiting);
  };
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(work, ms);
    ending.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  const put = (message: Told, plan: { readonly reorder: boolean; readonly duplicate: boolean }) => {
    if (plan.reorder && !held.has(message.order)) {
      held.set(message.order, message);
      count.waiting += 1;
      return after(heldMsMax, () => held.get(message.order) === message && release(message.order));
    }
    enqueue(message);
    if (plan.duplicate) {
      dice.count('webhook.duplicate');
      enqueue(message);
    }
    if (held.has(message.order)) dice.count('webhook.reorder');
    release(message.order);
  };
  const start = (message: Told) => {
    const plan = dice.planMessage();
    if (target.url === undefined) return;
    if (plan.drop) return dice.count('webhook.drop');
    if (plan.lateMs === 0) return put(message, plan);
    dice.count('webhook.late');
    count.waiting += 1;
    after(plan.lateMs, () => {
      count.waiting -= 1;
      put(message, plan);
    });
  };
  return {
    send: (messages) => messages.forEach(start),
    target: () => target,
    redirect: (next) => {
      target = next;
    },
    figures: () => ({ ...count }),
    forget: () => {
      ending.abort();
      ending = new AbortController();
      chains.clear();
      held.clear();
      count.waiting = 0;
    },
  };
}

/** One attempt; false when it was refused, cut or too slow. */
async function post(
  url: string,
  { headers, body, signal }: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(callMsMax)]) });
    await response.arrayBuffer(); // frees the connection
    return response.ok;
  } catch {
    return false;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
