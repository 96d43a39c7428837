import type { ClientBase } from 'pg';
import { type Decided, decide, namesToLookUp, namesWaitedFor, type OpenEffect, type Order, type Rules } from '../orders/index.ts';
import { answersIn, findNames, type NameQuestion } from '../reference/index.ts';

/** An order of this commit; `isAgain`: cross-references have changed, so what it waits for is looked up too. */
export type Unnamed = { readonly order: Order; readonly isAgain: boolean; readonly open: readonly OpenEffect[] };

/** What the look-up made of an order, with the step's actor and time; undefined: it lacks no name, or nothing new is known. */
export type Named = {
  readonly order: Order;
  readonly step: {
    readonly events: Extract<Decided, { readonly kind: 'decided' }>['events'];
    readonly at: string;
    readonly actor: string;
    readonly causation: string;
  };
};

const actor = 'system:references';

/**
 * Finds out what the systems call what the orders of one commit bear: once for all of them, not line by line. Orders whose names
 * are known or are the systems' own cost nothing.
 */
export async function nameOrders(
  client: ClientBase,
  orders: readonly Unnamed[],
  { rules, at }: { readonly rules: Rules; readonly at: string },
): Promise<readonly (Named | undefined)[]> {
  const questions = orders.map(questionsOf);
  if (questions.every((one) => one.length === 0)) return [];
  const table = await findNames(questions.flat(), client);
  return orders.map(({ order, open }, index) => {
    const asked = questions[index] ?? [];
    if (asked.length === 0) return undefined;
    const decided = decide(order, { kind: 'names', ...answersIn(table, asked), at, actor, causation: 'look-up' }, { rules, open });
    if (decided.kind === 'declined' || decided.events.length === 0) return undefined;
    return { order: decided.order, step: { events: decided.events, at, actor, causation: 'look-up' } };
  });
}

function questionsOf({ order, isAgain }: Unnamed): readonly NameQuestion[] {
  const { naming } = order;
  if (!naming || order.closed) return [];
  const wanted = isAgain ? [...namesToLookUp(order), ...namesWaitedFor(order)] : namesToLookUp(order);
  return wanted.map((name) => ({ ...name, from: naming.from, on: naming.on }));
}
