import type { Duty, Queryable, Transact } from '../platform/index.ts';
import { plainArray } from '../platform/index.ts';
import { lockReferences } from './reference-lock.ts';

/** Orders that one step looks at again, steps of one round, and how often it looks, in ms. */
export const resumeLimits = { ordersMax: 100, stepsMax: 50, everyMs: 1_000 } as const;

/** What resuming needs; `lookUp` has one order's missing names looked up, and resolves after the commit. */
export type ResumeDeps = {
  readonly pool: Queryable;
  readonly transact: Transact;
  readonly lookUp: (subjectId: string) => Promise<void>;
  readonly onError: (error: Error) => void;
};

type Woken = { readonly subject_id: string; readonly hold_id: string; readonly woken_by: string };

/** Has the orders looked at again whose missing names were loaded, so many at a time. Answers how many, and whether more wait. */
export async function resumeWaiting(deps: ResumeDeps): Promise<{ readonly orders: number; readonly isMore: boolean }> {
  let after = '00000000-0000-0000-0000-000000000000';
  let orders = 0;
  for (let step = 0; step < resumeLimits.stepsMax; step += 1) {
    const { rows } = await deps.pool.query<Woken>({
      name: 'woken-waits',
      text: `select w.subject_id, w.hold_id, w.woken_by from cross_reference_waits w
             where w.woken_by is not null and w.subject_id in (
               select distinct subject_id from cross_reference_waits where woken_by is not null and subject_id > $1 order by subject_id limit $2)`,
      values: [after, resumeLimits.ordersMax],
    });
    const ids = [...new Set(rows.map((row) => row.subject_id))].sort();
    const failed = new Set<string>();
    await Promise.all(
      ids.map((id) =>
        deps.lookUp(id).catch((error: Error) => {
          failed.add(id);
          deps.onError(error);
        }),
      ),
    );
    await settle(
      rows.filter((row) => !failed.has(row.subject_id)),
      deps.transact,
    );
    orders += ids.length;
    after = ids.at(-1) ?? after;
    if (ids.length < resumeLimits.ordersMax) return { orders, isMore: false };
  }
  return { orders, isMore: true };
}

/** What still waits has seen this change set; one that came meanwhile wakes it again. */
async function settle(rows: readonly Woken[], transact: Transact): Promise<void> {
  if (rows.length === 0) return;
  await transact('references.resumed', async (client) => {
    await lockReferences(client, 'waiter');
    await client.query({
      name: 'settle-waits',
      text: `update cross_reference_waits w set woken_by = null from unnest($1::uuid[], $2::text[], $3::uuid[]) as t (s, h, b)
             where w.subject_id = t.s and w.hold_id = t.h and w.woken_by = t.b`,
      values: [plainArray(rows.map((row) => row.subject_id)), rows.map((row) => row.hold_id), plainArray(rows.map((row) => row.woken_by))],
    });
  });
}

/** The same again and again, on one node. */
export function resumeDuty(deps: ResumeDeps): Duty {
  return {
    name: 'references',
    everyMs: resumeLimits.everyMs,
    runMsMax: 30_000,
    run: async () => ((await resumeWaiting(deps)).isMore ? 0 : undefined),
  };
}
