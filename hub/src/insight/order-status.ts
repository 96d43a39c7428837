import {
  compare,
  type ExceptionStatus,
  type InvoiceStatus,
  isPositive,
  isZero,
  type LineStatus,
  type OrderStatus,
  type RequestStatus,
  type ShipmentSnapshot,
  type ShipmentStatus,
  type StatusDocument,
} from '@crossdock/canonical';
import type { OpenOrClosedException } from '../exceptions/index.ts';
import {
  type Change,
  documentKey,
  fulfillerOf,
  invoicesOf,
  ledgerOf,
  type Order,
  ownerOfHold,
  type Placed,
  routeOf,
  schedulesOf,
  shippedOf,
  statusOf,
} from '../orders/index.ts';
import { orderStatusOf } from './progress.ts';

/** What a status shows beside the state. */
export type BesideStatus = {
  readonly channelOrder: string;
  readonly version: number;
  readonly at: Date;
  /** Open ones that the channel's people should know of, the most urgent first. */
  readonly exceptions: readonly OpenOrClosedException[];
};

/** What a channel's own record of the order is to show. Pure. */
export function orderStatus(order: Order, { channelOrder, version, at, exceptions }: BesideStatus): OrderStatus {
  return {
    channelOrder,
    order: order.id,
    code: order.code,
    version,
    at: at.toISOString(),
    progress: orderStatusOf(order),
    customer: order.customer,
    ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
    currency: order.currency,
    documents: documentsOf(order),
    lines: linesOf(order),
    shipments: shipmentsOf(order),
    invoices: invoicesOf(order).map((invoice) => invoiceStatus(order, invoice)),
    holds: order.holds.map(({ id, kind, line, reason, placedAt }) => ({
      id,
      kind,
      ...(line !== undefined && { line }),
      reason,
      owner: ownerOfHold(kind),
      placedAt,
    })),
    exceptions: exceptions.map(exceptionStatus),
    requests: [...order.changes.map(requestStatus), ...exceptions.flatMap(declinedRequest)].toSorted(byTime),
  };
}

function documentsOf(order: Order): readonly StatusDocument[] {
  return order.slots.flatMap((slot): StatusDocument[] => {
    if (!slot.erp) return [];
    const { id } = slot.erp.document;
    const { system } = routeOf(order, slot);
    const number = slot.acceptedAs ?? slot.erp.document.number;
    const reported = order.documents[documentKey({ system, type: 'sales-order', id })];
    const state = slot.erp.isCancelled ? 'cancelled' : reported?.type === 'sales-order' ? reported.state : undefined;
    return [{ system, id, ...(number !== undefined && { number }), ...(state !== undefined && { state }) }];
  });
}

function linesOf(order: Order): readonly LineStatus[] {
  const placed = new Map(schedulesOf(order).map((one) => [one.lineKey, one]));
  return ledgerOf(order).flatMap((entry): LineStatus[] => {
    const one = placed.get(entry.lineKey);
    if (!one) return [];
    const { line, schedule } = one;
    const { system, warehouse } = routeOf(order, schedule);
    const promisedDate = promisedDateOf(order, one, isPositive(entry.backordered));
    return [
      {
        line: line.id,
        schedule: schedule.id,
        item: line.item,
        unit: line.unit,
        ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }),
        progress: statusOf(entry),
        ordered: entry.ordered,
        cancelled: entry.cancelled,
        open: entry.open,
        allocated: entry.allocated,
        backordered: entry.backordered,
        picked: entry.picked,
        packed: entry.packed,
        shipped: entry.shipped,
        delivered: entry.delivered,
        returned: entry.returned,
        invoiced: entry.invoiced,
        ...(schedule.requestedDate !== undefined && { requestedDate: schedule.requestedDate }),
        ...(promisedDate !== undefined && { promisedDate }),
        system,
        warehouse,
      },
    ];
  });
}

/** The warehouse's word for what is backordered, else the date that the ERP holds. */
function promisedDateOf(order: Order, { schedule, lineKey }: Placed, isBackordered: boolean): string | undefined {
  const expected = isBackordered
    ? shipmentsThatCount(order).flatMap((shipment) =>
        shipment.expectedOn !== undefined && shipment.lines.some((line) => line.lineKey === lineKey && isPositive(line.backordered ?? '0'))
          ? [shipment.expectedOn]
          : [],
      )
    : [];
  return expected.sort().at(-1) ?? order.slots.find((slot) => slot.name === schedule.slot)?.erp?.content[lineKey]?.date;
}

