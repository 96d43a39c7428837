import { describe, expect, it } from 'vitest';
import { newBell } from '../platform/index.ts';

const longMs = 60_000;

describe('a bell', () => {
  it('wakes who waits', async () => {
    const bell = newBell();
    const waiting = bell.wait(longMs, new AbortController().signal);
    bell.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('remembers a ring that nobody heard, once', async () => {
    const bell = newBell();
    const stop = new AbortController();
    bell.ring();
    bell.ring();
    await bell.wait(longMs, stop.signal);
    const second = bell.wait(longMs, stop.signal).then(() => stop.signal.aborted);
    stop.abort();
    await expect(second).resolves.toBe(true);
  });
});
