import type { Declined } from '../orders/index.ts';
import { type Clock, type Queryable, recordAction, type Transact } from '../platform/index.ts';
import { targetOf } from './assign-exception.ts';
import { type HeldSales, heldSalesWant } from './held-sales.ts';
import type { OpenOrClosedException } from './list-exceptions.ts';
import { closeExceptions, retellExceptions } from './write-exceptions.ts';

/** The verdict on held sales: on all of them, or on some by the channel's own ids. */
export type HeldChoice = { readonly remedy: 'release' | 'discard'; readonly channelOrders?: readonly string[] };

/** What deciding needs; the systems module hands in `decideLot`, which writes the verdict within our transaction. */
export type DecideHeldDeps = {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly decideLot: (
    client: Queryable,
    decision: {
      readonly lot: string;
      readonly verdict: 'release' | 'discard';
      readonly channelOrders?: readonly string[];
      readonly by: string;
      readonly reason: string;
    },
  ) => Promise<
    { readonly kind: 'decided'; readonly left: HeldSales | undefined } | { readonly kind: 'gone' } | { readonly kind: 'not-held'; readonly index: number }
  >;
};

const namedMax = 20;

/**
 * The verdict, its audit and what becomes of the exception, in one transaction; of two people at once one is too late. What follows
 * from it is carried out by the inbox. An exception without a lot has nothing to release: it is closed.
 */
export function decideHeld(
  { exception, choice, by }: { readonly exception: OpenOrClosedException; readonly choice: HeldChoice; readonly by: { actor: string; reason: string } },
  { transact, clock, decideLot }: DecideHeldDeps,
): Promise<{ readonly kind: 'decided' } | Declined> {
  const { remedy: verdict, channelOrders } = choice;
  const { lot } = exception.target;
  return transact('exceptions.decide-held', async (client) => {
    const decided =
      lot === undefined
        ? ({ kind: 'decided', left: undefined } as const)
        : await decideLot(client, { lot, verdict, by: by.actor, reason: by.reason, ...(channelOrders && { channelOrders }) });
    switch (decided.kind) {
      case 'gone':
        return { kind: 'declined', code: 'nothing-to-remedy', detail: 'These sales were decided already.' };
      case 'not-held':
        return {
          kind: 'declined',
          code: 'nothing-to-remedy',
          field: `channelOrders[${decided.index}]`,
          detail: `${channelOrders?.[decided.index] ?? ''} is not held here. Nothing was decided.`,
        };
      case 'decided': {
        const at = clock.now();
        if (decided.left) await retellExceptions(client, [heldSalesWant(decided.left, exception.owner)]);
        else await closeExceptions(client, [{ subjectId: exception.order, key: exception.key }], { at: at.toISOString(), actor: by.actor });
        const reason = channelOrders ? `${namesOf(channelOrders)}: ${by.reason}` : by.reason;
        await recordAction(client, { at, actor: by.actor, action: `remedy:${verdict}`, target: targetOf(exception.id), reason });
        return { kind: 'decided' };
      }
      default:
        return decided satisfies never;
    }
  });
}

function namesOf(channelOrders: readonly string[]): string {
  const more = channelOrders.length - namedMax;
  return `${channelOrders.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
