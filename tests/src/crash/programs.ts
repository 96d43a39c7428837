import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How a program ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A program that the matrix has started. */
export type Program = {
  readonly pid: number;
  /** Its first line of output, parsed. Rejects when it ends or the wait is over before. */
  readonly greeting: unknown;
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Writes a line to its standard input; there where it was started to be told things. */
  readonly tell: (line: string) => void;
};

/** How a program is started otherwise than usual. `nodeArgs`: for Node itself. */
export type ProgramWays = { readonly nodeArgs?: readonly string[]; readonly isTold?: boolean };

/** Waits of the matrix for its programs, in ms. */
export const programLimits = { startMsMax: 60_000, stopMsMax: 15_000 } as const;

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Node checks what it keeps there against the sources, so every run may use it. */
const compileCache = path.join(os.tmpdir(), 'crossdock-compile-cache');
const running = new Set<ChildProcess>();
// Whatever ends the matrix, its programs end with it: they hold no more than this process's own throw-away data.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a TypeScript program of this repository with this Node; what it writes to stderr goes to `logFile`. */
export async function startProgram(
  file: string,
  words: readonly string[],
  logFile: string,
  { nodeArgs = [], isTold = false }: ProgramWays = {},
): Promise<Program> {
  const log = fs.openSync(logFile, 'a');
  const args = ['--conditions=@crossdock/source', ...nodeArgs, path.join(root, file), ...words];
  const env = { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: compileCache, TZ: 'UTC' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: [isTold ? 'pipe' : 'ignore', 'pipe', log] });
  fs.closeSync(log);
  const { stdout, stdin } = child;
  if (!stdout) throw new Error(`${file} has no output`);
  running.add(child);
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).finally(() => running.delete(child));
  const first = new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve));
  const late = new AbortController();
  const greeting = await Promise.race([
    first,
    exited.then(({ code, signal }) => Promise.reject(new Error(`${file} ended before it was ready (${signal ?? code}): see ${logFile}`))),
    sleep(programLimits.startMsMax, undefined, { signal: late.signal }).then(() => Promise.reject(new Error(`${file} was not ready in time: see ${logFile}`))),
  ]).finally(() => late.abort());
  stdout.resume();
  return {
    pid: child.pid ?? 0,
    greeting: JSON.parse(greeting) as unknown,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
    tell: (line) => void stdin?.write(`${line}\n`),
  };
}

/** Asks the program to end, and ends it when it does not; answers how it ended. */
export async function stopProgram(program: Program): Promise<Exit> {
  program.signal('SIGCONT');
  program.signal('SIGTERM');
  const force = setTimeout(() => program.signal('SIGKILL'), programLimits.stopMsMax);
  const exit = await program.exited;
  clearTimeout(force);
  return exit;
}
