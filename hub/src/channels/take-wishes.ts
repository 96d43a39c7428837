import { hash } from 'node:crypto';
import { isZero, type OrderRequest } from '@crossdock/canonical';
import type { ChannelPort, ChannelWish, Landscape } from '@crossdock/connector-kit';
import type { Engine } from '../engine/index.ts';
import { closeExceptions, type ExceptionWant, noOrder, openExceptions } from '../exceptions/index.ts';
import { acceptOrder, type ChangeAnswer, type ChangeDeps, cancelOrder, changeIdOf, changeOrder, type RoutingDeps } from '../intake/index.ts';
import type { ChannelOrder, Declined, Order } from '../orders/index.ts';
import type { Clock, Database } from '../platform/index.ts';
import { type Deliver, type MessageId, markShownOrders, reportProblem, withdrawProblem } from '../systems/index.ts';
import { isBegun, isToldAgain } from './changes-between.ts';
import { clientOf, findSale, saleKey } from './find-sale.ts';
import { keepShown, lastShown } from './last-shown.ts';
import { newsOf } from './news-of.ts';
import { closeUnreadableSale, unplaced } from './unreadable-sales.ts';

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
    const taken = await take(system, wish, from, deps);
    const { subjectId: order } = taken;
    const at = deps.clock.now().toISOString();
    if (order !== undefined) await closeUnreadableSale({ system, channelOrder: wish.channelOrderId, order, at }, deps.database.pool);
    return taken;
  };
}

function take(system: string, wish: ChannelWish, from: MessageId, deps: WishDeps): Promise<Taken> {
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
}

type Taken = Awaited<ReturnType<Deliver['wish']>>;

