/** What one contender did in one round. */
export type Round = {
  readonly orders: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly processCpuSeconds: number;
  readonly databaseCpuSeconds: number;
  readonly peakBytes: number;
};

/** One contender's rounds, in a few words. CPU per 1,000 orders. */
export type Row = {
  readonly name: string;
  readonly rounds: readonly Round[];
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly processCpu: number;
  readonly databaseCpu: number;
  readonly peakBytes: number;
};

/** A promise about a figure, and whether it was kept. */
export type Goal = { readonly name: string; readonly figure: number; readonly wanted: string; readonly isMet: boolean };

/** What a part of the run found. */
export type Findings = { readonly title: string; readonly rows: readonly Row[]; readonly goals: readonly Goal[]; readonly notes: readonly string[] };

/** The middle one, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}

/** Medians over the rounds. */
export function rowOf(name: string, rounds: readonly Round[]): Row {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    name,
    rounds,
    perSecond: middle((round) => round.orders / round.seconds),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    processCpu: middle((round) => (round.processCpuSeconds / round.orders) * 1_000),
    databaseCpu: middle((round) => (round.databaseCpuSeconds / round.orders) * 1_000),
    peakBytes: Math.max(...rounds.map((round) => round.peakBytes)),
  };
}

/** The median of the ratios of neighbouring rounds: what slows the machine for both slows neither. */
export function ratioOf(ours: Row, theirs: Row): number {
  return median(ours.rounds.map((round, index) => speedOf(round) / speedOf(theirs.rounds[index] ?? round)));
}

function speedOf({ orders, seconds }: Round): number {
  return orders / seconds;
}

/** A goal that wants at least so much. */
export function atLeast(name: string, figure: number, least: number): Goal {
  return { name, figure, wanted: `>= ${least}`, isMet: figure >= least };
}
