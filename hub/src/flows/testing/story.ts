import type { Answer, DocumentRef, DocumentSnapshot, Instruction, Question } from '@crossdock/canonical';
import { type Declined, decide, type Order, type OrderCommand, type OrderEvent, type PlaceOrder, type Rules, readKey, slotOfKey } from '../../orders/index.ts';
import { due } from '../due.ts';
import type { Due } from '../wants.ts';

type HeadlessOf<C> = C extends unknown ? Omit<C, 'at' | 'actor' | 'causation'> : never;

/** A command without its time and sender: the story has them. */
export type Said = HeadlessOf<Exclude<OrderCommand, PlaceOrder>>;

/** An effect or ask that a worker has taken: from now on it may have left us. */
type Claimed = { readonly key: string; readonly system: string; readonly body: Instruction | Question };

type Refusal = { readonly code?: string; readonly message?: string; readonly cause?: string; readonly field?: string };
type Proof = { readonly document?: Partial<DocumentRef>; readonly snapshots?: readonly DocumentSnapshot[]; readonly differences?: readonly string[] };

/**
 * An order on its way, told command by command; every verb answers a new story. Plays the engine's part: it keeps which
 * effects are claimed, and hands `decide` only what the engine knows. A step is named by its operation (`create`) or key.
 */
export type Story = {
  readonly order: Order;
  /** What the last command came to. */
  readonly events: readonly OrderEvent[];
  /** Everything since the order was placed. */
  readonly history: readonly OrderEvent[];
  readonly due: Due;
  /** The keys of the effects and questions that are due. */
  readonly wants: readonly string[];
  /** The keys of the exceptions that are open. */
  readonly exceptions: readonly string[];
  /** The types of the last command's events. */
  readonly told: readonly string[];
  readonly at: string;
  readonly when: (said: Said) => Story;
  /** The same for a command that must be declined. */
  readonly declined: (said: Said) => Declined;
  readonly after: (minutes: number) => Story;
  readonly claim: (step: string) => Story;
  /** The ledger takes a claim back; the order is told nothing. */
  readonly withdraw: (step: string) => Story;
  readonly confirm: (step: string, proof?: Proof) => Story;
  readonly refuse: (step: string, refusal?: Refusal) => Story;
  readonly stop: (step: string, why: 'undecidable' | 'failed') => Story;
  /** A fact: a system reports a document. */
  readonly report: (...snapshots: readonly DocumentSnapshot[]) => Story;
  readonly absent: (step: string) => Story;
  readonly answer: (system: string, answer: (question: Question, asOf: string) => Answer) => Story;
};

type Told = {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly history: readonly OrderEvent[];
  readonly at: string;
  readonly claimed: ReadonlyMap<string, Claimed>;
  readonly rules: Rules;
};

/** Begins a story with an order that is placed. Throws when it is refused. */
export function beginStory(place: PlaceOrder, rules: Rules): Story {
  const decided = decide(undefined, place, { rules, open: [] });
  if (decided.kind === 'declined') throw new Error(`${decided.code}: ${decided.detail}`);
  return storyOf({ order: decided.order, events: decided.events, history: decided.events, at: place.at, claimed: new Map(), rules });
}

function storyOf(told: Told): Story {
  const { order, events, history, at } = told;
  const wants = due(order);
  const take = (step: string) => claimedOf(told, wants, step);
  return {
    order,
    events,
    history,
    due: wants,
    wants: [...wants.effects, ...wants.asks].map(({ key }) => key),
    exceptions: wants.exceptions.map(({ key }) => key),
    told: events.map(({ type }) => type),
    at,
    when: (said) => storyOf(say(told, said)),
    declined: (said) => sayNo(told, said),
    after: (minutes) => storyOf({ ...told, at: new Date(Date.parse(at) + minutes * 60_000).toISOString() }),
    claim: (step) => storyOf({ ...told, claimed: new Map([...told.claimed, [take(step).key, take(step)]]) }),
    withdraw: (step) => storyOf({ ...told, claimed: new Map([...told.claimed].filter(([key]) => key !== take(step).key)) }),
    confirm: (step, proof = {}) => storyOf(say(told, confirmationOf(order, take(step), proof))),
    refuse: (step, { code = 'refused', message = 'No.', ...more } = {}) => {
      const { key, body } = take(step);
      return storyOf(say(told, { kind: 'refused', key, body: body as Instruction, code, message, ...more }));
    },
    stop: (step, why) => storyOf(say(told, { kind: 'stopped', key: take(step).key, why, message: `It is ${why}.` })),
    report: (...snapshots) => storyOf(snapshots.reduce((before, snapshot) => say(before, { kind: 'document', snapshot }), told)),
    absent: (step) => storyOf(say(told, { kind: 'absent', key: take(step).key })),
    answer: (system, answer) => {
      const { key, body } = take(`ask:${system}`);
      return storyOf(say(told, { kind: 'answered', key, answer: answer(body as Question, at) }));
    },
  };
}

