import { askSystems } from './ask-systems.ts';
import type { Creation, MissingName, TakeNames } from './commands.ts';
import { afterMinutes, type Decision } from './decision.ts';
import { ownerOfHold } from './hold.ts';
import { nameIn, nameKey, namesNeeded } from './naming.ts';
import type { Hold } from './order.ts';

/** Takes in what the cross-references say: names that are known now, and a hold wherever a name is missing or more than one is meant. */
export function takeNames(decision: Decision, { found, missing }: TakeNames): undefined {
  const order = decision.order();
  if (!order.naming || order.closed) return undefined;
  const news = found.filter((name) => nameIn(order, name) !== name.as);
  if (news.length > 0) decision.emit({ type: 'internal.named', names: news });
  const known = new Map(found.map((name) => [nameKey(name), name]));
  for (const hold of order.holds) {
    const name = hold.missing && known.get(nameKey(hold.missing));
    if (name) clear(decision, hold, `${name.system} calls ${name.kind} ${name.name} ${name.as}.`);
  }
  const needed = namesNeeded(order);
  const there = new Map(decision.order().holds.map((hold) => [hold.id, hold]));
  for (const name of missing) for (const line of needed.get(nameKey(name))?.places ?? []) holdFor(decision, name, line, { from: order.naming.from, there });
  if (news.length > 0) askSystems(decision, 'names found');
  return undefined;
}

/** A corrected or withdrawn name is waited for no more. */
export function dropHoldsOfNamesNotNeeded(decision: Decision): void {
  const holds = decision.order().holds.filter((hold) => hold.missing);
  if (holds.length === 0) return;
  const needed = namesNeeded(decision.order());
  for (const hold of holds) {
    if (hold.missing && !needed.get(nameKey(hold.missing))?.places.has(hold.line)) clear(decision, hold, 'The name is not needed any more.');
  }
}

function clear(decision: Decision, hold: Hold, reason: string): void {
  decision.emit({ type: 'order.hold-cleared', id: hold.id, how: 'correction', reason });
}

type Beside = { readonly from: string; readonly there: ReadonlyMap<string, Hold> };

function holdFor(decision: Decision, name: MissingName, line: string | undefined, { from, there: holds }: Beside): void {
  const id = `reference:${name.kind}:${line ?? '*'}@${name.system}`;
  const reason = reasonOf(name, from);
  const there = holds.get(id);
  if (there?.reason === reason) return;
  if (there) clear(decision, there, 'Something else is in the way now.');
  const { creation } = name;
  const missing = { kind: name.kind, name: name.name, system: name.system, from, ...(isTold(creation) && { creation: creation.kind }) };
  decision.emit({
    type: 'order.hold-placed',
    owner: ownerOfHold('reference'),
    hold: {
      id,
      kind: 'reference',
      ...(line !== undefined && { line }),
      reason,
      cause: `reference:${name.kind}:${from}:${name.name}:${name.system}`,
      missing,
      placedAt: decision.at,
      recheckAt: afterMinutes(decision.at, decision.rules.holdRecheckMinutes),
    },
  });
}

/** A creation that cannot be is a reason like any other: only a cross-reference helps. */
function isTold(creation: Creation | undefined): creation is Exclude<Creation, { readonly kind: 'impossible' }> {
  return creation !== undefined && creation.kind !== 'impossible';
}

const namedCandidatesMax = 5;

function reasonOf({ kind, name, system, on, candidates, creation }: MissingName, from: string): string {
  if (creation?.kind === 'on-its-way') return `Customer ${name} of ${from} is new in ${system} and is being created there.`;
  if (candidates.length === 0) {
    const missing = `No cross-reference says what ${system} calls ${kind} ${name} of ${from} on ${on}.`;
    return creation === undefined ? missing : `${missing} ${creation.why}`;
  }
  const named = candidates.slice(0, namedCandidatesMax).join(', ');
  const more = candidates.length > namedCandidatesMax ? ' and more' : '';
  return `${system} has several names for ${kind} ${name} of ${from} on ${on}, and not exactly one is the default: ${named}${more}.`;
}
