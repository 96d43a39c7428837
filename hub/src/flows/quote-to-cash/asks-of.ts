import { isZero, type Question, subtract } from '@crossdock/canonical';
import { customerIn, isNamed, itemIn, keys, type Order, type Placed, routeOf, schedulesOf, shipToIn, wantedQuantity } from '../../orders/index.ts';
import type { WantedAsk } from '../wants.ts';

/** The open rounds of questions: one per system, with everything that is asked of it. What was given up waits for a person, what has no name there for its cross-reference. */
export function asksOf(order: Order): readonly WantedAsk[] {
  return openRounds(order)
    .filter(({ key }) => order.results[key]?.status !== 'stopped')
    .flatMap(({ key, system }) => {
      const placed = askedAbout(order, system);
      return placed.length === 0 ? [] : [{ key, system, body: questionFor(order, system, placed) }];
    });
}

/** The keys of questions that could not be asked. */
export function stoppedAsksOf(order: Order): readonly string[] {
  return openRounds(order).flatMap(({ key }) => (order.results[key]?.status === 'stopped' ? [key] : []));
}

function openRounds(order: Order): readonly { readonly key: string; readonly system: string }[] {
  return Object.entries(order.asks).flatMap(([system, ask]) => (ask.round > ask.answered ? [{ key: keys.ask(system, ask.round), system }] : []));
}

/** What waits for its slot; when all have one, everything (a refused confirmation is asked about again). Only what has all its names in that system. */
function askedAbout(order: Order, system: string): readonly Placed[] {
  const all = schedulesOf(order).filter(({ schedule }) => routeOf(order, schedule).system === system && !isZero(wantedQuantity(schedule, subtract)));
  const waiting = all.filter(({ schedule }) => schedule.slot === undefined);
  return (waiting.length > 0 ? waiting : all).filter(({ line }) => isNamed(order, system, [line.item]));
}

function questionFor(order: Order, system: string, placed: readonly Placed[]): Question {
  const shipTo = shipToIn(order, system);
  return {
    op: 'ask',
    customer: customerIn(order, system),
    ...(shipTo && { shipTo }),
    currency: order.currency,
    lines: placed.map(({ line, schedule, lineKey }) => ({
      lineKey,
      item: itemIn(order, system, line.item),
      quantity: wantedQuantity(schedule, subtract),
      unit: line.unit,
      ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }),
      warehouse: routeOf(order, schedule).warehouse,
    })),
  };
}
