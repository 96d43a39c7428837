import { type Bell, type Clock, type Database, type Node, pause } from '../platform/index.ts';
import { type Claimed, claimDue, type DeliverLimits } from './claim.ts';
import { newLowMarks } from './low-marks.ts';
import { type MessageDeps, readLatest, readStreams, type Work } from './messages.ts';
import { type Outcome, reasonOf, type Send, sendWork } from './send.ts';
import { type Disabled, type Held, type Settlement, settleAll } from './settle.ts';

export type DeliverDeps = Omit<MessageDeps, 'pool'> & {
  readonly database: Database;
  readonly node: Node;
  readonly clock: Clock;
  /** From 0 to below 1, for the jitter. */
  readonly random: () => number;
  readonly send: Send;
  /** Rung when something became due in this process; other nodes' work is found by polling. */
  readonly bell: Bell;
  readonly limits: DeliverLimits;
  /** Called after the commit that disabled a subscription; the row keeps when and why. */
  readonly onDisabled: (notice: Disabled) => void;
  /** Called each time that a message fails which went through the whole schedule already. */
  readonly onHeld: (notice: Held) => void;
  readonly onError: (error: Error) => void;
};

const ownFaultDelayMs = 5_000;

/** Delivers what is due for as long as the signal allows, on any number of nodes; resolves when nothing is on its way any more. */
export async function runDeliveries(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const settle = newSettler(deps);
  const busy = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const marks = newLowMarks({ clock: deps.clock, rescanMs: deps.limits.rescanMs });
  let after = '';
  while (!signal.aborted) {
    const free = deps.limits.sendsMax - running.size;
    const claims = free > 0 ? await orNone(claimDue({ busy, low: marks.read(), free, after }, deps), deps) : [];
    marks.note(claims);
    const workOf = await readWork(claims, deps);
    for (const claim of claims) {
      after = claim.subscription;
      busy.set(claim.subscription, (busy.get(claim.subscription) ?? 0) + 1);
      const carried = carry(claim, workOf, deps, stop.signal)
        .then((outcome) => settle({ claim, outcome }))
        .catch((error: Error) => deps.onError(error)) // unsettled: its lease ends, then it is sent again
        .finally(() => {
          running.delete(carried);
          leave(busy, claim.subscription);
          deps.bell.ring(); // a place is free
        });
      running.add(carried);
    }
    if (claims.length === 0) await deps.bell.wait(deps.limits.pollMs, signal);
  }
  await drain(running, stop, deps.limits.stopGraceMs);
}

/** When the events cannot be read, that is each claim's reason to be given back. */
async function readWork(claims: readonly Claimed[], deps: DeliverDeps): Promise<(claim: Claimed) => Work> {
  try {
    return await readStreams(claims, { ...deps, pool: deps.database.pool });
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function carry(claim: Claimed, workOf: (claim: Claimed) => Work, deps: DeliverDeps, stop: AbortSignal): Promise<Outcome> {
  let work: Work;
  try {
    work = claim.mode === 'latest' ? await readLatest(claim, { ...deps, pool: deps.database.pool }) : workOf(claim);
  } catch (error) {
    deps.onError(error as Error); // ours, not the receiver's: no attempt is charged
    return { kind: 'stopped', through: claim.sent, accepted: 0, delayMs: ownFaultDelayMs, why: reasonOf(error) };
  }
  return sendWork(claim, work, { send: deps.send, clock: deps.clock, callMsMax: deps.limits.callMsMax }, stop);
}

/** Settles one after the other; what ends meanwhile shares the next transaction. */
function newSettler(deps: DeliverDeps): (settlement: Settlement) => Promise<void> {
  let waiting: Settlement[] = [];
  let next: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();
  const flush = async () => {
    await current.catch(() => undefined);
    const batch = waiting;
    waiting = [];
    next = undefined;
    current = settleAll(batch, deps).then((notices) => {
      for (const notice of notices) tell(notice, deps);
    });
    await current;
  };
  return (settlement) => {
    waiting.push(settlement);
    next ??= flush();
    return next;
  };
}

function tell(notice: Disabled | Held, { onDisabled, onHeld }: DeliverDeps): void {
  switch (notice.kind) {
    case 'disabled':
      onDisabled(notice);
      break;
    case 'held':
      onHeld(notice);
      break;
    default:
      notice satisfies never;
  }
}

function leave(busy: Map<string, number>, subscription: string): void {
  const left = (busy.get(subscription) ?? 1) - 1;
  if (left === 0) busy.delete(subscription);
  else busy.set(subscription, left);
}

async function orNone(claiming: Promise<readonly Claimed[]>, { onError }: DeliverDeps): Promise<readonly Claimed[]> {
  try {
    return await claiming;
  } catch (error) {
    onError(error as Error);
    return [];
  }
}

async function drain(running: ReadonlySet<Promise<void>>, stop: AbortController, graceMs: number): Promise<void> {
  const drained = new AbortController();
  const all = Promise.all(running).finally(() => drained.abort());
  await Promise.race([all, pause(graceMs, drained.signal)]);
  stop.abort();
  await all;
}
