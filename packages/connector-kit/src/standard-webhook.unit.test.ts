import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyStandardWebhook } from './standard-webhook.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four!').toString('base64')}`;
const now = new Date('2026-11-21T10:00:00Z');
const body = '{"name":"Größe"}';

function signedBy(whose: string, at = now) {
  // The signer is the specification's own library, so that two hands wrote the two ends.
  return { 'webhook-id': 'msg-1', 'webhook-timestamp': String(at.getTime() / 1_000), 'webhook-signature': new Webhook(whose).sign('msg-1', at, body) };
}

function verify(text: string, headers: Record<string, string>, at = now) {
  return verifyStandardWebhook(Buffer.from(text), headers, { secret, now: at });
}

describe('a webhook by the Standard Webhooks specification', () => {
  it('is authentic when signed with the secret, under its own id', () => {
    expect(verify(body, signedBy(secret))).toEqual({ kind: 'authentic', id: 'msg-1' });
  });

  it('is authentic when one of several signatures is right, as while a secret is exchanged', () => {
    const headers = signedBy(secret);
    const other = signedBy(`whsec_${Buffer.from('another one').toString('base64')}`);
    expect(verify(body, { ...headers, 'webhook-signature': `v1a,AAAA ${other['webhook-signature']} ${headers['webhook-signature']}` }).kind).toBe('authentic');
  });

  it.each<{ readonly title: string; readonly text: string; readonly headers: Record<string, string> }>([
    { title: 'signed with another secret', text: body, headers: signedBy(`whsec_${Buffer.from('another one').toString('base64')}`) },
    { title: 'written in other bytes', text: body.replace(':', ': '), headers: signedBy(secret) },
    { title: 'named by another id', text: body, headers: { ...signedBy(secret), 'webhook-id': 'msg-2' } },
    { title: 'dated anew', text: body, headers: { ...signedBy(secret), 'webhook-timestamp': String(now.getTime() / 1_000 + 1) } },
    { title: 'dated in words', text: body, headers: { ...signedBy(secret), 'webhook-timestamp': 'now' } },
    { title: 'unsigned', text: body, headers: { ...signedBy(secret), 'webhook-signature': '' } },
    {
      title: 'signed by no scheme that is known',
      text: body,
      headers: { ...signedBy(secret), 'webhook-signature': signedBy(secret)['webhook-signature'].replace('v1,', 'v0,') },
    },
    { title: 'without headers', text: body, headers: {} },
  ])('is refused when it is $title', ({ text, headers }) => {
    expect(verify(text, headers)).toMatchObject({ kind: 'refused' });
  });

  it('is refused when its time is more than five minutes from ours, either way', () => {
    expect(verify(body, signedBy(secret), new Date(now.getTime() + 301_000)).kind).toBe('refused');
    expect(verify(body, signedBy(secret), new Date(now.getTime() - 301_000)).kind).toBe('refused');
    expect(verify(body, signedBy(secret), new Date(now.getTime() + 299_000)).kind).toBe('authentic');
  });

  it('does not accept a secret that is none', () => {
    expect(() => verifyStandardWebhook(Buffer.from(body), signedBy(secret), { secret: 'plain', now })).toThrow('whsec_');
  });
});
