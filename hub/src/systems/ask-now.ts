import type { Answer, Question } from '@crossdock/canonical';
import type { AnswerPort, Failure, HttpResult, Transport } from '@crossdock/connector-kit';
import { type Clock, type Database, pause } from '../platform/index.ts';
import { chargeLane, clearLane, pauseFor } from './breaker.ts';
import { callWithin } from './call-out.ts';
import { carryLimits } from './carry-out.ts';
import type { Lanes } from './lanes.ts';
import type { LaneState } from './read-lanes.ts';
import type { Registry } from './registry.ts';
import type { Timings } from './timings.ts';
import { waitForSlot } from './wait-for-slot.ts';

/** A question for somebody who waits; `deadlineAt`: on the monotonic clock, in ms. */
export type AskedNow = { readonly system: string; readonly question: Question; readonly correlation: string; readonly deadlineAt: number };

/** Why a system was not asked at all. `no-lane`: this node has no slot of the system's lane; it has only just started, or others have all. */
export const notAskedWhys = ['answers-nothing', 'paused', 'breaker-open', 'throttled', 'no-lane', 'no-slot'] as const;
/** Why a system that was asked gave no answer. */
export const notAnsweredWhys = ['too-slow', 'unreachable', 'credentials-refused', 'throttled', 'failed'] as const;

/** The answer, or why there is none; `againInMs`: when it makes sense to ask again, where that is known. */
export type QuickAnswer =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'not-asked'; readonly why: (typeof notAskedWhys)[number]; readonly detail: string; readonly againInMs?: number }
  | { readonly kind: 'not-answered'; readonly why: (typeof notAnsweredWhys)[number]; readonly detail: string; readonly againInMs?: number };

/** Asks a system through its lane, once. Settles by the deadline and never rejects: whatever the system does is a value. */
export type AskNow = (asked: AskedNow) => Promise<QuickAnswer>;

type Deps = {
  readonly registry: Registry;
  readonly lanes: Pick<Lanes, 'state' | 'take'>;
  readonly database: Database;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timings: Pick<Timings, 'breakerOpenMs'>;
  readonly onError: (where: string, error: Error) => void;
};

type Lane = { readonly system: string; readonly limiter: string };

/**
 * Makes the verb for one node. It takes a slot and the rate of the lane like any other call, and its failures count for the breaker
 * like those of any other, but for one: that there was no answer by so short a deadline says nothing about the system.
 */
export function createAskNow(deps: Deps): AskNow {
  /** Systems that this node has charged since their last answer: the heartbeat tells of it too late. */
  const charged = new Set<string>();
  return async (asked) => {
    const { answers } = deps.registry.get(asked.system).connector;
    if (!answers) return { kind: 'not-asked', why: 'answers-nothing', detail: `${asked.system} answers no questions.` };
    const lane: Lane = { system: asked.system, limiter: deps.registry.laneOf(asked.system, 'ask').limiter };
    const stopped = whyStopped(lane, deps.lanes.state(lane.system, lane.limiter), deps.clock);
    if (stopped) return stopped;
    const over = new AbortController();
    try {
      const progress = { isSent: false };
      const inTime = callThroughLane(asked, lane, answers, { ...deps, charged, progress }, over.signal);
      return await Promise.race([inTime, atDeadline(asked, deps.clock, progress, over.signal)]);
    } finally {
      over.abort();
    }
  };
}

function whyStopped({ system }: Lane, state: LaneState | undefined, clock: Clock): QuickAnswer | undefined {
  if (!state || state.slotsOwned === 0) return { kind: 'not-asked', why: 'no-lane', detail: `This node has no slot of ${system} at the moment.` };
  if (state.isPaused) return { kind: 'not-asked', why: 'paused', detail: `Somebody has paused ${system}.` };
  const againInMs = Math.max(0, (state.openUntilMs ?? 0) - clock.wallMs());
  if (state.isHalfOpen)
    return { kind: 'not-asked', why: 'breaker-open', detail: `${system} failed ${state.failures} times in a row; the breaker is open.`, againInMs };
  if (againInMs > 0) return { kind: 'not-asked', why: 'throttled', detail: `${system} has asked for a pause.`, againInMs };
  return undefined;
}

