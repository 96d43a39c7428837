import { Webhook } from 'standardwebhooks';
import type { Clock } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import type { Message, Work } from './messages.ts';

/**
 * Makes one POST and answers its status; follows no redirect. Rejects when there is no answer, or the address is not allowed.
 * main.ts hands it in, with the address guard inside.
 */
export type Send = (url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<number>;

/**
 * How a claim ended. `through`: the subject's last sequence that was told; `accepted`: how many messages the receiver took.
 * `stopped`: no fault of the receiver, but the rest is for another time.
 */
export type Outcome = { readonly through: number; readonly accepted: number } & (
  | { readonly kind: 'sent' }
  | { readonly kind: 'stopped'; readonly delayMs: number; readonly why?: string }
  | { readonly kind: 'failed'; readonly why: string; readonly isGone: boolean }
);

type Deps = { readonly send: Send; readonly clock: Clock; readonly callMsMax: number };

const behindDelayMs = 1_000;
const whyCharsMax = 500;
const nul = /\0/g; // PostgreSQL keeps no U+0000
const gone = 410;

/** Sends a claim's messages one after the other, the next only after a 2xx for the one before. */
export async function sendWork(claim: Claimed, work: Work, deps: Deps, stop: AbortSignal): Promise<Outcome> {
  let told = { through: claim.sent, accepted: 0 };
  if (work.kind === 'behind') return { kind: 'stopped', ...told, delayMs: behindDelayMs, why: 'The current state is older than the feed.' };
  for (const message of work.messages) {
    if (stop.aborted || !claim.mayStart()) return { kind: 'stopped', ...told, delayMs: 0 };
    try {
      const status = await post(claim, message, deps, stop);
      if (status < 200 || status > 299) return { kind: 'failed', ...told, why: `The receiver answered ${status}.`, isGone: status === gone };
    } catch (error) {
      if (stop.aborted) return { kind: 'stopped', ...told, delayMs: 0 };
      return { kind: 'failed', ...told, why: reasonOf(error), isGone: false };
    }
    told = { through: message.seq, accepted: told.accepted + 1 };
  }
  return { kind: 'sent', through: work.through, accepted: told.accepted };
}

/** The headers of the Standard Webhooks spec 1.0; with two secrets two signatures, of which a receiver needs to know one. */
export function signedHeaders({ id, text }: Pick<Message, 'id' | 'text'>, secrets: readonly string[], at: Date): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, text)).join(' '),
  };
}

async function post(claim: Claimed, message: Message, { send, clock, callMsMax }: Deps, stop: AbortSignal): Promise<number> {
  const call = new AbortController();
  const timer = setTimeout(() => call.abort(new Error(`No answer within ${callMsMax / 1_000} s.`)), callMsMax);
  const onStop = () => call.abort(new Error('The hub stops.'));
  stop.addEventListener('abort', onStop);
  try {
    const sending = send(claim.url, signedHeaders(message, claim.secrets, clock.now()), message.text, call.signal);
    return await Promise.race([sending, aborted(call.signal)]); // the deadline holds for a sender that is deaf to its signal, too
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

/** An error as it is kept on the delivery and shown. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(nul, '').slice(0, whyCharsMax);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
