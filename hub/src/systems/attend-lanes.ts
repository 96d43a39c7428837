import { type Bell, pause } from '../platform/index.ts';
import { chargeLane, clearLane, mayProbe } from './breaker.ts';
import { callHealth } from './call-health.ts';
import { type CarryDeps, carryOut, probe } from './carry-out.ts';
import { type Claimed, claimDoubts, claimReady, type LaneClass, laneClasses } from './claim.ts';
import type { Lanes } from './lanes.ts';
import type { RegisteredSystem, Registry } from './registry.ts';
import { claimLeaseMs } from './timings.ts';

/** How the lanes are looked after. */
export type AttendDeps = CarryDeps & {
  readonly lanes: Lanes;
  readonly registry: Registry;
  readonly bells: ReadonlyMap<string, Bell>;
  readonly onError: (where: string, error: Error) => void;
};

/** Waits between looks, in ms: without work, with work that goes on, for doubts; how many one look claims; how many answers may wait to be settled. */
export const attendLimits = {
  idleMs: 200,
  busyMs: 3,
  errorMs: 500,
  doubtEveryMs: 400,
  rescanMs: 3_000,
  claimMax: 64,
  unsettledMax: 256,
  stopMsMax: 70_000,
} as const;
/** Out of sixteen claims, how many begin with a class: live work first, but every class has its floor. */
const rotation: readonly LaneClass[] = [
  'live',
  'live',
  'live',
  'status',
  'live',
  'live',
  'live',
  'master',
  'live',
  'live',
  'live',
  'status',
  'live',
  'live',
  'history',
  'live',
];

/** The name of a lane's bell. */
export function laneName(system: string, limiter: string): string {
  return `${system}/${limiter}`;
}

/** Works all lanes until the signal; resolves when every call that was begun is settled. */
export async function attendLanes(deps: AttendDeps, signal: AbortSignal): Promise<void> {
  await Promise.all(deps.registry.all.flatMap((system) => Object.keys(system.limiters).map((limiter) => attend(system, limiter, deps, signal))));
}

type Round = { turn: number; dueFrom: Map<LaneClass, string>; rescanAtMs: number; doubtAtMs: number };

async function attend(system: RegisteredSystem, limiter: string, deps: AttendDeps, signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<void>>();
  const bell = deps.bells.get(laneName(system.id, limiter));
  const callMsMax = deps.registry.callMsMaxOf(system.id);
  const round: Round = { turn: 0, dueFrom: new Map(), rescanAtMs: 0, doubtAtMs: 0 };
  while (!signal.aborted) {
    let waitMs: number = attendLimits.idleMs;
    try {
      const begun = running.size < attendLimits.unsettledMax ? await look(system, limiter, callMsMax, round, deps, running) : 'full';
      if (begun === 'full' || running.size > 0) waitMs = attendLimits.busyMs * 2;
      if (begun !== 'full' && begun > 0) waitMs = attendLimits.busyMs;
    } catch (error) {
      deps.onError(laneName(system.id, limiter), error as Error);
      waitMs = attendLimits.errorMs;
    }
    if (waitMs === attendLimits.idleMs && bell) await bell.wait(waitMs, signal);
    else await pause(waitMs, signal);
  }
  const settled = new AbortController(); // a wait that nobody needs any more would keep the process alive
  await Promise.race([Promise.allSettled(running), pause(attendLimits.stopMsMax, settled.signal)]);
  settled.abort();
}

