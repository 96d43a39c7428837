import type { EventLog, LogEntry } from './event-log.ts';

/** Faults that strike what is delivered; all subscriptions look at the same. */
export type DeliveryFaults = { duplicatesLeft: number; isStalled: boolean };

/** One subscription's way through the log: it sends as many events as were requested, and a keepalive while there is nothing to send. */
export type Delivery = {
  /** Adds to what the client is ready to take. */
  readonly request: (events: number) => void;
  /** There may be something to send. */
  readonly wake: () => void;
  /** The replay id up to which everything was sent. */
  readonly reached: () => number;
  readonly close: () => void;
};

/** What a delivery needs. `send` gets what goes into one response: no events for a keepalive. */
export type DeliveryMake = {
  readonly log: EventLog;
  readonly admits: (event: string) => boolean;
  readonly start: number;
  readonly faults: DeliveryFaults;
  readonly keepaliveMs: number;
  readonly send: (events: readonly LogEntry[], latest: number, pending: number) => void;
};

/** More than that a client cannot have asked for (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/allocations.html). */
const pendingEventsMax = 100;
/** Below the 4 MB that a gRPC message may have. */
const responseBytesMax = 3_000_000;

/** Starts a subscription behind the replay id `start`. */
export function startDelivery({ log, admits, start, faults, keepaliveMs, send }: DeliveryMake): Delivery {
  let reached = start;
  let pending = 0;
  let again: LogEntry | undefined; // to be sent a second time
  let isClosed = false;

  const next = (): LogEntry | undefined => {
    if (again !== undefined) {
      const duplicate = again;
      again = undefined;
      return duplicate;
    }
    for (const entry of log.after(reached)) {
      reached = entry.replay;
      if (!admits(entry.event)) continue;
      if (faults.duplicatesLeft > 0) {
        faults.duplicatesLeft -= 1;
        again = entry;
      }
      return entry;
    }
    return undefined;
  };
  const take = (): readonly LogEntry[] => {
    const batch: LogEntry[] = [];
    for (let bytes = 0; batch.length < pending && bytes < responseBytesMax; ) {
      const entry = next();
      if (entry === undefined) break;
      batch.push(entry);
      bytes += entry.payload.length;
    }
    return batch;
  };
  const wake = () => {
    while (!isClosed && !faults.isStalled && pending > 0) {
      const batch = take();
      const latest = batch.at(-1)?.replay;
      if (latest === undefined) return;
      pending -= batch.length;
      keepalive.refresh();
      send(batch, latest, pending);
    }
  };
  const stayAlive = () => {
    if (isClosed) return;
    keepalive.refresh();
    if (faults.isStalled) return;
    if (isAtEnd()) reached = log.tip();
    send([], reached, pending);
  };
  const isAtEnd = () => {
    for (const entry of log.after(reached)) if (admits(entry.event)) return false;
    return true;
  };
  const keepalive = setTimeout(stayAlive, keepaliveMs);
  return {
    request: (events) => {
      pending = Math.min(pending + events, pendingEventsMax);
      wake();
    },
    wake,
    reached: () => reached,
    close: () => {
      isClosed = true;
      clearTimeout(keepalive);
    },
  };
}
