import { type Order, wakeAtOf } from '../orders/index.ts';
import { exceptionsOf } from './exceptions-of.ts';
import { needsOfSlot } from './order-to-ship/index.ts';
import { asksOf } from './quote-to-cash/index.ts';
import { straysOf } from './strays-of.ts';
import type { Due } from './wants.ts';

/** The release of the flows; a subject keeps the one it began with until it is upgraded on purpose. */
export const flowVersion = 1;

/** What follows from the state. Pure: it reads the state alone, no clock, no configuration, no attempt counts. */
export function due(order: Order): Due {
  if (order.closed) return { effects: [], asks: [], exceptions: straysOf(order), wakeAt: undefined };
  const needs = order.slots.flatMap((slot) => needsOfSlot(order, slot));
  const effects = needs.flatMap((need) => (need.kind === 'effect' ? [need.effect] : []));
  const blocked = needs.flatMap((need) => (need.kind === 'blocked' ? [need.key] : []));
  return { effects, asks: asksOf(order), exceptions: [...exceptionsOf(order, blocked), ...straysOf(order)], wakeAt: wakeAtOf(order) };
}
