import type { Dispatcher } from 'undici';
import type { HttpRequest, HttpResult } from './http.ts';

/** Time as the transport reads it, both in milliseconds: since 1970, and since some instant that no one can set. */
export type TransportClock = { readonly wallMs: () => number; readonly monotonicMs: () => number };

/** The limits of one call to an outside system; its requests share them. */
export type CallLimits = {
  /** Sent as X-Correlation-Id, unless the connector sets that header itself. */
  readonly correlation: string;
  /** When the call is over, on the monotonic clock. */
  readonly deadlineAt: number;
  /** The last instant at which bytes may leave, by both clocks; whichever is over first counts (LEDGER.md, section 5). */
  readonly sendUntil: { readonly wallMs: number; readonly monotonicMs: number };
  /** An answer's body beyond this many bytes is not read: the request is `lost`. */
  readonly bodyBytesMax: number;
  readonly signal?: AbortSignal;
};

type Means = {
  readonly dispatcher: Dispatcher;
  readonly clock: TransportClock;
  readonly hooks?: { readonly beforeCheck?: (request: HttpRequest) => void; readonly afterCheck?: (request: HttpRequest) => void } | undefined;
};

/** Sends one request within its limits. Never rejects: whatever happens is a result. */
export function exchange(request: HttpRequest, limits: CallLimits, means: Means): Promise<HttpResult> {
  const { clock, dispatcher } = means;
  const now = clock.monotonicMs();
  const options = dispatchOptions(request, limits.correlation);
  if (options === undefined) return Promise.resolve({ kind: 'not-sent', reason: 'forbidden', message: `not an http(s) address: ${request.url}` });
  if (limits.signal?.aborted || now >= limits.deadlineAt || isTooLate(limits, clock)) return Promise.resolve(tooLate);
  return new Promise((resolve) => {
    const handler = answerHandler(request, limits, means, settle);
    const timer = setTimeout(giveUp, limits.deadlineAt - now, 'the deadline is over');
    limits.signal?.addEventListener('abort', cancel);
    dispatcher.dispatch(options, handler);

    function settle(result: HttpResult): void {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', cancel);
      resolve(result);
    }
    function cancel(): void {
      giveUp('the call was cancelled');
    }
    function giveUp(why: string): void {
      handler.giveUp(why);
    }
  });
}

type Phase = { readonly at: 'queued' } | { readonly at: 'sending'; readonly controller: Dispatcher.DispatchController } | { readonly at: 'settled' };

/**
 * What undici tells about one request. `onRequestStart` comes when the request has its socket and before its first byte: an
 * abort there keeps it off the wire, everything later may have been read by the partner.
 */
function answerHandler(request: HttpRequest, limits: CallLimits, { clock, hooks }: Means, settle: (result: HttpResult) => void) {
  let phase: Phase = { at: 'queued' };
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  let bytes = 0;
  const chunks: Buffer[] = [];

  const finish = (result: HttpResult) => {
    if (phase.at === 'settled') return;
    phase = { at: 'settled' };
    settle(result);
  };
  const abandon = (controller: Dispatcher.DispatchController, message: string) => {
    finish({ kind: 'lost', message });
    controller.abort(new Error(message));
  };

  return {
    giveUp(why: string): void {
      if (phase.at === 'queued') finish({ kind: 'not-sent', reason: 'too-late', message: `${why}, and no connection was free yet` });
      else if (phase.at === 'sending') abandon(phase.controller, `${why}, and there was no whole answer yet`);
    },
    onRequestStart(controller: Dispatcher.DispatchController): void {
      if (phase.at === 'sending') {
        // A second start would be a silent resend of bytes that may have arrived.
        abandon(controller, 'the connection broke, and sending again is not for the transport to decide');
        return;
      }
      if (phase.at === 'queued') hooks?.beforeCheck?.(request);
      if (phase.at === 'settled' || isTooLate(limits, clock)) {
        finish(tooLate);
        controller.abort(new Error(tooLate.message));
        return;
      }
      phase = { at: 'sending', controller };
      hooks?.afterCheck?.(request);
    },
    onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, answerHeaders: AnswerHeaders): void {
      status = statusCode;
      headers = joined(answerHeaders);
    },
    onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes > limits.bodyBytesMax) abandon(controller, `the answer is larger than ${limits.bodyBytesMax} bytes`);
      else chunks.push(chunk);
    },
    onResponseEnd(): void {
      finish({ kind: 'answered', status, headers, body: text(chunks) });
    },
    onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
      if (phase.at === 'queued') finish({ kind: 'not-sent', reason: notSentReason(error), message: describe(error) });
      else finish({ kind: 'lost', message: describe(error) });
    },
  };
}

const tooLate = { kind: 'not-sent', reason: 'too-late', message: 'the last instant of sending is over' } as const;

function isTooLate({ sendUntil }: CallLimits, clock: TransportClock): boolean {
  return clock.monotonicMs() > sendUntil.monotonicMs || clock.wallMs() > sendUntil.wallMs;
}

function dispatchOptions(request: HttpRequest, correlation: string): Dispatcher.DispatchOptions | undefined {
  const url = URL.parse(request.url);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const { method, body } = request;
  const headers = { 'x-correlation-id': correlation, ...request.headers };
  return { origin: url.origin, path: url.pathname + url.search, method, headers, ...(body === undefined ? {} : { body }) };
}

type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Names come in lower case from undici; a header that came several times is one list, as RFC 9110 section 5.3 has it. */
function joined(headers: AnswerHeaders): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}

function text(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  if (first === undefined) return '';
  return (chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8');
}

type NotSentReason = Extract<HttpResult, { kind: 'not-sent' }>['reason'];

/** By error code of Node and undici. What is not listed failed to connect in some other way (reset, no route, certificate). */
const notSentReasons: Readonly<Record<string, NotSentReason>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_FAIL: 'unresolved',
  EAI_NODATA: 'unresolved',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  UND_ERR_INVALID_ARG: 'forbidden',
  ADDRESS_FORBIDDEN: 'forbidden',
};

function notSentReason(error: Error): NotSentReason {
  return notSentReasons[codeOf(error)] ?? 'refused';
}

function describe(error: Error): string {
  const code = codeOf(error);
  return code === '' || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
