import type { Dice } from '../faults.ts';
import type { Grade } from '../stand-in/index.ts';
import type { Message } from './documents.ts';
import { signedHeaders } from './sign.ts';

/** Where messages go; without a url they stay in the book, for `GET /changes`. */
export type WebhookTarget = { readonly url: string | undefined; readonly key: Buffer };
/** What became of the messages so far. */
export type WebhookFigures = { readonly delivered: number; readonly failedAttempts: number; readonly givenUp: number; readonly waiting: number };

/** Sends messages, those of one order one after the other, with the faults in force. */
export type WebhookSender = {
  readonly send: (messages: readonly Message[]) => void;
  readonly target: () => WebhookTarget;
  readonly redirect: (target: WebhookTarget) => void;
  readonly figures: () => WebhookFigures;
  /** What waits is never sent. */
  readonly forget: () => void;
};

const attemptsMax = 6;
const callMsMax = 5000;
/** How long a message that is to be reordered waits for the next one of its order. */
const heldMsMax = 1000;

/** Whether messages can be sent to this address. */
export const isWebAddress = (url: string): boolean => /^https?:$/.test(URL.parse(url)?.protocol ?? '');

/** What a message looks like to its receiver; grade C knows no references. */
export function shownMessage({ id, sequence, type, occurredAt, order, shipment }: Message, grade: Grade): object {
  return { id, sequence, type, occurredAt, order: grade === 'C' ? { id: order.id } : order, shipment };
}

/** What the sender needs; `backoffMs` is the wait after the first failed attempt of a message, and doubles with each. */
type SenderGround = { readonly dice: Dice; readonly grade: Grade; readonly now: () => Date; readonly backoffMs: number };

/** Makes the sender. */
export function createWebhookSender(first: WebhookTarget, { dice, grade, now, backoffMs }: SenderGround): WebhookSender {
  let target = first;
  let ending = new AbortController();
  const count = { delivered: 0, failedAttempts: 0, givenUp: 0, waiting: 0 };
  const chains = new Map<string, Promise<void>>();
  const held = new Map<string, Message>();

  const post = async (message: Message, signal: AbortSignal): Promise<boolean> => {
    const { url, key } = target;
    if (url === undefined) return true;
    const body = JSON.stringify(shownMessage(message, grade));
    const headers = { 'content-type': 'application/json', ...signedHeaders({ id: message.id, seconds: Math.floor(now().getTime() / 1000), body, key }) };
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(callMsMax)]),
      });
      await response.arrayBuffer(); // frees the connection
      return response.ok;
    } catch {
      return false; // refused, cut or too slow: one failed attempt, counted by the caller
    }
  };
  const deliver = async (message: Message, signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const isTaken = await post(message, signal);
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
  const enqueue = (message: Message) => {
    const { signal } = ending;
    count.waiting += 1;
    const before = chains.get(message.order.id) ?? Promise.resolve();
    const mine = before
      .then(() => deliver(message, signal))
      .finally(() => {
        if (signal.aborted) return;
        count.waiting -= 1;
        if (chains.get(message.order.id) === mine) chains.delete(message.order.id);
      });
    chains.set(message.order.id, mine);
  };
  const release = (order: string) => {
    const waiting = held.get(order);
    if (waiting === undefined) return;
    held.delete(order);
    count.waiting -= 1;
    enqueue(waiting);
  };
  const after = (ms: number, work: () => void) => {
    const { signal } = ending;
    const timer = setTimeout(work, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  const put = (message: Message, plan: { readonly reorder: boolean; readonly duplicate: boolean }) => {
    const order = message.order.id;
    if (plan.reorder && !held.has(order)) {
      held.set(order, message);
      count.waiting += 1;
      after(heldMsMax, () => held.get(order) === message && release(order));
      return;
    }
    enqueue(message);
    if (plan.duplicate) {
      dice.count('webhook.duplicate');
      enqueue(message);
    }
    if (held.has(order)) dice.count('webhook.reorder');
    release(order);
  };
  const start = (message: Message) => {
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

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
