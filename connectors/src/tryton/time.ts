import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long after a call's end Tryton may still commit: it finishes a request whose caller has gone, with up to five repetitions of its own
 * after lock errors. The slowest request seen, a confirmation beside three writers on two cores, took 1.2 s.
 */
export const settleMs = 10_000;

/** Looks again after these pauses, in ms, for what Tryton does right after a call: its own worker needs a few hundred. */
const pausesMs = [0, 150, 300, 600, 1_200] as const;

/** What is seen once it is as wanted, or the last that was seen. */
export async function lookUntil<T>(look: () => Promise<T>, isAsWanted: (seen: T) => boolean): Promise<T> {
  let seen = await look();
  for (const pause of pausesMs) {
    if (isAsWanted(seen)) break;
    await sleep(pause);
    seen = await look();
  }
  return seen;
}
