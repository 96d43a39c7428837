import { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import { type CallLimits, exchange } from './exchange.ts';
import type { HttpResult } from './http.ts';

/** A dispatcher that does what a test tells it to, instead of a network. */
function staged(play: (handler: Dispatcher.DispatchHandler, controller: Dispatcher.DispatchController) => void): Dispatcher {
  const dispatcher = new Dispatcher();
  dispatcher.dispatch = (_options, handler) => {
    play(handler, controller);
    return true;
  };
  return dispatcher;
}

const aborted: Error[] = [];
const controller: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  rawHeaders: null,
  rawTrailers: null,
  abort: (reason) => void aborted.push(reason),
  pause: () => undefined,
  resume: () => undefined,
};

const clock = { wallMs: () => 1_000, monotonicMs: () => 10 };
const limits: CallLimits = { correlation: 'c', deadlineAt: 5_010, sendUntil: { wallMs: 2_000, monotonicMs: 1_010 }, bodyBytesMax: 100 };

function run(play: Parameters<typeof staged>[0], change: Partial<CallLimits> = {}): Promise<HttpResult> {
  return exchange({ method: 'POST', url: 'http://erp.example/orders', body: '{}' }, { ...limits, ...change }, { dispatcher: staged(play), clock });
}

describe('one exchange', () => {
  it('is lost when the dispatcher starts the same request a second time, because the first bytes may have arrived', async () => {
    const result = await run((handler) => {
      handler.onRequestStart?.(controller, null);
      handler.onRequestStart?.(controller, null);
    });
    expect(result).toMatchObject({ kind: 'lost' });
    expect(aborted.at(-1)).toBeInstanceOf(Error);
  });

  it('keeps its first result, whatever the dispatcher says afterwards', async () => {
    const result = await run((handler) => {
      handler.onRequestStart?.(controller, null);
      handler.onResponseStart?.(controller, 201, {});
      handler.onResponseData?.(controller, Buffer.from('done'));
      handler.onResponseEnd?.(controller, {});
      handler.onResponseError?.(controller, new Error('too late to matter'));
    });
    expect(result).toMatchObject({ kind: 'answered', status: 201, body: 'done' });
  });

  it('is not sent when an error comes before its connection, and lost when one comes after', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(await run((handler) => handler.onResponseError?.(controller, reset))).toMatchObject({ kind: 'not-sent', reason: 'refused' });
    const after = run((handler) => {
      handler.onRequestStart?.(controller, null);
      handler.onResponseError?.(controller, reset);
    });
    expect(await after).toMatchObject({ kind: 'lost', message: 'read ECONNRESET' });
  });

  it.each<{ readonly title: string; readonly change: Partial<CallLimits> }>([
    { title: 'the deadline is over', change: { deadlineAt: 10 } },
    { title: 'the last instant is over by the monotonic clock', change: { sendUntil: { wallMs: 2_000, monotonicMs: 9 } } },
    { title: 'the last instant is over by the wall clock', change: { sendUntil: { wallMs: 999, monotonicMs: 1_010 } } },
    { title: 'the call was cancelled before', change: { signal: AbortSignal.abort() } },
  ])('does not even ask for a connection when $title', async ({ change }) => {
    const asked: string[] = [];
    expect(await run(() => void asked.push('dispatch'), change)).toMatchObject({ kind: 'not-sent', reason: 'too-late' });
    expect(asked).toEqual([]);
  });
});
