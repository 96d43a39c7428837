import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A stand-in that runs as a process of its own. Its addresses are what its first line of output says. */
export type Child = { readonly name: string; readonly addresses: Readonly<Record<string, unknown>>; readonly stop: () => Promise<void> };

const startMsMax = 15_000;
const stopMsMax = 5_000;

/** Starts `node FILE ARGUMENTS` beside this process and waits for its first line, one JSON object. Rejects with what it said when it does not come up. */
export async function startChild(name: string, file: string, args: readonly string[]): Promise<Child> {
  // A session of its own: Ctrl-C reaches the hub alone, which stops its children last. The pipe tells them when it dies without a word.
  const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  child.stdin.on('error', () => {});
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), startMsMax);
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), once(child, 'close').then(() => undefined)]);
  clearTimeout(timer);
  if (first === undefined) throw new Error(`${name} did not start: ${said.trim() || 'it ended without a word'}`);
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  return {
    name,
    addresses: JSON.parse(first) as Readonly<Record<string, unknown>>,
    stop: async () => {
      process.off('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const force = setTimeout(kill, stopMsMax);
      await once(child, 'exit');
      clearTimeout(force);
    },
  };
}