async function atDeadline({ system, deadlineAt }: AskedNow, clock: Clock, progress: { readonly isSent: boolean }, signal: AbortSignal): Promise<QuickAnswer> {
  const ms = Math.max(0, deadlineAt - clock.monotonicMs());
  await pause(ms, signal);
  if (!progress.isSent) return noSlot(system);
  return { kind: 'not-answered', why: 'too-slow', detail: `${system} did not answer in the time that there was, ${Math.round(ms)} ms.` };
}

function noSlot(system: string): QuickAnswer {
  return { kind: 'not-asked', why: 'no-slot', detail: `All the calls that ${system} takes at once, or in a second, were in use.` };
}

type CallDeps = Deps & { readonly charged: Set<string>; readonly progress: { isSent: boolean } };

async function callThroughLane(asked: AskedNow, lane: Lane, answers: AnswerPort, deps: CallDeps, signal: AbortSignal): Promise<QuickAnswer> {
  const { clock } = deps;
  const leftMs = asked.deadlineAt - clock.monotonicMs();
  const callMsMax = Math.min(answers.callMsMax, leftMs);
  const giveBack = await waitForSlot({ ...lane, callMsMax, waitMsMax: leftMs }, deps, signal);
  if (!giveBack) return noSlot(lane.system);
  deps.progress.isSent = true;
  try {
    const now = clock.monotonicMs();
    const deadlineAt = Math.min(asked.deadlineAt, now + answers.callMsMax);
    const sendUntil = { monotonicMs: deadlineAt, wallMs: clock.wallMs() + deadlineAt - now };
    const { answer, last } = await callWithin({ correlation: asked.correlation, deadlineAt, sendUntil }, deps, (call) => answers.ask(asked.question, call));
    const quick = answer.kind === 'answered' ? answer : whyFailed(answer, last, clock.monotonicMs() >= deadlineAt);
    giveBack();
    tellLane(lane, quick, deps).catch((error: Error) => deps.onError(`lane of ${lane.system}`, error));
    return quick;
  } finally {
    giveBack();
  }
}

function whyFailed(failure: Failure, last: HttpResult | undefined, isOver: boolean): QuickAnswer {
  const detail = failure.message;
  if (failure.class === 'auth') return { kind: 'not-answered', why: 'credentials-refused', detail };
  if (failure.class === 'throttled') return { kind: 'not-answered', why: 'throttled', detail, againInMs: failure.retryAfterMs ?? carryLimits.throttleMs };
  if (isOver) return { kind: 'not-answered', why: 'too-slow', detail };
  const isUnreachable = last?.kind === 'not-sent' && last.reason !== 'forbidden' && last.reason !== 'too-late';
  return { kind: 'not-answered', why: isUnreachable ? 'unreachable' : 'failed', detail };
}

/** Nobody waits for this: what the lane is told of the call. */
async function tellLane(lane: Lane, quick: QuickAnswer, { database, lanes, timings, charged }: CallDeps): Promise<void> {
  if (quick.kind === 'answered') {
    if (charged.delete(lane.system) || (lanes.state(lane.system, lane.limiter)?.failures ?? 0) > 0) await clearLane(database, lane);
    return;
  }
  if (quick.why === 'throttled') return pauseFor(database, lane, quick.againInMs ?? carryLimits.throttleMs, quick.detail);
  if (quick.why !== 'unreachable' && quick.why !== 'credentials-refused') return;
  charged.add(lane.system);
  await chargeLane(database, lane, { by: 'call', message: quick.detail, openMs: timings.breakerOpenMs });
}
