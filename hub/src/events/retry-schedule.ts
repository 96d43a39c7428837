const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after the n-th failure the next attempt follows, in ms; the first attempt is at once. From the Standard Webhooks spec. */
export const retryDelaysMs: readonly number[] = [0, 5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** A subscription to which nothing could be sent for so long is dead, in ms. */
export const failingMsMax = 5 * 24 * hour;

const longestMs = 24 * hour;
const jitter = 0.2;

/** The wait after `failures` failed attempts in a row, ±20 %; beyond the schedule once a day. `random` is from 0 to below 1. */
export function retryDelayMs(failures: number, random: number): number {
  return Math.round((retryDelaysMs[failures] ?? longestMs) * (1 - jitter + 2 * jitter * random));
}

/**
 * Whether a failure shows that the subscription is dead, not just one message unwelcome. `failingMs` is how long nothing at
 * all could be sent. With the schedule through, that must reach back to this delivery's attempt before.
 */
export function isDead({ failures, failingMs }: { readonly failures: number; readonly failingMs: number }): boolean {
  return failingMs >= failingMsMax || (isScheduleThrough(failures) && failingMs >= longestMs * (1 - jitter));
}

/** True once every attempt of the schedule has failed. */
export function isScheduleThrough(failures: number): boolean {
  return failures >= retryDelaysMs.length;
}
