import { compare, type DocumentLine, type Instruction, isZero } from '@crossdock/canonical';
import { holdOfCause, type Outcome } from './commands.ts';
import { contentOf, contentOfSnapshot, isAsWanted, textOfShipTo } from './content.ts';
import type { Decision } from './decision.ts';
import { takeAnswer } from './judge-answer.ts';
import { documentOperations, generationOfKey, readKey, slotOfKey } from './keys.ts';
import { customerIn, withSystemsId } from './naming.ts';
import { type Content, documentKey, type Order, routeOf, type Slot, schedulesOf } from './order.ts';
import { placeHold } from './place-hold.ts';
import { compareWithOurs, recordDocument } from './record-fact.ts';

/** Takes in how an effect or an ask ended. A late or repeated one changes nothing. */
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
      return settleStopped(decision, command);
    case 'absent':
      return settleAbsent(decision, command.key);
    default:
      return command satisfies never;
  }
}

type Confirmed = Extract<Outcome, { readonly kind: 'confirmed' }>;
type Refused = Extract<Outcome, { readonly kind: 'refused' }>;

/** A confirmation counts once. One that belongs to a document which was given up tells nothing of the present one. */
function settleConfirmed(decision: Decision, command: Confirmed): undefined {
  const { key, document } = command;
  if (decision.order().results[key]?.status === 'confirmed') return undefined;
  const slot = slotOfKey(decision.order(), key);
  const written = slot && whatWasWritten(command.body);
  const isOfPresent = slot !== undefined && (written?.place === 'warehouse' || generationOfKey(key) === slot.generation);
  decision.emit({ type: 'internal.confirmed', key, system: command.system, document, ...(isOfPresent && written && { slot: slot.name, ...written }) });
  if (isOfPresent && command.body.op === 'release') {
    decision.emit({
      type: 'order.released',
      slot: slot.name,
      system: routeOf(decision.order(), slot).fulfilment ?? '',
      lines: quantitiesOf(decision.order(), command.body.order.lines),
    });
  }
  for (const snapshot of command.snapshots) recordDocument(decision, snapshot);
  if (!isOfPresent) return undefined;
  foundOtherwise(decision, slot.name, command);
  acceptWhenComplete(decision, slot.name);
  compareAgain(decision, slot.name, 'written');
  return undefined;
}

/** A system's answer may have come in while a write of ours was on its way; now that its end is known it can be judged. */
function compareAgain(decision: Decision, name: string, what: 'written' | 'untouched'): void {
  const order = decision.order();
  const slot = order.slots.find((s) => s.name === name);
  if (!slot?.erp) return;
  const newest = order.documents[documentKey({ system: routeOf(order, slot).system, type: 'sales-order', id: slot.erp.document.id })];
  if (newest?.type !== 'sales-order') return;
  // Without versions nobody can tell whether it was taken before or after our write.
  if (what === 'untouched' || (newest.version !== undefined && slot.erp.document.version !== undefined)) compareWithOurs(decision, newest);
}

/** Nothing is known, or nothing could be done: a person is needed. What is confirmed or refused stays so. */
function settleStopped(decision: Decision, { key, why, message }: Extract<Outcome, { readonly kind: 'stopped' }>): undefined {
  const known = decision.order().results[key];
  if (known?.status === 'confirmed' || known?.status === 'refused') return undefined;
  if (known?.status === 'stopped' && known.why === why && known.message === message) return undefined;
  decision.emit({ type: 'internal.stopped', key, why, message });
  return undefined;
}

/** Nothing is there. Where a person was needed for it, the doubt is over and the step can go on by itself. */
function settleAbsent(decision: Decision, key: string): undefined {
  if (decision.order().results[key]?.status === 'stopped') decision.emit({ type: 'internal.reopened', key, why: 'A probe has shown that nothing is there.' });
  const slot = slotOfKey(decision.order(), key);
  if (slot) compareAgain(decision, slot.name, 'untouched');
  return undefined;
}

type Written = {
  readonly place: 'erp' | 'warehouse';
  readonly content?: Content;
  readonly reference?: string;
  readonly shipTo?: string;
  readonly isCancelled?: boolean;
};

/** What the confirmed effect means for the content of its slot's documents. */
function whatWasWritten(body: Instruction): Written | undefined {
  switch (body.op) {
    case 'create':
    case 'amend': {
      const { lines, reference, shipTo } = body.document;
      return { place: 'erp', content: contentOf(lines), reference, shipTo: textOfShipTo(shipTo) };
    }
    case 'quote':
    case 'confirm':
      return { place: 'erp' };
    case 'cancel':
      return { place: 'erp', content: {}, isCancelled: true };
    case 'release':
    case 'change-release': {
      const { lines, reference, shipTo } = body.order;
      return { place: 'warehouse', content: contentOf(lines), reference, shipTo: textOfShipTo(shipTo) };
    }
    case 'cancel-release':
      return { place: 'warehouse', content: {}, isCancelled: true };
    case 'goods-issue':
    case 'invoice':
    case 'fulfil':
    case 'create-customer':
      return undefined;
    default:
      return body satisfies never;
  }
}

