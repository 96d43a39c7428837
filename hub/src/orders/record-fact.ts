import { atLeastZero, compare, type DocumentSnapshot, type MasterDataChange, type SalesOrderSnapshot, subtract } from '@crossdock/canonical';
import { askAnew } from './ask-systems.ts';
import type { FieldRule } from './commands.ts';
import { contentOfSnapshot, isAsWanted, isEmpty, sameContent, wantedContent } from './content.ts';
import { afterConfirm, type Decision, inFlightOf } from './decision.ts';
import type { ChangedLine } from './events.ts';
import { readKey } from './keys.ts';
import { canonicalOf, compareVersions, newerOf } from './newest.ts';
import { type Content, type DifferenceFound, documentKey, type Order, type Placed, routeOf, type Slot, schedulesOf } from './order.ts';
import { countsFor, tellCancelled } from './settle-changes.ts';

/** Takes in what a system reports. Never refused: it is the truth about somebody else. */
export function recordDocument(decision: Decision, snapshot: DocumentSnapshot): undefined {
  const key = documentKey(snapshot);
  const known = decision.order().documents[key];
  const kept = known ? newerOf(known, snapshot) : canonicalOf(snapshot);
  if (JSON.stringify(known) !== JSON.stringify(kept)) decision.emit({ type: 'internal.reported', snapshot });
  if (kept.type === 'sales-order') compareWithOurs(decision, kept);
  return undefined;
}

/** Something that may be the cause of a hold has changed in a system: ask it again now instead of waiting. */
export function recordMasterData(decision: Decision, change: MasterDataChange): undefined {
  const order = decision.order();
  if (!order.asks[change.system] || !order.holds.some((hold) => hold.system === change.system)) return undefined;
  askAnew(decision, change.system, `${change.kind} ${change.id} changed`);
  return undefined;
}

/** Compares the ERP's document with what we wrote; what a person changed there is settled by the owner of that field. */
export function compareWithOurs(decision: Decision, snapshot: SalesOrderSnapshot): void {
  const order = decision.order();
  const slot = order.slots.find((s) => s.erp?.document.id === snapshot.id && routeOf(order, s).system === snapshot.system);
  const erp = slot?.erp;
  if (!slot || !erp || isOnItsWay(decision, slot)) return;
  const known = order.differences.find((d) => d.slot === slot.name && d.place !== 'warehouse');
  const age = snapshot.version === undefined || erp.document.version === undefined ? undefined : compareVersions(snapshot.version, erp.document.version);
  // Older than what we know of it, or the echo of our own write.
  if (age !== undefined && (age < 0 || (age === 0 && !known))) return;
  const isCancelled = snapshot.state === 'cancelled';
  const content = contentOfSnapshot(snapshot, erp.content);
  const found = { slot: slot.name, version: snapshot.version ?? '', text: describe(erp.content, content, isCancelled), content, isCancelled };
  if (sameContent(content, erp.content) && isCancelled === (erp.isCancelled ?? false)) {
    if (known && !sameContent(known.content, content)) emitSettled(decision, found, 'gone');
    return;
  }
  if (known?.version === found.version && sameContent(known.content, content)) return;
  // Somebody has done there by hand what we want anyway.
  const isDoneByHand = isCancelled
    ? isEmpty(wantedContent(order, slot))
    : isAsWanted(order, slot, { ...erp, content, isCancelled, isStale: false }) && !hasNewLines(order, erp.content, content);
  if (isDoneByHand) {
    emitSettled(decision, found, 'gone');
    return;
  }
  // What has no version may be older than what we wrote: then, and where the order is closed, a person looks first.
  const rule = order.closed || snapshot.version === undefined ? 'ask' : strictest(rulesFor(decision, erp.content, content, isCancelled));
  if (rule === 'ask') decision.emit({ type: 'order.difference-found', difference: found });
  else settleDifference(decision, slot, found, rule);
}

/** Lines of theirs that nobody has accepted yet. */
function hasNewLines(order: Order, known: Content, content: Content): boolean {
  const ours = new Set(schedulesOf(order).map(({ lineKey }) => lineKey));
  return Object.entries(content).some(([key, { quantity }]) => !ours.has(key) && compare(quantity, known[key]?.quantity ?? '0') !== 0);
}

function emitSettled(decision: Decision, found: DifferenceFound, how: 'accepted' | 'restored' | 'gone'): void {
  const { slot, place, version, content, isCancelled } = found;
  decision.emit({ type: 'order.difference-settled', slot, ...(place && { place }), version, how, content, isCancelled });
}

/** While a write of ours is on its way to the document, its shape says nothing yet. */
function isOnItsWay(decision: Decision, slot: Slot): boolean {
  return inFlightOf(decision, slot).some((key) => {
    const { op } = readKey(key);
    return op === 'amend' || op === 'cancel';
  });
}

/** Adopts the system's content, or has ours written again. */
export function settleDifference(decision: Decision, slot: Slot, found: DifferenceFound, how: 'accept' | 'restore'): void {
  if (how === 'accept') acceptContent(decision, slot, found);
  else restoreContent(decision, slot, found);
}

