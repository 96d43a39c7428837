import { type LineRequest, normalize, type Quantity } from '@crossdock/canonical';
import { askSystems } from './ask-systems.ts';
import { badLines } from './bad-lines.ts';
import type { Declined, PlaceOrder } from './commands.ts';
import type { Decision } from './decision.ts';
import type { Line, Order, Schedule } from './order.ts';
import { placeHold } from './place-hold.ts';
import { placeLines } from './route-lines.ts';

/** The first event of an order; with it the questions to the systems, or the hold for a suspected duplicate. */
export function placeOrder(decision: Decision, command: PlaceOrder): Declined | undefined {
  if (decision.before) return undefined; // the same order again: nothing happens
  const { order } = command;
  const { rules } = decision;
  if (command.duplicateOf !== undefined && rules.duplicatePo === 'refuse') {
    const detail = `Customer ${order.customer.id} has sent PO ${order.purchaseOrder ?? ''} before: order ${command.duplicateOf}.`;
    return { kind: 'declined', code: 'duplicate-purchase-order', field: 'purchaseOrder', detail };
  }
  const problem = badLines(order.lines, order.currency);
  if (problem) return problem;
  let next = 0;
  const asked = order.lines.map((line, index) => lineOf(line, index, order.requestedDate, () => command.routeOfSchedule[next++] ?? 0));
  const isHeld = command.duplicateOf !== undefined && rules.duplicatePo === 'hold';
  // Where nobody has to be asked and no name looked up first, the lines have their places from the beginning: one event says both.
  const isFree = !isHeld && !command.naming && !command.routes.some((route) => route.isAsked);
  const { lines, slots } = isFree ? placeLines(asked, command) : { lines: asked, slots: [] };
  decision.emit({
    type: 'order.received',
    order: {
      id: command.id,
      code: command.code,
      client: command.client,
      channel: command.channel,
      receivedAt: command.at,
      landscapeVersion: command.landscapeVersion,
      customer: order.customer.id,
      ...partyOf(command),
      ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
      currency: order.currency,
      ...(order.shipTo && { shipTo: order.shipTo }),
      ...(order.contact && { contact: order.contact }),
      isPrepaid: order.payment === 'prepaid',
      isShipComplete: command.isShipComplete,
      references: order.references ?? [],
      ...(command.naming && { naming: { ...command.naming, on: rules.dayOf(command.at), known: [] } }),
      lines,
      routes: command.routes,
      ...(slots.length > 0 && { slots }),
      deadlines: { confirm: rules.afterWorkingMinutes(command.at, rules.deadlineMinutes.confirm) },
      ...(command.duplicateOf !== undefined && { duplicateOf: command.duplicateOf }),
    },
  });
  if (isHeld) holdDuplicate(decision, command.duplicateOf);
  askSystems(decision, 'received');
  return undefined;
}

/** What creating the customer in a system would need; of one that goes by the systems' own name, nothing is kept. */
function partyOf({ order, naming }: PlaceOrder): Pick<Order, 'party'> {
  const { id: _, ...party } = order.customer;
  return naming?.kinds.includes('customer') && Object.keys(party).length > 0 ? { party } : {};
}

/** A canonical line from what was asked for; without schedules the line is its own only one. `index`: of the line, from 0, for a line without an id. */
export function lineOf(line: LineRequest, index: number, requestedDate: string | undefined, nextRoute: () => number): Line {
  const wanted: readonly { id?: string; quantity: Quantity; requestedDate?: string }[] = line.schedules ?? [{ quantity: line.quantity }];
  const schedules = wanted.map((schedule, position): Schedule => {
    const date = schedule.requestedDate ?? line.requestedDate ?? requestedDate;
    return {
      id: schedule.id ?? String(position + 1),
      ordered: normalize(schedule.quantity.value),
      cancelled: '0',
      ...(date !== undefined && { requestedDate: date }),
      route: nextRoute(),
    };
  });
  return {
    id: line.id ?? String(index + 1),
    item: line.item,
    unit: line.quantity.unit,
    ...(line.price && { unitPrice: normalize(line.price.amount), priceSource: 'order' }),
    schedules,
  };
}

function holdDuplicate(decision: Decision, first: string): void {
  const { customer, purchaseOrder = '' } = decision.order();
  placeHold(decision, {
    kind: 'duplicate',
    reason: `Customer ${customer} has sent PO ${purchaseOrder} before: order ${first}.`,
    cause: `duplicate:${customer}:${purchaseOrder}`,
  });
}
