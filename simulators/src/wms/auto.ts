import type { Order } from './documents.ts';
import type { WmsDecision, WmsLedger } from './ledger.ts';
import { stepOn } from './step.ts';
import { stepNames } from './work.ts';

/** The warehouse's own hands: with `--auto` each order moves one stage per `stageMs`. */
export type Auto = {
  /** Something happened to these orders: look at them again after a stage. */
  readonly watch: (orders: readonly string[]) => void;
  readonly forget: () => void;
};

/** What a person would say who does all that is ready. */
const everything = { portion: undefined, shipment: undefined, tracking: undefined, carrier: undefined } as const;
/** Last stage first, so that nothing moves two stages at once. */
const stages = [...stepNames].reverse();

/** Makes the hands. `carryOut` must watch the orders that it changes, so that the next stage follows. */
export function createAuto(
  ledger: WmsLedger,
  { stageMs, now, carryOut }: { readonly stageMs: number; readonly now: () => Date; readonly carryOut: (decision: WmsDecision<unknown>) => void },
): Auto {
  const timers = new Map<string, NodeJS.Timeout>();
  const advance = (id: string) => {
    timers.delete(id);
    for (const step of [...stages, 'allocate' as const]) {
      const order: Order | undefined = ledger.book.find('order', id);
      if (order === undefined) return;
      const decision = stepOn(ledger, order, step, { request: everything, at: now().toISOString() });
      if (decision.outcome === 'decided') carryOut(decision);
    }
  };
  return {
    watch: (orders) => {
      for (const id of orders) {
        if (!timers.has(id))
          timers.set(
            id,
            setTimeout(() => advance(id), stageMs),
          );
      }
    },
    forget: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
