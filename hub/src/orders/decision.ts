import type { OpenEffect, Rules } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { documentOperations, keys, readKey } from './keys.ts';
import type { Order, Slot } from './order.ts';

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

/** The keys of the slot's own documents' effects that may have left us: create, confirm, release, amend and the like. */
export function inFlightOf(decision: Decision, slot: Slot): readonly string[] {
  return [...decision.open.values()].flatMap(({ key, isPossiblySent }) => {
    const { op, place } = readKey(key);
    return isPossiblySent && place === slot.name && documentOperations.has(op) ? [key] : [];
  });
}

/** Whether the ERP has the slot's document, or may have it: nobody may act as if it were not there. */
export function mayExist(decision: Decision, slot: Slot): boolean {
  const create = keys.step('create', slot);
  return slot.erp !== undefined || isInFlight(decision, create) || isUndecided(decision.order(), create);
}

/** Whether nobody can tell how the effect ended. */
export function isUndecided(order: Order, key: string): boolean {
  const result = order.results[key];
  return result?.status === 'stopped' && result.why === 'undecidable';
}

/** RFC 3339, so many real minutes later. */
export function afterMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** By when an ERP must have confirmed what it is given now. */
export function afterConfirm({ at, rules }: Decision): string {
  return rules.afterWorkingMinutes(at, rules.deadlineMinutes.confirm);
}
