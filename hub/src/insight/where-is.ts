import { compare, isPositive, subtract } from '@crossdock/canonical';
import type { OpenOrClosedException } from '../exceptions/index.ts';
import { deadlineOf, fulfillerOf, invoicesOf, ledgerOf, type Order, routeOf, schedulesOf } from '../orders/index.ts';
import type { ListedEffect, ListedLane } from '../systems/index.ts';
import { progressOf } from './progress.ts';

/** All that the one answer depends on. */
export type KnownOfOrder = {
  readonly order: Order;
  /** The order's unsettled effects and asks. */
  readonly effects: readonly ListedEffect[];
  /** The order's open exceptions. */
  readonly exceptions: readonly OpenOrClosedException[];
  readonly lanes: readonly ListedLane[];
  readonly wakeAt: Date | null;
  /** Who is asked when a system itself is the trouble. */
  readonly ownerOf: (system: string) => string;
};

/**
 * Where an order is, what is next, who must act, and by when (RFC 3339; null: no time is set). `on` says what it hangs on:
 * `nothing` for a closed order, `person`, `system` (a call is due or under way), `lane` (paused or not reachable), `outside`
 * (others do their work), and `limbo`, which must never be.
 */
export type WhereAnswer = {
  readonly on: 'nothing' | 'person' | 'system' | 'lane' | 'outside' | 'limbo';
  readonly where: string;
  readonly what: string;
  readonly who: string;
  readonly by: string | null;
};

type Next = Omit<WhereAnswer, 'where'>;

const hub = 'crossdock';

/** The one answer for an order: exactly one thing is next, and exactly one party must do it. Pure. */
export function whereIs(known: KnownOfOrder): WhereAnswer {
  return { where: progressOf(known.order), ...nextOf(known) };
}

function nextOf(known: KnownOfOrder): Next {
  const { order, exceptions } = known;
  if (order.closed && exceptions.length === 0) return { on: 'nothing', what: `Nothing: the order is ${order.closed}.`, who: 'nobody', by: null };
  const urgent = exceptions.find((exception) => exception.severity === 'high');
  if (urgent) return byPerson(urgent);
  const effect = known.effects.map((e) => byEffect(known, e)).sort(mostStuckFirst)[0];
  if (effect) return effect;
  const exception = exceptions[0];
  if (exception) return byPerson(exception);
  const made = order.holds.find((hold) => hold.missing?.creation === 'on-its-way')?.missing;
  if (made)
    return { on: 'system', what: `Create customer ${made.name} of ${made.from} in ${made.system}.`, who: hub, by: deadlineOf(order, 'confirm') ?? null };
  return byOthers(known);
}

function byPerson(exception: OpenOrClosedException): Next {
  const choices = exception.remedies.length > 0 ? ` Remedies: ${exception.remedies.join(', ')}.` : '';
  return { on: 'person', what: `${exception.summary}${choices}`, who: exception.assignee ?? exception.owner, by: exception.dueAt.toISOString() };
}

function byEffect(known: KnownOfOrder, effect: ListedEffect): Next {
  const step = effect.op === 'ask' ? `ask ${effect.system} about customer, credit, price and stock` : `${effect.op} in ${effect.system}`;
  const lane = known.lanes.find((l) => l.system === effect.system && (l.pausedAt || l.openUntil));
  if (lane?.pausedAt && effect.status !== 'claimed') {
    const why = lane.pausedWhy ? `: ${lane.pausedWhy}` : '';
    return {
      on: 'lane',
      what: `${effect.system} is paused by ${lane.pausedBy ?? 'somebody'}${why}. Resume it, then: ${step}.`,
      who: known.ownerOf(effect.system),
      by: deadlineOf(known.order, 'confirm') ?? null,
    };
  }
  if (lane?.openUntil && effect.status !== 'claimed') {
    const why = lane.lastError ? ` (${lane.lastError})` : '';
    return {
      on: 'lane',
      what: `${effect.system} cannot be reached${why}; tried again by itself, then: ${step}.`,
      who: known.ownerOf(effect.system),
      by: lane.openUntil.toISOString(),
    };
  }
  switch (effect.status) {
    case 'claimed':
      return { on: 'system', what: `${capital(step)} is under way.`, who: effect.system, by: iso(effect.leaseUntil) };
    case 'doubt':
      return { on: 'system', what: `Look in ${effect.system} whether "${effect.op}" was done: its answer was lost.`, who: hub, by: iso(effect.dueAt) };
    default:
      return { on: 'system', what: `${capital(step)}${effect.attempt > 0 ? `, attempt ${effect.attempt + 1}` : ''}.`, who: hub, by: iso(effect.dueAt) };
  }
}

const rank = { nothing: 9, person: 0, lane: 1, system: 2, outside: 3, limbo: 4 } as const;

function mostStuckFirst(a: Next, b: Next): number {
  return rank[a.on] - rank[b.on] || (a.by ?? '').localeCompare(b.by ?? '');
}

/** Nothing is ours to do: somebody outside works, until a time that the order's clock knows. */
function byOthers({ order, wakeAt }: KnownOfOrder): Next {
  const ledger = ledgerOf(order);
  const by = (time: string | undefined) => time ?? iso(wakeAt);
  const unshipped = ledger.filter((entry) => compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) < 0);
  const isSent = order.slots.some((slot) => slot.erp || slot.warehouse);
  if (isSent && unshipped.length > 0) {
    const keys = new Set(unshipped.map((entry) => entry.lineKey));
    const who = schedulesOf(order)
      .filter((p) => keys.has(p.lineKey))
      .map((p) => fulfillerOf(routeOf(order, p.schedule)));
    return { on: 'outside', what: `Pick, pack and ship ${lines(unshipped.length)}.`, who: [...new Set(who)].join(', '), by: by(deadlineOf(order, 'ship')) };
  }
  if (isSent && ledger.some((entry) => compare(entry.delivered, entry.shipped) < 0))
    return { on: 'outside', what: 'Deliver what was shipped.', who: 'carrier', by: by(deadlineOf(order, 'deliver') ?? order.deadlines.assumeDelivered) };
  if (isSent && ledger.some((entry) => compare(entry.invoiced, entry.shipped) < 0))
    return {
      on: 'outside',
      what: 'Invoice what was shipped.',
      who: order.slots.map((slot) => routeOf(order, slot).system)[0] ?? hub,
      by: by(deadlineOf(order, 'invoice')),
    };
  if (invoicesOf(order).some((invoice) => isPositive(invoice.balance)))
    return { on: 'outside', what: 'Pay the invoice.', who: `customer ${order.customer}`, by: by(deadlineOf(order, 'pay')) };
  if (wakeAt) return { on: 'outside', what: 'Look at the order again.', who: hub, by: wakeAt.toISOString() };
  return { on: 'limbo', what: 'Nothing is due and nobody is called: this must not be. Run crossdock verify and report it.', who: 'integration', by: null };
}

function lines(count: number): string {
  return count === 1 ? 'one line' : `${count} lines`;
}

function iso(time: Date | null): string | null {
  return time ? time.toISOString() : null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