function restoreContent(decision: Decision, slot: Slot, found: DifferenceFound): void {
  emitSettled(decision, found, 'restored');
  if (found.isCancelled) voidSlot(decision, slot.name, `cancelled in ${slot.name}, wanted again`);
  else decision.emit({ type: 'internal.revised', slot: slot.name });
}

/** The document is gone and wanted all the same: the slot is filled anew, and its clock starts anew. */
export function voidSlot(decision: Decision, name: string, why: string): void {
  decision.emit({ type: 'internal.voided', slot: name, why });
  decision.emit({ type: 'internal.deadline-set', deadlines: { confirm: afterConfirm(decision) } });
}

function acceptContent(decision: Decision, slot: Slot, found: DifferenceFound): void {
  emitSettled(decision, found, 'accepted');
  if (found.place === 'warehouse') return; // the ERP's document says what is ordered
  if (found.isCancelled) declineWhatWaits(decision, slot);
  const before = decision.order();
  const { content, version } = found;
  const mine = schedulesOf(before).filter(({ schedule }) => schedule.slot === slot.name);
  const lines = mine.flatMap((placed) => changedThere(placed, content));
  if (lines.length > 0) {
    const system = routeOf(before, slot).system;
    decision.emit({ type: 'order.changed', changeId: `erp:${slot.name}:${version}`, by: system, lines });
    tellCancelled(decision, before, lines, `changed in ${system}`);
    // The warehouse has the old quantities still.
    if (slot.warehouse) decision.emit({ type: 'internal.revised', slot: slot.name });
  }
  for (const line of before.lines) {
    const price = mine
      .filter((placed) => placed.line.id === line.id)
      .map((placed) => content[placed.lineKey]?.unitPrice)
      .find((p) => p !== undefined);
    if (price !== undefined && line.unitPrice !== undefined && compare(price, line.unitPrice) !== 0) {
      decision.emit({ type: 'order.corrected', field: 'unitPrice', line: line.id, from: line.unitPrice, to: price, reason: `changed in ${slot.name}` });
    }
  }
}

function changedThere({ line, schedule, lineKey }: Placed, content: Content): readonly ChangedLine[] {
  const theirs = content[lineKey];
  const quantity = atLeastZero(theirs?.quantity ?? '0');
  const isMoved = theirs?.date !== undefined && theirs.date !== schedule.requestedDate;
  if (compare(quantity, subtract(schedule.ordered, schedule.cancelled)) === 0 && !isMoved) return [];
  const date = isMoved ? theirs.date : schedule.requestedDate;
  return [{ line: line.id, schedule: schedule.id, ...countsFor(schedule, quantity), ...(date !== undefined && { requestedDate: date }) }];
}

/** What is cancelled there cannot be changed any more. */
function declineWhatWaits(decision: Decision, slot: Slot): void {
  const reason = `The document was cancelled in ${routeOf(decision.order(), slot).system}.`;
  const waiting = schedulesOf(decision.order()).filter(({ schedule }) => schedule.slot === slot.name && schedule.pending);
  for (const changeId of new Set(waiting.map(({ schedule }) => schedule.pending?.changeId ?? ''))) {
    const lines = waiting.filter((p) => p.schedule.pending?.changeId === changeId).map((p) => ({ line: p.line.id, schedule: p.schedule.id, reason }));
    decision.emit({ type: 'order.change-declined', changeId, lines });
  }
}

function rulesFor(decision: Decision, ours: Content, theirs: Content, isCancelled: boolean): readonly FieldRule[] {
  const { erpChanges } = decision.rules;
  if (isCancelled) return [erpChanges.cancel];
  const rules: FieldRule[] = [];
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [a, b] = [ours[key], theirs[key]];
    if (!a) {
      rules.push('ask'); // a line that we do not know
      continue;
    }
    const order = compare(b?.quantity ?? '0', a.quantity);
    if (order < 0) rules.push(erpChanges.quantityDown);
    if (order > 0) rules.push(erpChanges.quantityUp);
    if (b && compare(b.unitPrice ?? '0', a.unitPrice ?? '0') !== 0) rules.push(erpChanges.price);
    if (b && b.date !== a.date) rules.push(erpChanges.date);
  }
  return rules;
}

function strictest(rules: readonly FieldRule[]): FieldRule {
  return rules.includes('ask') ? 'ask' : rules.includes('restore') ? 'restore' : 'accept';
}

function describe(ours: Content, theirs: Content, isCancelled: boolean): string {
  if (isCancelled) return 'the document is cancelled there';
  const parts = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort().flatMap((key) => {
    const [a, b] = [ours[key], theirs[key]];
    const texts: string[] = [];
    if (compare(a?.quantity ?? '0', b?.quantity ?? '0') !== 0) texts.push(`line ${key}: quantity ${b?.quantity ?? '0'}, we wrote ${a?.quantity ?? '0'}`);
    if (a && b && compare(a.unitPrice ?? '0', b.unitPrice ?? '0') !== 0)
      texts.push(`line ${key}: price ${b.unitPrice ?? 'none'}, we wrote ${a.unitPrice ?? 'none'}`);
    if (a && b && a.date !== b.date) texts.push(`line ${key}: date ${b.date ?? 'none'}, we wrote ${a.date ?? 'none'}`);
    return texts;
  });
  return parts.join('; ');
}
