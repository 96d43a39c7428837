import { compare, type DocumentSnapshot, type MilestoneCounts, max, type ShipmentSnapshot } from '@crossdock/canonical';
import type { OrderEvent, Received } from './events.ts';
import { type Content, documentKey, type Holding, type Line, lineKeyOf, type Order, type Result, type Schedule, type Slot } from './order.ts';

/** The state after an event. Pure; the first event of an order is `order.received`. */
export function evolve(order: Order | undefined, event: OrderEvent): Order {
  if (event.type === 'order.received') return receive(event);
  if (!order) throw new Error(`An order cannot begin with ${event.type}.`);
  switch (event.type) {
    case 'internal.asked':
      return { ...order, asks: { ...order.asks, [event.system]: { round: event.round, answered: order.asks[event.system]?.answered ?? 0 } } };
    case 'internal.answered':
      return { ...order, asks: { ...order.asks, [event.system]: event.ask }, lines: withPrices(order.lines, event.prices) };
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
      return { ...withSlot(order, event.slot, (slot) => ({ ...slot, acceptedAs: event.number })), deadlines: { ...order.deadlines, ...event.deadlines } };
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
      return { ...order, differences: [...order.differences.filter((d) => d.slot !== event.difference.slot), event.difference] };
    case 'order.difference-settled':
      return settleDifference(order, event);
    case 'internal.pinned':
      return order.pins.includes(event.pin) ? order : { ...order, pins: [...order.pins, event.pin] };
    case 'internal.deadline-set':
      return { ...order, deadlines: { ...order.deadlines, ...event.deadlines } };
    case 'order.deadline-passed':
      return { ...order, passed: [...order.passed.filter((step) => step !== event.step), event.step] };
    case 'order.delivered':
      return event.assumed ? { ...order, isDeliveryAssumed: true } : order;
    case 'order.closed':
      return { ...order, closed: event.as };
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
    ...event.order,
    slots: [],
    asks: {},
    isValidated: false,
    holds: [],
    overrides: [],
    results: {},
    documents: {},
    differences: [],
    changes: [],
    passed: [],
    isDeliveryAssumed: false,
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

function confirm(order: Order, event: Of<'internal.confirmed'>): Order {
  const next = withResult(order, event.key, (reopened) => ({ status: 'confirmed', reopened, document: event.document }));
  const { slot: name, place } = event;
  if (name === undefined || place === undefined) return next;
  return withSlot(next, name, (slot) => {
    const before = slot[place];
    const holding: Holding = {
      document: { ...before?.document, ...event.document },
      content: event.content ?? before?.content ?? {},
      ...(event.shipTo !== undefined ? { shipTo: event.shipTo } : before?.shipTo !== undefined && { shipTo: before.shipTo }),
      ...((event.isCancelled ?? before?.isCancelled) && { isCancelled: true }),
    };
    return { ...slot, [place]: holding };
  });
}

/** The document is gone: the slot has to be filled anew, under a new reference. */
function renew({ name, index, route, generation }: Slot): Slot {
  return { name, index, route, generation: generation + 1, revision: 0 };
}

/** Keeps the newest snapshot of a document; without versions, counts merge by their maximum. Repeating changes nothing. */
function report(order: Order, snapshot: DocumentSnapshot): Order {
  const key = documentKey(snapshot);
  const known = order.documents[key];
  const kept = known ? newerOf(known, snapshot) : snapshot;
  return kept === known ? order : { ...order, documents: { ...order.documents, [key]: kept } };
}

/** The snapshot that counts when two are known of one document. Commutative, associative and idempotent. */
export function newerOf(a: DocumentSnapshot, b: DocumentSnapshot): DocumentSnapshot {
  const order = compareVersions(a.version, b.version);
  if (order > 0) return a;
  if (order < 0) return b;
  if (a.type === 'shipment' && b.type === 'shipment') return mergeShipments(a, b);
  // Two texts under one version: any rule that does not look at the order of arrival will do.
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

/** Numbers by value, everything else as text; no version is older than any. */
function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const number = /^\d{1,18}$/;
  if (number.test(a) && number.test(b)) return compare(a, b) || (a < b ? -1 : 1);
  return a < b ? -1 : 1;
}

const counts = ['allocated', 'deallocated', 'backordered', 'picked', 'packed', 'shipped', 'delivered', 'returned'] as const;
const shipmentStates = ['planned', 'waiting', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'cancelled', 'exception'] as const;

function mergeShipments(a: ShipmentSnapshot, b: ShipmentSnapshot): ShipmentSnapshot {
  const keys = [...new Set([...a.lines, ...b.lines].map((line) => line.lineKey))].sort();
  const lines = keys.map((lineKey) => {
    const [x, y] = [a, b].map((shipment) => shipment.lines.find((line) => line.lineKey === lineKey));
    const merged: { -readonly [K in keyof MilestoneCounts]: MilestoneCounts[K] } = {};
    for (const count of counts) {
      const [p, q] = [x?.[count], y?.[count]];
      if (p !== undefined || q !== undefined) merged[count] = max(p ?? '0', q ?? '0');
    }
    const item = [x?.item, y?.item].filter((name) => name !== undefined).sort()[0];
    return { lineKey, ...(item !== undefined && { item }), ...merged };
  });
  const state = shipmentStates.indexOf(a.state) >= shipmentStates.indexOf(b.state) ? a.state : b.state;
  const packages = [...new Map([...a.packages, ...b.packages].map((p) => [`${p.carrier ?? ''}:${p.tracking ?? ''}`, p] as const)).entries()].sort(([p], [q]) =>
    p < q ? -1 : 1,
  );
  return { ...a, ...larger(a, b, ['number', 'at', 'reference', 'warehouse', 'orderId', 'expectedOn']), state, lines, packages: packages.map(([, p]) => p) };
}

/** Field by field the larger text, so that the order of arrival does not show. */
function larger<K extends string>(a: { readonly [P in K]?: string }, b: { readonly [P in K]?: string }, fields: readonly K[]): { readonly [P in K]?: string } {
  const texts = fields.flatMap((field): [K, string][] => {
    const [x, y] = [a[field], b[field]];
    const text = x === undefined || (y !== undefined && y > x) ? y : x;
    return text === undefined ? [] : [[field, text]];
  });
  return Object.fromEntries(texts) as { readonly [P in K]?: string };
}

/** Keeps the request, and marks what waits for the systems' word. */
function requestChange(order: Order, event: Of<'order.change-requested'>): Order {
  const { change, pendingShipTo } = event;
  const pending = new Map(event.pending.map((wish) => [`${wish.line}/${wish.schedule}`, wish]));
  const next = withSchedules({ ...order, changes: [...order.changes.filter((c) => c.id !== change.id), change] }, (schedule, line) => {
    const wish = pending.get(lineKeyOf(line, schedule));
    if (!wish) return schedule;
    return {
      ...schedule,
      pending: { changeId: change.id, quantity: wish.quantity, ...(wish.requestedDate !== undefined && { requestedDate: wish.requestedDate }) },
    };
  });
  return pendingShipTo ? { ...next, pendingShipTo: { changeId: change.id, shipTo: pendingShipTo } } : next;
}

function applyChange(order: Order, event: Of<'order.changed'>): Order {
  const byKey = new Map(event.lines.map((changed) => [`${changed.line}/${changed.schedule}`, changed]));
  const next = withSchedules(order, (schedule, line) => {
    const changed = byKey.get(lineKeyOf(line, schedule));
    if (!changed) return schedule;
    const { ordered, cancelled, requestedDate } = changed;
    return { ...omit(schedule, 'pending'), ordered, cancelled, ...(requestedDate !== undefined && { requestedDate }) };
  });
  const moved = event.shipTo ? { ...omit(next, 'pendingShipTo'), shipTo: event.shipTo } : next;
  return settleDecisions(
    moved,
    event.changeId,
    (item) => byKey.has(`${item.line}/${item.schedule}`) || (item.wish === 'ship-to' && event.shipTo !== undefined),
    'done',
  );
}

function declineChange(order: Order, event: Of<'order.change-declined'>): Order {
  const reasons = new Map(event.lines.map(({ line, schedule, reason }) => [`${line}/${schedule}`, reason]));
  const next = withSchedules(order, (schedule, line) => (reasons.has(lineKeyOf(line, schedule)) ? omit(schedule, 'pending') : schedule));
  const back = event.shipTo ? omit(next, 'pendingShipTo') : next;
  const isMeant = (item: { readonly line?: string; readonly schedule?: string; readonly wish: string }) =>
    reasons.has(`${item.line}/${item.schedule}`) || (item.wish === 'ship-to' && event.shipTo !== undefined);
  return settleDecisions(back, event.changeId, isMeant, 'declined', (item) => reasons.get(`${item.line}/${item.schedule}`) ?? event.shipTo?.reason);
}

type Decision = Order['changes'][number]['items'][number];

function settleDecisions(
  order: Order,
  changeId: string,
  isMeant: (item: Decision) => boolean,
  decision: 'done' | 'declined',
  reasonOf?: (item: Decision) => string | undefined,
): Order {
  const changes = order.changes.map((change) => {
    if (change.id !== changeId) return change;
    const items = change.items.map((item) => {
      if (item.decision !== 'pending' || !isMeant(item)) return item;
      const reason = reasonOf?.(item) ?? item.reason;
      return { ...item, decision, ...(reason !== undefined && { reason }) };
    });
    return { ...change, items };
  });
  return { ...order, changes };
}

function correct(order: Order, event: Of<'order.corrected'>): Order {
  if (event.line === undefined) {
    if (event.field === 'customer') return { ...order, customer: event.to };
    if (event.field === 'shipTo.id') return { ...order, shipTo: { ...order.shipTo, id: event.to } };
    if (event.field === 'purchaseOrder') return { ...order, purchaseOrder: event.to };
    return order;
  }
  return {
    ...order,
    lines: order.lines.map((line): Line => {
      if (line.id !== event.line) return line;
      if (event.field === 'item') return { ...line, item: event.to };
      if (event.field === 'unitPrice') return { ...line, unitPrice: event.to, priceSource: 'corrected' };
      if (event.field === 'priceAccepted') return { ...line, isPriceAccepted: true };
      if (event.field === 'unit') return { ...line, unit: event.to as Line['unit'] };
      return line;
    }),
  };
}

function settleDifference(order: Order, event: Of<'order.difference-settled'>): Order {
  const differences = order.differences.filter((d) => d.slot !== event.slot);
  const { content, isCancelled } = event;
  return withSlot({ ...order, differences }, event.slot, (slot) =>
    slot.erp && content
      ? { ...slot, erp: { ...slot.erp, document: { ...slot.erp.document, version: event.version }, content, ...(isCancelled && { isCancelled }) } }
      : slot,
  );
}

function withResult(order: Order, key: string, result: (reopened: number) => Result): Order {
  return { ...order, results: { ...order.results, [key]: result(order.results[key]?.reopened ?? 0) } };
}

function withSlot(order: Order, name: string, change: (slot: Slot) => Slot): Order {
  return { ...order, slots: order.slots.map((slot) => (slot.name === name ? change(slot) : slot)) };
}

function withSchedules(order: Order, change: (schedule: Schedule, line: Line) => Schedule): Order {
  return { ...order, lines: order.lines.map((line) => ({ ...line, schedules: line.schedules.map((schedule) => change(schedule, line)) })) };
}

function omit<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}

/** Content equality by line key. */
export function sameContent(a: Content, b: Content): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const [x, y] = [a[key], b[key]];
    if (compare(x?.quantity ?? '0', y?.quantity ?? '0') !== 0) return false;
    if (x && y && (x.date !== y.date || compare(x.unitPrice ?? '0', y.unitPrice ?? '0') !== 0)) return false;
  }
  return true;
}
