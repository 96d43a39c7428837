import {
  type ChangeItem,
  type Currency,
  compare,
  currencies,
  type Decimal,
  isZero,
  multiply,
  normalize,
  type OrderRequest,
  type ShipTo,
  subtract,
  sum,
} from '@crossdock/canonical';
import type { ChannelWish } from '@crossdock/connector-kit';
import { type ChangeDecision, type Line, lineOf, type Order, type Schedule, wantedQuantity } from '../orders/index.ts';

/** What a channel's record of an order says, by the channel's own names. */
export type Shown = Pick<Order, 'customer' | 'purchaseOrder' | 'shipTo' | 'lines'>;

/** What leads from the order to what the channel shows, and what is shown otherwise but taken over by nobody. */
export type Differences = { readonly changes: readonly ChangeItem[]; readonly notTaken: readonly ChangeDecision[] };

type OrderChanged = Extract<ChannelWish, { kind: 'order-changed' }>;

/** Whether the channel shows some of it as sent: somebody else began to carry out an order that the hub never heard of. */
export function isBegun({ lines }: Pick<OrderChanged, 'lines'>): boolean {
  return lines.some(({ fulfilled }) => fulfilled !== undefined && !isZero(fulfilled));
}

/** Told again that nothing is wanted: it was asked for and answered before. */
export function isToldAgain(before: Shown | undefined, { request }: Extract<ChannelWish, { kind: 'order-cancelled' }>): boolean {
  return before?.lines.length === 0 && request === undefined;
}

/** What the channel shows now; a line without quantity is not there any more. */
export function shownBy({ lines, shipTo, order }: Pick<OrderChanged, 'lines' | 'shipTo' | 'order'>): Shown {
  const quantities = new Map(lines.map(({ line, quantity }) => [line, normalize(quantity)]));
  const shown = order.lines.flatMap((request, index): Line[] => {
    const line = lineOf(request, index, order.requestedDate, () => 0);
    const quantity = quantities.get(line.id) ?? '0';
    if (isZero(quantity)) return [];
    const [only, ...more] = line.schedules;
    return [only && more.length === 0 ? { ...line, schedules: [{ ...only, ordered: quantity }] } : line];
  });
  const to = shipTo ?? order.shipTo;
  const { purchaseOrder } = order;
  return { customer: order.customer.id, lines: shown, ...(purchaseOrder !== undefined && { purchaseOrder }), ...(to && { shipTo: to }) };
}

/**
 * Compares three: what the channel shows now, what it showed before, and what the order has or is about to have. Only what the channel itself
 * has changed is a wish: an order that was changed elsewhere (in the ERP, by a person here) must not be set back because
 * somebody touches the channel's record. What it does not say is not changed. Pure.
 */
export function changesBetween(ours: Order, now: Shown, before: Shown | undefined, request: Pick<OrderRequest, 'lines'>): Differences {
  const then = before && new Map(before.lines.map((line) => [line.id, line]));
  const shown = new Map(now.lines.map((line) => [line.id, line]));
  const known = new Set(ours.lines.map((line) => line.id));
  const each = ours.lines.map((line) => changesOfLine(line, shown.get(line.id), { was: then && { line: then.get(line.id) }, currency: ours.currency }));
  const added = request.lines.flatMap((add, index): ChangeItem[] => {
    const id = add.id ?? String(index + 1);
    return known.has(id) || !shown.has(id) || then?.has(id) ? [] : [{ kind: 'add-line', add }];
  });
  const move = newShipTo(ours.pendingShipTo?.shipTo ?? ours.shipTo, now.shipTo, before?.shipTo);
  return {
    changes: [...each.flatMap(({ changes }) => changes), ...added, ...(move ? [{ kind: 'ship-to', shipTo: move } as const] : [])],
    notTaken: [...each.flatMap(({ notTaken }) => notTaken), ...headNotTaken(ours, now, before)],
  };
}

/** `was`: what was there before, where that is known. */
type Beside = { readonly was: { readonly line: Line | undefined } | undefined; readonly currency: Currency };

function changesOfLine(ours: Line, now: Line | undefined, { was: before, currency }: Beside): Differences {
  if (!now) {
    const isOver = ours.schedules.every((schedule) => isZero(wantedQuantity(schedule, subtract)));
    return { changes: isOver || (before && !before.line) ? [] : [{ kind: 'cancel-line', line: ours.id }], notTaken: [] };
  }
  const notTaken = lineNotTaken(ours, now, before?.line, currency);
  if (notTaken.some(({ wish }) => wish === 'unit')) return { changes: [], notTaken }; // its quantity cannot be compared
  const schedules = new Map(now.schedules.map((schedule) => [schedule.id, schedule]));
  const then = before && new Map(before.line?.schedules.map((schedule) => [schedule.id, schedule]));
  if (ours.schedules.length !== now.schedules.length || ours.schedules.some(({ id }) => !schedules.has(id))) {
    const isNew = before?.line?.schedules.length !== now.schedules.length;
    return {
      changes: [],
      notTaken: isNew ? [...notTaken, declined('quantity', 'It is split otherwise there; cancel the line and add new ones.', ours.id)] : notTaken,
    };
  }
  const changes = ours.schedules.flatMap((schedule) => {
    const shown = schedules.get(schedule.id);
    return shown ? changesOfSchedule(ours, schedule, shown, then?.get(schedule.id)) : [];
  });
  return { changes, notTaken };
}

