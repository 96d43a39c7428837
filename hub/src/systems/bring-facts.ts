import type { Call, Failure } from '@crossdock/connector-kit';
import type { Database, Duty, HeldDuty } from '../platform/index.ts';
import { chargeLane, pauseFor } from './breaker.ts';
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
    return [{ name: `poll:${system.id}`, everyMs: facts.pollEveryMs, runMsMax: facts.callMsMax + 5_000, run: (held) => pollOnce(system, held, deps) }];
  });
}

/** One page; answers how soon to come again. */
async function pollOnce(system: RegisteredSystem, held: HeldDuty, deps: Deps): Promise<number | undefined> {
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
  if (answer.kind === 'failed') return pollFailed(system, answer, deps);
  const { messages, cursor, more } = answer;
  if (messages.length > 0 || cursor !== held.cursor) {
    const kept = await held.commit('poll', async (client) => ({ cursor, result: await keepMessages(client, system.id, messages) }));
    if (kept > 0) deps.onBrought();
  }
  return more ? 0 : undefined;
}

async function pollFailed(system: RegisteredSystem, failure: Failure, deps: Deps): Promise<undefined> {
  if (failure.class === 'throttled')
    await pauseFor(deps.database, { system: system.id, limiter: 'default' }, failure.retryAfterMs ?? carryLimits.throttleMs, failure.message);
  if (failure.class === 'auth' || failure.class === 'transient' || failure.class === 'in-doubt')
    await chargeLane(deps.database, { system: system.id, limiter: 'default' }, { by: 'call', message: failure.message, openMs: deps.timings.breakerOpenMs });
  deps.onError(`poll:${system.id}`, new Error(failure.message));
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