/** One look at a lane: claims what may start now and starts it; answers how much that was, or that slots or rate are used up for the moment. */
async function look(
  system: RegisteredSystem,
  limiter: string,
  callMsMax: number,
  round: Round,
  deps: AttendDeps,
  running: Set<Promise<void>>,
): Promise<number | 'full'> {
  const { lanes, clock } = deps;
  const state = lanes.state(system.id, limiter);
  if (!state || state.isPaused) return 0;
  if (state.openUntilMs !== undefined && clock.wallMs() < state.openUntilMs) return 0;
  if (state.isHalfOpen) {
    await halfOpen(system, limiter, callMsMax, deps);
    return 0;
  }
  // The call has to be over within the slot's lease, however long the claim before it takes.
  const slots = lanes.reserve(system.id, limiter, deps.timings.claimStartMs + callMsMax, attendLimits.claimMax);
  if (!slots) return state.slotsOwned > 0 ? 'full' : 0;
  const started = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  const take = { limit: slots.count, leaseMs: claimLeaseMs(deps.timings, callMsMax) };
  const { connector } = system;
  try {
    const doubts = await dueDoubts(system, limiter, take, round, deps);
    for (const one of doubts) begin(one, slots.use(), deps, running, (onAnswered) => probe(one, connector, { ...started, onAnswered }, deps));
    if (doubts.length === take.limit) return doubts.length;
    const claimed = await claimByClass(system, limiter, { ...take, limit: take.limit - doubts.length }, round, deps);
    for (const one of claimed) begin(one, slots.use(), deps, running, (onAnswered) => carryOut(one, connector, { ...started, onAnswered }, deps));
    return doubts.length + claimed.length;
  } finally {
    slots.release();
  }
}

function begin(claimed: Claimed, giveBack: () => void, deps: AttendDeps, running: Set<Promise<void>>, work: (onAnswered: () => void) => Promise<void>): void {
  deps.retryBudget.called(claimed.system);
  const call = work(giveBack)
    .catch((error: Error) => deps.onError(`${laneName(claimed.system, claimed.limiter)} ${claimed.key}`, error))
    .finally(() => {
      giveBack();
      running.delete(call);
      deps.bells.get(laneName(claimed.system, claimed.limiter))?.ring();
    });
  running.add(call);
}

/** Doubts are looked for now and then: they are few, and none is in a hurry before its settle window is over. */
async function dueDoubts(
  system: RegisteredSystem,
  limiter: string,
  take: { readonly limit: number; readonly leaseMs: number },
  round: Round,
  deps: AttendDeps,
): Promise<readonly Claimed[]> {
  const now = deps.clock.monotonicMs();
  if (now < round.doubtAtMs) return [];
  const found = await claimDoubts(deps.database, deps.node, { system: system.id, limiter }, take);
  if (found.length < take.limit) round.doubtAtMs = now + attendLimits.doubtEveryMs;
  return found;
}

/** Claims by priority, beginning with another class now and then; each class is scanned from where it last found work. */
async function claimByClass(
  system: RegisteredSystem,
  limiter: string,
  take: { readonly limit: number; readonly leaseMs: number },
  round: Round,
  deps: AttendDeps,
): Promise<readonly Claimed[]> {
  const now = deps.clock.monotonicMs();
  if (now >= round.rescanAtMs) {
    round.dueFrom.clear();
    round.rescanAtMs = now + attendLimits.rescanMs;
  }
  const first = rotation[round.turn % rotation.length] ?? 'live';
  round.turn += 1;
  const classes = [first, ...laneClasses.filter((other) => other !== first)];
  const claimed = await claimReady(
    deps.database,
    deps.node,
    { system: system.id, limiter },
    { ...take, classes: classes.map((laneClass) => ({ laneClass, dueFrom: round.dueFrom.get(laneClass) ?? '-infinity' })) },
  );
  for (const laneClass of classes) {
    const oldest = claimed
      .filter((one) => one.laneClass === laneClass)
      .map((one) => one.dueAt)
      .sort()[0];
    if (oldest !== undefined) round.dueFrom.set(laneClass, oldest);
  }
  return claimed;
}

/** Half open: one slot of one node, a reading call first. */
async function halfOpen(system: RegisteredSystem, limiter: string, callMsMax: number, deps: AttendDeps): Promise<void> {
  const lane = { system: system.id, limiter };
  const giveBack = deps.lanes.take(system.id, limiter, callMsMax);
  if (!giveBack) return;
  try {
    if (!(await mayProbe(deps.database, lane, deps.timings.breakerOpenMs))) return;
    const health = await callHealth(system, 'half-open', callMsMax, deps);
    if (health.kind === 'healthy') await clearLane(deps.database, lane);
    else await chargeLane(deps.database, lane, { by: 'probe', message: health.message, openMs: deps.timings.breakerOpenMs });
  } finally {
    giveBack();
  }
}