/** What replaces a change on its way says all of it, or the other half would be lost. */
function changesOfSchedule(line: Line, ours: Schedule, now: Schedule, before: Schedule | undefined): readonly ChangeItem[] {
  const quantity = wantedQuantity(ours, subtract);
  const date = ours.pending?.requestedDate ?? ours.requestedDate;
  const isMore = isNews(now.ordered, before?.ordered, quantity);
  const isLater = now.requestedDate !== undefined && now.requestedDate !== before?.requestedDate && now.requestedDate !== date;
  if (!isMore && !isLater) return [];
  const where = { line: line.id, ...(line.schedules.length > 1 && { schedule: ours.id }) };
  const wantedDate = isLater ? now.requestedDate : ours.pending?.requestedDate;
  return [
    ...(isMore || ours.pending ? [{ kind: 'quantity', ...where, quantity: { value: isMore ? now.ordered : quantity, unit: line.unit } } as const] : []),
    ...(wantedDate === undefined ? [] : [{ kind: 'date', ...where, requestedDate: wantedDate } as const]),
  ];
}

/** Whether the channel itself has set another number than before, and it is not ours already. */
function isNews(now: Decimal, before: Decimal | undefined, ours: Decimal | undefined): boolean {
  return (before === undefined || compare(now, before) !== 0) && (ours === undefined || compare(now, ours) !== 0);
}

function lineNotTaken(ours: Line, now: Line, before: Line | undefined, currency: Currency): readonly ChangeDecision[] {
  const isOther = (field: 'item' | 'unit') => now[field] !== before?.[field] && now[field] !== ours[field];
  const elsewise = (field: 'item' | 'unit') =>
    declined(field, `The ${field} is ${now[field]} there and ${ours[field]} here; cancel the line and add a new one.`, ours.id);
  return [
    ...(isOther('item') ? [elsewise('item')] : []),
    ...(isOther('unit') ? [elsewise('unit')] : []),
    ...(isOtherMoney(now, before?.unitPrice, currency) && isOtherMoney(now, ours.unitPrice, currency)
      ? [declined('price', otherPrice(ours, now), ours.id)]
      : []),
  ];
}

/** Whether the line costs something else at that price. A channel that spreads a discount over pieces rounds them otherwise for each quantity. */
function isOtherMoney({ unitPrice: price, schedules }: Line, then: Decimal | undefined, currency: Currency): boolean {
  if (price === undefined || then === undefined) return price !== undefined;
  const pieces = sum(schedules.map(({ ordered }) => ordered));
  const apart = compare(price, then) < 0 ? subtract(then, price) : subtract(price, then);
  const digits = currencies[currency];
  const smallest = digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
  return compare(multiply(apart, pieces, priceDecimals), smallest) >= 0;
}

const priceDecimals = 6;

const otherPrice = ({ unitPrice = 'not known' }: Line, now: Line): string =>
  `The price is ${now.unitPrice} there and ${unitPrice} here. A price is not changed once the order is taken; people agree on it anew.`;

function headNotTaken(ours: Order, now: Shown, before: Shown | undefined): readonly ChangeDecision[] {
  const { purchaseOrder: po } = now;
  return [
    ...(now.customer !== before?.customer && now.customer !== ours.customer
      ? [declined('customer', `The customer is ${now.customer} there and ${ours.customer} here; cancel the order and place a new one.`)]
      : []),
    ...(po !== undefined && po !== before?.purchaseOrder && po !== ours.purchaseOrder
      ? [
          declined(
            'purchase-order',
            `The PO number is ${po} there and ${ours.purchaseOrder ?? 'not given'} here; the order keeps the one that it was placed with.`,
          ),
        ]
      : []),
  ];
}

function declined(wish: ChangeDecision['wish'], reason: string, line?: string): ChangeDecision {
  return { ...(line !== undefined && { line }), wish, decision: 'declined', reason };
}

/** Another place, as a whole; a part that is not said any more makes no other place. */
function newShipTo(ours: ShipTo | undefined, now: ShipTo | undefined, before: ShipTo | undefined): ShipTo | undefined {
  return now && isElsewhere(now, before) && isElsewhere(now, ours) ? now : undefined;
}

function isElsewhere(now: ShipTo, then: ShipTo | undefined): boolean {
  return Object.entries(now).some(([part, value]) => value !== then?.[part as keyof ShipTo]);
}
