import { Agent, type Dispatcher } from 'undici';
import { type Capture, captured } from './capture.ts';
import { type CallLimits, exchange, type TransportClock } from './exchange.ts';
import type { Http, HttpRequest, HttpResult } from './http.ts';

/** Limits of the transport itself; those of one call come with it (`CallLimits`). */
export const transportLimits = { connectMsMax: 1_000, connectionsPerOriginMax: 256, headerBytesMax: 32_768, idleConnectionMsMax: 4_000 } as const;

/**
 * Places where a test harness may stop or end the process, in the order in which a call passes them. The two around the
 * check are synchronous, because nothing may come between the check and the bytes.
 */
export type TransportHooks = {
  /** Before the request is queued. */
  readonly beforeSend?: (request: HttpRequest) => Promise<void>;
  /** The request has its socket, and the last instant of sending is looked at next. */
  readonly beforeCheck?: (request: HttpRequest) => void;
  /** It may still be sent, and the bytes go out next: a process that is paused here sends too late. */
  readonly afterCheck?: (request: HttpRequest) => void;
  /** The result is known, and the connector hears of it next. */
  readonly afterAnswer?: (request: HttpRequest, result: HttpResult) => Promise<void>;
};

/** What a transport is made of. `dispatcher` replaces the pool, e.g. by one with an address guard; its owner closes it. */
export type TransportSettings = {
  readonly clock: TransportClock;
  readonly dispatcher?: Dispatcher;
  readonly capture?: (capture: Capture) => void;
  readonly hooks?: TransportHooks;
};

/** The one way out of the hub: connections are kept per origin and shared by all calls. */
export type Transport = {
  readonly forCall: (limits: CallLimits) => Http;
  /** Ends idle connections at once and the others when they are done. Calls made afterwards are not sent. */
  readonly close: () => Promise<void>;
};

/** Makes a transport with a pool of its own, or over the given dispatcher. */
export function createTransport({ clock, dispatcher, capture, hooks }: TransportSettings): Transport {
  const pool = dispatcher ?? createPool();
  const withHooks = async (request: HttpRequest, limits: CallLimits): Promise<HttpResult> => {
    const startedMs = clock.monotonicMs();
    const at = clock.wallMs();
    await hooks?.beforeSend?.(request);
    const result = await exchange(request, limits, { dispatcher: pool, clock, hooks });
    capture?.(captured(request, result, { correlation: limits.correlation, at: new Date(at), ms: clock.monotonicMs() - startedMs }));
    await hooks?.afterAnswer?.(request, result);
    return result;
  };
  let closed: Promise<void> | undefined;
  const isBare = capture === undefined && hooks === undefined;
  return {
    forCall: (limits) => (request) => (isBare ? exchange(request, limits, { dispatcher: pool, clock }) : withHooks(request, limits)),
    close: () => {
      closed ??= dispatcher === undefined ? pool.close() : Promise.resolve();
      return closed;
    },
  };
}

/** HTTP/1.1, one request at a time on each connection: so a request that got its socket is the only one on it. Follows no redirect. */
export function createPool(connect?: Agent.Options['connect']): Agent {
  return new Agent({
    allowH2: false,
    pipelining: 1,
    connections: transportLimits.connectionsPerOriginMax,
    maxHeaderSize: transportLimits.headerBytesMax,
    keepAliveTimeout: transportLimits.idleConnectionMsMax,
    headersTimeout: 0, // the call's own deadline is the limit
    bodyTimeout: 0,
    connect: connect ?? { timeout: transportLimits.connectMsMax },
  });
}
