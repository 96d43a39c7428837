import type { DocumentSnapshot } from '@crossdock/canonical';
import type { Duty } from '../platform/index.ts';
import { answerBytesMax } from './call-out.ts';
import type { CarryDeps } from './carry-out.ts';
import type { Lanes } from './lanes.ts';
import type { Registry } from './registry.ts';
import type { Timings } from './timings.ts';
import { waitForSlot } from './wait-for-slot.ts';

/** How many references one round looks up. */
export const sweepMax = 200;
/** How long a look-up waits for a slot of a busy lane, in ms. */
const slotWaitMsMax = 5_000;

type Deps = Pick<CarryDeps, 'transport' | 'clock' | 'database'> & {
  readonly lanes: Lanes;
  readonly registry: Registry;
  readonly timings: Timings;
  /** Hands every live document under a reference to its order, which tells duplicates and orphans. */
  readonly report: (subjectId: string, snapshot: DocumentSnapshot) => Promise<void>;
};

type Row = { readonly subject_id: string; readonly key: string; readonly system: string; readonly reference: string; readonly settled_at: string };

/**
 * Looks again for documents under the references of effects that were ever in doubt: what a sleeping sender or a late commit
 * made after the probe shows here within a minute. Each is looked up every round for as long as the timings say.
 */
export function sweepDuty(deps: Deps): Duty {
  return {
    name: 'sweep',
    everyMs: deps.timings.sweepEveryMs,
    runMsMax: 60_000,
    run: async (held) => {
      const { rows } = await deps.database.pool.query<Row>({
        name: 'sweep',
        text: `select subject_id, key, system, reference, settled_at::text from effects
               where ever_doubt and status in ('confirmed', 'withdrawn', 'refused', 'failed', 'abandoned') and settled_at > (select clock_timestamp()) - $1 * interval '1 ms'
                 and op = 'create' and reference is not null
               order by settled_at desc limit $2`,
        values: [deps.timings.sweepForMs, sweepMax],
      });
      for (const row of rows) if (!held.signal.aborted) await sweepOne(row, deps, held.signal);
      return undefined;
    },
  };
}

async function sweepOne(row: Row, deps: Deps, signal: AbortSignal): Promise<void> {
  const { connector } = deps.registry.get(row.system);
  const find = connector.documents?.findByReference;
  const callMsMax = deps.registry.callMsMaxOf(row.system);
  const giveBack = find && (await waitForSlot({ system: row.system, limiter: 'default', callMsMax, waitMsMax: slotWaitMsMax }, deps, signal));
  if (!find || !giveBack) return;
  try {
    const correlation = `sweep/${row.reference}`;
    const deadlineAt = deps.clock.monotonicMs() + callMsMax;
    const http = deps.transport.forCall({
      correlation,
      deadlineAt,
      sendUntil: { wallMs: deps.clock.wallMs() + callMsMax, monotonicMs: deadlineAt },
      bodyBytesMax: answerBytesMax,
    });
    const found = await find(row.reference, { http, correlation, now: deps.clock.now });
    if (found.kind === 'listed') for (const snapshot of found.snapshots) await deps.report(row.subject_id, snapshot);
  } finally {
    giveBack();
  }
}
