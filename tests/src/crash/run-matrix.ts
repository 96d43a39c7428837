import fs from 'node:fs';
import path from 'node:path';
import type { ErpId } from './crash-landscape.ts';
import { type Listener, startListener } from './listener.ts';
import { type Peer, startPeer } from './peers.ts';
import { type Bench, runScenario } from './run-scenario.ts';
import { type Findings, isClean, noFindings, type Scenario, type Trial } from './scenario.ts';
import { scenarios, trials } from './scenarios.ts';
import { makeRunFolder, type Store, startStore } from './store.ts';

/** Scenarios at the same time: two cores bear them, because most of their time is waiting for leases and windows. */
export const jobsUsual = 4;

/** How the matrix is run. `jobs`: scenarios at the same time; `isKept`: logs and books stay. */
export type MatrixOptions = {
  /** Only scenarios and mutants whose name holds one of these texts; several are separated by `|`. */
  readonly only: string | undefined;
  readonly seed: number;
  readonly jobs: number;
  readonly isKept: boolean;
  readonly say: (line: string) => void;
};

/** The last line of the matrix, and whether it is as promised. */
export type MatrixResult = { readonly line: string; readonly isClean: boolean };

type Job = { readonly name: string; readonly run: (bench: Bench) => Promise<Verdict>; readonly isDurable: boolean };
type Verdict = { readonly isGood: boolean; readonly findings: Findings; readonly isCaught: boolean; readonly words: string };

/** Runs every scenario and every mutant; answers the closing line. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResult> {
  const { only = '', seed, say } = options;
  const isMeant = (name: string) => only.split('|').some((text) => name.includes(text));
  const jobs = [...scenarios.map(jobOf), ...trials.map(jobOfTrial)].filter(({ name }) => isMeant(name));
  say(`${jobs.length} scenarios, seed ${seed} (CRASH_SEED=${seed} repeats its faults)`);
  const folder = makeRunFolder();
  const listener = await startListener();
  const verdicts: Verdict[] = [];
  try {
    const durable = jobs.filter(({ isDurable }) => isDurable);
    const quick = jobs.filter(({ isDurable }) => !isDurable);
    const { jobs: count } = options;
    await onStore(path.join(folder, 'quick'), false, quick, async (store) => {
      await Promise.all(Array.from({ length: count }, (_, index) => work(quick, { store, listener, folder, index }, options, verdicts)));
    });
    await onStore(path.join(folder, 'durable'), true, durable, (store) => work(durable, { store, listener, folder, index: count }, options, verdicts));
  } finally {
    await listener.close();
    const isGood = verdicts.length === jobs.length && verdicts.every((verdict) => verdict.isGood);
    if (isGood && !options.isKept) fs.rmSync(folder, { recursive: true, force: true });
  }
  const mutants = trials.filter((trial) => isMeant(jobOfTrial(trial).name)).length;
  return closing(verdicts, jobs.length, mutants);
}

async function onStore(home: string, isDurable: boolean, jobs: readonly Job[], use: (store: Store) => Promise<void>): Promise<void> {
  if (jobs.length === 0) return;
  const store = await startStore(home, isDurable);
  try {
    await use(store);
  } finally {
    await store.stop();
  }
}

type Place = { readonly store: Store; readonly listener: Listener; readonly folder: string; readonly index: number };

/** One scenario after the other, with stand-ins that are kept from one to the next. */
async function work(queue: Job[], { store, listener, folder, index }: Place, { seed, say }: MatrixOptions, verdicts: Verdict[]): Promise<void> {
  const own = path.join(folder, `bench-${index}`);
  fs.mkdirSync(own, { recursive: true });
  const peers = new Map<string, Promise<Peer>>();
  const peer = (id: ErpId | 'wms' | 'wms-auto') => {
    const started = peers.get(id) ?? startPeer(id, own);
    peers.set(id, started);
    return started;
  };
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const startedAt = performance.now();
    const verdict = await job.run({ store, listener, peer, folder: own, seed }).catch((error: Error) => failed(error));
    verdicts.push(verdict);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(`${verdict.isGood ? 'ok    ' : 'FAILED'} ${job.name} (${seconds} s)${verdict.words === '' ? '' : `: ${verdict.words}`}`);
  }
  await Promise.all([...peers.values()].map(async (started) => (await started).stop()));
}

function failed(error: Error): Verdict {
  return { isGood: false, isCaught: false, findings: noFindings, words: error.message };
}

function jobOf(scenario: Scenario): Job {
  return {
    name: scenario.name,
    isDurable: scenario.disturbance === 'postgres',
    run: async (bench) => {
      const findings = await runScenario(scenario, bench, undefined);
      return { findings, isGood: isClean(findings), isCaught: false, words: describe(findings) };
    },
  };
}

/** What a broken variant does wrong takes two that meet at the wrong moment: where they missed each other, it runs again. */
const triesMax = 3;

function jobOfTrial({ mutant, scenario, isCaught: isCaughtBy }: Trial): Job {
  return {
    name: `mutant ${mutant}`,
    isDurable: false,
    run: async (bench) => {
      for (let nth = 1; ; nth += 1) {
        const findings = await runScenario(scenario, { ...bench, seed: bench.seed + nth - 1 }, mutant);
        const isCaught = isCaughtBy(findings);
        if (!isCaught && nth < triesMax) continue;
        return { findings: noFindings, isGood: isCaught, isCaught, words: `${isCaught ? 'caught' : 'it survived'} at run ${nth}: ${describe(findings)}` };
      }
    },
  };
}

const shownMax = 4;
const wordsCharsMax = 600;

function describe(findings: Findings): string {
  const { unknownC, askedC, inWindow, swept, ...wrong } = findings;
  const notes = [
    ...(inWindow.length > 0 ? [`inside the window ${inWindow.length}, swept ${swept.length}`] : []),
    ...(unknownC.length > 0 ? [`asked ${askedC.length} of ${unknownC.length}`] : []),
  ];
  for (const [name, list] of Object.entries(wrong)) {
    if (list.length > 0) notes.push(`${name} ${list.length}: ${list.slice(0, shownMax).join(' | ').slice(0, wordsCharsMax)}`);
  }
  return notes.join('; ');
}

function closing(verdicts: readonly Verdict[], expected: number, mutants: number): MatrixResult {
  const count = (name: keyof Findings) => verdicts.reduce((sum, { findings }) => sum + findings[name].length, 0);
  const caught = verdicts.filter(({ isCaught }) => isCaught).length;
  const line =
    `lost ${count('lost')}; doubled A ${count('doubledA')}, B outside its window ${count('doubledB')}, inside ${count('inWindow')} of which ${count('swept')} swept, ` +
    `C asked ${count('askedC')} of ${count('unknownC')}; mutants caught ${caught} of ${mutants}`;
  return { line, isClean: verdicts.length === expected && verdicts.every(({ isGood }) => isGood) };
}
