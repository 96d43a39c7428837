import type { Question } from '@crossdock/canonical';
import { keys, type Order, routeOf, schedulesOf } from '../../orders/index.ts';
import type { WantedAsk } from '../wants.ts';

/** The open rounds of questions: one per system, with everything that is asked of it. */
export function asksOf(order: Order): readonly WantedAsk[] {
  return Object.entries(order.asks)
    .filter(([, ask]) => ask.round > ask.answered)
    .map(([system, ask]) => ({ key: keys.ask(system, ask.round), system, body: questionFor(order, system) }));
}

/** About what waits for its slot; when all have one, about everything (a refused confirmation is asked about again). */
function questionFor(order: Order, system: string): Question {
  const all = schedulesOf(order).filter(({ schedule }) => routeOf(order, schedule).system === system);
  const waiting = all.filter(({ schedule }) => schedule.slot === undefined);
  return {
    op: 'ask',
    customer: order.customer,
    ...(order.shipTo && { shipTo: order.shipTo }),
    currency: order.currency,
    lines: (waiting.length > 0 ? waiting : all).map(({ line, schedule, lineKey }) => ({
      lineKey,
      item: line.item,
      quantity: schedule.ordered,
      unit: line.unit,
      ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }),
      warehouse: routeOf(order, schedule).warehouse,
    })),
  };
}
