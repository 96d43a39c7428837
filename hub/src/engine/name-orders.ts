import type { ClientBase } from 'pg';
import {
  type Creation,
  type Decided,
  decide,
  type MissingName,
  namesToLookUp,
  namesWaitedFor,
  type OpenEffect,
  type Order,
  type Rules,
} from '../orders/index.ts';
import { answersIn, creationId, creationOp, findNames, type NameQuestion, type WantedCustomer, wantCustomers } from '../reference/index.ts';
import type { CommitDeps } from './commit.ts';

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

type Deps = Pick<CommitDeps, 'laneOf' | 'createsCustomer'> & { readonly rules: Rules; readonly at: string };

/**
 * Finds out what the systems call what the orders of one commit bear: once for all of them, not line by line. Orders whose names
 * are known or are the systems' own cost nothing. Customers that are new in a system are created there, where the policy says so.
 */
export async function nameOrders(client: ClientBase, orders: readonly Unnamed[], deps: Deps): Promise<readonly (Named | undefined)[]> {
  const questions = orders.map(questionsOf);
  if (questions.every((one) => one.length === 0)) return [];
  const table = await findNames(questions.flat(), client);
  const answers = questions.map((asked) => answersIn(table, asked));
  const creations = await createMissing(
    client,
    orders.flatMap((order, index) => (answers[index]?.missing ?? []).flatMap((missing) => wantedOf(order, missing))),
    deps,
  );
  const { rules, at } = deps;
  return orders.map(({ order, open }, index) => {
    const { found, missing } = answers[index] ?? { found: [], missing: [] };
    if (found.length + missing.length === 0) return undefined;
    const names = { kind: 'names', found, missing: missing.map((name) => withCreation(order, name, creations)), at, actor, causation: 'look-up' } as const;
    const decided = decide(order, names, { rules, open });
    if (decided.kind === 'declined' || decided.events.length === 0) return undefined;
    return { order: decided.order, step: { events: decided.events, at, actor, causation: 'look-up' } };
  });
}

type Creations = ReadonlyMap<string, Creation>;

function createMissing(client: ClientBase, wanted: readonly WantedCustomer[], { createsCustomer, laneOf }: Deps): Promise<Creations> {
  if (!createsCustomer || wanted.length === 0) return Promise.resolve(new Map());
  return wantCustomers(client, wanted, { creates: createsCustomer, limiterOf: (system) => laneOf(system, creationOp).limiter });
}

/** A customer among whose names nobody can choose is not new. */
function wantedOf({ order, isAgain }: Unnamed, { kind, name, system, candidates }: MissingName): readonly WantedCustomer[] {
  if (kind !== 'customer' || candidates.length > 0 || !order.naming) return [];
  const told = { ...(order.party && { party: order.party }), ...(order.shipTo && { shipTo: order.shipTo }) };
  return [{ from: order.naming.from, name, to: system, isAgain, ...told }];
}

function withCreation(order: Order, missing: MissingName, creations: Creations): MissingName {
  if (missing.kind !== 'customer' || !order.naming) return missing;
  const creation = creations.get(creationId({ from: order.naming.from, name: missing.name, to: missing.system }));
  return creation === undefined ? missing : { ...missing, creation };
}

function questionsOf({ order, isAgain }: Unnamed): readonly NameQuestion[] {
  const { naming } = order;
  if (!naming || order.closed) return [];
  const wanted = isAgain ? [...namesToLookUp(order), ...namesWaitedFor(order)] : namesToLookUp(order);
  return wanted.map((name) => ({ ...name, from: naming.from, on: naming.on }));
}
