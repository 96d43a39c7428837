import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firedFile } from './failpoints.ts';
import { type Program, startProgram, stopProgram } from './programs.ts';
import type { NodeGreeting, NodeSettings } from './settings.ts';

/** The hub nodes of one scenario, started again when they are killed, as a supervisor would. */
export type Fleet = {
  readonly urls: () => readonly string[];
  /** Every failpoint that was wanted has acted. */
  readonly haveAllFired: () => boolean;
  readonly unfired: () => readonly string[];
  /** Lets nodes that a failpoint has stopped go on; answers when. */
  readonly resume: () => Date;
  /** Nodes that ended without having been killed. */
  readonly deaths: () => readonly string[];
  /** Has every node finish what it does and end. */
  readonly stop: () => Promise<void>;
};

type Seat = { program: Program | undefined; url: string | undefined; supervising: Promise<void> };

const restartMs = 100;

/** Starts the nodes; `onReady` hears of every start. Nodes may fail to start while `mayRefuse` says so (their database is down). */
export async function startFleet(
  count: number,
  settings: Omit<NodeSettings, 'name'>,
  { folder, onReady, mayRefuse }: { readonly folder: string; readonly onReady: (url: string) => Promise<void>; readonly mayRefuse: () => boolean },
): Promise<Fleet> {
  let isStopping = false;
  const deaths: string[] = [];
  const seats: Seat[] = [];

  const start = async (seat: Seat, name: string) => {
    const program = await startProgram('tests/src/crash/node.ts', [JSON.stringify({ ...settings, name })], path.join(folder, `${name}.log`));
    const { url } = program.greeting as NodeGreeting;
    Object.assign(seat, { program, url });
    await onReady(url);
  };
  const supervise = async (seat: Seat, name: string) => {
    while (!isStopping && seat.program) {
      const { code, signal } = await seat.program.exited;
      seat.url = undefined;
      if (isStopping) return;
      if (signal !== 'SIGKILL') deaths.push(`${name} ended by itself (${signal ?? code})`);
      await restart(seat, name);
    }
  };
  const restart = async (seat: Seat, name: string) => {
    for (;;) {
      await sleep(restartMs);
      if (isStopping) return;
      try {
        return await start(seat, name);
      } catch (error) {
        if (!mayRefuse()) throw error;
      }
    }
  };

  for (let index = 1; index <= count; index += 1) seats.push({ program: undefined, url: undefined, supervising: Promise.resolve() });
  await Promise.all(seats.map((seat, index) => start(seat, `node-${index + 1}`)));
  for (const [index, seat] of seats.entries()) {
    seat.supervising = supervise(seat, `node-${index + 1}`).catch((error: Error) => void deaths.push(error.message));
  }
  const unfired = () => settings.failpoints.filter((point) => !fs.existsSync(firedFile(point, settings.firedFolder))).map(({ at, nth }) => `${at} (${nth})`);
  return {
    urls: () => seats.flatMap(({ url }) => (url === undefined ? [] : [url])),
    unfired,
    haveAllFired: () => unfired().length === 0,
    resume: () => {
      const at = new Date();
      for (const { program } of seats) program?.signal('SIGCONT');
      return at;
    },
    deaths: () => deaths,
    stop: async () => {
      isStopping = true;
      const exits = await Promise.all(seats.map(({ program }) => (program?.isRunning() ? stopProgram(program) : undefined)));
      for (const exit of exits) if (exit && exit.code !== 0) deaths.push(`a node did not end when asked to (${exit.signal ?? exit.code})`);
      await Promise.all(seats.map(({ supervising }) => supervising));
    },
  };
}
