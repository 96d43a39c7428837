import { Malformed } from '../stand-in/index.ts';
import type { BusFaults } from './http/faults/own-faults.ts';
import type { PubSubControl } from './pubsub/index.ts';

/** Does to the event bus what these faults say, once; throws Malformed for a gap of an object that is not there. */
export function handToBus(control: PubSubControl, { duplicate, expireBefore, gap, gapNext, stallMs, drop }: BusFaults): void {
  if (duplicate !== undefined) control.duplicateNext(duplicate);
  if (expireBefore !== undefined) control.expireBefore(expireBefore);
  if (gap !== undefined) tellGap(control, gap);
  if (gapNext !== undefined) control.gapNext(gapNext);
  if (stallMs !== undefined) control.stall(stallMs);
  if (drop === true) control.drop();
}

function tellGap(control: PubSubControl, { object, ids }: NonNullable<BusFaults['gap']>): void {
  try {
    control.gap(object, ids);
  } catch (error) {
    throw new Malformed('salesforce.bus.gap', `cannot be told: ${error instanceof Error ? error.message : String(error)}`);
  }
}
