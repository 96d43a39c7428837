import { afterAll, describe, it } from 'vitest';
import type { AbsentTryton, RunningTryton } from './start-tryton.ts';

/** Tests against a real Tryton, which is stopped when they are over; where there is none, one skipped test that says why. */
export function describeTryton(title: string, tryton: RunningTryton | AbsentTryton, tests: (tryton: RunningTryton) => void): void {
  describe(title, { timeout: testMsMax }, () => {
    if (tryton.kind === 'absent') {
      it.skipIf(true)(`SKIPPED: ${tryton.why}`, () => {});
      return;
    }
    afterAll(tryton.stop, stopMsMax);
    tests(tryton);
  });
}

/** An ERP on a busy machine takes its time. */
const [testMsMax, stopMsMax] = [60_000, 60_000];
