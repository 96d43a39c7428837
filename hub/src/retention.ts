import type { Duty } from './platform/index.ts';

/** What is kept how long, in days, and how much one round deletes. Orders and their audit are never deleted here. */
export const retentionLimits = { inboxDays: 90, refusalDays: 30, attemptDays: 365, rowsMax: 5_000, everyMs: 60_000 } as const;

const trims = [
  { name: 'keys', sql: `delete from idempotency where ctid in (select ctid from idempotency where expires_at < (select clock_timestamp()) limit $1)`, days: 0 },
  {
    name: 'inbox',
    sql: `delete from inbox where ctid in (select ctid from inbox where received_at < (select clock_timestamp()) - $2 * interval '1 day' and status in ('done', 'ignored', 'refused') limit $1)`,
    days: retentionLimits.inboxDays,
  },
  {
    name: 'refusals',
    sql: `delete from refusals where ctid in (select ctid from refusals where at < (select clock_timestamp()) - $2 * interval '1 day' limit $1)`,
    days: retentionLimits.refusalDays,
  },
  {
    name: 'problems',
    sql: `delete from showings where ctid in (select ctid from showings where subject_id is null and shown >= wanted and shown_at < (select clock_timestamp()) - $2 * interval '1 day' limit $1)`,
    days: retentionLimits.refusalDays,
  },
  { name: 'nodes', sql: `delete from nodes where until < clock_timestamp() - interval '1 day' and $1 > 0`, days: 0 },
] as const;

/** Trims what is only kept for a time, a little every minute, each by its own index. */
export function retentionDuty(): Duty {
  return {
    name: 'retention',
    everyMs: retentionLimits.everyMs,
    runMsMax: 30_000,
    run: async (held) => {
      let most = 0;
      for (const trim of trims) {
        const values = trim.sql.includes('$2') ? [retentionLimits.rowsMax, trim.days] : [retentionLimits.rowsMax];
        const deleted = await held.commit(`retention.${trim.name}`, async (client) => ({ result: (await client.query(trim.sql, values)).rowCount ?? 0 }));
        most = Math.max(most, deleted);
      }
      return most >= retentionLimits.rowsMax ? 1_000 : undefined;
    },
  };
}
