import { type Order, wakeAtOf } from '../orders/index.ts';
import { exceptionsOf, exceptionsOfClosed } from './exceptions-of.ts';
import { needsOfSlot } from './order-to-ship/index.ts';
import { asksOf, stoppedAsksOf } from './quote-to-cash/index.ts';
import { straysOf } from './strays-of.ts';
import type { Due } from './wants.ts';

/** The release of the flows; a subject keeps the one it began with until it is upgraded on purpose. */
export const flowVersion = 1;

/**
 * What follows from the state. Pure: it reads the state alone, no clock, no configuration, no attempt counts. A closed order
 * wants nothing; what systems reported of it and nobody has accepted is still shown.
 */
export function due(order: Order): Due {
  if (order.closed) return { effects: [], asks: [], exceptions: [...exceptionsOfClosed(order), ...straysOf(order)], wakeAt: undefined };
  const needs = order.slots.flatMap((slot) => needsOfSlot(order, slot));
  const effects = needs.flatMap((need) => (need.kind === 'effect' ? [need.effect] : []));
  const blocked = needs.flatMap((need) => (need.kind === 'blocked' ? [need.key] : []));
  const undecided = order.awaited.filter((key) => order.results[key]?.status === 'stopped');
  const exceptions = exceptionsOf(order, [...new Set([...blocked, ...undecided, ...stoppedAsksOf(order)])]);
  return { effects, asks: asksOf(order), exceptions: [...exceptions, ...straysOf(order)], wakeAt: wakeAtOf(order) };
}
