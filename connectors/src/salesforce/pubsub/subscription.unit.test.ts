import type { Call } from '@crossdock/connector-kit';
import { status } from '@grpc/grpc-js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../rest/auth.ts';
import type { PubSubConnection, StreamEars } from './connection.ts';
import type { FetchRequest, FetchResponse } from './messages.ts';
import { createSubscription, type Subscription, subscriptionLimits } from './subscription.ts';

type Opened = { readonly session: Session; readonly ears: StreamEars; readonly asked: FetchRequest[]; isCancelled: boolean };

const earliest = { kind: 'earliest' } as const;
const behind = (n: number) => ({ kind: 'behind', replay: bytes(n).toString('base64') }) as const;
const bytes = (n: number): Buffer => Buffer.from([0, n >> 8, n & 255]);
const events = (from: number, to: number): FetchResponse => ({
  events: Array.from({ length: to - from + 1 }, (_, index) => ({
    event: { id: `e-${from + index}`, schemaId: 's', payload: Buffer.alloc(0) },
    replayId: bytes(from + index),
  })),
  latestReplayId: bytes(to),
  pendingNumRequested: 0,
});
const keepalive = (n: number): FetchResponse => ({ events: [], latestReplayId: bytes(n), pendingNumRequested: 0 });
const ended = (code: number, errorCode = '') => ({ code, details: 'said the bus', errorCode });

let opened: Opened[];
let nowMs: number;
let tokens: number;
let subscription: Subscription;

/** A session until it is refused. */
const accessToken = (_: Call, refused?: string): Promise<Session> => {
  if (refused === `token-${tokens}`) tokens += 1;
  return Promise.resolve({ token: `token-${tokens}`, instanceUrl: 'https://shop.example', orgId: '00D000000000001AAA' });
};
const call: Call = { http: () => Promise.reject(new Error('nobody is called here')), correlation: 'c', now: () => new Date(nowMs) };

beforeEach(() => {
  [opened, nowMs, tokens] = [[], Date.UTC(2026, 2, 2), 1];
  const connection: PubSubConnection = {
    subscribe: (session, ears) => {
      const stream: Opened = { session, ears, asked: [], isCancelled: false };
      opened.push(stream);
      return {
        request: (asked) => stream.asked.push(asked),
        cancel: () => {
          stream.isCancelled = true;
        },
      };
    },
    getSchema: () => Promise.reject(new Error('no schema is asked for here')),
    close: () => undefined,
  };
  subscription = createSubscription('/data/ChangeEvents', { connection, client: { accessToken } });
});

const follow = (place: Parameters<Subscription['follow']>[0]) => subscription.follow(place, call);
const stream = (): Opened => {
  const last = opened.at(-1);
  if (last === undefined) throw new Error('no stream was opened');
  return last;
};
const heldIds = () => subscription.held().flatMap(({ event }) => event?.id ?? []);
const requested = () => opened.flatMap(({ asked }) => asked).reduce((sum, { numRequested }) => sum + numRequested, 0);

