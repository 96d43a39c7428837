import { type Clock, pause } from '../platform/index.ts';
import type { Lanes } from './lanes.ts';

/** How often a slot of a busy lane is asked for, in ms. */
const askEveryMs = 20;

/** Which slot, for a call of at most how long, and how long it is waited for; times in ms. */
export type WantedSlot = { readonly system: string; readonly limiter: string; readonly callMsMax: number; readonly waitMsMax: number };

/**
 * Takes a slot for a call that only reads; undefined when none came free in time. A backlog of effects leaves a slot to who has asked
 * for one (lanes.ts), so this waits no longer than the calls that are on their way.
 */
export async function waitForSlot(
  { system, limiter, callMsMax, waitMsMax }: WantedSlot,
  { lanes, clock }: { readonly lanes: Pick<Lanes, 'take'>; readonly clock: Pick<Clock, 'monotonicMs'> },
  signal: AbortSignal,
): Promise<(() => void) | undefined> {
  for (const giveUpAt = clock.monotonicMs() + waitMsMax; !signal.aborted && clock.monotonicMs() < giveUpAt; await pause(askEveryMs, signal)) {
    const giveBack = lanes.take(system, limiter, callMsMax);
    if (giveBack) return giveBack;
  }
  return undefined;
}
