import type { Call, Failure } from '@crossdock/connector-kit';
import type { Session } from '../rest/auth.ts';
import type { SalesforceClient } from '../rest/client.ts';
import { backoffMs } from './backoff.ts';
import type { Ended, EventStream, PubSubConnection } from './connection.ts';
import { failureOf, isExpired, isPassing, isUnauthenticated } from './ended.ts';
import { createHeld, type Held, type Place } from './held.ts';

/** Whether events come, or why not. `expired`: what is behind the place is not kept any more. */
export type Following = { readonly kind: 'following' } | { readonly kind: 'expired'; readonly why: string } | Failure;

/** One topic's events, kept coming between calls. What was not followed up to stays held, so that nothing is acknowledged too early. */
export type Subscription = {
  /**
   * Holds the events behind the place. Called again and again: with the place that was followed up to, it goes on; with another, it begins
   * anew there; and it opens a stream again that has ended or fallen silent.
   */
  readonly follow: (place: Place, call: Call) => Promise<Following>;
  /** Those behind the place of the last `follow`, in order. */
  readonly held: () => readonly Held[];
  /** Whether the stream was opened just now and has told nothing yet. */
  readonly isFresh: (now: Date) => boolean;
  /** Resolves to true when something came or the stream ended, to false when the time is over. */
  readonly wait: (ms: number) => Promise<boolean>;
};

/** Times in ms, events in pieces. The bus sends a keepalive within 270 s (Pub/Sub API guide), so silence for longer is none of its own. */
export const subscriptionLimits = {
  silenceMsMax: 300_000,
  /** A trouble that lasts longer is told. */
  troubleMsMax: 60_000,
  /** What a stream has at its beginning comes within that time. */
  freshMsMax: 5_000,
  /** A stream that says nothing for so long was taken all the same: no attempt to connect lasts that long. */
  quietMsMin: 45_000,
  /** Nobody asks any more: the stream is closed. */
  unusedMsMax: 120_000,
  /** At most so many events are held or on their way; the bus takes requests for up to 100. */
  inFlightMax: 200,
  requestMax: 100,
} as const;

/** What a subscription needs. */
export type SubscriptionDeps = {
  readonly connection: PubSubConnection;
  readonly client: Pick<SalesforceClient, 'accessToken'>;
};

type Open = { readonly stream: EventStream; readonly session: Session };
type Trouble = { readonly ended: Ended; readonly sinceMs: number; readonly retryAtMs: number; readonly attempts: number; readonly refusals: number };

/** Makes the subscription of one topic; nothing is opened before it is followed. */
export function createSubscription(topic: string, { connection, client }: SubscriptionDeps): Subscription {
  const held = createHeld();
  let open: Open | undefined;
  let trouble: Trouble | undefined;
  let refusedToken: string | undefined;
  let onItsWay = 0;
  let heardAtMs = 0;
  let hasToldNothing = true;
  let wake: () => void = () => undefined;
  let unused: NodeJS.Timeout | undefined;

  const closeStream = () => {
    open?.stream.cancel();
    open = undefined;
    onItsWay = 0;
  };
  const requestMore = () => {
    const room = Math.min(subscriptionLimits.inFlightMax - held.events(), subscriptionLimits.requestMax) - onItsWay;
    if (open === undefined || room < subscriptionLimits.requestMax / 2) return;
    onItsWay += room;
    open.stream.request({ topicName: topic, numRequested: room, ...presetOf(held.last()) });
  };
  const hasEnded = (ended: Ended, salt: string, nowMs: number) => {
    open = undefined;
    onItsWay = 0;
    const livedMs = nowMs - heardAtMs;
    if (livedMs >= subscriptionLimits.quietMsMin) trouble = undefined;
    const attempts = (trouble?.attempts ?? 0) + 1;
    const refusals = (livedMs >= subscriptionLimits.freshMsMax ? 0 : (trouble?.refusals ?? 0)) + (isUnauthenticated(ended) ? 1 : 0);
    trouble = { ended, sinceMs: trouble?.sinceMs ?? nowMs, retryAtMs: nowMs + backoffMs(attempts, `${topic} ${salt} ${nowMs}`), attempts, refusals };
    wake();
  };
  const openStream = (session: Session, now: Call['now']) => {
    heardAtMs = now().getTime();
    hasToldNothing = true;
    const stream = connection.subscribe(session, {
      onResponse: (response) => {
        heardAtMs = now().getTime();
        hasToldNothing = false;
        [trouble, refusedToken] = [undefined, undefined];
        onItsWay = Math.max(0, onItsWay - response.events.length);
        held.take(response);
        requestMore();
        wake();
      },
      onEnd: (ended) => {
        if (isUnauthenticated(ended)) refusedToken = session.token;
        hasEnded(ended, session.token, now().getTime());
      },
    });
    open = { stream, session };
    requestMore();
  };
  /** A refused session is exchanged once, and at once. */
  const reopen = async (call: Call): Promise<Following> => {
    const nowMs = call.now().getTime();
    const isFirstRefusal = trouble?.refusals === 1 && isUnauthenticated(trouble.ended);
    if (trouble !== undefined && !isFirstRefusal) {
      if (isExpired(trouble.ended)) return expired(trouble.ended);
      const isTold = !isPassing(trouble.ended) || nowMs - trouble.sinceMs >= subscriptionLimits.troubleMsMax;
      if (nowMs < trouble.retryAtMs) return isTold ? failureOf(trouble.ended, `events of ${topic}`) : { kind: 'following' };
    }
    const session = await client.accessToken(call, refusedToken);
    if ('kind' in session) return session;
    openStream(session, call.now);
    return { kind: 'following' };
  };
  const expired = ({ details }: Ended): Following => {
    trouble = undefined;
    held.restart(undefined);
    return { kind: 'expired', why: details };
  };
  return {
    follow: async (place, call) => {
      clearTimeout(unused);
      unused = setTimeout(closeStream, subscriptionLimits.unusedMsMax);
      unused.unref();
      if (!held.followUpTo(place)) {
        closeStream();
        held.restart(place);
        trouble = undefined;
      }
      const nowMs = call.now().getTime();
      if (open !== undefined && nowMs - heardAtMs > subscriptionLimits.silenceMsMax) {
        closeStream();
        hasEnded({ code: 0, details: `nothing was heard for ${nowMs - heardAtMs} ms`, errorCode: '' }, topic, nowMs);
      }
      if (open === undefined) return reopen(call);
      requestMore();
      return { kind: 'following' };
    },
    held: held.list,
    isFresh: (now) => hasToldNothing && now.getTime() - heardAtMs < subscriptionLimits.freshMsMax,
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
  };
}

const presetOf = (place: Place | undefined) =>
  place === undefined || place.kind === 'earliest'
    ? ({ replayPreset: 'EARLIEST' } as const)
    : ({ replayPreset: 'CUSTOM', replayId: Buffer.from(place.replay, 'base64') } as const);
