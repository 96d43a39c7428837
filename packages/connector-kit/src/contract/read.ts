import { describe, expect, it } from 'vitest';
import type { Call } from '../http.ts';
import type { Failure } from '../outcome.ts';
import type { Scene, SpoiledAnswer } from './scene.ts';
import { spoil } from './spoil.ts';
import { patienceMs } from './write-operation.ts';

/** One kind of reading under test: a question, a page of a poll, a health check. */
export type ReadUnderTest = {
  readonly callMsMax: number;
  readonly read: (call: Call) => Promise<{ readonly kind: string } | Failure>;
  readonly spoiled: readonly SpoiledAnswer[];
};

/** What every read promises: nothing was committed, so it is never in doubt, and what it cannot read it names. */
export function readContract(scene: Scene, { callMsMax, read, spoiled }: ReadUnderTest): void {
  describe('in trouble', () => {
    it('is transient when the connection is refused', async () => {
      await scene.faults.cause({ kind: 'refuse-connections' });
      expect(await read(scene.callWithin(callMsMax))).toMatchObject({ kind: 'failed', class: 'transient' });
    });

    it('is an auth failure when the credentials are refused', async () => {
      await scene.faults.cause({ kind: 'unauthorized' });
      expect(await read(scene.callWithin(callMsMax))).toMatchObject({ kind: 'failed', class: 'auth' });
    });

    it.each(['seconds', 'date', 'none'] as const)('is throttled when told to wait (Retry-After: %s)', async (retryAfter) => {
      await scene.faults.cause({ kind: 'throttle', retryAfter });
      const answer = await read(scene.callWithin(callMsMax));
      expect(answer).toMatchObject({ kind: 'failed', class: 'throttled', ...(retryAfter === 'none' ? {} : { retryAfterMs: expect.any(Number) }) });
    });

    it('is transient when the answer does not come in time', async () => {
      const call = scene.callWithin(patienceMs.short);
      const silent: Call = { ...call, http: async () => ({ kind: 'lost', message: 'the deadline is over' }) };
      expect(await read(silent)).toMatchObject({ kind: 'failed', class: 'transient' });
    });

    it.each(spoiled)('names what it cannot read: $title', async (spoiledAnswer) => {
      const answer = await read(spoil(scene.callWithin(callMsMax), spoiledAnswer));
      expect(answer).toMatchObject({ kind: 'failed', class: 'poison', message: expect.stringContaining(spoiledAnswer.field) });
    });
  });
}
