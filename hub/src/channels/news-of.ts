import type { ChannelWish } from '@crossdock/connector-kit';
import type { Order } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { changesBetween, type Differences, type Shown, shownBy } from './changes-between.ts';
import { lastShown, type ShownOf } from './last-shown.ts';

/** What is new in a channel's record of an order: what it shows now and showed before, and what that leads to. Changes nothing. */
export async function newsOf(
  ours: Order,
  wish: Extract<ChannelWish, { kind: 'order-changed' }>,
  of: ShownOf,
  pool: Queryable,
): Promise<Differences & { readonly now: Shown; readonly before: Shown | undefined }> {
  const now = shownBy(wish);
  const before = await lastShown(of, pool);
  return { now, before, ...changesBetween(ours, now, before, wish.order) };
}
