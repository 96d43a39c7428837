import { describe, expect, it } from 'vitest';
import { sampleOrder } from './testing/sample-order.ts';
import { signed } from './testing/sign.ts';
import { createVerifyWebhook } from './webhook.ts';

const settings = { webhookSecret: 'hush', system: 'shop', customer: 'C-WEB' };
const now = new Date('2026-11-21T10:00:00Z');
const deliver = (headers: Readonly<Record<string, string>>, more: object = {}, payload = sampleOrder({})) => {
  const message = signed(payload, 'hush', headers);
  return createVerifyWebhook({ ...settings, ...more })(message.rawBody, message.headers, now);
};
const topic = { 'x-shopify-topic': 'orders/create' };

describe('a webhook of a Shopify shop', () => {
  it('has the same id in every delivery of one event, whichever subscription it came through', () => {
    const ids = ['w-1', 'w-2'].map((webhook) => deliver({ ...topic, 'x-shopify-event-id': 'e-1', 'x-shopify-webhook-id': webhook }));
    expect(ids).toMatchObject([{ messages: [{ id: 'orders/create:e-1' }] }, { messages: [{ id: 'orders/create:e-1' }] }]);
  });

  it('is another message under another topic of the same event: a cancellation is not lost behind an update', () => {
    const cancelled = sampleOrder({ cancelled_at: '2026-11-21T06:00:00-05:00' });
    const [updated, gone] = ['orders/updated', 'orders/cancelled'].map((name) =>
      deliver({ 'x-shopify-topic': name, 'x-shopify-event-id': 'e-1' }, {}, cancelled),
    );
    expect(updated).toMatchObject({ messages: [{ id: 'orders/updated:e-1' }] });
    expect(gone).toMatchObject({ messages: [{ id: 'orders/cancelled:e-1', kind: 'wish' }] });
  });

  it('is told apart by the delivery, or else by its body, when it carries no event id', () => {
    expect(deliver({ ...topic, 'x-shopify-webhook-id': 'w-1' })).toMatchObject({ messages: [{ id: 'orders/create:w-1' }] });
    expect(deliver(topic)).toEqual(deliver(topic));
    expect(deliver(topic, {}, sampleOrder({ name: '#1002' }))).not.toEqual(deliver(topic));
  });

  it('is refused when it is from another shop with the same app, where the shop is named', () => {
    expect(deliver(topic, { shopDomain: 'example.myshopify.com' })).toMatchObject({ kind: 'authentic' });
    expect(deliver(topic, { shopDomain: 'other.myshopify.com' })).toMatchObject({ kind: 'refused', why: expect.stringContaining('example.myshopify.com') });
  });

  it('is kept and ignored under a topic that is not for us', () => {
    expect(deliver({ 'x-shopify-topic': 'products/update' })).toMatchObject({
      messages: [{ kind: 'ignored', why: 'the topic products/update is not for us' }],
    });
    expect(deliver({ 'x-shopify-topic': 'constructor' })).toMatchObject({ messages: [{ kind: 'ignored' }] });
  });

  it('is unreadable, not a crash, when its body is hostile', () => {
    const bodies = ['', 'null', '[]', '{"id":', `${'['.repeat(50_000)}`, '{"__proto__":{"id":1}}', '{"id":1e400}'];
    for (const body of bodies) expect(deliver(topic, {}, body)).toMatchObject({ kind: 'authentic', messages: [{ kind: 'unreadable' }] });
  });
});
