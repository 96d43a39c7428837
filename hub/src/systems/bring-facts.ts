import type { Call, Failure } from '@crossdock/connector-kit';
import type { Database, Duty, HeldDuty } from '../platform/index.ts';
import { breakerLimits, chargeLane, noteLane, pauseFor } from './breaker.ts';
import { callHealth } from './call-health.ts';
import { answerBytesMax } from './call-out.ts';
import { type CarryDeps, carryLimits } from './carry-out.ts';
import { keepMessages } from './inbox.ts';
import type { Lanes } from './lanes.ts';
import type { RegisteredSystem, Registry } from './registry.ts';

type Deps = Pick<CarryDeps, 'transport' | 'clock' | 'database' | 'timings'> & {
  readonly lanes: Lanes;
  readonly registry: Registry;
  readonly onBrought: () => void;
  readonly onError: (where: string, error: Error) => void;
};

/** Pages of one poll, and the wait for a free slot, in ms. */
export const pollLimits = { pagesMax: 50, slotWaitMs: 250 } as const;

/** One duty per system that can be polled: messages and the next cursor commit together. */
export function pollDuties(deps: Deps): readonly Duty[] {
  return deps.registry.all.flatMap((system): readonly Duty[] => {
    const { facts } = system.connector;
    if (!facts?.poll || facts.pollEveryMs === undefined) return [];
    const polling: Polling = { system, everyMs: facts.pollEveryMs, failures: 0 };
    return [{ name: `poll:${system.id}`, everyMs: polling.everyMs, runMsMax: 2 * facts.callMsMax + 5_000, run: (held) => pollOnce(polling, held, deps) }];
  });
}

/** `failures`: in a row, of the poll alone, while the system answers other calls. */
type Polling = { readonly system: RegisteredSystem; readonly everyMs: number; failures: number };

/** One page; answers how soon to come again. */
async function pollOnce(polling: Polling, held: HeldDuty, deps: Deps): Promise<number | undefined> {
  const { system } = polling;
  const { facts } = system.connector;
  if (!facts?.poll) return undefined;
  const state = deps.lanes.state(system.id, 'default');
  if (!state || state.isPaused || state.isHalfOpen || (state.openUntilMs !== undefined && deps.clock.wallMs() < state.openUntilMs)) return undefined;
  const giveBack = deps.lanes.take(system.id, 'default', facts.callMsMax);
  if (!giveBack) return pollLimits.slotWaitMs;
  let answer: Awaited<ReturnType<NonNullable<typeof facts.poll>>>;
  try {
    answer = await facts.poll(held.cursor, callFor(system, facts.callMsMax, deps));
  } finally {
    giveBack();
  }
  if (answer.kind === 'failed') return pollFailed(polling, answer, facts.callMsMax, deps);
  polling.failures = 0;
  const { messages, cursor, more } = answer;
  if (messages.length > 0 || cursor !== held.cursor) {
    const kept = await held.commit('poll', async (client) => ({ cursor, result: await keepMessages(client, system.id, messages) }));
    if (kept > 0) deps.onBrought();
  }
  return more ? 0 : undefined;
}

/**
 * Some systems tell their facts by another way than they are written to. A failure charges the lanes, and with them every call, only where
 * the system does not answer otherwise either; else the poll alone waits, longer each time. A system that asks for a pause gets it.
 */
async function pollFailed(polling: Polling, failure: Failure, callMsMax: number, deps: Deps): Promise<number | undefined> {
  const { system } = polling;
  deps.onError(`poll:${system.id}`, new Error(failure.message));
  const lane = { system: system.id, limiter: 'default' };
  if (failure.class === 'throttled') await pauseFor(deps.database, lane, failure.retryAfterMs ?? carryLimits.throttleMs, failure.message);
  if (failure.class === 'poison' || failure.class === 'throttled') return undefined;
  const giveBack = deps.lanes.take(system.id, 'default', callMsMax);
  if (!giveBack) return undefined; // whoever has the slots says how the system is
  try {
    const health = await callHealth(system, 'poll', callMsMax, deps);
    if (health.kind === 'healthy') {
      polling.failures += 1;
      await noteLane(deps.database, lane, `Facts do not come, though the system answers: ${failure.message}`);
      return Math.min(breakerLimits.openMsMax, polling.everyMs * 2 ** Math.min(polling.failures - 1, 20));
    }
  } finally {
    giveBack();
  }
  polling.failures = 0;
  await chargeLane(deps.database, lane, { by: 'call', message: failure.message, openMs: deps.timings.breakerOpenMs });
  return undefined;
}

function callFor(system: RegisteredSystem, callMsMax: number, { transport, clock }: Pick<Deps, 'transport' | 'clock'>): Call {
  const correlation = `poll/${system.id}`;
  const deadlineAt = clock.monotonicMs() + callMsMax;
  return {
    http: transport.forCall({
      correlation,
      deadlineAt,
      sendUntil: { wallMs: clock.wallMs() + callMsMax, monotonicMs: deadlineAt },
      bodyBytesMax: answerBytesMax,
    }),
    correlation,
    now: clock.now,
  };
}

/** What came of a webhook: kept (with how many were new), or refused, with the reason for the log alone. */
export type WebhookResult =
  | { readonly kind: 'kept'; readonly fresh: number }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown-system' };

/** Takes in a webhook: authentic by its raw bytes, kept before it is acknowledged. */
export async function receiveWebhook(
  system: string,
  rawBody: Uint8Array,
  headers: Readonly<Record<string, string>>,
  deps: { readonly registry: Registry; readonly database: Database; readonly clock: CarryDeps['clock']; readonly onBrought: () => void },
): Promise<WebhookResult> {
  const verify = deps.registry.all.find((one) => one.id === system)?.connector.facts?.verifyWebhook;
  if (!verify) return { kind: 'unknown-system' };
  const verified = verify(rawBody, headers, deps.clock.now());
  if (verified.kind === 'refused') return verified;
  const fresh = await deps.database.transact('webhook', (client) => keepMessages(client, system, verified.messages));
  if (fresh > 0) deps.onBrought();
  return { kind: 'kept', fresh };
}
