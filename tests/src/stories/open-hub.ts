import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
// Past the hub's door, on purpose: a story starts the hub as main.ts does.
import { type Database, openDatabase } from '../../../hub/src/platform/index.ts';
import { startServer } from '../../../hub/src/serve.ts';
import { type Program, startProgram, stopProgram } from '../crash/programs.ts';
import { hubOf } from './hub-of.ts';
import type { HubSettings } from './hub-program.ts';
import { must } from './telling.ts';

/** A story's hub. */
export type StoryHub = {
  readonly address: string;
  /** Its database, to look into. */
  readonly database: Database;
  /** What it logged as a warning or an error. */
  readonly complaints: () => readonly string[];
  /** By SIGKILL; it is up again at the same address when this resolves. There where the hub is a program of its own. */
  readonly kill: (() => Promise<void>) | undefined;
  readonly close: () => Promise<void>;
};

/** Starts it in this process. */
export async function openHub({ landscape, ...settings }: Omit<HubSettings, 'port'>): Promise<StoryHub> {
  const complaints: string[] = [];
  const server = await startServer({
    ...hubOf(landscape),
    ...settings,
    log: (level, where, message) => {
      if (level !== 'info') complaints.push(`${level} ${where}: ${message}`);
    },
    role: 'all',
  });
  return { address: server.address, database: server.core.database, complaints: () => complaints, kill: undefined, close: server.stop };
}

/** Starts it as a program; what it complains of goes to `hub.log` in the folder. */
export async function openHubApart(settings: Omit<HubSettings, 'port'>, folder: string): Promise<StoryHub> {
  const port = await freePort();
  const log = path.join(folder, 'hub.log');
  const start = (): Promise<Program> => startProgram('tests/src/stories/hub-program.ts', [JSON.stringify({ ...settings, port } satisfies HubSettings)], log);
  let program = await start();
  const database = openDatabase(settings.connection, { max: 4, onError: () => undefined });
  return {
    address: `http://127.0.0.1:${port}`,
    database,
    complaints: () =>
      fs
        .readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /^(?:warn|error) /.test(line)),
    kill: async () => {
      program.signal('SIGKILL');
      await program.exited;
      program = await start();
    },
    close: async () => {
      await database.pool.end();
      if (program.isRunning()) await stopProgram(program);
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = must(server.address(), 'address');
      server.close(() => resolve(typeof address === 'object' ? address.port : 0));
    });
  });
}