/** A shipment that an ERP keeps of what another system ships is the same goods once more. */
function shipmentsThatCount(order: Order): readonly ShipmentSnapshot[] {
  const fulfillers = new Map(schedulesOf(order).map(({ schedule, lineKey }) => [lineKey, fulfillerOf(routeOf(order, schedule))]));
  return Object.values(order.documents)
    .flatMap((document) => (document.type === 'shipment' && document.lines.some((line) => fulfillers.get(line.lineKey) === document.system) ? [document] : []))
    .sort((a, b) => (documentKey(a) < documentKey(b) ? -1 : 1));
}

function shipmentsOf(order: Order): readonly ShipmentStatus[] {
  const names = namesOf(order);
  return shipmentsThatCount(order).map(({ system, id, number, state, warehouse, at, expectedOn, packages, lines }) => ({
    system,
    id,
    ...(number !== undefined && { number }),
    state,
    ...(warehouse !== undefined && { warehouse }),
    ...(at !== undefined && { at }),
    ...(expectedOn !== undefined && { expectedOn }),
    packages,
    lines: lines.flatMap((line) => {
      const name = names.get(line.lineKey);
      return name ? [{ ...name, shipped: shippedOf(line), delivered: line.delivered ?? '0' }] : [];
    }),
  }));
}

function invoiceStatus(order: Order, invoice: ReturnType<typeof invoicesOf>[number]): InvoiceStatus {
  const { system, id, number, currency, total, balance, dueDate, dispute, lines } = invoice;
  const names = namesOf(order);
  return {
    system,
    id,
    ...(number !== undefined && { number }),
    currency: currency ?? order.currency,
    total,
    balance,
    ...(dueDate !== undefined && { dueDate }),
    payment: isZero(balance) ? 'paid' : compare(balance, total) === 0 ? 'unpaid' : 'partly-paid',
    ...(dispute !== undefined && { dispute }),
    lines: lines.flatMap(({ lineKey, quantity, amount }) => {
      const name = names.get(lineKey);
      return name ? [{ ...name, quantity, ...(amount !== undefined && { amount }) }] : [];
    }),
  };
}

function namesOf(order: Order): ReadonlyMap<string, { readonly line: string; readonly schedule: string }> {
  return new Map(schedulesOf(order).map(({ line, schedule, lineKey }) => [lineKey, { line: line.id, schedule: schedule.id }]));
}

function exceptionStatus(exception: OpenOrClosedException): ExceptionStatus {
  const { id, severity, owner, assignee, openedAt, dueAt, summary, remedies, target } = exception;
  return {
    id,
    class: exception.class,
    severity,
    owner,
    ...(assignee !== null && { assignee }),
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    summary,
    remedies,
    ...(target.line !== undefined && { line: target.line }),
  };
}

const byTime = (a: RequestStatus, b: RequestStatus): number => (a.requestedAt === b.requestedAt ? 0 : a.requestedAt < b.requestedAt ? -1 : 1);

const answers = { done: 'accepted', pending: 'pending', declined: 'declined' } as const;

function requestStatus({ id, kind, by, request, requestedAt, items }: Change): RequestStatus {
  const answered = items.map(({ wish, line, schedule, decision, reason, quantity }) => ({
    wish,
    ...(line !== undefined && { line }),
    ...(schedule !== undefined && { schedule }),
    answer: answers[decision],
    ...(reason !== undefined && { reason }),
    ...(quantity !== undefined && { quantity }),
  }));
  const of = (answer: (typeof answers)[keyof typeof answers]) => answered.filter((item) => item.answer === answer).length;
  const whole = of('pending') > 0 ? 'pending' : of('declined') === 0 ? 'accepted' : of('accepted') === 0 ? 'declined' : 'partly-accepted';
  return { id, ...(request !== undefined && { request }), kind, by, requestedAt, answer: whole, items: answered };
}

/** A request that was declined as a whole leaves nothing in the order but the exception that calls a person. */
function declinedRequest({ key, openedAt, target }: OpenOrClosedException): readonly RequestStatus[] {
  if (!target.request) return [];
  return [{ id: key, requestedAt: openedAt.toISOString(), answer: 'declined', items: [], ...target.request }];
}