async function place(system: string, channelOrderId: string, order: OrderRequest, from: MessageId, deps: WishDeps): Promise<Taken> {
  const who = requester(system, from);
  const accepted = await acceptOrder({ ...who, key: saleKey(channelOrderId), channel: system, order, tell: tellOf(system, channelOrderId, deps) }, deps);
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

type Changed = Extract<ChannelWish, { kind: 'order-changed' }>;

async function change(system: string, wish: Changed, from: MessageId, deps: WishDeps): Promise<Taken> {
  const known = await findSale(system, wish.channelOrderId, deps.database.pool);
  if (!known && isBegun(wish)) return leaveToPerson(system, wish, deps);
  if (!known) return place(system, wish.channelOrderId, wish.order, from, deps);
  const who = { ...requester(system, from), subjectId: known.id, key: `change:${from.messageId}` };
  const of = { client: who.client, channelOrderId: wish.channelOrderId, subjectId: known.id };
  const { now, before, changes, notTaken } = await newsOf(known, wish, of, deps.database.pool);
  if (!isTaken(known, who) && (changes.length > 0 || notTaken.length > 0 || wish.request !== undefined)) {
    const origin = { customer: known.customer, channel: system, tell: tellOf(system, wish.channelOrderId, deps) };
    const channel = { notTaken, ...(wish.request !== undefined && { request: wish.request }) };
    const answer = await changeOrder({ ...who, request: { reason: 'changed in the channel', changes: [...changes] }, origin, channel }, deps);
    if (answer.kind !== 'answered') return refused(known, { kind: 'change', answer }, from, deps);
  }
  await keepShown(of, { now, before }, deps.database.pool);
  return { subjectId: known.id };
}

/** Placed whole, what is sent already would be sent again; so nothing is sent for it here. */
async function leaveToPerson(system: string, { channelOrderId, lines }: Changed, deps: WishDeps): Promise<Taken> {
  const sent = lines.flatMap(({ line, quantity, fulfilled = '0' }) => (isZero(fulfilled) ? [] : [`line ${line}: ${fulfilled} of ${quantity}`]));
  const detail = `${system} shows goods of ${channelOrderId} as sent, but it was never placed here: somebody else has begun to carry it out.`;
  const want: ExceptionWant = {
    subjectId: noOrder,
    key: begunKey(system, channelOrderId),
    class: 'begun-elsewhere',
    severity: 'normal',
    owner: 'customer-service',
    summary: detail,
    cause: `${system}:begun-elsewhere`,
    evidence: sent,
    remedies: ['discard'],
    verdict: 'Nothing was sent for it. Whoever began it finishes it, or its rest is placed as an order of its own; then discard this.',
    target: { system },
  };
  const isShown = deps.channelOf(system).report !== undefined;
  await deps.database.transact('begun-elsewhere', async (client) => {
    await openExceptions(client, [want], { at: deps.clock.now().toISOString(), dueAt: deps.exceptionDueAt });
    if (isShown) await reportProblem(client, { system, channelOrder: channelOrderId, code: 'begun-elsewhere', detail });
  });
  return { why: detail };
}

function begunKey(system: string, channelOrderId: string): string {
  return `begun-elsewhere:${system}:${channelOrderId}`;
}

/** A sale that never became an order is not wanted any more: whatever was said of it is over. */
async function forget(system: string, channelOrder: string, { database, clock }: WishDeps): Promise<void> {
  const gone = [begunKey(system, channelOrder), unplaced(system, channelOrder)].map((key) => ({ subjectId: noOrder, key }));
  await database.transact('sale-withdrawn', async (client) => {
    await closeExceptions(client, gone, { at: clock.now().toISOString(), actor: clientOf(system) });
    await withdrawProblem(client, { system, channelOrder });
  });
}

async function cancel(system: string, wish: Extract<ChannelWish, { kind: 'order-cancelled' }>, from: MessageId, deps: WishDeps): Promise<Taken> {
  const { channelOrderId, reason, request } = wish;
  const known = await findSale(system, channelOrderId, deps.database.pool);
  if (!known) {
    await forget(system, channelOrderId, deps);
    return { why: 'The order that is cancelled was never placed here.' };
  }
  const who = { ...requester(system, from), subjectId: known.id, key: `cancel:${from.messageId}` };
  const of = { client: who.client, channelOrderId, subjectId: known.id };
  const before = await lastShown(of, deps.database.pool);
  if (isToldAgain(before, wish)) return { subjectId: known.id };
  if (!isTaken(known, who)) {
    const answer = await cancelOrder({ ...who, reason, channel: { ...(request !== undefined && { request }) } }, deps);
    if (answer.kind !== 'answered') return refused(known, { kind: 'cancellation', answer }, from, deps);
  }
  await keepShown(of, { now: { customer: known.customer, ...before, lines: [] }, before }, deps.database.pool);
  return { subjectId: known.id };
}

/** The message was taken before, and the node ended before it could note that. */
function isTaken(order: Order, who: { readonly client: string; readonly key: string }): boolean {
  return order.changes.some(({ id }) => id === changeIdOf(who.client, who.key));
}

function requester(system: string, from: MessageId): { readonly client: string; readonly actor: string; readonly causation: string } {
  return { client: clientOf(system), actor: clientOf(system), causation: `message:${from.source}:${from.messageId}` };
}

type Answer = Exclude<ChangeAnswer | Awaited<ReturnType<typeof changeOrder>>, { readonly kind: 'answered' }>;
type Requested = { readonly kind: 'change' | 'cancellation'; readonly answer: Answer };

/** A request that could not even be decided goes to a person: the shop has told its customer otherwise. What was decided says so in the order itself. */
async function refused(order: Order, { kind, answer }: Requested, from: MessageId, deps: WishDeps): Promise<Taken> {
  const refusal = refusalIn(answer);
  const key = `message:${from.source}:${hash('sha256', `${kind} ${refusal}`, 'base64url').slice(0, 22)}`;
  if (order.pins.includes(key)) return { subjectId: order.id, why: refusal };
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
    target: { pin: key, request: { kind, by: `channel:${from.source}`, reason: refusal } },
  };
  await deps.database.transact('wish-declined', async (client) => {
    await openExceptions(client, [want], { at: deps.clock.now().toISOString(), dueAt: deps.exceptionDueAt });
    await markShownOrders(client, [order.id]);
  });
  return { subjectId: order.id, why: refusal };
}

function refusalIn(answer: Answer): string {
  switch (answer.kind) {
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
