import { isZero, subtract } from '@crossdock/canonical';
import { type Decision, isInFlight } from './decision.ts';
import { keys } from './keys.ts';
import { type Order, routeOf, schedulesOf, wantedQuantity } from './order.ts';

/** Opens a round of questions with every system that has unrouted lines to be asked about. */
export function askSystems(decision: Decision, why: string): void {
  const order = decision.order();
  const systems = schedulesOf(order).flatMap(({ schedule }) => {
    const route = routeOf(order, schedule);
    return schedule.slot === undefined && route.isAsked && !isZero(wantedQuantity(schedule, subtract)) ? [route.system] : [];
  });
  for (const system of [...new Set(systems)].sort()) askAnew(decision, system, why);
}

/** Has a system asked anew. A question that nobody has sent yet will hold what is known by then; one that may have left does not, so it counts no more. */
export function askAnew(decision: Decision, system: string, why: string): void {
  const round = decision.order().asks[system]?.round ?? 0;
  if (isAskOpen(decision.order(), system) && !isInFlight(decision, keys.ask(system, round))) return;
  decision.emit({ type: 'internal.asked', system, round: round + 1, why });
}

/** Whether an answer is on its way: asked, not answered, and not given up. */
export function isAskOpen(order: Order, system: string): boolean {
  const ask = order.asks[system];
  return ask !== undefined && ask.round > ask.answered && order.results[keys.ask(system, ask.round)]?.status !== 'stopped';
}
