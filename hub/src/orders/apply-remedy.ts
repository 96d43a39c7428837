import { isDecimal, normalize, units } from '@crossdock/canonical';
import type { Declined, Remedy } from './commands.ts';
import type { Decision } from './decision.ts';
import { slotOfKey } from './keys.ts';
import { askSystems } from './place-order.ts';
import { settleDifference } from './record-fact.ts';
import { settleOutcome } from './settle-outcome.ts';

/** Does what a person decided. A remedy whose cause is gone by now is declined, never done twice. */
export function applyRemedy(decision: Decision, command: Remedy): Declined | undefined {
  switch (command.kind) {
    case 'clear-hold':
      return clearHold(decision, command);
    case 'fix-value':
      return fixValue(decision, command);
    case 'ask-again':
      return askAgain(decision, command.system, command.reason);
    case 'resend':
      return resend(decision, command);
    case 'confirm-by-hand':
      return confirmByHand(decision, command);
    case 'accept-difference':
      return acceptDifference(decision, command);
    case 'restore':
      return restore(decision, command);
    default:
      return command satisfies never;
  }
}

type Of<Kind extends Remedy['kind']> = Extract<Remedy, { readonly kind: Kind }>;

const gone = (detail: string): Declined => ({ kind: 'declined', code: 'nothing-to-remedy', detail });

function clearHold(decision: Decision, command: Of<'clear-hold'>): Declined | undefined {
  if (!decision.order().holds.some((hold) => hold.id === command.holdId)) return gone(`The order has no hold ${command.holdId} any more.`);
  decision.emit({ type: 'order.hold-cleared', id: command.holdId, how: 'person', reason: command.reason, override: command.holdId });
  return undefined;
}

/** A corrected value is asked about anew; what was refused for the old one is sent again under the same key. */
function fixValue(decision: Decision, command: Of<'fix-value'>): Declined | undefined {
  const order = decision.order();
  const { field, line: lineId, value } = command;
  const line = order.lines.find((l) => l.id === lineId);
  const isOfLine = field === 'item' || field === 'unit' || field === 'unitPrice';
  if (isOfLine && !line) return { kind: 'declined', code: 'unknown-line', field: 'line', detail: `The order has no line ${lineId ?? ''}.` };
  const problem = badValue(field, value);
  if (problem) return { kind: 'declined', code: 'bad-value', field: 'value', detail: problem };
  const touched = isOfLine ? order.slots.filter((slot) => line?.schedules.some((s) => s.slot === slot.name)) : order.slots;
  if (touched.some((slot) => slot.erp))
    return { kind: 'declined', code: 'point-of-no-return', detail: 'The ERP has the order already: request a change instead.' };
  const from = isOfLine ? line?.[field] : field === 'shipTo.id' ? order.shipTo?.id : order[field];
  decision.emit({
    type: 'order.corrected',
    field,
    ...(isOfLine && lineId !== undefined && { line: lineId }),
    ...(from !== undefined && { from }),
    to: field === 'unitPrice' ? normalize(value) : value,
    reason: command.reason,
  });
  const holds = order.holds.filter((hold) =>
    isOfLine ? hold.line === lineId : hold.line === undefined && hold.kind !== 'duplicate' && hold.kind !== 'credit',
  );
  for (const hold of holds) decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason: command.reason });
  for (const [key, result] of Object.entries(decision.order().results)) {
    if (result.status === 'refused' && touched.some((slot) => slotOfKey(order, key)?.name === slot.name))
      decision.emit({ type: 'internal.reopened', key, why: command.reason });
  }
  askSystems(decision, `${field} corrected`);
  return undefined;
}

function badValue(field: Of<'fix-value'>['field'], value: string): string | undefined {
  if (field === 'unitPrice' && (!isDecimal(value) || value.startsWith('-'))) return 'A price is a decimal number, zero or more.';
  if (field === 'unit' && !(value in units)) return `${value} is no unit code that this hub knows.`;
  return value.trim() === '' ? 'The value is empty.' : undefined;
}

function askAgain(decision: Decision, system: string, why: string): Declined | undefined {
  const ask = decision.order().asks[system];
  if (!ask) return gone(`${system} was never asked about this order.`);
  if (ask.round > ask.answered) return undefined; // a question is open already
  decision.emit({ type: 'internal.asked', system, round: ask.round + 1, why });
  return undefined;
}

function resend(decision: Decision, command: Of<'resend'>): Declined | undefined {
  const result = decision.order().results[command.key];
  if (result?.status !== 'stopped' && result?.status !== 'refused') return gone(`${command.key} is not stopped.`);
  decision.emit({ type: 'internal.reopened', key: command.key, why: command.reason });
  return undefined;
}

/** A person has seen the document in the system and names it. */
function confirmByHand(decision: Decision, command: Of<'confirm-by-hand'>): Declined | undefined {
  const result = decision.order().results[command.key];
  if (result?.status !== 'stopped') return gone(`${command.key} is not in doubt.`);
  const { at, actor, causation, system, key, body, document } = command;
  settleOutcome(decision, { kind: 'confirmed', at, actor, causation, system, key, body, document, snapshots: [], differences: [] });
  return undefined;
}

function acceptDifference(decision: Decision, command: Of<'accept-difference'>): Declined | undefined {
  if (command.pin !== undefined) {
    decision.emit({ type: 'internal.pinned', pin: command.pin, reason: command.reason });
    return undefined;
  }
  const found = decision.order().differences.find((d) => d.slot === command.slot);
  const slot = decision.order().slots.find((s) => s.name === command.slot);
  if (!found || !slot) return gone('There is no difference any more.');
  settleDifference(decision, slot, found, 'accept');
  return undefined;
}

function restore(decision: Decision, command: Of<'restore'>): Declined | undefined {
  const found = decision.order().differences.find((d) => d.slot === command.slot);
  const slot = decision.order().slots.find((s) => s.name === command.slot);
  if (!found || !slot) return gone('There is no difference any more.');
  settleDifference(decision, slot, found, 'restore');
  return undefined;
}
