import type { SaleEvent } from './told-events.ts';

/** What the hub has of the events: messages of their own, or of a later event of the same page, or a reason why there are none. */
export type Account = {
  readonly events: number;
  /** Told by a message of this very transaction. */
  readonly told: number;
  /** Told as nothing that an order is made of. */
  readonly ofNoInterest: number;
  /** The same sale was touched again within the page, and told once, as it was when the page was read. */
  readonly superseded: number;
  /** Writes of the hub's own. */
  readonly own: number;
  /** Forgotten by the bus before the hub had them; their sales are found by query. */
  readonly expired: number;
  /** Nothing tells of them: a line each. */
  readonly missed: readonly string[];
  /** Messages that no event explains. */
  readonly unexplained: readonly string[];
};

/** Replay ids: above the first and up to the second. */
export type Span = { readonly after: number; readonly upTo: number };

/** What the events are held against. `pageEnds`: up to which replay ids the hub has committed, each with the messages of one page, in order. */
export type AccountNeeds = { readonly messages: ReadonlySet<string>; readonly expired: readonly Span[]; readonly pageEnds: readonly number[] };

type Fate = 'told' | 'ofNoInterest' | 'superseded' | 'own' | 'expired' | 'missed';

/** Says of each event what has become of it. Pure. Events in the order of the bus. */
export function accountFor(events: readonly SaleEvent[], { messages, expired, pageEnds }: AccountNeeds): Account {
  const counts: Record<Fate, number> = { told: 0, ofNoInterest: 0, superseded: 0, own: 0, expired: 0, missed: 0 };
  const missed: string[] = [];
  let page = pageEnds.length - 1;
  /** The sales that messages of the page tell of. Events are looked at from the last to the first. */
  let toldInPage = new Set<string>();
  for (const event of events.toReversed()) {
    for (; event.replay <= (pageEnds[page - 1] ?? 0); page -= 1) toldInPage = new Set();
    const told = event.sales.filter((sale) => messages.has(messageOf(event, sale)));
    for (const sale of told) toldInPage.add(sale);
    const lost = event.sales.filter((sale) => !toldInPage.has(sale));
    const fate = fateOf(event, { told: told.length, lost: lost.length }, { messages, expired });
    counts[fate] += 1;
    if (fate === 'missed') missed.push(`event ${event.replay} (${event.transaction}) of ${lost.join(', ')}`);
  }
  const { missed: _, ...fates } = counts;
  return { events: events.length, ...fates, missed: missed.reverse(), unexplained: unexplained(events, messages) };
}

const messageOf = ({ transaction }: SaleEvent, sale: string): string => `${transaction}:${sale}`;
const nothingOf = ({ transaction, id }: SaleEvent): string => `${transaction}:${id}`;

type Sales = { readonly told: number; readonly lost: number };

function fateOf(event: SaleEvent, { told, lost }: Sales, { messages, expired }: Pick<AccountNeeds, 'messages' | 'expired'>): Fate {
  if (event.isOwn) return 'own';
  if (messages.has(nothingOf(event))) return 'ofNoInterest';
  if (expired.some(({ after, upTo }) => event.replay > after && event.replay <= upTo)) return 'expired';
  if (lost > 0) return 'missed';
  return told === event.sales.length ? 'told' : 'superseded';
}

/** Ids of messages that a query has brought, and of the one that says that it was needed. */
const withoutEvent = /^(found|expired):/;

function unexplained(events: readonly SaleEvent[], messages: ReadonlySet<string>): readonly string[] {
  const known = new Set(events.flatMap((event) => [nothingOf(event), ...event.sales.map((sale) => messageOf(event, sale))]));
  return [...messages].filter((id) => !known.has(id) && !withoutEvent.test(id));
}