/** The system confirmed, but what it shows is not what we sent (fields dropped in silence): a person decides before the next step. */
function foundOtherwise(decision: Decision, name: string, command: Confirmed): void {
  if (command.differences.length === 0) return;
  const order = decision.order();
  const slot = order.slots.find((s) => s.name === name);
  const place = command.body.op.includes('release') ? 'warehouse' : 'erp';
  const holding = slot?.[place];
  if (!holding || order.differences.some((d) => d.slot === name && (d.place ?? 'erp') === place)) return;
  const shown = command.snapshots.find((s) => s.type === 'sales-order' && s.id === holding.document.id);
  decision.emit({
    type: 'order.difference-found',
    difference: {
      slot: name,
      ...(place === 'warehouse' && { place }),
      version: holding.document.version ?? '',
      text: command.differences.map((d) => d.text).join('; '),
      content: shown?.type === 'sales-order' ? contentOfSnapshot(shown, holding.content) : holding.content,
      isCancelled: false,
    },
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
  const byKey = new Map(lines.map((line) => [line.lineKey, line]));
  return schedulesOf(order).flatMap(({ line, schedule, lineKey }) => {
    const sent = byKey.get(lineKey);
    return sent ? [{ line: line.id, schedule: schedule.id, quantity: sent.quantity, unit: line.unit }] : [];
  });
}

/** A "no" of the system: a hold where its cause is one, the end of a change where it was about one, else a person. */
function settleRefused(decision: Decision, command: Refused): undefined {
  const { key, code, message } = command;
  const known = decision.order().results[key];
  if (known?.status === 'confirmed' || known?.status === 'refused') return undefined;
  const slot = slotOfKey(decision.order(), key);
  const { op } = readKey(key);
  if (!slot || generationOfKey(key) !== slot.generation || !documentOperations.has(op)) {
    decision.emit({ type: 'internal.refused', key, code, message });
    return undefined;
  }
  if (op === 'create' || op === 'quote' || op === 'confirm') refuseStep(decision, command, slot);
  else {
    decision.emit({ type: 'internal.refused', key, code, message });
    declinePending(decision, slot.name, command);
  }
  compareAgain(decision, slot.name, 'untouched');
  return undefined;
}

/** Where the cause is one that a hold stands for, the step waits for the hold; where it is one line's, the others need not wait for it. */
function refuseStep(decision: Decision, command: Refused, slot: Slot): void {
  const { key, code, message } = command;
  const kind = command.cause === undefined ? undefined : holdOfCause[command.cause];
  if (!kind) {
    decision.emit({ type: 'internal.refused', key, code, message });
    return;
  }
  const { system } = routeOf(decision.order(), slot);
  const line = kind === 'item' || kind === 'price' || kind === 'stock' ? lineOfField(command) : undefined;
  const cause = `${system}:${kind}:${line ?? customerIn(decision.order(), system)}`;
  const holdId = placeHold(decision, { kind, reason: `${system}: ${message}`, cause, system, ...(line !== undefined && { line }) });
  decision.emit({ type: 'internal.refused', key, code, message, holdId });
}

/** Connectors name a refused line as `lines[<n>].…` of what they were sent. */
function lineOfField(command: Refused): string | undefined {
  const index = /^lines\[(\d+)\]/.exec(command.field ?? '')?.[1];
  if (index === undefined || command.body.op !== 'create') return undefined;
  return command.body.document.lines[Number(index)]?.lineKey.split('/')[0];
}

/** The change did not go through: the wishes that were in it go, and what one system had taken over already is put back under a new revision. */
function declinePending(decision: Decision, name: string, command: Refused): void {
  const order = decision.order();
  const { message: reason, body } = command;
  const lines = linesIn(body);
  const pending = schedulesOf(order).filter(
    ({ schedule, lineKey }) => schedule.slot === name && schedule.pending && isPartOf(lines, lineKey, schedule.pending),
  );
  const move = order.pendingShipTo && isMoveIn(body, pendingShipToIn(order, name)) ? order.pendingShipTo : undefined;
  const ids = new Set(pending.flatMap(({ schedule }) => (schedule.pending ? [schedule.pending.changeId] : [])));
  if (move) ids.add(move.changeId);
  for (const changeId of ids) {
    const declined = pending
      .filter(({ schedule }) => schedule.pending?.changeId === changeId)
      .map(({ line, schedule }) => ({ line: line.id, schedule: schedule.id, reason }));
    decision.emit({ type: 'order.change-declined', changeId, lines: declined, ...(move?.changeId === changeId && { shipTo: { reason } }) });
  }
  const slot = decision.order().slots.find((s) => s.name === name);
  const isSomethingElseWanted = slot && [slot.erp, slot.warehouse].some((holding) => holding && !isAsWanted(decision.order(), slot, holding));
  if (ids.size > 0 && isSomethingElseWanted) decision.emit({ type: 'internal.revised', slot: name });
}

type Pending = { readonly quantity: string; readonly requestedDate?: string };

/** Whether the refused write was (also) about this wish; one that came later has still to be tried. */
function isPartOf(lines: ReturnType<typeof linesIn>, lineKey: string, pending: Pending): boolean {
  if (lines === 'all') return true;
  const line = lines.get(lineKey);
  if (!line) return isZero(pending.quantity);
  return compare(line.quantity, pending.quantity) === 0 && (pending.requestedDate === undefined || pending.requestedDate === line.requestedDate);
}

/** The lines that a write was about; a cancellation is about all. */
function linesIn(body: Instruction): ReadonlyMap<string, DocumentLine> | 'all' {
  if ('document' in body) return new Map(body.document.lines.map((line) => [line.lineKey, line]));
  return 'order' in body ? new Map(body.order.lines.map((line) => [line.lineKey, line])) : 'all';
}

function pendingShipToIn(order: Order, name: string): Order['shipTo'] {
  const slot = order.slots.find((s) => s.name === name);
  const shipTo = order.pendingShipTo?.shipTo;
  return slot ? withSystemsId(order, routeOf(order, slot).system, shipTo) : shipTo;
}

function isMoveIn(body: Instruction, shipTo: Order['shipTo']): boolean {
  if ('document' in body) return textOfShipTo(body.document.shipTo) === textOfShipTo(shipTo);
  return 'order' in body && textOfShipTo(body.order.shipTo) === textOfShipTo(shipTo);
}
