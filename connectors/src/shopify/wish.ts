import { createHash } from 'node:crypto';
import type { ChannelWish } from '@crossdock/connector-kit';
import { readOrder, type ShopOrder } from './api.ts';
import { type Buyer, goodsOf, toOrderRequest, toShipTo } from './map.ts';
import { type Part, Unreadable } from './read.ts';

/** What this installation takes from the shop. */
export type Intake = Buyer & {
  /** `accept`: test orders are taken like any other; absent: they are ignored. */
  readonly testOrders?: 'accept';
  /** Orders created before this instant (RFC 3339) are another's business and ignored; absent: none are. */
  readonly ordersSince?: string;
};

/** Why Shopify shows the order: it was just placed, it changed, it was cancelled, or a poll came by. */
export type Occasion = 'created' | 'updated' | 'cancelled' | 'polled';

/** What an order says on an occasion, without the message's own id. */
export type Reading =
  | { readonly kind: 'wish'; readonly wish: ChannelWish }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string; readonly field?: string };

/** Reads an order and decides what it asks for; never throws. The order's own state decides, the occasion only tells new from changed. */
export function readWish(part: Part, occasion: Occasion, intake: Intake): Reading {
  try {
    return wishOf(readOrder(part), occasion, intake);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unreadable', why: error.message, ...(error.field === '' ? {} : { field: error.field }) };
  }
}

/** Sixteen bytes of a SHA-256 in hex: enough to tell two states of one order apart. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function wishOf(order: ShopOrder, occasion: Occasion, intake: Intake): Reading {
  const { id: channelOrderId, updatedAt } = order;
  const isSample = order.isTest && intake.testOrders === 'accept' && occasion === 'created';
  const reason = reasonToIgnore(order, intake);
  if (reason !== undefined) return { kind: 'ignored', why: reason };
  // Shopify's own test notification is created, voided and cancelled at once: whoever takes test orders takes it as placed.
  if (order.cancelledAt !== undefined && !isSample) return cancelled(order, occasion);
  if (occasion === 'cancelled') throw new Unreadable('cancelled_at', 'is missing in an order that is said to be cancelled');
  if (order.financialStatus === 'voided' && !isSample) return { kind: 'ignored', why: 'its payment was voided' };
  if (order.fulfillmentStatus === 'fulfilled') return { kind: 'ignored', why: 'everything in it was already sent' };
  const goods = goodsOf(order);
  if (goods.length === 0) return withoutGoods(order);
  const request = toOrderRequest(order, intake);
  if (occasion === 'created') return { kind: 'wish', wish: { kind: 'order-placed', channelOrderId, order: request } };
  const lines = goods.map(({ id, wanted, sent }) => ({ line: id, quantity: String(wanted), ...(sent > 0 ? { fulfilled: String(sent) } : {}) }));
  const shipTo = order.shippingAddress === undefined ? {} : { shipTo: toShipTo(order.shippingAddress) };
  return { kind: 'wish', wish: { kind: 'order-changed', channelOrderId, lines, ...shipTo, at: updatedAt, order: request } };
}

function reasonToIgnore(order: ShopOrder, { testOrders, ordersSince }: Intake): string | undefined {
  if (order.isTest && testOrders !== 'accept') return 'a test order';
  if (ordersSince !== undefined && Date.parse(order.createdAt) < Date.parse(ordersSince)) return `placed at ${order.createdAt}, before ${ordersSince}`;
  return undefined;
}

function cancelled(order: ShopOrder, occasion: Occasion): Reading {
  if (occasion === 'created') return { kind: 'ignored', why: 'cancelled before it was told of' };
  return cancellation(order, order.cancelReason ?? 'no reason given', order.cancelledAt ?? order.updatedAt);
}

/** Nothing is wanted any more; an order that never had goods is nobody's work here. */
function withoutGoods(order: ShopOrder): Reading {
  if (!order.lines.some((line) => line.kind === 'goods')) return { kind: 'ignored', why: 'there are no goods in it' };
  return cancellation(order, 'every line was taken off the order', order.updatedAt);
}

function cancellation({ id: channelOrderId }: ShopOrder, why: string, at: string): Reading {
  return { kind: 'wish', wish: { kind: 'order-cancelled', channelOrderId, reason: `Cancelled in the shop: ${why}`, at } };
}
