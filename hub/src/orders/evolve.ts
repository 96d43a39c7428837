import type { DocumentSnapshot } from '@crossdock/canonical';
import type { LineQuantity, OrderEvent, Received } from './events.ts';
import { applyChange, correct, declineChange, requestChange } from './evolve-change.ts';
import { readKey } from './keys.ts';
import { withNames } from './naming.ts';
import { canonicalOf, newerOf } from './newest.ts';
import { type Deadlines, documentKey, type Holding, type Line, lineKeyOf, type Order, type Result, type Slot, type Step } from './order.ts';
import { omit, withResult, withSchedules, withSlot } from './replace-part.ts';

/** The state after an event. Pure; the first event of an order is `order.received`. */
export function evolve(order: Order | undefined, event: OrderEvent): Order {
  if (event.type === 'order.received') return receive(event);
  if (!order) throw new Error(`An order cannot begin with ${event.type}.`);
  switch (event.type) {
    case 'internal.asked':
      return { ...order, asks: { ...order.asks, [event.system]: { round: event.round, answered: order.asks[event.system]?.answered ?? 0 } } };
    case 'internal.answered':
      return { ...order, asks: { ...order.asks, [event.system]: event.ask }, lines: withPrices(order.lines, event.prices) };
    case 'internal.named':
      return order.naming ? { ...order, naming: withNames(order.naming, event.names) } : order;
    case 'order.validated':
      return { ...order, isValidated: true };
    case 'order.hold-placed':
      return { ...order, holds: [...order.holds, event.hold] };
    case 'order.hold-cleared':
      return clearHold(order, event);
    case 'internal.rechecked':
      return { ...order, holds: order.holds.map((hold) => (event.holdIds.includes(hold.id) ? { ...hold, recheckAt: event.recheckAt } : hold)) };
    case 'internal.routed':
      return route(order, event);
    case 'internal.unrouted':
      return withSchedules(order, (schedule, line) =>
        schedule.slot === event.slot && event.schedules.includes(lineKeyOf(line, schedule)) ? omit(schedule, 'slot') : schedule,
      );
    case 'internal.confirmed':
      return confirm(order, event);
    case 'order.accepted':
      return setDeadlines(
        withSlot(order, event.slot, (slot) => ({ ...slot, acceptedAs: event.number })),
        event.deadlines,
      );
    case 'internal.awaited':
      return { ...omit(order, 'awaitedLookAt'), awaited: event.keys, ...(event.lookAt !== undefined && { awaitedLookAt: event.lookAt }) };
    case 'internal.refused':
      return withResult(order, event.key, (reopened) => ({
        status: 'refused',
        reopened,
        code: event.code,
        message: event.message,
        ...(event.holdId && { holdId: event.holdId }),
      }));
    case 'internal.stopped':
      return withResult(order, event.key, (reopened) => ({ status: 'stopped', reopened, why: event.why, message: event.message }));
    case 'internal.reopened':
      return withResult(order, event.key, (reopened) => ({ status: 'again', reopened: reopened + 1 }));
    case 'internal.revised':
      return withSlot(order, event.slot, (slot) => ({ ...slot, revision: slot.revision + 1 }));
    case 'internal.voided':
      return withSlot(order, event.slot, renew);
    case 'internal.reported':
      return report(order, event.snapshot);
    case 'order.change-requested':
      return requestChange(order, event);
    case 'order.changed':
      return applyChange(order, event);
    case 'order.change-declined':
      return declineChange(order, event);
    case 'order.corrected':
      return correct(order, event);
    case 'order.line-added':
      return { ...order, lines: [...order.lines, event.line], routes: [...order.routes, ...event.routes] };
    case 'order.difference-found':
      return { ...order, differences: [...order.differences.filter((d) => !isSameDocument(d, event.difference)), event.difference] };
    case 'order.difference-settled':
      return settleDifference(order, event);
    case 'internal.pinned':
      return order.pins.includes(event.pin) ? order : { ...order, pins: [...order.pins, event.pin] };
    case 'internal.deadline-set':
      return setDeadlines(order, event.deadlines, event.again);
    case 'order.deadline-passed':
      return { ...order, passed: [...order.passed.filter((step) => step !== event.step), event.step] };
    case 'order.delivered':
      return event.assumed ? assumeDelivered(order, event.lines) : order;
    case 'order.closed':
      return { ...order, closed: event.as };
    case 'order.reopened':
      return omit(order, 'closed');
    case 'order.released':
    case 'order.allocated':
    case 'order.backordered':
    case 'order.picked':
    case 'order.packed':
    case 'order.shipped':
    case 'order.invoiced':
    case 'order.paid':
    case 'order.cancelled':
      return order; // derived from what the state holds already; said for those who listen
    default:
      return event satisfies never;
  }
}

function receive(event: Received): Order {
  return {
    slots: [],
    ...event.order,
    asks: {},
    isValidated: false,
    holds: [],
    overrides: [],
    results: {},
    awaited: [],
    documents: {},
    differences: [],
    changes: [],
    passed: [],
    isDeliveryAssumed: false,
    assumedDelivered: {},
    pins: [],
  };
}

