import { compare, type DocumentSnapshot, type MasterDataChange, type SalesOrderSnapshot, subtract } from '@crossdock/canonical';
import type { FieldRule } from './commands.ts';
import { contentOfSnapshot } from './content.ts';
import { type Decision, isInFlight } from './decision.ts';
import { sameContent } from './evolve.ts';
import { countsFor, tellCancelled } from './follow.ts';
import { keys } from './keys.ts';
import { type Content, documentKey, type Slot, schedulesOf, slotReference } from './order.ts';

/** Takes in what a system reports. Never refused: it is the truth about somebody else. */
export function recordDocument(decision: Decision, snapshot: DocumentSnapshot): undefined {
  const before = decision.order().documents[documentKey(snapshot)];
  const isNews = JSON.stringify(before) !== JSON.stringify(snapshot);
  if (isNews) decision.emit({ type: 'internal.reported', snapshot });
  const kept = decision.order().documents[documentKey(snapshot)];
  if (kept?.type === 'sales-order') compareWithOurs(decision, kept);
  return undefined;
}

/** Something that may be the cause of a hold has changed in a system: ask it again now instead of waiting. */
export function recordMasterData(decision: Decision, change: MasterDataChange): undefined {
  const order = decision.order();
  const ask = order.asks[change.system];
  if (ask && ask.round > ask.answered) return undefined;
  if (!order.holds.some((hold) => hold.system === change.system)) return undefined;
  decision.emit({ type: 'internal.asked', system: change.system, round: (ask?.round ?? 0) + 1, why: `${change.kind} ${change.id} changed` });
  return undefined;
}

/** Compares the ERP's document with what we wrote; what a person changed there is settled by the owner of that field. */
function compareWithOurs(decision: Decision, snapshot: SalesOrderSnapshot): void {
  const order = decision.order();
  const slot = order.slots.find(
    (s) => (s.erp ? s.erp.document.id === snapshot.id : snapshot.reference === slotReference(order, s)) && s.name.startsWith(`${snapshot.system}/`),
  );
  if (!slot?.erp || isOnItsWay(decision, slot)) return;
  const erp = slot.erp;
  const known = order.differences.find((d) => d.slot === slot.name);
  if (snapshot.version !== undefined && snapshot.version === erp.document.version && !known) return; // the echo of our own write
  const isCancelled = snapshot.state === 'cancelled';
  const content = contentOfSnapshot(snapshot, erp.content);
  const version = snapshot.version ?? '';
  if (sameContent(content, erp.content) && isCancelled === (erp.isCancelled ?? false)) {
    if (known) decision.emit({ type: 'order.difference-settled', slot: slot.name, version, how: 'gone' });
    return;
  }
  if (known?.version === version && sameContent(known.content, content)) return;
  const found = { slot: slot.name, version, text: describe(erp.content, content, isCancelled), content, isCancelled };
  const rule = strictest(rulesFor(decision, erp.content, content, isCancelled));
  if (rule === 'ask') decision.emit({ type: 'order.difference-found', difference: found });
  else settleDifference(decision, slot, found, rule);
}

/** While a write of ours is on its way to the document, its shape says nothing yet. */
function isOnItsWay(decision: Decision, slot: Slot): boolean {
  return [keys.amend(slot), keys.cancel(slot)].some((key) => isInFlight(decision, key));
}

/** Adopts the ERP's content, or has ours written again. */
export function settleDifference(
  decision: Decision,
  slot: Slot,
  found: { readonly version: string; readonly content: Content; readonly isCancelled: boolean },
  how: 'accept' | 'restore',
): void {
  const { version, content, isCancelled } = found;
  const before = decision.order();
  decision.emit({ type: 'order.difference-settled', slot: slot.name, version, how: how === 'accept' ? 'accepted' : 'restored', content, isCancelled });
  if (how === 'restore') {
    decision.emit(
      isCancelled
        ? { type: 'internal.voided', slot: slot.name, why: `cancelled in ${slot.name}, wanted again` }
        : { type: 'internal.revised', slot: slot.name },
    );
    return;
  }
  const lines = schedulesOf(before)
    .filter(
      ({ schedule, lineKey }) =>
        schedule.slot === slot.name && compare(content[lineKey]?.quantity ?? '0', subtract(schedule.ordered, schedule.cancelled)) !== 0,
    )
    .map(({ line, schedule, lineKey }) => ({ line: line.id, schedule: schedule.id, ...countsFor(schedule, content[lineKey]?.quantity ?? '0') }));
  if (lines.length > 0) {
    decision.emit({ type: 'order.changed', changeId: `erp:${slot.name}:${version}`, by: slot.name.slice(0, slot.name.indexOf('/')), lines });
    tellCancelled(decision, before, lines, `changed in ${slot.name}`);
    // The warehouse has the old quantities still.
    if (slot.warehouse) decision.emit({ type: 'internal.revised', slot: slot.name });
  }
  for (const { line, lineKey } of schedulesOf(before)) {
    const price = content[lineKey]?.unitPrice;
    if (price !== undefined && line.unitPrice !== undefined && compare(price, line.unitPrice) !== 0) {
      decision.emit({ type: 'order.corrected', field: 'unitPrice', line: line.id, from: line.unitPrice, to: price, reason: `changed in ${slot.name}` });
    }
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
