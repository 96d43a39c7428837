import { compare, type DocumentSnapshot, isPositive, subtract } from '@crossdock/canonical';
import { fulfillerOf, invoicesOf, ledgerOf, type Order, routeOf, schedulesOf } from '../../orders/index.ts';
import { due } from '../due.ts';
import type { RemedyName, WantedException } from '../wants.ts';
import { settleWell } from './random-outcomes.ts';
import { confirmationByHand } from './random-wishes.ts';
import { type Said, sayIn, type World } from './random-world.ts';

const stepsMax = 300;

/** What a sensible person does first. */
const preferred: readonly RemedyName[] = ['accept-difference', 'clear-hold', 'confirm-by-hand', 'resend', 'ask-again'];

/**
 * Lets everything go well from here on: systems do what they are told, people decide what they are asked, the goods leave
 * and are paid. Answers the world in which nothing is left to do, or the last one when that never comes.
 */
export function bringHome(begin: World): { readonly world: World; readonly steps: number } {
  let world = begin;
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const next = nextSaid(world);
    if (!next) return { world, steps };
    const after = sayIn(world, next);
    if (!after) throw new Error(`A sensible command was declined: ${JSON.stringify(next)}`);
    world = after;
  }
  return { world, steps: stepsMax };
}

function nextSaid(world: World): Said | undefined {
  const { order } = world;
  const wants = due(order);
  const [claimed] = world.claimed.values();
  const going = claimed ?? wants.effects[0] ?? wants.asks[0];
  if (going) return settleWell(world, going);
  if (order.awaited.length > 0) return { ...by(world), kind: 'tick' };
  if (order.holds.some((hold) => hold.missing)) return { ...by(world), kind: 'look-up-names' };
  const remedies = wants.exceptions.flatMap((exception) => remedy(world, exception) ?? []);
  if (remedies[0]) return remedies[0];
  if (order.closed) return undefined;
  const fact = restOfGoods(order) ?? restOfMoney(order);
  return fact && { ...by(world), kind: 'document', snapshot: fact };
}

function by({ at, turns }: World): { readonly at: string; readonly actor: string; readonly causation: string } {
  return { at, actor: 'somebody sensible', causation: `home:${turns}` };
}

function remedy(world: World, { remedies, target, class: kind }: WantedException): Said | undefined {
  if (kind === 'overdue') return undefined; // time and the systems will do it
  const head = { ...by(world), reason: 'as it should be' };
  const name = preferred.find((one) => remedies.includes(one));
  switch (name) {
    case 'accept-difference':
      return { ...head, kind: 'accept-difference', ...(target.pin !== undefined ? { pin: target.pin } : target.slot !== undefined && { slot: target.slot }) };
    case 'clear-hold':
      return { ...head, kind: 'clear-hold', holdId: target.holdId ?? '' };
    case 'confirm-by-hand':
      return confirmationByHand(world, target.effectKey, head);
    case 'resend':
      return { ...head, kind: 'resend', key: target.effectKey ?? '' };
    case 'ask-again':
      return target.holdId === undefined || target.line === undefined
        ? { ...head, kind: 'ask-again', system: target.system ?? '' }
        : { ...head, kind: 'clear-hold', holdId: target.holdId };
    case undefined:
    case 'fix-value':
    case 'cancel':
    case 'restore':
    case 'probe-again':
      return undefined;
    default:
      return name satisfies never;
  }
}

/** A shipment of whatever is still to be delivered, one per system that has it. */
function restOfGoods(order: Order): DocumentSnapshot | undefined {
  const systems = new Map(schedulesOf(order).map(({ lineKey, schedule }) => [lineKey, fulfillerOf(routeOf(order, schedule))]));
  const open = ledgerOf(order).flatMap((entry) => {
    const wanted = compare(entry.shipped, subtract(entry.ordered, entry.cancelled)) > 0 ? entry.shipped : subtract(entry.ordered, entry.cancelled);
    const system = systems.get(entry.lineKey);
    const missing = (count: string) => (compare(wanted, count) > 0 ? subtract(wanted, count) : '0');
    const counts = { shipped: missing(entry.own.shipped), delivered: missing(entry.own.delivered) };
    return system !== undefined && isPositive(missing(entry.delivered)) ? [{ system, line: { lineKey: entry.lineKey, ...counts } }] : [];
  });
  const [first] = open;
  if (!first) return undefined;
  return {
    type: 'shipment',
    system: first.system,
    id: `HOME-${Object.keys(order.documents).length}`,
    version: '1',
    state: 'delivered',
    lines: open.filter(({ system }) => system === first.system).map(({ line }) => line),
    packages: [],
  };
}

/** What is unpaid is paid, then what is not invoiced is. */
function restOfMoney(order: Order): DocumentSnapshot | undefined {
  const unpaid = invoicesOf(order).find((invoice) => isPositive(invoice.balance));
  if (unpaid) return { ...unpaid, version: '1000000', balance: '0', state: 'paid' };
  const lines = ledgerOf(order).flatMap(({ lineKey, invoiced, shipped }) =>
    compare(invoiced, shipped) < 0 ? [{ lineKey, quantity: subtract(shipped, invoiced) }] : [],
  );
  if (lines.length === 0) return undefined;
  return { type: 'invoice', system: 'erp', id: `HOME-${Object.keys(order.documents).length}`, version: '1', state: 'paid', lines, total: '1', balance: '0' };
}
