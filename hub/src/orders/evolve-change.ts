import type { OrderEvent } from './events.ts';
import { type Line, lineKeyOf, type Order } from './order.ts';
import { omit, withSchedules } from './replace-part.ts';

type Of<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

/** Keeps the request, and marks what waits for the systems' word. */
export function requestChange(order: Order, event: Of<'order.change-requested'>): Order {
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

/** New values take effect. */
export function applyChange(order: Order, event: Of<'order.changed'>): Order {
  const byKey = new Map(event.lines.map((changed) => [`${changed.line}/${changed.schedule}`, changed]));
  const next = withSchedules(order, (schedule, line) => {
    const changed = byKey.get(lineKeyOf(line, schedule));
    if (!changed) return schedule;
    const { ordered, cancelled, requestedDate } = changed;
    // What changed in an ERP does not end a customer's wish that is on its way.
    const kept = schedule.pending?.changeId === event.changeId ? omit(schedule, 'pending') : schedule;
    return { ...kept, ordered, cancelled, ...(requestedDate !== undefined && { requestedDate }) };
  });
  const moved = event.shipTo ? { ...omit(next, 'pendingShipTo'), shipTo: event.shipTo } : next;
  return settleDecisions(
    moved,
    event.changeId,
    (item) => byKey.has(`${item.line}/${item.schedule}`) || (item.wish === 'ship-to' && event.shipTo !== undefined),
    'done',
  );
}

/** The wish goes, the values stay. */
export function declineChange(order: Order, event: Of<'order.change-declined'>): Order {
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

/** A corrected value; what a person had allowed for the old one is not allowed for the new. */
export function correct(order: Order, event: Of<'order.corrected'>): Order {
  const overrides = order.overrides.filter((override) => !isAboutField(override, event));
  const next = { ...order, overrides };
  if (event.line === undefined) {
    if (event.field === 'customer') return { ...omit(next, 'party'), customer: event.to }; // what was told is of another customer
    if (event.field === 'contact.id') return { ...next, contact: { ...order.contact, id: event.to } };
    if (event.field === 'shipTo.id') return { ...next, shipTo: { ...order.shipTo, id: event.to } };
    if (event.field === 'purchaseOrder') return { ...next, purchaseOrder: event.to };
    return next;
  }
  return { ...next, lines: order.lines.map((line) => (line.id === event.line ? correctLine(line, event) : line)) };
}

function correctLine(line: Line, { field, to }: Of<'order.corrected'>): Line {
  if (field === 'item') return { ...line, item: to };
  if (field === 'unitPrice') return { ...line, unitPrice: to, priceSource: 'corrected' };
  if (field === 'priceAccepted') return { ...line, isPriceAccepted: true };
  if (field === 'unit') return { ...line, unit: to as Line['unit'] };
  return line;
}

const kindsOfField: Readonly<Record<string, readonly string[]>> = {
  customer: ['customer', 'credit', 'ship-to'],
  'shipTo.id': ['ship-to'],
  item: ['item', 'unit', 'price', 'stock'],
  unit: ['unit', 'price', 'stock'],
  unitPrice: ['price'],
};

function isAboutField(override: string, { field, line }: Of<'order.corrected'>): boolean {
  return (kindsOfField[field] ?? []).some((kind) => override === `${kind}:${line ?? '*'}` || override.startsWith(`${kind}:${line ?? '*'}@`));
}
