import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
// Past the hub's door, on purpose: it has none, being a program.
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../hub/src/platform/index.ts';

/** A PostgreSQL of the story's own, thrown away afterwards, so nothing waits for the disk. */
export type StoryDatabase = { readonly connection: EmbeddedPostgres['connection']; readonly home: string; readonly close: (keep: boolean) => Promise<void> };

const bytesMin = 2 ** 30;
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=256MB'];

/** Starts it in a folder of its own. */
export async function openDatabase(): Promise<StoryDatabase> {
  const home = fs.mkdtempSync(path.join(roomInMemory() ? '/dev/shm' : os.tmpdir(), 'crossdock-story-'));
  fs.chmodSync(home, 0o711); // the server's account must get in when root tells the story
  const server = await startEmbeddedPostgres(home, settings);
  const { connection } = server;
  return {
    connection,
    home,
    close: async (keep) => {
      await server.stop();
      if (!keep) fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

function roomInMemory(): boolean {
  if (!fs.existsSync('/dev/shm')) return false;
  const { bavail, bsize } = fs.statfsSync('/dev/shm');
  return bavail * bsize > bytesMin;
}
