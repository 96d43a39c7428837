import type { OpenEffect, Rules } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Order } from './order.ts';

/** A decision in the making: events so far, and the order as they leave it. Local to one call of `decide`. */
export type Decision = {
  readonly at: string;
  readonly rules: Rules;
  readonly open: ReadonlyMap<string, OpenEffect>;
  readonly before: Order | undefined;
  readonly events: readonly OrderEvent[];
  /** The order after the events so far. Throws before the first. */
  readonly order: () => Order;
  readonly emit: (event: OrderEvent) => void;
};

/** Starts a decision on what is known. */
export function startDecision(before: Order | undefined, at: string, known: { readonly rules: Rules; readonly open: readonly OpenEffect[] }): Decision {
  const events: OrderEvent[] = [];
  let order = before;
  return {
    at,
    rules: known.rules,
    open: new Map(known.open.map((effect) => [effect.key, effect])),
    before,
    events,
    order: () => {
      if (!order) throw new Error('Nothing is known of this order yet.');
      return order;
    },
    emit: (event) => {
      events.push(event);
      order = evolve(order, event);
    },
  };
}

/** Whether the effect may have left us and is not settled: then nobody may act as if it had not. */
export function isInFlight(decision: Decision, key: string): boolean {
  return decision.open.get(key)?.isPossiblySent ?? false;
}

/** RFC 3339, so many real minutes later. */
export function afterMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
