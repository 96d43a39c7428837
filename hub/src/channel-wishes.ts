import type { ChangeItem, ChangeRequest, OrderRequest } from '@crossdock/canonical';
import { subtract } from '@crossdock/canonical';
import type { ChannelPort, ChannelWish, Landscape } from '@crossdock/connector-kit';
import type { Engine } from './engine/index.ts';
import { type ExceptionWant, openExceptions } from './exceptions/index.ts';
import { readOrders } from './insight/index.ts';
import { acceptOrder, type ChangeAnswer, type ChangeDeps, cancelOrder, changeOrder, type RoutingDeps } from './intake/index.ts';
import type { ChannelOrder, Declined, Order } from './orders/index.ts';
import type { Clock, Database } from './platform/index.ts';
import { type Deliver, type MessageId, markShownOrders, reportProblem } from './systems/index.ts';

/** What taking a channel's wishes needs. */
export type WishDeps = RoutingDeps &
  ChangeDeps & {
    readonly engine: Engine;
    readonly database: Database;
    readonly clock: Clock;
    readonly landscape: Landscape;
    /** What the channel's system can be told. */
    readonly channelOf: (system: string) => ChannelPort;
    readonly exceptionDueAt: (severity: ExceptionWant['severity']) => string;
  };

/**
 * Turns what a channel's customer wants into requests. The channel's own order id is the key, so that however often and by
 * whatever way the shop tells of an order, it is one order. A request that is refused becomes an exception: a webhook gets no
 * second answer.
 */
export function takeWishes(deps: WishDeps): Deliver['wish'] {
  return async (system, wish, from) => {
    switch (wish.kind) {
      case 'order-placed':
        return place(system, wish.channelOrderId, wish.order, from, deps);
      case 'order-changed':
        return change(system, wish, from, deps);
      case 'order-cancelled':
        return cancel(system, wish, from, deps);
      default:
        return wish satisfies never;
    }
  };
}

type Taken = Awaited<ReturnType<Deliver['wish']>>;

async function place(system: string, channelOrderId: string, order: OrderRequest, from: MessageId, deps: WishDeps): Promise<Taken> {
  const who = requester(system, from);
  const accepted = await acceptOrder({ ...who, key: keyOf(channelOrderId), channel: system, order, tell: tellOf(system, channelOrderId, deps) }, deps);
  switch (accepted.kind) {
    case 'accepted':
      return { subjectId: accepted.id };
    case 'key-reused':
      return { subjectId: accepted.firstId }; // the shop tells of the same order in other words: changes come as changes
    case 'malformed':
    case 'declined':
      await report(system, channelOrderId, accepted, deps);
      return { why: `${accepted.code}: ${accepted.detail}` };
    default:
      return accepted satisfies never;
  }
}

/** Says on the channel's own record why nothing came of it, where the channel has a place for that. */
async function report(system: string, channelOrder: string, no: Pick<Declined, 'code' | 'detail' | 'field'>, { channelOf, database }: WishDeps): Promise<void> {
  if (channelOf(system).report === undefined) return;
  const { code, detail, field } = no;
  await database.transact('report-problem', (client) => reportProblem(client, { system, channelOrder, code, detail, ...(field !== undefined && { field }) }));
}

function tellOf(system: string, orderId: string, { channelOf }: WishDeps): ChannelOrder {
  return { system, orderId, ...(channelOf(system).fulfil === undefined && { takesShipments: false as const }) };
}

async function change(system: string, wish: Extract<ChannelWish, { kind: 'order-changed' }>, from: MessageId, deps: WishDeps): Promise<Taken> {
  const known = await find(system, wish.channelOrderId, deps);
  if (!known) return place(system, wish.channelOrderId, wish.order, from, deps);
  const request = changesBetween(known, wish);
  if (request.changes.length === 0) return { subjectId: known.id };
  const origin = { customer: known.customer, channel: system, tell: tellOf(system, wish.channelOrderId, deps) };
  const answer = await changeOrder({ ...requester(system, from), subjectId: known.id, key: `change:${from.messageId}`, request, origin }, deps);
  return answered(known, { kind: 'change', answer }, from, deps);
}

