import { describe, expect, it } from 'vitest';
import type { FactsPort } from '../ports.ts';
import type { WebhookScene } from './scene.ts';

type Verify = NonNullable<FactsPort['verifyWebhook']>;

const marginSeconds = 60;

/** What every receiver of signed webhooks promises. */
export function webhookContract(scene: WebhookScene, verify: Verify): void {
  const { authentic, now } = scene;
  describe('by webhook', () => {
    it('reads what is rightly signed, always under the same id', () => {
      const first = verify(authentic.rawBody, authentic.headers, now);
      const { wish, ...head } = scene.expected;
      expect(first).toMatchObject({ kind: 'authentic', messages: [wish === undefined ? head : { ...head, wish: { kind: wish } }] });
      expect(verify(authentic.rawBody, authentic.headers, now)).toEqual(first);
    });

    refusesForgeries(scene, verify);
    if (scene.toleranceSeconds !== null) refusesOldOnes(scene.toleranceSeconds, scene, verify);

    it.each(scene.unreadable)('keeps what is rightly signed but not to be understood as unreadable: $title', ({ message, field }) => {
      const answer = verify(message.rawBody, message.headers, now);
      const unreadable = { kind: 'unreadable', why: expect.stringMatching(/\w/), ...(field === undefined ? {} : { field: expect.stringContaining(field) }) };
      expect(answer).toMatchObject({ kind: 'authentic', messages: [unreadable] });
    });
  });
}

function refusesForgeries({ authentic, now, signatureHeader }: WebhookScene, verify: Verify): void {
  const { rawBody, headers } = authentic;
  const { [signatureHeader]: signature = '', ...unsigned } = headers;
  const forgeries = [
    { title: 'one byte of the body is another', body: withByte(rawBody, rawBody.length >> 1), headers },
    { title: 'the body says the same in other bytes', body: Buffer.concat([rawBody, Buffer.from('\n')]), headers },
    { title: 'the signature is another', body: rawBody, headers: { ...headers, [signatureHeader]: forge(signature) } },
    { title: 'the signature is cut', body: rawBody, headers: { ...headers, [signatureHeader]: signature.slice(0, -6) } },
    { title: 'the signature is empty', body: rawBody, headers: { ...headers, [signatureHeader]: '' } },
    { title: 'there is no signature', body: rawBody, headers: unsigned },
  ];

  it.each(forgeries)('refuses it when $title', ({ body, headers: claimed }) => {
    expect(verify(body, claimed, now)).toMatchObject({ kind: 'refused', why: expect.stringMatching(/\w/) });
  });
}

function refusesOldOnes(toleranceSeconds: number, { authentic, now }: WebhookScene, verify: Verify): void {
  it.each([1, -1])('refuses it when its time is too far from ours (direction %i)', (direction) => {
    const other = new Date(now.getTime() + direction * (toleranceSeconds + marginSeconds) * 1_000);
    expect(verify(authentic.rawBody, authentic.headers, other)).toMatchObject({ kind: 'refused' });
  });
}

function withByte(bytes: Uint8Array, index: number): Uint8Array {
  return bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));
}

/** Another signature of the same shape: one character in its middle exchanged. */
function forge(signature: string): string {
  const at = signature.length >> 1;
  return `${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`;
}
