import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** A simulator that runs as a program of its own. */
export type Program = {
  readonly addresses: {
    readonly name: string;
    readonly url: string;
    readonly control: string;
    readonly desk: string;
    readonly faults: string;
    readonly book: string;
    readonly token: string;
  };
  readonly firstLine: string;
  /** Sends a signal and waits for the end; answers the exit code, or the signal that ended it. */
  readonly end: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => Promise<number | string>;
};

const startMsMax = 60_000;
/** What still runs: a test that fails midway leaves its program behind. */
const running = new Set<ChildProcess>();

/** Starts a simulator by its command line and waits for its first line. */
export async function startProgram(words: readonly string[]): Promise<Program> {
  const child = spawnMain(words);
  const ended = endOf(child);
  const firstLine = await new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no first line within ${startMsMax} ms: ${text}`)), startMsMax);
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before its first line`)));
  });
  const end: Program['end'] = async (signal) => {
    child.kill(signal);
    return await ended;
  };
  return { addresses: JSON.parse(firstLine) as Program['addresses'], firstLine, end }; // the first line under test
}

/** Runs a command line to its end. */
export async function runProgram(words: readonly string[]): Promise<{ readonly code: number | string; readonly out: string; readonly err: string }> {
  const child = spawnMain(words);
  const text = { out: '', err: '' };
  child.stdout?.on('data', (part: Buffer) => {
    text.out += part.toString('utf8');
  });
  child.stderr?.on('data', (part: Buffer) => {
    text.err += part.toString('utf8');
  });
  return { code: await endOf(child), ...text };
}

function spawnMain(words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=@crossdock/source', path.join(import.meta.dirname, '../main.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Kills what still runs; for afterEach. */
export async function endAllPrograms(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = endOf(child);
      child.kill('SIGKILL');
      await ended;
    }),
  );
}

const endOf = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')));