describe('a subscription', () => {
  it('asks for what is behind the place, and holds it until it is followed up to', async () => {
    expect(await follow(behind(7))).toEqual({ kind: 'following' });
    expect(stream().asked).toEqual([{ topicName: '/data/ChangeEvents', replayPreset: 'CUSTOM', replayId: bytes(7), numRequested: 100 }]);
    stream().ears.onResponse(events(8, 10));
    expect(heldIds()).toEqual(['e-8', 'e-9', 'e-10']);
    await follow(behind(7));
    expect(heldIds()).toEqual(['e-8', 'e-9', 'e-10']);
    await follow(behind(9));
    expect(heldIds()).toEqual(['e-10']);
    expect(opened).toHaveLength(1);
  });

  it('has never more on the way and held than its limit, however long nobody follows', async () => {
    await follow(earliest);
    for (let sent = 0; sent < requested(); sent += 50) stream().ears.onResponse(events(sent + 1, sent + 50));
    expect(requested()).toBe(subscriptionLimits.inFlightMax);
    expect(heldIds()).toHaveLength(subscriptionLimits.inFlightMax);
    await follow(behind(100));
    expect(requested()).toBe(subscriptionLimits.inFlightMax + subscriptionLimits.requestMax);
    expect(stream().asked.every(({ numRequested }) => numRequested <= subscriptionLimits.requestMax)).toBe(true);
  });

  it('holds an event once that comes twice, and a keepalive as a place of its own', async () => {
    await follow(behind(1));
    stream().ears.onResponse(events(1, 3));
    stream().ears.onResponse(events(3, 3));
    stream().ears.onResponse(keepalive(5));
    stream().ears.onResponse(keepalive(6));
    expect(heldIds()).toEqual(['e-2', 'e-3']);
    expect(subscription.held().at(-1)).toEqual({ replay: behind(6).replay });
    expect(subscription.held()).toHaveLength(3);
    await follow(behind(6));
    expect(subscription.held()).toEqual([]);
  });

  it('begins anew at another place', async () => {
    await follow(behind(7));
    stream().ears.onResponse(events(8, 10));
    await follow(behind(3));
    expect(opened.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
    expect(stream().asked).toMatchObject([{ replayPreset: 'CUSTOM', replayId: bytes(3) }]);
    expect(heldIds()).toEqual([]);
  });

  it('opens a stream again that has ended, behind the last event that it brought', async () => {
    await follow(earliest);
    stream().ears.onResponse(events(1, 4));
    stream().ears.onEnd(ended(status.UNAVAILABLE));
    nowMs += 1_000;
    expect(await follow(behind(2))).toEqual({ kind: 'following' });
    expect(opened).toHaveLength(2);
    expect(stream().asked).toMatchObject([{ replayPreset: 'CUSTOM', replayId: bytes(4) }]);
    expect(heldIds()).toEqual(['e-3', 'e-4']);
  });

  it('waits longer and longer between attempts, and says so when it lasts', async () => {
    await follow(behind(1));
    const answers: string[] = [];
    for (const until = nowMs + 300_000; nowMs < until; nowMs += 250) {
      if (!stream().isCancelled && opened.length > answers.length) {
        stream().ears.onEnd(ended(status.UNAVAILABLE));
        answers.push('ended');
      }
      const answer = await follow(behind(1));
      if (answer.kind === 'failed') expect(answer).toMatchObject({ class: 'transient', message: expect.stringContaining('/data/ChangeEvents') });
      if (nowMs < until - 245_000) expect(answer.kind).toBe('following');
    }
    expect(opened.length).toBeGreaterThan(8);
    expect(opened.length).toBeLessThan(100);
    stream().ears.onEnd(ended(status.UNAVAILABLE));
    expect(await follow(behind(1))).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('takes silence that lasts longer than a keepalive for an end', async () => {
    await follow(behind(1));
    nowMs += subscriptionLimits.silenceMsMax - 1_000;
    await follow(behind(1));
    stream().ears.onResponse(keepalive(2));
    nowMs += subscriptionLimits.silenceMsMax;
    await follow(behind(2));
    expect(opened).toHaveLength(1);
    nowMs += 1;
    await follow(behind(2));
    nowMs += 1_000;
    await follow(behind(2));
    expect(opened.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
  });

  it('signs in again when its session is refused, once and at once', async () => {
    await follow(behind(1));
    stream().ears.onEnd(ended(status.UNAUTHENTICATED));
    expect(await follow(behind(1))).toEqual({ kind: 'following' });
    expect(opened.map(({ session }) => session.token)).toEqual(['token-1', 'token-2']);
    stream().ears.onEnd(ended(status.UNAUTHENTICATED));
    expect(await follow(behind(1))).toMatchObject({ kind: 'failed', class: 'auth' });
    expect(opened).toHaveLength(2);
  });

  it('signs in again at once though the session ended while the bus was away', async () => {
    await follow(behind(1));
    stream().ears.onEnd(ended(status.UNAVAILABLE));
    nowMs += 1_000;
    await follow(behind(1));
    stream().ears.onEnd(ended(status.UNAUTHENTICATED));
    expect(await follow(behind(1))).toEqual({ kind: 'following' });
    expect(opened.map(({ session }) => session.token)).toEqual(['token-1', 'token-1', 'token-2']);
  });

  it('forgets the trouble of before when a stream was quiet for long: not every topic has events', async () => {
    for (let times = 0; times < 5; times += 1) {
      await follow(behind(1));
      nowMs += 60_000;
      stream().ears.onEnd(ended(times % 2 === 0 ? status.UNAVAILABLE : status.UNAUTHENTICATED));
      nowMs += 1_000;
      expect(await follow(behind(1))).toEqual({ kind: 'following' });
    }
    expect(opened).toHaveLength(6);
  });

  it('says that the place is not kept any more, or that the topic is none', async () => {
    await follow(behind(1));
    stream().ears.onEnd(ended(status.INVALID_ARGUMENT, 'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted'));
    expect(await follow(behind(1))).toEqual({ kind: 'expired', why: 'said the bus' });
    await follow(earliest);
    stream().ears.onEnd(ended(status.NOT_FOUND));
    expect(await follow(earliest)).toMatchObject({ kind: 'failed', class: 'poison' });
  });
});