async function cancel(system: string, wish: Extract<ChannelWish, { kind: 'order-cancelled' }>, from: MessageId, deps: WishDeps): Promise<Taken> {
  const known = await find(system, wish.channelOrderId, deps);
  if (!known) return { why: 'The order that is cancelled was never placed here.' };
  const answer = await cancelOrder({ ...requester(system, from), subjectId: known.id, key: `cancel:${wish.channelOrderId}`, reason: wish.reason }, deps);
  return answered(known, { kind: 'cancellation', answer }, from, deps);
}

function requester(system: string, from: MessageId): { readonly client: string; readonly actor: string; readonly causation: string } {
  return { client: `channel:${system}`, actor: `channel:${system}`, causation: `message:${from.source}:${from.messageId}` };
}

function keyOf(channelOrderId: string): string {
  return `order:${channelOrderId}`;
}

async function find(system: string, channelOrderId: string, { database }: WishDeps): Promise<Order | undefined> {
  const { rows } = await database.pool.query<{ subject_id: string }>('select subject_id from idempotency where client = $1 and key = $2', [
    `channel:${system}`,
    keyOf(channelOrderId),
  ]);
  const id = rows[0]?.subject_id;
  return id === undefined ? undefined : (await readOrders([id], database.pool))[0]?.order;
}

/** The wishes that lead from what the hub has to what the channel shows now. */
function changesBetween(order: Order, wish: Extract<ChannelWish, { kind: 'order-changed' }>): ChangeRequest {
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

type Answer = ChangeAnswer | Awaited<ReturnType<typeof changeOrder>>;
type Requested = { readonly kind: 'change' | 'cancellation'; readonly answer: Answer };

/** A "no", whole or in part, goes to a person: the shop has told its customer otherwise. */
async function answered(order: Order, { kind, answer }: Requested, from: MessageId, deps: WishDeps): Promise<Taken> {
  const refusal = refusalIn(answer);
  if (refusal === undefined) return { subjectId: order.id };
  const key = `message:${from.source}:${from.messageId}`;
  const want: ExceptionWant = {
    subjectId: order.id,
    key,
    class: 'change-declined',
    severity: 'high',
    owner: 'customer-service',
    summary: `${from.source} has changed or cancelled this order for its customer, but here it was declined: ${refusal}`,
    cause: `${from.source}:change-declined`,
    evidence: [refusal],
    remedies: ['accept-difference', 'cancel'],
    verdict: 'Nothing was sent for it.',
    // What was declined in part stands in the order with its reasons.
    target: { pin: key, ...(answer.kind !== 'answered' && { request: { kind, by: `channel:${from.source}`, reason: refusal } }) },
  };
  await deps.database.transact('wish-declined', async (client) => {
    await openExceptions(client, [want], { at: deps.clock.now().toISOString(), dueAt: deps.exceptionDueAt });
    await markShownOrders(client, [order.id]);
  });
  return { subjectId: order.id, why: refusal };
}

function refusalIn(answer: Answer): string | undefined {
  switch (answer.kind) {
    case 'answered': {
      const items = (JSON.parse(answer.text) as { readonly items: readonly { readonly decision: string; readonly line?: string; readonly reason?: string }[] })
        .items;
      const declined = items.filter((item) => item.decision === 'declined').map((item) => `line ${item.line ?? ''}: ${item.reason ?? ''}`);
      return declined.length > 0 ? declined.join(' ') : undefined;
    }
    case 'declined':
    case 'malformed':
      return (answer satisfies Declined | { readonly detail: string }).detail;
    case 'key-reused':
      return 'The same message id came with other content.';
    case 'unknown-order':
      return 'The order is gone.';
    default:
      return answer satisfies never;
  }
}
