import type { Operation } from '@crossdock/canonical';
import { operationOf } from '@crossdock/connector-kit';
import type { Duty, Queryable } from '../platform/index.ts';
import type { Registry } from './registry.ts';
import type { Timings } from './timings.ts';

/** How many expired claims one round takes over. */
export const takeOverMax = 500;

/**
 * A claim whose lease is over is in doubt, never ready: its holder may have sent it. It is probed when a late commit must
 * have shown. Questions are simply asked again.
 */
export function takeOverDuty({
  registry,
  timings,
  onTakenOver,
}: {
  readonly registry: Registry;
  readonly timings: Timings;
  readonly onTakenOver: () => void;
}): Duty {
  const windows = registry.all.flatMap(({ id, connector }) =>
    operationsOf.flatMap((op) => {
      const operation = operationOf(connector, op);
      // Grade A may be probed at once: sending it again is harmless anyway. For the others a sleeping sender is waited for.
      return operation ? [{ system: id, op, ms: operation.settleMs + (operation.grade === 'A' ? 0 : timings.pauseAllowanceMs) }] : [];
    }),
  );
  return {
    name: 'take-over',
    everyMs: timings.takeOverEveryMs,
    runMsMax: 5_000,
    run: async (held) => {
      const taken = await held.commit('take-over', async (client) => {
        const { rowCount } = await client.query({
          name: 'take-over',
          text: `with p as (
                   select subject_id, key from effects where status = 'claimed' and lease_until < (select clock_timestamp())
                   order by subject_id, key limit $4 for update skip locked)
                 update effects e
                 set status = case when e.op = 'ask' then 'ready' else 'doubt' end, ever_doubt = e.ever_doubt or e.op <> 'ask',
                     due_at = case when e.op = 'ask' then e.due_at
                       else e.lease_until + coalesce((select w.ms from unnest($1::text[], $2::text[], $3::float8[]) as w (system, op, ms) where w.system = e.system and w.op = e.op), 0) * interval '1 ms' end,
                     lease_until = null
                 from p where e.subject_id = p.subject_id and e.key = p.key`,
          values: [windows.map((w) => w.system), windows.map((w) => w.op), windows.map((w) => w.ms), takeOverMax],
        });
        return { result: rowCount ?? 0 };
      });
      if (taken > 0) onTakenOver();
      return taken === takeOverMax ? 0 : undefined;
    },
  };
}

const operationsOf: readonly Operation[] = [
  'create',
  'quote',
  'confirm',
  'amend',
  'cancel',
  'goods-issue',
  'invoice',
  'release',
  'change-release',
  'cancel-release',
  'fulfil',
  'create-customer',
];

/** After a promotion an asynchronous standby may have lost claims: whatever could be doubled is probed before it is sent. */
export async function doubtAfterFailover(client: Queryable, registry: Registry): Promise<number> {
  const guarded = registry.all.flatMap(({ id, connector }) =>
    operationsOf.flatMap((op) => ((operationOf(connector, op)?.grade ?? 'A') === 'A' ? [] : [{ system: id, op }])),
  );
  const { rowCount } = await client.query(
    `update effects e set status = 'doubt', ever_doubt = true, due_at = clock_timestamp()
     from unnest($1::text[], $2::text[]) as t (system, op) where e.status = 'ready' and e.system = t.system and e.op = t.op`,
    [guarded.map((g) => g.system), guarded.map((g) => g.op)],
  );
  return rowCount ?? 0;
}
