import { type Bell, pause } from '../platform/index.ts';
import { chargeLane, clearLane, mayProbe } from './breaker.ts';
import { answerBytesMax, type Window } from './call-out.ts';
import { type CarryDeps, carryOut, probe } from './carry-out.ts';
import { type Claimed, claimDoubts, claimReady, type LaneClass, laneClasses } from './claim.ts';
import type { GiveBack, Lanes } from './lanes.ts';
import type { RegisteredSystem, Registry } from './registry.ts';
import { claimLeaseMs } from './timings.ts';

/** How the lanes are looked after. */
export type AttendDeps = CarryDeps & {
  readonly lanes: Lanes;
  readonly registry: Registry;
  readonly bells: ReadonlyMap<string, Bell>;
  readonly onError: (where: string, error: Error) => void;
};

/** Waits between looks, in ms: without work, with work that goes on, for doubts; and the weight of each class of work. */
export const attendLimits = { idleMs: 200, busyMs: 3, errorMs: 500, doubtEveryMs: 400, rescanMs: 3_000, claimMax: 64, stopMsMax: 70_000 } as const;
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
      const begun = await look(system, limiter, callMsMax, round, deps, running);
      if (begun > 0) waitMs = attendLimits.busyMs;
      else if (running.size > 0) waitMs = attendLimits.busyMs * 2;
    } catch (error) {
      deps.onError(laneName(system.id, limiter), error as Error);
      waitMs = attendLimits.errorMs;
    }
    if (waitMs === attendLimits.idleMs && bell) await bell.wait(waitMs, signal);
    else await pause(waitMs, signal);
  }
  await Promise.race([Promise.allSettled(running), pause(attendLimits.stopMsMax, new AbortController().signal)]);
}

/** One look at a lane: claims what may start now and starts it; answers how much that was. */
async function look(
  system: RegisteredSystem,
  limiter: string,
  callMsMax: number,
  round: Round,
  deps: AttendDeps,
  running: Set<Promise<void>>,
): Promise<number> {
  const { lanes, clock } = deps;
  const state = lanes.state(system.id, limiter);
  if (!state || state.isPaused) return 0;
  if (state.openUntilMs !== undefined && clock.wallMs() < state.openUntilMs) return 0;
  if (state.isHalfOpen) {
    await halfOpen(system, limiter, callMsMax, deps);
    return 0;
  }
  // A claim must still start and end within the slot's lease, however long the claim itself takes.
  const slots = [...lanes.reserve(system.id, limiter, deps.timings.claimStartMs + callMsMax, attendLimits.claimMax)];
  if (slots.length === 0) return 0;
  try {
    const window: Window = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
    const leaseMs = claimLeaseMs(deps.timings, callMsMax);
    const limit = slots.length;
    const doubts = await dueDoubts(system, limiter, { limit, leaseMs }, round, deps);
    for (const one of doubts) begin(one, system, deps, running, slots.pop(), () => probe(one, system.connector, window, deps));
    if (slots.length === 0) return doubts.length;
    const claimed = await claimByClass(system, limiter, { limit: slots.length, leaseMs }, round, deps);
    for (const one of claimed) begin(one, system, deps, running, slots.pop(), () => carryOut(one, system.connector, window, deps));
    return doubts.length + claimed.length;
  } finally {
    for (const giveBack of slots) giveBack('unused');
  }
}

function begin(
  claimed: Claimed,
  system: RegisteredSystem,
  deps: AttendDeps,
  running: Set<Promise<void>>,
  slot: GiveBack | undefined,
  work: () => Promise<void>,
): void {
  deps.retryBudget.called(system.id);
  const call = work()
    .catch((error: Error) => deps.onError(`${laneName(system.id, claimed.limiter)} ${claimed.key}`, error))
    .finally(() => {
      slot?.();
      running.delete(call);
      deps.bells.get(laneName(system.id, claimed.limiter))?.ring();
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
  const claimed: Claimed[] = [];
  for (const laneClass of [first, ...laneClasses.filter((other) => other !== first)]) {
    const limit = take.limit - claimed.length;
    if (limit < 1) break;
    const found = await claimReady(
      deps.database,
      deps.node,
      { system: system.id, limiter },
      { laneClass, limit, leaseMs: take.leaseMs, dueFrom: round.dueFrom.get(laneClass) ?? '-infinity' },
    );
    const oldest = found.map((one) => one.dueAt).sort()[0];
    if (oldest !== undefined) round.dueFrom.set(laneClass, oldest);
    claimed.push(...found);
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
    const correlation = `half-open/${system.id}`;
    const startMs = deps.clock.monotonicMs();
    const until = { wallMs: deps.clock.wallMs() + callMsMax, monotonicMs: startMs + callMsMax };
    const http = deps.transport.forCall({ correlation, deadlineAt: startMs + callMsMax, sendUntil: until, bodyBytesMax: answerBytesMax });
    const health = await system.connector.health({ http, correlation, now: deps.clock.now });
    if (health.kind === 'healthy') await clearLane(deps.database, lane);
    else await chargeLane(deps.database, lane, health.message, deps.timings.breakerOpenMs);
  } finally {
    giveBack();
  }
}
