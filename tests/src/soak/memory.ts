import fs from 'node:fs';

/** The memory of a process at some moment; `part` of the work was done then, from 0 to 1. */
export type Sample = { readonly part: number; readonly bytes: number };
/** Medians of the first and the last quarter of the samples behind the warm-up. */
export type Growth = { readonly warmBytes: number; readonly endBytes: number; readonly percent: number };

/** So much of the work is warm-up. */
const warmUpPart = 0.2;
const quarters = 4;

/** How much more is resident at the end than after the warm-up; undefined where there are too few samples to say. Pure. */
export function growthOf(samples: readonly Sample[]): Growth | undefined {
  const warm = samples.filter(({ part }) => part >= warmUpPart).map(({ bytes }) => bytes);
  const count = Math.floor(warm.length / quarters);
  if (count === 0) return undefined;
  const [warmBytes, endBytes] = [median(warm.slice(0, count)), median(warm.slice(-count))];
  return { warmBytes, endBytes, percent: (endBytes / warmBytes - 1) * 100 };
}

/** The lowest, middle and highest of each tenth of the work, in MB, for people. Pure. */
export function tenthsOf(samples: readonly Sample[]): readonly string[] {
  return Array.from({ length: tenths }, (_, tenth) => {
    const bytes = samples.filter(({ part }) => Math.min(Math.floor(part * tenths), tenths - 1) === tenth).map((sample) => sample.bytes);
    return bytes.length === 0 ? '-' : [Math.min(...bytes), median(bytes), Math.max(...bytes)].map(inMegabytes).join('/');
  });
}

const tenths = 10;
const megabyte = 2 ** 20;

/** Whole megabytes. */
export const inMegabytes = (bytes: number): string => (bytes / megabyte).toFixed(0);

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const kilobyte = 1024;
const everyMs = 1_000;

/** Samples a process until it is told to stop. Linux only; elsewhere there are no samples. */
export function watchMemory(pid: number, part: () => number): { readonly samples: () => readonly Sample[]; readonly stop: () => void } {
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes > 0) samples.push({ part: part(), bytes });
  }, everyMs);
  return { samples: () => samples, stop: () => clearInterval(timer) };
}

/** What a process has resident now (VmRSS); 0 where that cannot be read. */
export function residentBytes(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * kilobyte;
  } catch {
    return 0; // it has ended, or this is no Linux
  }
}
