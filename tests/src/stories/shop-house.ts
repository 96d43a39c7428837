import type { SystemDeclaration } from '@crossdock/connector-kit';
import { type SimulatedShopify, startSimulatedShopify } from '@crossdock/simulators';
import { StoryBroken } from './telling.ts';

/** An order as the shop calls it. */
export type ShopOrder = { readonly id: string; readonly name: string };

/** A Shopify shop and the people in it. */
export type Shop = {
  readonly stand: SimulatedShopify;
  readonly declaration: SystemDeclaration;
  /** A guest buys and pays. */
  readonly buy: (
    lines: readonly { readonly sku: string; readonly quantity: number; readonly price: string; readonly location: 'EDC' | 'WDC' }[],
  ) => Promise<ShopOrder>;
  readonly cancel: (order: ShopOrder) => Promise<void>;
  /** The tracking numbers that the guest can see. */
  readonly trackingOf: (order: ShopOrder) => readonly string[];
  /** Where webhooks go from now on. */
  readonly sendTo: (url: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the simulated shop. */
export async function openShop(): Promise<Shop> {
  const stand = await startSimulatedShopify();
  const desk = async (place: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${stand.token}` };
    const answer = await fetch(`${stand.control}/desk/${place}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new StoryBroken(`shop desk ${place}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const settings = {
    url: stand.url,
    accessToken: stand.token,
    webhookSecret: stand.webhookSecret,
    customer: 'C-WEB',
    apiVersion: '2026-01',
    locationWarehouses: { map: { '7230000000000000011': 'EDC', '7230000000000000012': 'WDC' } },
  };
  return {
    stand,
    declaration: { id: 'shop', name: 'Web shop', connector: 'shopify', settings, limiters: { default: { concurrency: 2 } }, owner: 'integration' },
    buy: async (lines) => {
      const { id, name } = (await desk('orders', { lines, financialStatus: 'paid' })) as ShopOrder;
      return { id, name };
    },
    cancel: async ({ id }) => {
      await desk(`orders/${id}/cancel`, { reason: 'customer' });
    },
    trackingOf: ({ id }) =>
      (stand.book().documents.fulfillment ?? []).flatMap((one) => (one.order === id && one.status === 'success' ? one.trackingNumbers : [])).sort(),
    sendTo: async (url) => {
      await desk('webhook', { url, secret: stand.webhookSecret });
    },
    close: stand.close,
  };
}
