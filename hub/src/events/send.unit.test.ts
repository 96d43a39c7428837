import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/index.ts';
import { reasonOf, signedHeaders } from './send.ts';
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

describe('the reason of a failure', () => {
  it('is short and has nothing that the database cannot keep', () => {
    expect(reasonOf(new Error('a\0b'))).toBe('ab');
    expect(reasonOf('x'.repeat(9_000)).length).toBeLessThan(1_000);
  });
});
