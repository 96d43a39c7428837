import type { Instruction, Question } from '@crossdock/canonical';
import {
  decide,
  namesToLookUp,
  namesWaitedFor,
  type OpenEffect,
  type Order,
  type OrderCommand,
  type OrderEvent,
  type PlaceOrder,
  type Rules,
  readKey,
  type WantedName,
} from '../../orders/index.ts';

/** An effect or ask with the body that it was claimed with. */
export type Claimed = { readonly key: string; readonly system: string; readonly body: Instruction | Question };

/** What can be said to an order that is there. */
export type Said = Exclude<OrderCommand, PlaceOrder>;

/** The order, and the outside as a careful engine and plain systems would keep it. */
export type World = {
  readonly order: Order;
  readonly rules: Rules;
  readonly at: string;
  /** What may have left us. Stopped as undecidable it stays here, as it stays in doubt in the ledger. */
  readonly claimed: ReadonlyMap<string, Claimed>;
  /** What was taken for not done; it may have been done all the same. */
  readonly lost: ReadonlyMap<string, Claimed>;
  readonly history: readonly OrderEvent[];
  readonly said: readonly Said[];
  /** Documents that our own confirmed writes have left alive, by id. */
  readonly alive: ReadonlySet<string>;
  readonly turns: number;
  /** Whether all cross-references are loaded; before that, some are. */
  readonly isLoaded: boolean;
};

/** What the engine hands to `decide`. */
export function openIn(world: World): readonly OpenEffect[] {
  return [...world.claimed.keys()].map((key) => ({ key, isPossiblySent: true }));
}

/** The world after an order was placed. */
export function placedIn(place: PlaceOrder, rules: Rules): World {
  const decided = decide(undefined, place, { rules, open: [] });
  if (decided.kind === 'declined') throw new Error(decided.detail);
  const none = { claimed: new Map(), lost: new Map(), said: [], alive: new Set<string>(), turns: 0, isLoaded: false };
  return lookUp({ order: decided.order, rules, at: place.at, history: decided.events, ...none }, false);
}

const loadedFirst: ReadonlySet<string> = new Set(['C-ACME', 'A']);

/** What a system calls a name of the channel. */
export function nameThere({ system, name }: Pick<WantedName, 'system' | 'name'>): string {
  return `${system}:${name}`;
}

/** As the engine does in the same commit: names that are new are looked up, and those that are waited for when some were loaded. */
function lookUp(world: World, isAgain: boolean): World {
  const wanted = [...namesToLookUp(world.order), ...(isAgain ? namesWaitedFor(world.order) : [])];
  if (wanted.length === 0) return world;
  const isThere = ({ name }: WantedName) => world.isLoaded || loadedFirst.has(name);
  const found = wanted.filter(isThere).map((name) => ({ ...name, as: nameThere(name) }));
  const missing = wanted.filter((name) => !isThere(name)).map((name) => ({ ...name, on: '2026-03-02', candidates: [] }));
  const decided = decide(world.order, { ...head(world), kind: 'names', found, missing }, { rules: world.rules, open: openIn(world) });
  if (decided.kind === 'declined') throw new Error(decided.detail);
  return { ...world, order: decided.order, history: [...world.history, ...decided.events] };
}

/** The world after the command; `undefined` where a request or remedy was declined. */
export function sayIn(world: World, command: Said): World | undefined {
  const decided = decide(world.order, command, { rules: world.rules, open: openIn(world) });
  if (decided.kind === 'declined') return undefined;
  const claimed = new Map(world.claimed);
  if ('key' in command && command.kind !== 'resend' && !(command.kind === 'stopped' && command.why === 'undecidable')) claimed.delete(command.key);
  if (command.kind === 'resend') claimed.delete(command.key); // a person has looked, and says send it: the doubt is over
  const isAgain = command.kind === 'look-up-names';
  const next = {
    ...world,
    order: decided.order,
    isLoaded: world.isLoaded || isAgain,
    claimed,
    history: [...world.history, ...decided.events],
    said: [...world.said, command],
    alive: aliveAfter(world, command),
    turns: world.turns + 1,
  };
  return lookUp(next, isAgain);
}

/** Which documents live, by id: what writes that were confirmed (by hand as well) made and did not take back, and what nobody has reported as cancelled. */
function aliveAfter(world: World, command: Said): ReadonlySet<string> {
  const alive = new Set(world.alive);
  if (command.kind === 'document' && command.snapshot.type === 'sales-order' && command.snapshot.state === 'cancelled') alive.delete(command.snapshot.id);
  if (command.kind !== 'confirmed' && command.kind !== 'confirm-by-hand') return alive;
  if (world.order.results[command.key]?.status === 'confirmed') return alive;
  const { op } = readKey(command.key);
  if (op === 'create' || op === 'release') alive.add(command.document.id);
  if (op === 'cancel' || op === 'cancel-release') alive.delete(command.document.id);
  return alive;
}

/** The time and sender of a command. */
export function head({ at, turns }: World): { readonly at: string; readonly actor: string; readonly causation: string } {
  return { at, actor: 'test', causation: `turn:${turns}` };
}

/** So many minutes later, RFC 3339. */
export function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** What a turn comes to: a command, or something between engine and systems that no order hears of. */
export type Step = { readonly world: World; readonly command?: Said };
