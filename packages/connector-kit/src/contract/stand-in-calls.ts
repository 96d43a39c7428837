import { performance } from 'node:perf_hooks';
import type { CallLimits, TransportClock } from '../exchange.ts';
import type { Call, Http } from '../http.ts';
import { createTransport } from '../transport.ts';

/** The clock of this machine, for tests. */
export const machineClock: TransportClock = { wallMs: () => performance.timeOrigin + performance.now(), monotonicMs: () => performance.now() };

const bodyBytesMax = 4_000_000;

/** Real calls over the real transport, for a scene's `callWithin`; `through` puts something between, e.g. `faultyHttp`. */
export function standInCalls(through: (http: Http, withinMs: number) => Http = (http) => http): {
  readonly callWithin: (ms: number) => Call;
  readonly close: () => Promise<void>;
} {
  const transport = createTransport({ clock: machineClock });
  let calls = 0;
  const limits = (ms: number): CallLimits => {
    const monotonicMs = machineClock.monotonicMs() + ms;
    calls += 1;
    return { correlation: `contract-${calls}`, deadlineAt: monotonicMs, sendUntil: { wallMs: machineClock.wallMs() + ms, monotonicMs }, bodyBytesMax };
  };
  return {
    callWithin: (ms) => {
      const own = limits(ms);
      return { http: through(transport.forCall(own), ms), correlation: own.correlation, now: () => new Date(machineClock.wallMs()) };
    },
    close: transport.close,
  };
}
