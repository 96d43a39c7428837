import type { Instruction } from '@crossdock/canonical';
import { holdOfCause, type Outcome } from './commands.ts';
import { contentOf, shipToText } from './content.ts';
import type { Decision } from './decision.ts';
import { holdId } from './hold.ts';
import { placeHold, takeAnswer } from './judge-answer.ts';
import { slotOfKey } from './keys.ts';
import { type Content, type Order, routeOf, type Slot, schedulesOf } from './order.ts';
import { recordDocument } from './record-fact.ts';

/** Takes in how an effect or an ask ended. */
export function settleOutcome(decision: Decision, command: Outcome): undefined {
  switch (command.kind) {
    case 'answered':
      takeAnswer(decision, command.key, command.answer);
      return undefined;
    case 'confirmed':
      return settleConfirmed(decision, command);
    case 'refused':
      return settleRefused(decision, command);
    case 'stopped':
      decision.emit({ type: 'internal.stopped', key: command.key, why: command.why, message: command.message });
      return undefined;
    case 'absent':
      return settleAbsent(decision, command.key);
    default:
      return command satisfies never;
  }
}

/** Nothing is there. What a person was called for is free to be sent again; otherwise what is due decides. */
function settleAbsent(decision: Decision, key: string): undefined {
  if (decision.order().results[key]?.status === 'stopped') decision.emit({ type: 'internal.reopened', key, why: 'a probe found nothing' });
  return undefined;
}

type Confirmed = Extract<Outcome, { readonly kind: 'confirmed' }>;
type Refused = Extract<Outcome, { readonly kind: 'refused' }>;

/** A confirmation counts once: a late or repeated one finds its result there. */
function settleConfirmed(decision: Decision, command: Confirmed): undefined {
  const { key, document } = command;
  if (decision.order().results[key]?.status === 'confirmed') return undefined;
  const slot = slotOfKey(decision.order(), key);
  const written = slot && whatWasWritten(decision.order(), command.body);
  decision.emit({ type: 'internal.confirmed', key, system: command.system, document, ...(slot && written && { slot: slot.name, ...written }) });
  if (slot && command.body.op === 'release') {
    decision.emit({
      type: 'order.released',
      slot: slot.name,
      system: routeOf(decision.order(), slot).fulfilment ?? '',
      lines: quantitiesOf(decision.order(), command.body.order.lines),
    });
  }
  for (const snapshot of command.snapshots) recordDocument(decision, snapshot);
  if (slot) foundOtherwise(decision, slot.name, command);
  if (slot) acceptWhenComplete(decision, slot.name);
  return undefined;
}

/** What the confirmed effect means for the content of its slot's documents. */
function whatWasWritten(
  order: Order,
  body: Instruction,
): { readonly place: 'erp' | 'warehouse'; readonly content?: Content; readonly shipTo?: string; readonly isCancelled?: boolean } | undefined {
  switch (body.op) {
    case 'create':
    case 'amend':
      return { place: 'erp', content: contentOf(body.document.lines), shipTo: shipToOf(order, body.document.shipTo) };
    case 'quote':
    case 'confirm':
      return { place: 'erp' };
    case 'cancel':
      return { place: 'erp', content: {}, isCancelled: true };
    case 'release':
    case 'change-release':
      return { place: 'warehouse', content: contentOf(body.order.lines), shipTo: shipToOf(order, body.order.shipTo) };
    case 'cancel-release':
      return { place: 'warehouse', content: {}, isCancelled: true };
    case 'goods-issue':
    case 'invoice':
    case 'fulfil':
      return undefined;
    default:
      return body satisfies never;
  }
}

function shipToOf(order: Order, shipTo: Order['shipTo']): string {
  const { pendingShipTo: _, ...rest } = order;
  return shipToText({ ...rest, ...(shipTo && { shipTo }) });
}

/** The system confirmed, but what it shows is not what we sent (fields dropped in silence): a person decides before the next step. */
function foundOtherwise(decision: Decision, name: string, command: Confirmed): void {
  const slot = decision.order().slots.find((s) => s.name === name);
  if (command.differences.length === 0 || !slot?.erp) return;
  if (decision.order().differences.some((d) => d.slot === name)) return;
  const text = command.differences.map((d) => d.text).join('; ');
  decision.emit({
    type: 'order.difference-found',
    difference: { slot: name, version: command.document.version ?? '', text, content: slot.erp.content, isCancelled: false },
  });
}

