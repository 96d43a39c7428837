import fs from 'node:fs';

/** Clock ticks per second in /proc (USER_HZ, 100 on every Linux that Node runs on). */
const ticksPerSecond = 100;

/** CPU seconds that a process and its children have used, those included that have ended. Linux only; 0 elsewhere. */
export function cpuSecondsOf(pid: number): number {
  const own = statOf(pid);
  if (!own) return 0;
  let ticks = own.ticks + own.endedTicks;
  for (const child of childrenOf(pid)) ticks += statOf(child)?.ticks ?? 0;
  return ticks / ticksPerSecond;
}

/** The most memory that a process ever had resident (VmHWM), in bytes. Linux only; 0 elsewhere. */
export function peakBytesOf(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

type Stat = { readonly parent: number; readonly ticks: number; readonly endedTicks: number };

/** The name of a process may hold spaces and brackets, so fields are counted from the last bracket (proc_pid_stat(5)). */
function statOf(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return text === '' ? undefined : { parent: field(4), ticks: field(14) + field(15), endedTicks: field(16) + field(17) };
}

function childrenOf(pid: number): readonly number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => statOf(other)?.parent === pid);
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended, or this is no Linux
  }
}