/** The claimed step, or what is wanted of it now. */
function claimedOf(told: Told, wants: Due, step: string): Claimed {
  const isMeant = ({ key }: { readonly key: string }) => key === step || readKey(key).op === step || key.startsWith(`${step}#`);
  const found = [...told.claimed.values()].find(isMeant) ?? wants.effects.find(isMeant) ?? wants.asks.find(isMeant);
  if (found) return found;
  const listed = [...wants.effects, ...wants.asks].map(({ key }) => key).join(', ');
  throw new Error(`${step} is neither claimed nor wanted; wanted are: ${listed || 'none'}.`);
}

function decideSaid(told: Told, said: Said) {
  const command = { at: told.at, actor: 'person:jo', causation: 'test', ...said } as Exclude<OrderCommand, PlaceOrder>;
  const open = [...told.claimed.keys()].map((key) => ({ key, isPossiblySent: true }));
  return decide(told.order, command, { rules: told.rules, open });
}

function say(told: Told, said: Said): Told {
  const decided = decideSaid(told, said);
  if (decided.kind === 'declined') throw new Error(`${decided.code}: ${decided.detail}`);
  const claimed = new Map(told.claimed);
  // An effect that nobody can tell the end of stays in doubt, as in the ledger.
  if ('key' in said && !(said.kind === 'stopped' && said.why === 'undecidable')) claimed.delete(said.key);
  return { ...told, order: decided.order, events: decided.events, history: [...told.history, ...decided.events], claimed };
}

function sayNo(told: Told, said: Said): Declined {
  const decided = decideSaid(told, said);
  if (decided.kind === 'declined') return decided;
  throw new Error(`Nobody declined it: ${decided.events.map((event) => event.type).join(', ') || 'no events'}.`);
}

function confirmationOf(order: Order, { key, system, body }: Claimed, { document, snapshots = [], differences = [] }: Proof): Said {
  return {
    kind: 'confirmed',
    key,
    system,
    body: body as Instruction,
    document: { ...documentAfter(order, key, body as Instruction), ...document },
    snapshots,
    differences: differences.map((text) => ({ text })),
  };
}

/** The record that a well-behaved system would name: one per reference, its version one higher with every write. */
function documentAfter(order: Order, key: string, body: Instruction): DocumentRef {
  const slot = slotOfKey(order, key);
  switch (body.op) {
    case 'create':
      return { id: `SO-${body.document.reference}`, number: `SO-${body.document.reference}`, version: '1' };
    case 'release':
      return { id: `WO-${body.order.reference}`, version: '1' };
    case 'quote':
    case 'confirm':
    case 'amend':
    case 'cancel':
      return nextVersion(slot?.erp?.document ?? body.target);
    case 'change-release':
    case 'cancel-release':
      return nextVersion(slot?.warehouse?.document ?? body.target);
    case 'goods-issue':
    case 'invoice':
    case 'fulfil':
      return { id: `${body.op}-${body.shipment.id}`, version: '1' };
    case 'create-customer':
      return { id: body.customer.reference };
    default:
      return body satisfies never;
  }
}

function nextVersion(document: DocumentRef): DocumentRef {
  return { ...document, version: String(Number(document.version ?? '0') + 1) };
}
