import { isZero, type Question, subtract } from '@crossdock/canonical';
import { keys, type Order, routeOf, schedulesOf, wantedQuantity } from '../../orders/index.ts';
import type { WantedAsk } from '../wants.ts';

/** The open rounds of questions: one per system, with everything that is asked of it. What was given up waits for a person. */
export function asksOf(order: Order): readonly WantedAsk[] {
  return openRounds(order)
    .filter(({ key }) => order.results[key]?.status !== 'stopped')
    .map(({ key, system }) => ({ key, system, body: questionFor(order, system) }));
}

/** The keys of questions that could not be asked. */
export function stoppedAsksOf(order: Order): readonly string[] {
  return openRounds(order).flatMap(({ key }) => (order.results[key]?.status === 'stopped' ? [key] : []));
}

function openRounds(order: Order): readonly { readonly key: string; readonly system: string }[] {
  return Object.entries(order.asks).flatMap(([system, ask]) => (ask.round > ask.answered ? [{ key: keys.ask(system, ask.round), system }] : []));
}

/** About what waits for its slot; when all have one, about everything (a refused confirmation is asked about again). */
function questionFor(order: Order, system: string): Question {
  const all = schedulesOf(order).filter(({ schedule }) => routeOf(order, schedule).system === system && !isZero(wantedQuantity(schedule, subtract)));
  const shipTo = order.pendingShipTo?.shipTo ?? order.shipTo;
  const waiting = all.filter(({ schedule }) => schedule.slot === undefined);
  return {
    op: 'ask',
    customer: order.customer,
    ...(shipTo && { shipTo }),
    currency: order.currency,
    lines: (waiting.length > 0 ? waiting : all).map(({ line, schedule, lineKey }) => ({
      lineKey,
      item: line.item,
      quantity: wantedQuantity(schedule, subtract),
      unit: line.unit,
      ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }),
      warehouse: routeOf(order, schedule).warehouse,
    })),
  };
}
