import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A program of ours in a process of its own; `said` is the JSON of its first line of output. */
export type Program<Said> = { readonly pid: number; readonly said: Said; readonly stop: () => Promise<void> };

/** Longest waits for a program, in ms: for its first line, and for its end after SIGTERM. */
export const programLimits = { startMsMax: 30_000, stopMsMax: 20_000 } as const;

const root = path.join(import.meta.dirname, '..', '..');
const running = new Set<ChildProcess>();

/** Starts a file with the Node that runs us; its first argument is `input` as JSON, or the arguments as they are. Rejects when it ends before its first line. */
export async function startProgram<Said>(file: string, input: object | readonly string[], nodeArgs: readonly string[] = []): Promise<Program<Said>> {
  const args = Array.isArray(input) ? (input as readonly string[]) : [JSON.stringify(input)];
  const child = spawn(process.execPath, [...process.execArgv, ...nodeArgs, path.join(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  void ended.then(() => running.delete(child));
  const line = await firstLine(child, ended, file);
  if (child.pid === undefined) throw new Error(`${file} has no process.`);
  return {
    pid: child.pid,
    said: JSON.parse(line) as Said, // written by our own program
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), programLimits.stopMsMax);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Ends whatever is still running; for the way out after an error or a signal. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

function firstLine(child: ChildProcess, ended: Promise<number | null>, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${file} said nothing within ${programLimits.startMsMax} ms.`));
    }, programLimits.startMsMax);
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
    void ended.then((code) => reject(new Error(`${file} ended with ${code} before it said anything.`)));
    child.stdout?.once('data', () => clearTimeout(timer));
  });
}
