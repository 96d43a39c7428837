import { type OrderView, type OutcomeKind, outcomeOf, readChangedOrders, type ShowDeps, showOrders } from '../insight/index.ts';
import type { Clock } from '../platform/index.ts';

/** What somebody who waited is told. `pending`: the time was over first. */
export type Outcome = { readonly kind: OutcomeKind; readonly order: OrderView };

/** Waits for orders on behalf of everybody who asked to. */
export type Waiter = {
  readonly wait: (orderId: string, seconds: number) => Promise<Outcome>;
  /** Something was committed: look now rather than at the next tick. */
  readonly wake: () => void;
};

/** How often waiting orders are looked at, in ms, and how many at most wait at once; beyond that nobody waits longer than a tick. */
export const waiterLimits = { tickMs: 50, waitingMax: 2_000 } as const;

type Waiting = {
  readonly id: string;
  readonly until: number;
  kind: OutcomeKind;
  version: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
};

/** A waiter with one query per tick for all who wait, and none while nobody does. */
export function createWaiter(deps: ShowDeps & { readonly clock: Clock }): Waiter {
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    timer = undefined;
    const asked = [...waiting];
    try {
      await lookAt(asked, deps);
      const done = asked.filter((one) => one.kind !== 'pending' || one.until <= deps.clock.monotonicMs());
      for (const one of done) waiting.delete(one);
      await tellAll(done, deps);
    } catch (error) {
      for (const one of asked) {
        waiting.delete(one);
        one.reject(error as Error);
      }
    }
    isLooking = false;
    if (waiting.size > 0) timer = setTimeout(() => void look(), waiterLimits.tickMs);
  };
  return {
    wait: (id, seconds) =>
      new Promise((resolve, reject) => {
        const waitMs = waiting.size >= waiterLimits.waitingMax ? 0 : seconds * 1_000;
        waiting.add({ id, until: deps.clock.monotonicMs() + waitMs, kind: 'pending', version: 0, resolve, reject });
        if (timer === undefined && !isLooking) timer = setTimeout(() => void look(), waiterLimits.tickMs);
      }),
    wake: () => {
      if (waiting.size > 0) void look();
    },
  };
}

/** Reads those orders that have changed since they were looked at, all in one query. */
async function lookAt(asked: readonly Waiting[], { pool }: ShowDeps): Promise<void> {
  if (asked.length === 0) return;
  const changed = new Map((await readChangedOrders(asked, pool)).map((stored) => [stored.order.id, stored]));
  for (const one of asked) {
    const stored = changed.get(one.id);
    if (!stored) continue;
    one.kind = outcomeOf(stored.order);
    one.version = stored.version;
  }
}

async function tellAll(done: readonly Waiting[], deps: ShowDeps): Promise<void> {
  if (done.length === 0) return;
  const views = new Map((await showOrders([...new Set(done.map((one) => one.id))], deps)).map((view) => [view.id, view]));
  for (const one of done) {
    const order = views.get(one.id);
    if (order) one.resolve({ kind: one.kind, order });
    else one.reject(new Error(`Order ${one.id} is gone.`));
  }
}
