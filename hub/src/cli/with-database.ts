import type { Database } from '../platform/index.ts';
import type { CliDeps } from './deps.ts';
import { Unreachable } from './hub-client.ts';

/** Runs work on the database and lets go of it, whatever happens. Throws Unreachable when it cannot be opened. */
export async function withDatabase<T>(deps: CliDeps, work: (database: Database) => Promise<T>): Promise<T> {
  const opened = await deps.openDatabase().catch((error: Error) => {
    throw new Unreachable(`The database cannot be opened: ${error.message}`);
  });
  try {
    return await work(opened.database);
  } finally {
    await opened.close();
  }
}
