import { type LineRequest, normalize, type Quantity } from '@crossdock/canonical';
import type { PlaceOrder } from './commands.ts';
import { afterMinutes, type Decision } from './decision.ts';
import { ownerOfHold } from './hold.ts';
import type { Line, Schedule } from './order.ts';

/** The first event of an order; with it the questions to the systems, or the hold for a suspected duplicate. */
export function placeOrder(decision: Decision, command: PlaceOrder): undefined {
  if (decision.before) return undefined; // the same order again: nothing happens
  const { order, rules } = { order: command.order, rules: decision.rules };
  let next = 0;
  const lines = order.lines.map((line, index) => {
    const made = lineOf(line, index, order.requestedDate, () => command.routeOfSchedule[next++] ?? 0);
    return made;
  });
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
      ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
      currency: order.currency,
      ...(order.shipTo && { shipTo: order.shipTo }),
      isPrepaid: order.payment === 'prepaid',
      isShipComplete: command.isShipComplete,
      references: order.references ?? [],
      lines,
      routes: command.routes,
      deadlines: { confirm: rules.afterWorkingMinutes(command.at, rules.deadlineMinutes.confirm) },
      ...(command.duplicateOf !== undefined && { duplicateOf: command.duplicateOf }),
    },
  });
  if (command.duplicateOf !== undefined && rules.duplicatePo === 'hold') holdDuplicate(decision, command.duplicateOf);
  askSystems(decision, 'received');
  return undefined;
}

/** A canonical line from what was asked for; without schedules the line is its own only one. */
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

/** Opens a round of questions with every system that has unrouted lines to be asked about. */
export function askSystems(decision: Decision, why: string): void {
  const order = decision.order();
  const systems = new Set(
    order.lines
      .flatMap((line) => line.schedules)
      .filter((s) => s.slot === undefined)
      .map((s) => order.routes[s.route])
      .filter((r) => r?.isAsked)
      .map((r) => r?.system ?? ''),
  );
  for (const system of [...systems].sort()) {
    const ask = order.asks[system];
    if (ask && ask.round > ask.answered) continue; // a round is open already
    decision.emit({ type: 'internal.asked', system, round: (ask?.round ?? 0) + 1, why });
  }
}

function holdDuplicate(decision: Decision, first: string): void {
  const { at, rules } = decision;
  const order = decision.order();
  decision.emit({
    type: 'order.hold-placed',
    owner: ownerOfHold('duplicate'),
    hold: {
      id: 'duplicate:*',
      kind: 'duplicate',
      reason: `Customer ${order.customer} has sent PO ${order.purchaseOrder ?? ''} before: order ${first}.`,
      cause: `duplicate:${order.customer}:${order.purchaseOrder ?? ''}`,
      placedAt: at,
      recheckAt: afterMinutes(at, rules.holdRecheckMinutes),
    },
  });
}
