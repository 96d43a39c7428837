import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Connection, startEmbeddedPostgres } from '../../hub/src/platform/index.ts';
import { cpuSecondsOf } from './proc.ts';

/** What all contenders' databases run with: as durable as in production, and checkpoints far enough apart to fall into nobody's round. */
export const serverSettings = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'shared_buffers=512MB',
  'max_wal_size=8GB',
  'checkpoint_timeout=30min',
  'max_connections=100',
] as const;

/** The PostgreSQL that all contenders share, each in a database of its own. */
export type Server = {
  readonly connectionOf: (database: string) => Connection;
  /** A client with no limit of time, for filling and counting. */
  readonly connect: (database: string) => Promise<pg.Client>;
  readonly create: (database: string) => Promise<void>;
  readonly drop: (database: string) => Promise<void>;
  /** Writes out what earlier rounds left, so that each begins alike. */
  readonly settle: () => Promise<void>;
  readonly cpuSeconds: () => number;
  readonly version: string;
  readonly stop: () => Promise<void>;
};

/** Starts it in `folder`, or in a new one that is removed at the end. */
export async function startServer(folder: string | undefined): Promise<Server> {
  const home = folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'crossdock-bench-'));
  fs.mkdirSync(home, { recursive: true });
  fs.chmodSync(home, 0o711); // the server's account must get in when root runs the bench
  const postgres = await startEmbeddedPostgres(home, serverSettings);
  const pid = Number(fs.readFileSync(path.join(postgres.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const connect = async (database: string) => {
    const client = new pg.Client({ ...postgres.connection, database });
    await client.connect();
    return client;
  };
  const admin = await connect('postgres');
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  return {
    connectionOf: (database) => ({ ...postgres.connection, database }),
    connect,
    create: async (database) => {
      await admin.query(`drop database if exists ${database} with (force)`);
      await admin.query(`create database ${database}`);
    },
    drop: async (database) => {
      await admin.query(`drop database if exists ${database} with (force)`);
    },
    settle: async () => {
      await admin.query('checkpoint');
    },
    cpuSeconds: () => cpuSecondsOf(pid),
    version: rows[0]?.server_version ?? '',
    stop: async () => {
      await admin.end();
      await postgres.stop();
      if (folder === undefined) fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
