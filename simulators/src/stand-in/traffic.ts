/** The cap of a system: requests at once and within any second; undefined = no cap. */
export type Cap = { readonly concurrency: number | undefined; readonly ratePerSecond: number | undefined };

/** What went over the wire, so that a checker can prove that a cap was never passed. */
export type TrafficReport = {
  readonly requests: number;
  readonly inFlight: number;
  readonly inFlightMax: number;
  /** The most requests that arrived within any 1,000 ms. */
  readonly perSecondMax: number;
  readonly violations: { readonly concurrency: number; readonly rate: number; readonly latest: readonly Violation[] };
  readonly seconds: readonly { readonly second: string; readonly requests: number; readonly throttled: number }[];
  readonly routes: Readonly<Record<string, number>>;
};
type Violation = { readonly at: string; readonly cap: 'concurrency' | 'rate'; readonly route: string; readonly inFlight: number };

/** Counts requests and holds the cap. */
export type Traffic = {
  /** A request arrives; answers whether the cap lets it in. Whatever it answers, `leave` must follow. */
  readonly arrive: (route: string) => 'within the cap' | 'above the cap';
  readonly leave: () => void;
  readonly report: () => TrafficReport;
  readonly reset: () => void;
};

const violationsKeptMax = 1000;
const secondsKeptMax = 3600;

type Count = { inFlight: number; inFlightMax: number; requests: number; concurrency: number; rate: number };
type Second = { requests: number; throttled: number };

/** Starts to count. `monotonicMs` never goes back, `now` is the wall clock. */
export function createTraffic(cap: Cap, monotonicMs: () => number, now: () => Date): Traffic {
  const count: Count = { inFlight: 0, inFlightMax: 0, requests: 0, concurrency: 0, rate: 0 };
  const seconds = new Map<number, Second>();
  const routes = new Map<string, number>();
  const latest: Violation[] = [];
  let arrivals = createWindow();
  let admitted = createWindow();

  const violated = (kind: 'concurrency' | 'rate', route: string, second: Second) => {
    count[kind] += 1;
    second.throttled += 1;
    latest.push({ at: now().toISOString(), cap: kind, route, inFlight: count.inFlight });
    if (latest.length > violationsKeptMax) latest.shift();
    return 'above the cap' as const;
  };
  return {
    arrive: (route) => {
      const ms = monotonicMs();
      count.requests += 1;
      count.inFlight += 1;
      count.inFlightMax = Math.max(count.inFlightMax, count.inFlight);
      routes.set(route, (routes.get(route) ?? 0) + 1);
      const second = secondOf(seconds, now());
      second.requests += 1;
      arrivals.add(ms);
      if (count.inFlight > (cap.concurrency ?? Number.POSITIVE_INFINITY)) return violated('concurrency', route, second);
      if (cap.ratePerSecond !== undefined && admitted.size(ms) >= cap.ratePerSecond) return violated('rate', route, second);
      admitted.add(ms);
      return 'within the cap';
    },
    leave: () => {
      count.inFlight -= 1;
    },
    report: () => ({
      requests: count.requests,
      inFlight: count.inFlight,
      inFlightMax: count.inFlightMax,
      perSecondMax: arrivals.most(),
      violations: { concurrency: count.concurrency, rate: count.rate, latest: [...latest] },
      seconds: [...seconds].map(([second, figures]) => ({ second: new Date(second * 1000).toISOString(), ...figures })),
      routes: Object.fromEntries(routes),
    }),
    reset: () => {
      Object.assign(count, { inFlightMax: count.inFlight, requests: 0, concurrency: 0, rate: 0 });
      seconds.clear();
      routes.clear();
      latest.length = 0;
      arrivals = createWindow();
      admitted = createWindow();
    },
  };
}

function secondOf(seconds: Map<number, Second>, at: Date): Second {
  const second = Math.floor(at.getTime() / 1000);
  const there = seconds.get(second);
  if (there !== undefined) return there;
  const made = { requests: 0, throttled: 0 };
  seconds.set(second, made);
  const oldest = seconds.keys().next();
  if (seconds.size > secondsKeptMax && !oldest.done) seconds.delete(oldest.value);
  return made;
}

/** Instants of the last 1,000 ms. */
function createWindow(): { add: (ms: number) => void; size: (ms: number) => number; most: () => number } {
  const instants: number[] = [];
  let from = 0;
  let most = 0;
  const forget = (ms: number) => {
    while (from < instants.length && (instants[from] ?? 0) <= ms - 1000) from += 1;
    if (from > 4096 && from * 2 > instants.length) from -= instants.splice(0, from).length;
  };
  return {
    add: (ms) => {
      instants.push(ms);
      forget(ms);
      most = Math.max(most, instants.length - from);
    },
    size: (ms) => {
      forget(ms);
      return instants.length - from;
    },
    most: () => most,
  };
}
