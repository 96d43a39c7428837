import { Malformed } from '../stand-in/index.ts';
import type { BusFaults } from './http/faults/own-faults.ts';
import type { PubSubControl } from './pubsub/index.ts';

/** Does to the event bus what these faults say, once; throws Malformed for a gap or an overflow of an object that is not there. */
export function handToBus(control: PubSubControl, { duplicate, expireBefore, gap, gapNext, overflow, stallMs, drop }: BusFaults): void {
  if (duplicate !== undefined) control.duplicateNext(duplicate);
  if (expireBefore !== undefined) control.expireBefore(expireBefore);
  if (gap !== undefined) told('gap', () => control.gap(gap.object, gap.ids));
  if (gapNext !== undefined) control.gapNext(gapNext);
  if (overflow !== undefined) told('overflow', () => control.gap(overflow, [], 'GAP_OVERFLOW'));
  if (stallMs !== undefined) control.stall(stallMs);
  if (drop === true) control.drop();
}

function told(name: keyof BusFaults, tell: () => void): void {
  try {
    tell();
  } catch (error) {
    throw new Malformed(`salesforce.bus.${name}`, `cannot be told: ${error instanceof Error ? error.message : String(error)}`);
  }
}
