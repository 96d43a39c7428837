import type { Database } from '../platform/index.ts';

/** After so many failures in a row the lane opens; after each wait one reading probe decides. The first wait is `Timings.breakerOpenMs`. */
export const breakerLimits = { failuresMax: 5, openMsMax: 60_000 } as const;

type Lane = { readonly system: string; readonly limiter: string };

/** A failure of a call or of a half-open lane's probe; `openMs`: how long the lane opens first. */
type Charge = { readonly by: 'call' | 'probe'; readonly message: string; readonly openMs: number };

/**
 * One more failure that says something about the system, not about the order. Opens the lane at the limit; each failed probe doubles
 * the wait. Calls that were under way when it opened say nothing new: counted too, they alone would double it several times.
 */
export async function chargeLane(database: Database, { system }: Lane, { by, message, openMs }: Charge): Promise<void> {
  await database.pool.query({
    name: 'charge-lane',
    text: `update lanes set failures = failures + 1, last_error = $2,
                  half_open = half_open or failures + 1 >= $3,
                  open_until = case when failures + 1 >= $3 then greatest(coalesce(open_until, clock_timestamp()),
                    clock_timestamp() + least($5::float8, $4::float8 * power(2, least(10, failures + 1 - $3))) * interval '1 ms') else open_until end
           where system = $1 and ($6 or not half_open)`,
    values: [system, message.slice(0, 500), breakerLimits.failuresMax, openMs, breakerLimits.openMsMax, by === 'probe'],
  });
}

/** The system answered: failures in a row are over. Called only where this node knows of some. */
export async function clearLane(database: Database, { system }: Lane): Promise<void> {
  await database.pool.query({
    name: 'clear-lane',
    text: `update lanes set failures = 0, half_open = false, open_until = null where system = $1 and failures > 0`,
    values: [system],
  });
}

/** A failure that stops nothing: people see it beside the lane. */
export async function noteLane(database: Database, { system, limiter }: Lane, message: string): Promise<void> {
  await database.pool.query({
    name: 'note-lane',
    text: 'update lanes set last_error = $3 where system = $1 and limiter = $2',
    values: [system, limiter, message.slice(0, 500)],
  });
}

/** The partner asked for a pause: nothing is sent until then, and no effect is charged. */
export async function pauseFor(database: Database, { system, limiter }: Lane, ms: number, message: string): Promise<void> {
  await database.pool.query({
    name: 'pause-lane-for',
    text: `update lanes set open_until = greatest(coalesce(open_until, clock_timestamp()), clock_timestamp() + $3 * interval '1 ms'), last_error = $4 where system = $1 and limiter = $2`,
    values: [system, limiter, ms, message.slice(0, 500)],
  });
}

/** One node wins the right to probe a half-open system; the next chance comes after the wait. */
export async function mayProbe(database: Database, { system, limiter }: Lane, openMs: number): Promise<boolean> {
  const { rowCount } = await database.pool.query({
    name: 'may-probe',
    text: `update lanes set open_until = clock_timestamp() + $3 * interval '1 ms' where system = $1 and limiter = $2 and half_open and (open_until is null or open_until <= clock_timestamp())`,
    values: [system, limiter, openMs],
  });
  return (rowCount ?? 0) > 0;
}
