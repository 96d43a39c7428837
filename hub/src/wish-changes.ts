import type { ChangeItem, ChangeRequest } from '@crossdock/canonical';
import { isZero, subtract } from '@crossdock/canonical';
import type { ChannelWish } from '@crossdock/connector-kit';
import type { Order } from './orders/index.ts';

type Changed = Extract<ChannelWish, { kind: 'order-changed' }>;

/** Whether the channel shows some of it as sent: somebody else began to carry out an order that the hub never heard of. */
export function isBegun({ lines }: Changed): boolean {
  return lines.some(({ fulfilled }) => fulfilled !== undefined && !isZero(fulfilled));
}

/** The wishes that lead from what the hub has to what the channel shows now. */
export function changesBetween(order: Order, wish: Changed): ChangeRequest {
  const shown = new Map(wish.lines.map((line) => [line.line, line.quantity]));
  const changes: ChangeItem[] = order.lines.flatMap((line): ChangeItem[] => {
    const schedule = line.schedules[0];
    if (!schedule) return [];
    const now = schedule.pending?.quantity ?? subtract(schedule.ordered, schedule.cancelled);
    const wanted = shown.get(line.id) ?? '0';
    if (wanted === now) return [];
    return [wanted === '0' ? { kind: 'cancel-line', line: line.id } : { kind: 'quantity', line: line.id, quantity: { value: wanted, unit: line.unit } }];
  });
  const known = new Set(order.lines.map((line) => line.id));
  const added = wish.order.lines.flatMap((line): ChangeItem[] =>
    line.id !== undefined && !known.has(line.id) && shown.get(line.id) !== '0' ? [{ kind: 'add-line', add: line }] : [],
  );
  return { reason: 'changed in the channel', changes: [...changes, ...added] };
}
