import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, isAlive, migrate, startEmbeddedPostgres } from '../../../hub/src/platform/index.ts';
import type { NodeSettings } from './settings.ts';

/** A PostgreSQL of the matrix's own. */
export type Store = {
  /** A new database, migrated, dropped with the server. */
  readonly create: () => Promise<NodeSettings['connection']>;
  readonly drop: (name: string) => Promise<void>;
  /** SIGKILL to the server's first process, and a new start on what it left. */
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Durable against a kill of its processes, not of the machine: a commit has been handed to the system before it is answered. */
const quick = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=on', 'max_wal_size=512MB', 'max_connections=200', 'deadlock_timeout=100ms'];
/** As production runs it. */
const durable = ['max_connections=200'];
const template = 'template_crash';

/** Starts the server in `home`. `isDurable`: with every wait for the disk. */
export async function startStore(home: string, isDurable: boolean): Promise<Store> {
  fs.mkdirSync(home, { recursive: true });
  fs.chmodSync(home, 0o711); // the server's account must get in when root runs the matrix
  const start = () => startEmbeddedPostgres(home, isDurable ? durable : quick);
  let server: EmbeddedPostgres = await start();
  const admin = async (sql: string) => {
    const client = new pg.Client(server.connection);
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${template}`);
  const pool = new pg.Pool({ ...server.connection, database: template });
  await migrate(pool);
  await pool.end();
  let made = 0;
  return {
    create: async () => {
      made += 1;
      const database = `crash_${made}`;
      await admin(`create database ${database} template ${template} strategy file_copy`);
      return { ...server.connection, database };
    },
    drop: (name) => admin(`drop database ${name} with (force)`),
    crash: async () => {
      process.kill(postmasterOf(server), 'SIGKILL');
      await server.exited;
      server = await start();
    },
    stop: () => server.stop(),
  };
}

/** The first line of its lock file; checked to be a live process, because it is about to be killed. */
function postmasterOf({ dataDir }: EmbeddedPostgres): number {
  const pid = Number(fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) throw new Error(`${dataDir} has no server that is alive.`);
  return pid;
}

/** A folder for one run, in memory where there is room: a database is 300 small files. Leftovers of runs that died are removed. */
export function makeRunFolder(): string {
  const place = hasRoomInMemory() ? '/dev/shm' : os.tmpdir();
  for (const name of fs.readdirSync(place)) {
    const pid = /^crossdock-crash-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) fs.rmSync(path.join(place, name), { recursive: true, force: true });
  }
  const folder = path.join(place, `crossdock-crash-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o711);
  return folder;
}

function hasRoomInMemory(): boolean {
  if (!fs.existsSync('/dev/shm')) return false;
  const { bavail, bsize } = fs.statfsSync('/dev/shm');
  return bavail * bsize > 4 * 2 ** 30;
}