/** The ERP has the order when the last step of the route is confirmed. */
function acceptWhenComplete(decision: Decision, name: string): void {
  const order = decision.order();
  const slot = order.slots.find((s) => s.name === name);
  if (!slot?.erp || slot.acceptedAs !== undefined) return;
  const route = routeOf(order, slot);
  if (!route.steps.every((step) => order.results[`${step}:${name}#${slot.generation}`]?.status === 'confirmed')) return;
  const { at, rules } = decision;
  const content = slot.erp.content;
  const lines = schedulesOf(order).flatMap(({ line, schedule, lineKey }) => {
    const quantity = content[lineKey]?.quantity;
    return quantity === undefined ? [] : [{ line: line.id, schedule: schedule.id, quantity, unit: line.unit }];
  });
  const number = slot.erp.document.number ?? slot.erp.document.id;
  decision.emit({ type: 'order.accepted', slot: name, system: route.system, number, lines, deadlines: { ship: shipBy(order, at, rules) } });
  if (!route.fulfilment) decision.emit({ type: 'order.released', slot: name, system: route.system, lines });
}

/** Shipping is late so many working minutes after acceptance, or after the day the customer asked for, whichever is later. */
function shipBy(order: Order, at: string, rules: Decision['rules']): string {
  const dates = schedulesOf(order).flatMap(({ schedule }) => (schedule.requestedDate === undefined ? [] : [`${schedule.requestedDate}T00:00:00.000Z`]));
  const from = [at, ...dates].sort().at(-1) ?? at;
  return rules.afterWorkingMinutes(from, rules.deadlineMinutes.ship);
}

function quantitiesOf(order: Order, lines: readonly { readonly lineKey: string; readonly quantity: string }[]) {
  return schedulesOf(order).flatMap(({ line, schedule, lineKey }) => {
    const sent = lines.find((l) => l.lineKey === lineKey);
    return sent ? [{ line: line.id, schedule: schedule.id, quantity: sent.quantity, unit: line.unit }] : [];
  });
}

/** A "no" of the system: a hold where its cause is one, the end of a change where it was about one, else a person. */
function settleRefused(decision: Decision, command: Refused): undefined {
  const { key, code, message } = command;
  if (decision.order().results[key]?.status === 'confirmed') return undefined;
  const slot = slotOfKey(decision.order(), key);
  const kind = command.cause === undefined ? undefined : holdOfCause[command.cause];
  const isStep = command.body.op === 'create' || command.body.op === 'quote' || command.body.op === 'confirm';
  if (isStep && kind && slot) {
    const { system } = routeOf(decision.order(), slot);
    const line = kind === 'item' || kind === 'price' || kind === 'stock' ? lineOfField(command) : undefined;
    decision.emit({ type: 'internal.refused', key, code, message, holdId: holdId(kind, line) });
    placeHold(decision, {
      kind,
      reason: `${system}: ${message}`,
      cause: `${system}:${kind}:${line ?? decision.order().customer}`,
      system,
      ...(line !== undefined && { line }),
    });
    return undefined;
  }
  decision.emit({ type: 'internal.refused', key, code, message });
  if (slot && !isStep) declinePending(decision, slot.name, message);
  return undefined;
}

/** Connectors name a refused line as `lines[<n>].…` of what they were sent. */
function lineOfField(command: Refused): string | undefined {
  const index = /^lines\[(\d+)\]/.exec(command.field ?? '')?.[1];
  if (index === undefined || command.body.op !== 'create') return undefined;
  return command.body.document.lines[Number(index)]?.lineKey.split('/')[0];
}

/** The change did not go through: the wish goes, and what one system had taken over already is put back under a new revision. */
function declinePending(decision: Decision, name: string, reason: string): void {
  const order = decision.order();
  const pending = schedulesOf(order).filter(({ schedule }) => schedule.slot === name && schedule.pending);
  const ids = new Set(pending.flatMap(({ schedule }) => (schedule.pending ? [schedule.pending.changeId] : [])));
  if (order.pendingShipTo) ids.add(order.pendingShipTo.changeId);
  for (const changeId of ids) {
    const lines = pending
      .filter(({ schedule }) => schedule.pending?.changeId === changeId)
      .map(({ line, schedule }) => ({ line: line.id, schedule: schedule.id, reason }));
    decision.emit({ type: 'order.change-declined', changeId, lines, ...(order.pendingShipTo?.changeId === changeId && { shipTo: { reason } }) });
  }
  if (ids.size > 0) decision.emit({ type: 'internal.revised', slot: name });
}

/** The slot by name, for readers of a decision. */
export type { Slot };
