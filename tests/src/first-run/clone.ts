import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../../..');

/** What a person sees who types a command: everything printed so far, and the end. */
export type Typed = {
  readonly pid: number;
  readonly said: () => string;
  /** What of it came on standard output, for whoever reads it as a program. */
  readonly printed: () => string;
  /** Waits until the text appears. Rejects with all that was said when it does not in time, or when the command ends before. */
  readonly until: (text: string, msMax: number) => Promise<void>;
  /** As Ctrl-C does: SIGINT to every process of the group. */
  readonly interrupt: () => void;
  /** kill -9 of every process of the group at once. */
  readonly killGroup: () => void;
  /** The exit code, or the signal; rejects when the command has not ended in time. */
  readonly ended: (msMax: number) => Promise<number | string>;
};

/** A fresh clone as a newcomer has it, in a folder of its own, with nothing installed. */
export type Clone = {
  readonly folder: string;
  /** Types a command in the clone with an environment in which only what is given is set. */
  readonly type: (command: string, args: readonly string[], env: Readonly<Record<string, string>>) => Typed;
  readonly remove: () => void;
};

/** Clones the repository as it is committed; what is changed and not committed yet comes along, so that it is tested before the commit. */
export function makeClone(): Clone {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'crossdock-first-run-'));
  fs.chmodSync(place, 0o711); // where root runs the tests, the database server's account must get in
  const folder = path.join(place, 'crossdock');
  git(place, 'clone', '--quiet', '--no-hardlinks', root, folder);
  for (const name of git(root, 'ls-files', '--modified', '--others', '--exclude-standard').split('\n').filter(Boolean)) {
    const source = path.join(root, name);
    if (fs.existsSync(source)) fs.cpSync(source, path.join(folder, name));
    else fs.rmSync(path.join(folder, name), { force: true });
  }
  const shared = path.join(root, '../shared');
  if (fs.existsSync(shared)) fs.symlinkSync(shared, path.join(place, 'shared'));
  return { folder, type: (command, args, env) => typeIn(folder, command, args, env), remove: () => fs.rmSync(place, { recursive: true, force: true }) };
}

function git(folder: string, ...args: readonly string[]): string {
  const ran = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

function typeIn(folder: string, command: string, args: readonly string[], env: Readonly<Record<string, string>>): Typed {
  // biome-ignore lint/style/noProcessEnv: where npm and its cache are
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { cwd: folder, env: { PATH, HOME, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started`);
  let text = '';
  let output = '';
  const listen = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    listen(chunk);
  });
  child.stderr.on('data', listen);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const wait = async (what: string, isSo: () => boolean, msMax: number) => {
    for (const end = performance.now() + msMax; !isSo(); await sleep(50)) {
      if (performance.now() > end) throw new Error(`${what}: not in ${msMax} ms. It said:\n${text}`);
      if (hasEnded() && !isSo()) throw new Error(`${what}: it ended with ${child.exitCode ?? child.signalCode} before. It said:\n${text}`);
    }
  };
  return {
    pid,
    said: () => text,
    printed: () => output,
    until: (awaited, msMax) => wait(`"${awaited}"`, () => text.includes(awaited), msMax),
    interrupt: () => signal(pid, 'SIGINT'),
    killGroup: () => signal(pid, 'SIGKILL'),
    ended: async (msMax) => {
      await wait('the end', hasEnded, msMax);
      if (!child.stdout.closed) await Promise.race([once(child, 'close'), sleep(msMax)]);
      return end(child);
    },
  };
}

const end = (child: ChildProcess): number | string => child.exitCode ?? child.signalCode ?? 'nothing';

/** To a whole process group; one that is gone already needs nothing. */
function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Processes that run out of a folder or name it in their arguments, as `pid command line`. Linux only; elsewhere none is seen. */
export function processesOf(folder: string): readonly string[] {
  if (!fs.existsSync('/proc/self/cmdline')) return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return words.includes(folder) ? [`${pid} ${words}`] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

/** Ports of this machine that nobody uses now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => holdPort(0)));
  const ports = servers.map(({ port }) => port);
  for (const server of servers) await server.release();
  return ports;
}

/** Uses a port as another program would. Rejects when it is taken. */
export async function holdPort(port: number): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
