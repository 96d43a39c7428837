import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import { reasonOf, type Send, sendWork, signedHeaders } from './send.ts';
import { newSecret } from './subscription.ts';

const message = { id: 'msg_o_1_s', text: '{"specversion":"1.0"}' };

describe('a signed message', () => {
  it('is verified by the Standard Webhooks library with its secret, and by no other', () => {
    const secret = newSecret();
    const headers = signedHeaders(message, [secret], systemClock.now());
    expect(new Webhook(secret).verify(message.text, headers)).toEqual({ specversion: '1.0' });
    expect(() => new Webhook(newSecret()).verify(message.text, headers)).toThrow('No matching signature');
    expect(() => new Webhook(secret).verify(`${message.text} `, headers)).toThrow('No matching signature');
  });

  it('is verified with either secret while one replaces the other', () => {
    const [present, before] = [newSecret(), newSecret()];
    const headers = signedHeaders(message, [present, before], systemClock.now());
    for (const secret of [present, before]) expect(new Webhook(secret).verify(message.text, headers)).toEqual({ specversion: '1.0' });
  });

  it('has a secret of 32 random bytes, written as the spec has it', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(newSecret()).not.toBe(secret);
  });
});

describe('the messages of one claim', () => {
  const messages = [1, 2, 3].map((seq) => ({ id: `msg_o_${seq}_s`, seq, text: '{}' }));
  const claim = (mayStart: () => boolean): Claimed => ({
    subscription: 's',
    subject: 'o',
    url: 'https://receiver.example',
    mode: 'stream',
    types: ['*'],
    secrets: [newSecret()],
    sent: 0,
    wanted: 3,
    lease: '',
    dueMs: 0,
    mayStart,
  });
  const work = { kind: 'messages', messages, through: 3 } as const;

  it('stop being sent where the next call could outlast the lease', async () => {
    const sent: string[] = [];
    const send: Send = (_url, headers) => {
      sent.push(headers['webhook-id'] ?? '');
      return Promise.resolve(200);
    };
    const outcome = await sendWork(
      claim(() => sent.length < 2),
      work,
      { send, clock: systemClock, callMsMax: 1_000 },
      new AbortController().signal,
    );
    expect(outcome).toEqual({ kind: 'stopped', through: 2, accepted: 2, delayMs: 0 });
    expect(sent).toEqual(['msg_o_1_s', 'msg_o_2_s']);
  });

  it('stop at the first that is not accepted', async () => {
    const answers = [200, 429, 200];
    const send: Send = () => Promise.resolve(answers.shift() ?? 200);
    const outcome = await sendWork(
      claim(() => true),
      work,
      { send, clock: systemClock, callMsMax: 1_000 },
      new AbortController().signal,
    );
    expect(outcome).toEqual({ kind: 'failed', through: 1, accepted: 1, why: 'The receiver answered 429.', isGone: false });
  });
});

describe('the reason of a failure', () => {
  it('is short and has nothing that the database cannot keep', () => {
    expect(reasonOf(new Error('a\0b'))).toBe('ab');
    expect(reasonOf('x'.repeat(9_000)).length).toBeLessThan(1_000);
  });
});