type Of<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

function withPrices(lines: readonly Line[], prices: Of<'internal.answered'>['prices']): readonly Line[] {
  if (prices.length === 0) return lines;
  const byLine = new Map(prices.map((price) => [price.line, price]));
  return lines.map((line) => {
    const price = byLine.get(line.id);
    return price ? { ...line, unitPrice: price.unitPrice, priceSource: price.source } : line;
  });
}

/** Clearing a hold also frees the step that was refused for it: only that one is sent again. */
function clearHold(order: Order, event: Of<'order.hold-cleared'>): Order {
  const results = Object.fromEntries(
    Object.entries(order.results).map(([key, result]): [string, Result] =>
      result.status === 'refused' && result.holdId === event.id ? [key, { status: 'again', reopened: result.reopened + 1 }] : [key, result],
    ),
  );
  const overrides = event.override && !order.overrides.includes(event.override) ? [...order.overrides, event.override] : order.overrides;
  return { ...order, holds: order.holds.filter((hold) => hold.id !== event.id), results, overrides };
}

function route(order: Order, event: Of<'internal.routed'>): Order {
  const isNew = !order.slots.some((slot) => slot.name === event.slot.name);
  const slots = isNew ? [...order.slots, { ...event.slot, generation: 1, revision: 0 }] : order.slots;
  const named = new Set(event.schedules);
  return withSchedules({ ...order, slots }, (schedule, line) => (named.has(lineKeyOf(line, schedule)) ? { ...schedule, slot: event.slot.name } : schedule));
}

/** What the effect has left there. A create or a release makes a record of its own; everything else changes the one that is known. */
function confirm(order: Order, event: Of<'internal.confirmed'>): Order {
  const next = withResult(order, event.key, (reopened) => ({ status: 'confirmed', reopened, document: event.document }));
  const { slot: name, place } = event;
  if (name === undefined || place === undefined) return next;
  const { op } = readKey(event.key);
  return withSlot(next, name, (slot) => {
    const before = op === 'create' || op === 'release' ? undefined : slot[place];
    const reference = event.reference ?? before?.reference;
    const shipTo = event.shipTo ?? before?.shipTo;
    const holding: Holding = {
      document: { ...before?.document, ...event.document },
      content: event.content ?? before?.content ?? {},
      ...(reference !== undefined && { reference }),
      ...(shipTo !== undefined && { shipTo }),
      ...((event.isCancelled ?? before?.isCancelled) && { isCancelled: true }),
      ...(event.content === undefined && before?.isStale && { isStale: true }),
    };
    return { ...slot, [place]: holding };
  });
}

/**
 * The ERP's document is gone: the slot has to be filled anew, under a new reference. What the warehouse holds stays there,
 * or it would ship twice; the revision goes on, so that no key comes back.
 */
function renew({ name, index, route: of, generation, revision, warehouse }: Slot): Slot {
  return { name, index, route: of, generation: generation + 1, revision, ...(warehouse && { warehouse }) };
}

/** Keeps the newest snapshot of a document. Repeating changes nothing. */
function report(order: Order, snapshot: DocumentSnapshot): Order {
  const key = documentKey(snapshot);
  const known = order.documents[key];
  return { ...order, documents: { ...order.documents, [key]: known ? newerOf(known, snapshot) : canonicalOf(snapshot) } };
}

function assumeDelivered(order: Order, lines: readonly LineQuantity[]): Order {
  const assumed = Object.fromEntries(lines.map(({ line, schedule, quantity }) => [`${line}/${schedule}`, quantity]));
  return { ...order, isDeliveryAssumed: true, assumedDelivered: { ...order.assumedDelivered, ...assumed } };
}

/** A deadline that moved has not passed. */
function setDeadlines(order: Order, deadlines: Deadlines, again: readonly Step[] = []): Order {
  const passed = order.passed.filter((step) => !(step in deadlines) && !again.includes(step));
  return { ...order, deadlines: { ...order.deadlines, ...deadlines }, passed };
}

type AboutDocument = { readonly slot: string; readonly place?: 'erp' | 'warehouse' };

function isSameDocument(a: AboutDocument, b: AboutDocument): boolean {
  return a.slot === b.slot && (a.place ?? 'erp') === (b.place ?? 'erp');
}

/** Adopts what the system shows; where ours is to be restored, it is known as stale until it was written again. */
function settleDifference(order: Order, event: Of<'order.difference-settled'>): Order {
  const differences = order.differences.filter((d) => !isSameDocument(d, event));
  const { content, isCancelled, place = 'erp' } = event;
  return withSlot({ ...order, differences }, event.slot, (slot) => {
    const holding = slot[place];
    if (!holding || !content) return slot;
    const { isCancelled: _, isStale: __, ...kept } = holding;
    const document = { ...holding.document, ...(event.version !== '' && { version: event.version }) };
    return { ...slot, [place]: { ...kept, document, content, ...(isCancelled && { isCancelled }), ...(event.how === 'restored' && { isStale: true }) } };
  });
}
