import type { InboundMessage } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedShopify } from '@crossdock/simulators';
import { afterAll, describe, expect, it } from 'vitest';
import { createShopify } from './index.ts';
import { startHook } from './testing/hook.ts';
import { desk, placed, settingsFor } from './testing/shop.ts';
import { asCreated } from './testing/sign.ts';

const callMsMax = 10_000;
const calls = standInCalls();
const shop = await startSimulatedShopify();
afterAll(() => Promise.all([calls.close(), shop.close()]));
const call = () => calls.callWithin(callMsMax);

describe('what a Shopify shop tells', () => {
  const { facts } = createShopify(settingsFor(shop));

  it('brings every order of a window of many pages once', async () => {
    const start = await pollAll(undefined);
    const ids: string[] = [];
    for (let n = 0; n < 230; n += 1) ids.push((await placed(shop)).id);
    const { messages } = await pollAll(start.cursor);
    expect(messages.map(wishedOrder).sort()).toEqual(ids.sort());
  });

  it('tells the same order by webhook and by poll, with every digit of its ids', async () => {
    const { cursor } = await pollAll(undefined);
    const order = await placed(shop);
    const [byPoll] = (await pollAll(cursor)).messages;
    const told = shop.book().documents.webhook?.find((each) => each.order === order.id);
    const byWebhook = facts?.verifyWebhook?.(...received(told?.payload ?? '', shop.webhookSecret), new Date());
    expect(byWebhook).toMatchObject({ kind: 'authentic', messages: [{ wish: { kind: 'order-placed', channelOrderId: order.id } }] });
    if (byWebhook?.kind !== 'authentic' || byPoll === undefined) throw new Error('both must have come');
    const [placedOrder, polledOrder] = [orderOf(byWebhook.messages[0]), orderOf(byPoll)];
    expect(polledOrder).toEqual(placedOrder);
    expect(placedOrder?.lines.map(({ id }) => id)).toEqual(order.lines.map(({ id }) => id));
    expect(BigInt(order.id)).toBeGreaterThan(2n ** 53n);
  });

  it('tells by webhooks that verify, and each event under one id although it comes twice', async () => {
    const hook = await startHook();
    const loud = await startSimulatedShopify({ webhookUrl: hook.url });
    const verify = createShopify(settingsFor(loud)).facts?.verifyWebhook;
    await loud.setFaults({ webhook: { duplicate: 1 } });
    const order = await placed(loud);
    await desk(loud, `orders/${order.id}/edit`, { lines: [{ id: order.lines[0]?.id, quantity: 5 }] });
    await desk(loud, `orders/${order.id}/cancel`, { reason: 'customer' });
    await expect.poll(() => hook.deliveries.length, { timeout: 5_000 }).toBe(8);
    const messages = hook.deliveries.flatMap(({ rawBody, headers }) => {
      const answer = verify?.(rawBody, headers, new Date());
      return answer?.kind === 'authentic' ? answer.messages : [];
    });
    expect(messages.map((message) => (message.kind === 'wish' ? message.wish.kind : message.kind))).toEqual(
      ['order-placed', 'order-changed', 'order-cancelled', 'order-cancelled'].flatMap((kind) => [kind, kind]),
    );
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
    await Promise.all([loud.close(), hook.close()]);
  });

  it('brings an edit, a payment and a cancellation that no webhook brought', async () => {
    const order = await placed(shop, { financialStatus: 'pending' });
    const { cursor } = await pollAll(undefined);
    await desk(shop, `orders/${order.id}/edit`, { lines: [{ id: order.lines[0]?.id, quantity: 1 }] });
    const edited = await pollAll(cursor);
    expect(edited.messages).toMatchObject([
      { wish: { kind: 'order-changed', lines: [{ quantity: '1' }, { quantity: '1' }], order: { payment: 'on-account' } } },
    ]);
    await desk(shop, `orders/${order.id}/pay`, {});
    const paid = await pollAll(edited.cursor);
    expect(paid.messages).toMatchObject([{ wish: { kind: 'order-changed', order: { payment: 'prepaid' } } }]);
    await desk(shop, `orders/${order.id}/cancel`, { reason: 'customer' });
    expect((await pollAll(paid.cursor)).messages).toMatchObject([
      { wish: { kind: 'order-cancelled', channelOrderId: order.id, reason: 'Cancelled in the shop: customer' } },
    ]);
  });

  async function pollAll(from: string | undefined): Promise<{ readonly messages: readonly InboundMessage[]; readonly cursor: string }> {
    const messages: InboundMessage[] = [];
    for (let cursor = from, pages = 0; pages < 20; pages += 1) {
      const answer = await facts?.poll?.(cursor, call());
      if (answer?.kind !== 'polled') throw new Error(JSON.stringify(answer));
      messages.push(...answer.messages);
      cursor = answer.cursor;
      if (!answer.more) return { messages, cursor };
    }
    throw new Error('more pages than there can be');
  }
});

const wishedOrder = (message: InboundMessage): string => (message.kind === 'wish' ? message.wish.channelOrderId : message.kind);

const orderOf = (message: InboundMessage | undefined) => (message?.kind === 'wish' && message.wish.kind !== 'order-cancelled' ? message.wish.order : undefined);

const received = (payload: string, secret: string): readonly [Uint8Array, Readonly<Record<string, string>>] => {
  const { rawBody, headers } = asCreated(payload, secret);
  return [rawBody, headers];
};
