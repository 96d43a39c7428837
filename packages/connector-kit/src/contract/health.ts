import { afterEach, describe, expect, it } from 'vitest';
import { readContract } from './read.ts';
import type { Scene } from './scene.ts';
import { patienceMs } from './write-operation.ts';

/** What every connector's health check promises. Registers tests; call it once per scene. */
export function healthContract(scene: Scene): void {
  const { health } = scene.connector;
  describe('tells its health', () => {
    afterEach(() => scene.faults.clear());
    it('is healthy when the system answers, and says something that a person understands', async () => {
      const answer = await health(scene.callWithin(patienceMs.eventually));
      expect(answer).toMatchObject({ kind: 'healthy', says: expect.stringMatching(/\w/) });
    });
    readContract(scene, { callMsMax: patienceMs.eventually, read: health, spoiled: [] });
  });
}
