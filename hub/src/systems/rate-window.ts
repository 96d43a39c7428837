/**
 * How long a window is, in ms; what is always allowed for the way to the partner; how many calls it takes to know the fastest,
 * and how much longer that one counts as with each call, as a factor.
 */
export const rateLimits = { windowMs: 1_000, wayMs: 5, knownAfterCalls: 50, forgetFactor: 1.002 } as const;

/** The permits of one node for one limiter with a rate. Times in ms on the monotonic clock. */
export type RateWindow = {
  /** How many calls may start now. */
  readonly free: (perSecond: number, nowMs: number) => number;
  /** One call starts; what is answered is called when the partner has answered. */
  readonly take: (nowMs: number) => (answeredMs: number) => void;
};

/**
 * A sliding window: a permit is free again one window after its call reached the partner. That instant is not known. It lies
 * before the answer, and a call that took longer than the fastest may have lost that time on its way (a partner or a machine
 * under load), so it is counted from that much after its start. A share that grows counts from the next window on, because
 * whoever had it before may have used it.
 */
export function createRateWindow(): RateWindow {
  let taken: { countedMs: number }[] = [];
  let fastestMs = Number.POSITIVE_INFINITY;
  let answers = 0;
  let granted = { permits: 0, fromMs: Number.NEGATIVE_INFINITY, before: 0 };
  const granting = (permits: number, nowMs: number): number => {
    const current = nowMs >= granted.fromMs ? granted.permits : granted.before;
    if (permits > granted.permits) granted = { permits, before: current, fromMs: nowMs + rateLimits.windowMs };
    else if (permits < granted.permits) granted = { permits, before: permits, fromMs: nowMs };
    return Math.min(current, permits);
  };
  return {
    free: (perSecond, nowMs) => {
      const windowMs = windowOf(perSecond);
      const permits = granting(Math.max(1, Math.floor((perSecond * windowMs) / 1_000)), nowMs);
      taken = taken.filter((permit) => permit.countedMs + windowMs > nowMs);
      return permits - taken.length;
    },
    take: (nowMs) => {
      const permit = { countedMs: Number.POSITIVE_INFINITY };
      taken.push(permit);
      return (answeredMs) => {
        const tookMs = answeredMs - nowMs;
        fastestMs = Math.min(tookMs, fastestMs * rateLimits.forgetFactor);
        answers += 1;
        const mayHaveLostMs = answers < rateLimits.knownAfterCalls ? tookMs : tookMs - fastestMs + rateLimits.wayMs;
        permit.countedMs = nowMs + Math.min(tookMs, mayHaveLostMs);
      };
    },
  };
}

/** Less than one call a second: the window is as long as one call takes its turn. */
function windowOf(perSecond: number): number {
  return perSecond >= 1 ? rateLimits.windowMs : Math.ceil(rateLimits.windowMs / perSecond);
}
