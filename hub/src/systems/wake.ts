import type { Duty, Queryable } from '../platform/index.ts';

/** How many orders one round wakes, and how often it looks, in ms. */
export const wakeLimits = { ordersMax: 500, everyMs: 500 } as const;

/** Gives orders whose clock has run out their tick. */
export function wakeDuty({ tick, pool }: { readonly tick: (subjectId: string) => Promise<void>; readonly pool: Queryable }): Duty {
  return {
    name: 'wake',
    everyMs: wakeLimits.everyMs,
    runMsMax: 20_000,
    run: async () => {
      const { rows } = await pool.query<{ id: string }>('select id from subjects where wake_at <= (select clock_timestamp()) order by wake_at limit $1', [
        wakeLimits.ordersMax,
      ]);
      await Promise.all(rows.map((row) => tick(row.id)));
      return rows.length === wakeLimits.ordersMax ? 0 : undefined;
    },
  };
}
