import { isDecimal, normalize, units } from '@crossdock/canonical';
import { askAnew, askSystems, isAskOpen } from './ask-systems.ts';
import type { Declined, Remedy } from './commands.ts';
import { isEmpty, shipToText, wantedContent } from './content.ts';
import { type Decision, mayExist } from './decision.ts';
import { documentOperations, generationOfKey, keys, readKey, slotOfKey } from './keys.ts';
import type { HoldKind, Order } from './order.ts';
import { settleDifference } from './record-fact.ts';
import { settleOutcome } from './settle-outcome.ts';
import { assumeDelivered, deliveryPin, isOverdue } from './tick.ts';

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
      return settle(decision, command, 'restore');
    default:
      return command satisfies never;
  }
}

type Of<Kind extends Remedy['kind']> = Extract<Remedy, { readonly kind: Kind }>;

const gone = (detail: string): Declined => ({ kind: 'declined', code: 'nothing-to-remedy', detail });

function clearHold(decision: Decision, command: Of<'clear-hold'>): Declined | undefined {
  const held = decision.order().holds.find((hold) => hold.id === command.holdId);
  if (!held) return gone(`The order has no hold ${command.holdId} any more.`);
  if (held.missing)
    return { kind: 'declined', code: 'name-missing', detail: 'Nothing can be sent without the name: load the cross-reference, or correct the value.' };
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
  if (touched.some((slot) => mayExist(decision, slot))) {
    return { kind: 'declined', code: 'point-of-no-return', detail: 'The ERP has the order already, or may have it: request a change instead.' };
  }
  const from = isOfLine ? line?.[field] : headValue(order, field);
  const to = field === 'unitPrice' ? normalize(value) : value;
  if (from === to) return gone(`${field} is ${to} already.`);
  decision.emit({
    type: 'order.corrected',
    field,
    ...(isOfLine && lineId !== undefined && { line: lineId }),
    ...(from !== undefined && { from }),
    to,
    reason: command.reason,
  });
  const holds = order.holds.filter((hold) => (isOfLine ? hold.line === lineId : hold.line === undefined && kindsCured[field]?.includes(hold.kind)));
  for (const hold of holds) decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason: command.reason });
  for (const slot of touched) {
    const key = keys.step('create', slot);
    if (decision.order().results[key]?.status === 'refused') decision.emit({ type: 'internal.reopened', key, why: command.reason });
  }
  askSystems(decision, `${field} corrected`);
  return undefined;
}

function headValue(order: Order, field: Exclude<Of<'fix-value'>['field'], 'item' | 'unit' | 'unitPrice'>): string | undefined {
  if (field === 'shipTo.id') return order.shipTo?.id;
  return field === 'contact.id' ? order.contact?.id : order[field];
}

/** Holds of the whole order that may be gone with another value; the limit of a new customer shows in the next answer. */
const kindsCured: Readonly<Partial<Record<Of<'fix-value'>['field'], readonly HoldKind[]>>> = { customer: ['customer', 'ship-to'], 'shipTo.id': ['ship-to'] };

const valueCharsMax = 200;

function badValue(field: Of<'fix-value'>['field'], value: string): string | undefined {
  if (value.trim() === '') return 'The value is empty.';
  if (value.length > valueCharsMax || /\p{Cc}/u.test(value)) return `The value is longer than ${valueCharsMax} characters, or has control characters.`;
  if (field === 'unitPrice' && (!isDecimal(value) || value.startsWith('-'))) return 'A price is a decimal number, zero or more.';
  return field === 'unit' && !Object.hasOwn(units, value) ? `${value} is no unit code that this hub knows.` : undefined;
}

function askAgain(decision: Decision, system: string, why: string): Declined | undefined {
  if (!decision.order().asks[system]) return gone(`${system} was never asked about this order.`);
  if (decision.order().closed) return gone('The order is closed.');
  if (!isAskOpen(decision.order(), system)) askAnew(decision, system, why);
  return undefined;
}

function resend(decision: Decision, command: Of<'resend'>): Declined | undefined {
  const { key } = command;
  const result = decision.order().results[key];
  if (result?.status !== 'stopped' && result?.status !== 'refused') return gone(`${key} is not stopped.`);
  if (readKey(key).op === 'ask') return askAgain(decision, readKey(key).place, command.reason);
  decision.emit({ type: 'internal.reopened', key, why: command.reason });
  return undefined;
}

/** A person has seen the document in the system and names it. */
function confirmByHand(decision: Decision, command: Of<'confirm-by-hand'>): Declined | undefined {
  const result = decision.order().results[command.key];
  if (result?.status !== 'stopped') return gone(`${command.key} is not in doubt.`);
  const { at, actor, causation, system, key, body, document } = command;
  if (body) settleOutcome(decision, { kind: 'confirmed', at, actor, causation, system, key, body, document, snapshots: [], differences: [] });
  else takeAsDone(decision, command);
  return undefined;
}

/** What no system could be told was done there by hand: the document holds what is wanted. */
function takeAsDone(decision: Decision, { key, system, document }: Of<'confirm-by-hand'>): void {
  const order = decision.order();
  const slot = slotOfKey(order, key);
  const { op } = readKey(key);
  const place = op.includes('release') ? 'warehouse' : 'erp';
  const isAboutDocument = slot !== undefined && documentOperations.has(op) && generationOfKey(key) === slot.generation;
  if (!isAboutDocument) {
    decision.emit({ type: 'internal.confirmed', key, system, document });
    return;
  }
  const content = wantedContent(order, slot);
  const written = { slot: slot.name, place, content, shipTo: shipToText(order, slot), ...(isEmpty(content) && { isCancelled: true }) } as const;
  decision.emit({ type: 'internal.confirmed', key, system, document, ...written });
}

function acceptDifference(decision: Decision, command: Of<'accept-difference'>): Declined | undefined {
  const { pin, reason } = command;
  if (pin === undefined) return settle(decision, command, 'accept');
  if (pin === deliveryPin) {
    if (!isOverdue(decision.order(), 'deliver')) return gone('Nothing is on its way any more.');
    assumeDelivered(decision);
    return undefined;
  }
  if (!decision.order().pins.includes(pin)) decision.emit({ type: 'internal.pinned', pin, reason });
  return undefined;
}

function settle(decision: Decision, { slot: name }: { readonly slot?: string }, how: 'accept' | 'restore'): Declined | undefined {
  const found = decision.order().differences.find((d) => d.slot === name);
  const slot = decision.order().slots.find((s) => s.name === name);
  if (!found || !slot) return gone('There is no difference any more.');
  settleDifference(decision, slot, found, how);
  return undefined;
}
