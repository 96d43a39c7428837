import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
const lockNumber = 7_720_014; // any number, the same for every node: one of them migrates, the others wait

/** One numbered SQL file. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

/** The files of hub/migrations in order. Throws when the numbers have a gap. */
export function readMigrations(): readonly Migration[] {
  const names = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1) throw new Error(`hub/migrations/${name}: expected number ${index + 1}`);
    return { number, name, sql: fs.readFileSync(path.join(folder, name), 'utf8') };
  });
}

/** Brings an empty or an older database up to date, one transaction a file; answers the names of what it applied. */
export async function migrate(pool: pg.Pool): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await client.query('create table if not exists migrations (number int primary key, name text not null, at timestamptz not null default now())');
    const done = new Set((await client.query<{ number: number }>('select number from migrations')).rows.map((row) => row.number));
    const migrations = readMigrations();
    const newest = Math.max(0, ...done);
    if (newest > migrations.length)
      throw new Error(`This database was written by a newer release (migration ${newest}; this release knows ${migrations.length}). Start that release.`);
    const applied: string[] = [];
    for (const migration of migrations.filter((m) => !done.has(m.number))) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockNumber]).catch(() => undefined);
    client.release();
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into migrations (number, name) values ($1, $2)', [migration.number, migration.name]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`Migration ${migration.name} failed: ${(cause as Error).message}`, { cause });
  }
}
