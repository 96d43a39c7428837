import { type Clock, recordAction, type Transact } from '../platform/index.ts';

/** Who pauses or resumes which system, and why. */
export type PauseLane = { readonly system: string; readonly actor: string; readonly reason: string };

type Deps = { readonly transact: Transact; readonly clock: Clock };

/** Stops the system's lanes from starting anything; what is under way ends. Audited in the same transaction. */
export function pauseLane({ system, actor, reason }: PauseLane, { transact, clock }: Deps): Promise<'done' | 'unknown-system'> {
  return transact('systems.pause', async (client) => {
    const { rowCount } = await client.query('update lanes set paused_at = clock_timestamp(), paused_by = $2, paused_why = $3 where system = $1', [
      system,
      actor,
      reason,
    ]);
    if (rowCount === 0) return 'unknown-system';
    await recordAction(client, { at: clock.now(), actor, action: 'pause', target: `system:${system}`, reason });
    return 'done';
  });
}

/** Lets the system's lanes go on where they stopped, also those that wait because the system asked for it. Audited in the same transaction. */
export function resumeLane({ system, actor, reason }: PauseLane, { transact, clock }: Deps): Promise<'done' | 'unknown-system'> {
  return transact('systems.resume', async (client) => {
    const { rowCount } = await client.query(
      'update lanes set paused_at = null, paused_by = null, paused_why = null, open_until = case when half_open then open_until end where system = $1',
      [system],
    );
    if (rowCount === 0) return 'unknown-system';
    await recordAction(client, { at: clock.now(), actor, action: 'resume', target: `system:${system}`, reason });
    return 'done';
  });
}
