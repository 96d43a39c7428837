import { applyRemedy } from './apply-remedy.ts';
import type { Declined, OpenEffect, OrderCommand, Rules } from './commands.ts';
import { type Decision, startDecision } from './decision.ts';
import type { OrderEvent } from './events.ts';
import { follow } from './follow.ts';
import type { Order } from './order.ts';
import { placeOrder } from './place-order.ts';
import { recordDocument, recordMasterData } from './record-fact.ts';
import { cancelOrder, changeOrder } from './request-change.ts';
import { settleOutcome } from './settle-outcome.ts';
import { takeNames } from './take-names.ts';
import { tick } from './tick.ts';

/** What a command makes of an order: events, or (for requests and remedies only) a "no" with its reason. */
export type Decided = { readonly kind: 'decided'; readonly order: Order; readonly events: readonly OrderEvent[] } | Declined;

/**
 * Decides one command. Pure: time and ids come with the command, the unsettled effects with `open`. A command that changes
 * nothing decides to no events. Throws only when the state itself is broken.
 */
export function decide(order: Order | undefined, command: OrderCommand, known: { readonly rules: Rules; readonly open: readonly OpenEffect[] }): Decided {
  const decision = startDecision(order, command.at, { rules: known.rules, open: stillOpen(order, command, known.open) });
  const declined = take(decision, command);
  if (declined) return declined;
  follow(decision, command);
  return { kind: 'decided', order: decision.order(), events: decision.events };
}

/** An effect whose outcome is told is not on its way any more, unless the outcome is that nobody knows. */
function stillOpen(order: Order | undefined, command: OrderCommand, open: readonly OpenEffect[]): readonly OpenEffect[] {
  if (!('key' in command)) return open;
  const others = open.filter(({ key }) => key !== command.key);
  const status = order?.results[command.key]?.status;
  const isUnknown = command.kind === 'stopped' && command.why === 'undecidable' && status !== 'confirmed' && status !== 'refused';
  return isUnknown ? [...others, { key: command.key, isPossiblySent: true }] : others;
}

function take(decision: Decision, command: OrderCommand): Declined | undefined {
  switch (command.kind) {
    case 'place':
      return placeOrder(decision, command);
    case 'change':
      return changeOrder(decision, command);
    case 'cancel':
      return cancelOrder(decision, command);
    case 'document':
      return recordDocument(decision, command.snapshot);
    case 'master-data':
      return recordMasterData(decision, command.change);
    case 'answered':
    case 'confirmed':
    case 'refused':
    case 'stopped':
    case 'absent':
      return settleOutcome(decision, command);
    case 'clear-hold':
    case 'fix-value':
    case 'ask-again':
    case 'resend':
    case 'confirm-by-hand':
    case 'accept-difference':
    case 'restore':
      return applyRemedy(decision, command);
    case 'names':
      return takeNames(decision, command);
    case 'look-up-names':
      return undefined;
    case 'tick':
      return tick(decision);
    default:
      return command satisfies never;
  }
}
