import type { ToldEvent } from './told-events.ts';

/** What the hub has of an event: its own message, or that of a later event of the same sale, or a reason why there is none. */
export type Account = {
  readonly events: number;
  /** Told by a message of this very transaction. */
  readonly told: number;
  /** Told as nothing that an order is made of. */
  readonly ofNoInterest: number;
  /** The same sale was touched again within the page, and told once, as it was then. */
  readonly superseded: number;
  /** Writes of the hub's own. */
  readonly own: number;
  /** Lost by the bus when its retention was over; found by query instead. */
  readonly expired: number;
  /** Nothing tells of them: a line each. */
  readonly missed: readonly string[];
  /** Messages that no event explains. */
  readonly unexplained: readonly string[];
};

/** What the events are held against. `expired`: replay ids, above the first and up to the second. */
export type AccountNeeds = {
  readonly messages: ReadonlySet<string>;
  readonly expired: readonly { readonly after: number; readonly upTo: number }[];
};

/** Events of one poll; a sale that is touched twice within them is told once. */
const pageEventsMax = 100;

type Fate = 'told' | 'ofNoInterest' | 'superseded' | 'own' | 'expired' | 'missed';

/** Says of each event what has become of it. Pure. Events in the order of the bus. */
export function accountFor(events: readonly ToldEvent[], { messages, expired }: AccountNeeds): Account {
  const counts: Record<Fate, number> = { told: 0, ofNoInterest: 0, superseded: 0, own: 0, expired: 0, missed: 0 };
  const missed: string[] = [];
  /** Per sale: the next event behind this one that is accounted for. Events are looked at from the last to the first. */
  const nextOf = new Map<string, number>();
  for (let place = events.length - 1; place >= 0; place -= 1) {
    const event = events[place];
    if (event === undefined) continue;
    const lost = salesLost(event, place, nextOf, messages);
    const fate = fateOf(event, lost, { messages, expired });
    counts[fate] += 1;
    if (fate === 'expired') nextOf.clear(); // no page reaches over what the bus has lost
    if (fate === 'missed') missed.push(`event ${event.replay} (${event.transaction}) of ${lost.join(', ') || 'no sale'}`);
    if (fate !== 'told' && fate !== 'superseded') continue;
    for (const sale of event.sales) nextOf.set(sale, place);
  }
  const { missed: _, ...fates } = counts;
  return { events: events.length, ...fates, missed: missed.reverse(), unexplained: unexplained(events, messages) };
}

const messageOf = ({ transaction }: ToldEvent, sale: string): string => `${transaction}:${sale}`;

/** The sales of an event that neither a message of its own nor one of the same page tells of. */
function salesLost(event: ToldEvent, place: number, nextOf: ReadonlyMap<string, number>, messages: ReadonlySet<string>): readonly string[] {
  return event.sales.filter((sale) => {
    if (messages.has(messageOf(event, sale))) return false;
    const next = nextOf.get(sale);
    return next === undefined || next - place >= pageEventsMax;
  });
}

function fateOf(event: ToldEvent, lost: readonly string[], { messages, expired }: AccountNeeds): Fate {
  if (event.isOwn) return 'own';
  if (messages.has(`${event.transaction}:${event.id}`)) return 'ofNoInterest';
  if (expired.some(({ after, upTo }) => event.replay > after && event.replay <= upTo)) return 'expired';
  if (lost.length > 0) return 'missed';
  return event.sales.every((sale) => messages.has(messageOf(event, sale))) ? 'told' : 'superseded';
}

const foundByQuery = 'found:';
const ofExpiry = 'expired:';

function unexplained(events: readonly ToldEvent[], messages: ReadonlySet<string>): readonly string[] {
  const known = new Set(events.flatMap((event) => [`${event.transaction}:${event.id}`, ...event.sales.map((sale) => messageOf(event, sale))]));
  return [...messages].filter((id) => !known.has(id) && !id.startsWith(foundByQuery) && !id.startsWith(ofExpiry));
}
