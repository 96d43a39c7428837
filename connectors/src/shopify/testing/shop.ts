import type { Fault, Faults } from '@crossdock/connector-kit/contract';
import type { SimulatedShopify } from '@crossdock/simulators';
import type { ShopifySettings } from '../connector.ts';

/** Settings of a connector for this shop, both of its locations known. */
export const settingsFor = (shop: SimulatedShopify): ShopifySettings => ({
  system: 'shop',
  url: shop.url,
  accessToken: shop.token,
  webhookSecret: shop.webhookSecret,
  apiVersion: '2026-01',
  customer: 'C-WEB',
  locationWarehouses: { '7230000000000000011': 'EDC', '7230000000000000012': 'WDC' },
});

/** A line of a placed order. */
export type PlacedLine = { readonly id: string; readonly quantity: number };
/** An order as the desk answered it; ids as text. */
export type Placed = { readonly id: string; readonly lines: readonly PlacedLine[] };

/** All pieces of a line, as a shipment has them. */
export const inFull = ({ id, quantity }: PlacedLine) => ({ lineKey: `${id}/1`, quantity: String(quantity) });

/** Places an order at the desk: two of one item, one of another. */
export async function placed(shop: SimulatedShopify, more: object = {}): Promise<Placed> {
  const lines = [
    { sku: 'HS-1001', quantity: 2, price: '12.50', discount: '1.01' },
    { sku: 'HS-1005', quantity: 1, price: '189.00' },
  ];
  const order: { readonly id: string; readonly line_items: readonly PlacedLine[] } = await desk(shop, 'orders', { lines, shipping: '10.00', ...more });
  return { id: order.id, lines: order.line_items.map(({ id, quantity }) => ({ id, quantity })) };
}

/** Does something at the shop's desk. */
export async function desk<T>(shop: SimulatedShopify, path: string, body: object): Promise<T> {
  const response = await fetch(`${shop.control}/desk/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.token}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

/** The live fulfilments of an order, read from the shop's own book. */
export const fulfilmentsOf = (shop: SimulatedShopify, order: string) =>
  (shop.book().documents.fulfillment ?? []).filter((each) => each.order === order && each.status === 'success');

/** The faults of a contract suite, carried out by this shop. */
export function faultsOf(shop: SimulatedShopify): Faults {
  return { cause: (fault) => shop.setFaults(simulated(fault)), clear: () => shop.clearFaults() };
}

function simulated(fault: Fault): Parameters<SimulatedShopify['setFaults']>[0] {
  switch (fault.kind) {
    case 'drop-after-commit':
      return { dropAfterCommit: 1 };
    case 'late-commit':
      return { lateCommit: { p: 1, ms: fault.ms } };
    case 'error-after-commit':
      return { errorAfterCommit: 1 };
    case 'throttle':
      return { throttle: { p: 1, retryAfter: ({ seconds: 's', date: 'date', none: 'none' } as const)[fault.retryAfter] } };
    case 'slow':
      return { slow: { p: 1, ms: fault.ms } };
    case 'unauthorized':
      return { unauthorized: 1 };
    case 'refuse-connections':
      return { refuseConnections: true };
    default:
      return fault satisfies never;
  }
}
