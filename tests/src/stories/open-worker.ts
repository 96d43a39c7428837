import path from 'node:path';
import type { Landscape } from '@crossdock/connector-kit';
import { type Program, startProgram, stopProgram } from '../crash/programs.ts';
import type { StoryDatabase } from './database.ts';

/** The program that does the hub's work. `kill`: by SIGKILL; another one is up when it resolves. */
export type Worker = { readonly kill: () => Promise<void>; readonly close: () => Promise<void> };

/** Starts it; what it complains of goes to `worker.log` in the folder. */
export async function openWorker(
  settings: { readonly connection: StoryDatabase['connection']; readonly landscape: Landscape },
  folder: string,
): Promise<Worker> {
  const start = (): Promise<Program> => startProgram('tests/src/stories/worker.ts', [JSON.stringify(settings)], path.join(folder, 'worker.log'));
  let program = await start();
  return {
    kill: async () => {
      program.signal('SIGKILL');
      await program.exited;
      program = await start();
    },
    close: async () => {
      if (program.isRunning()) await stopProgram(program);
    },
  };
}
