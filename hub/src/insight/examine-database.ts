import { type Database, readMigrations } from '../platform/index.ts';
import { listLanes } from '../systems/index.ts';

/** What a look at the database found. */
export type Finding = { readonly name: string; readonly kind: 'ok' | 'warning' | 'bad'; readonly says: string };

/** From when on something is worth a word: a snapshot that holds vacuum back, a duty that nobody does, clocks that differ. */
export const examineLimits = { snapshotMinutesMax: 10, dutyMinutesMax: 5, clockMsMax: 2_000, serverVersionMin: 150_000 } as const;

/** Looks at version, durability, migrations, clock, old snapshots, nodes, duties and lanes. */
export async function examineDatabase({ pool }: Database, { now }: { readonly now: Date }): Promise<readonly Finding[]> {
  const server = await one<{ version: string; number: string; fsync: string; commit: string; at: Date }>(
    pool,
    `select current_setting('server_version') as version, current_setting('server_version_num') as number, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit, clock_timestamp() as at`,
  );
  const aside = Math.abs(server.at.getTime() - now.getTime());
  const migrated = await one<{ newest: number | null }>(pool, 'select max(number) as newest from migrations');
  const known = readMigrations().length;
  const snapshots = await one<{ count: number; minutes: number }>(
    pool,
    `select count(*)::int as count, coalesce(max(extract(epoch from clock_timestamp() - xact_start)) / 60, 0)::int as minutes from pg_stat_activity
     where backend_xmin is not null and xact_start < clock_timestamp() - $1 * interval '1 minute'`,
    [examineLimits.snapshotMinutesMax],
  );
  const nodes = await one<{ alive: number }>(pool, 'select count(*)::int as alive from nodes where until > clock_timestamp()');
  const duties = await pool.query<{ name: string }>(`select name from duties where ran_at < clock_timestamp() - $1 * interval '1 minute' order by name`, [
    examineLimits.dutyMinutesMax,
  ]);
  const late = duties.rows.map((row) => row.name);
  const stopped = (await listLanes({ pool })).filter((lane) => lane.pausedAt || lane.openUntil);
  const isDurable = server.fsync === 'on' && server.commit !== 'off';
  return [
    found('database', Number(server.number) >= examineLimits.serverVersionMin ? 'ok' : 'bad', `PostgreSQL ${server.version}; 15 or newer is needed`),
    found(
      'durability',
      isDurable ? 'ok' : 'bad',
      `fsync ${server.fsync}, synchronous_commit ${server.commit}${isDurable ? '' : ': what was acknowledged can be lost'}`,
    ),
    found('migrations', migrated.newest === known ? 'ok' : 'bad', `${migrated.newest ?? 0} of ${known} applied`),
    found('clock', aside <= examineLimits.clockMsMax ? 'ok' : 'warning', `${aside} ms between this machine and the database`),
    found(
      'snapshots',
      snapshots.count === 0 ? 'ok' : 'warning',
      snapshots.count === 0
        ? 'none is old'
        : `${snapshots.count} are older than ${examineLimits.snapshotMinutesMax} minutes (oldest ${snapshots.minutes}): they hold vacuum back`,
    ),
    found('nodes', nodes.alive > 0 ? 'ok' : 'warning', `${nodes.alive} alive`),
    found(
      'duties',
      late.length === 0 || nodes.alive === 0 ? 'ok' : 'warning',
      late.length === 0 ? 'all are done' : `not done for ${examineLimits.dutyMinutesMax} minutes: ${late.join(', ')}`,
    ),
    ...stopped.map((lane) =>
      found(
        `lane ${lane.system} ${lane.limiter}`,
        'warning',
        lane.pausedAt ? `paused by ${lane.pausedBy ?? ''}: ${lane.pausedWhy ?? ''}` : `breaker open: ${lane.lastError ?? ''}`,
      ),
    ),
  ];
}

function found(name: string, kind: Finding['kind'], says: string): Finding {
  return { name, kind, says };
}

async function one<Row extends object>(pool: Database['pool'], sql: string, values: readonly unknown[] = []): Promise<Row> {
  const { rows } = await pool.query<Row>(sql, [...values]);
  const row = rows[0];
  if (!row) throw new Error('The database answered without a row.');
  return row;
}
