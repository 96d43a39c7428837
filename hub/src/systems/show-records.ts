import type { OrderProblem, OrderStatus } from '@crossdock/canonical';
import type { Failure, Refusal, ShowAnswer, Shown, ShowOperation } from '@crossdock/connector-kit';
import type { Duty, HeldDuty } from '../platform/index.ts';
import { chargeLane, clearLane, pauseFor } from './breaker.ts';
import { boundedCall, type Window } from './call-out.ts';
import { type CarryDeps, carryLimits } from './carry-out.ts';
import { type ClaimedShowing, claimShowings, hasDueShowing } from './claim-showings.ts';
import { digestOf } from './effect-ledger.ts';
import type { Lanes } from './lanes.ts';
import type { RegisteredSystem, Registry } from './registry.ts';
import { type ShowPeople, type ShowVerdict, settleShowings } from './settle-showings.ts';
import { claimLeaseMs } from './timings.ts';

/** What keeping the channels' records up needs. */
export type ShowRecordsDeps = Pick<CarryDeps, 'database' | 'node' | 'clock' | 'transport' | 'timings' | 'random' | 'charged'> & {
  readonly lanes: Lanes;
  readonly registry: Registry;
  /** What these records are to show now, by our id of the order. */
  readonly compose: (
    wanted: readonly { readonly order: string; readonly system: string; readonly channelOrder: string }[],
  ) => Promise<ReadonlyMap<string, ComposedStatus>>;
  readonly people: ShowPeople;
  readonly onError: (where: string, error: Error) => void;
};

/** What a record is to show. */
export type ComposedStatus = { readonly kind: 'composed'; readonly status: OrderStatus } | { readonly kind: 'broken'; readonly why: string };

/** How often a system's records are looked at, the wait for a free slot, for our own trouble, and the backoff of a record that failed; in ms. */
export const showLimits = {
  everyMs: 300,
  slotWaitMs: 250,
  ownFaultMs: 5_000,
  backoffMs: 1_000,
  backoffMsMax: 300_000,
  /** The same where the channel has said no: a record that was deleted there is asked about for ever, and each call counts. */
  refusedMsMax: 3_600_000,
  settleMsMax: 20_000,
  /** What the connector keeps back is asked for again so soon at the latest: it costs the channel nothing, and an order's call may have brought news. */
  keptBackMsMax: 30_000,
} as const;

/** One duty per channel system whose records we keep up: one batch is on its way at a time, whichever node does it. */
export function showDuties(deps: ShowRecordsDeps): readonly Duty[] {
  return deps.registry.all.flatMap((system): readonly Duty[] => {
    const { show, report } = system.connector.channel ?? {};
    const limiter = (show ?? report)?.limiter;
    if (limiter === undefined) return [];
    const callMsMax = Math.max(show?.callMsMax ?? 0, report?.callMsMax ?? 0);
    const lane = { system, limiter: limiter in system.limiters ? limiter : 'default', callMsMax };
    let turn = 0;
    return [
      {
        name: `show:${system.id}`,
        everyMs: showLimits.everyMs,
        runMsMax: claimLeaseMs(deps.timings, callMsMax) + showLimits.settleMsMax,
        run: (held) => showOnce(lane, turn++, held, deps),
      },
    ];
  });
}

type Lane = { readonly system: RegisteredSystem; readonly limiter: string; readonly callMsMax: number };

/** One batch; answers how soon to come again. */
async function showOnce({ system, limiter, callMsMax }: Lane, turn: number, held: HeldDuty, deps: ShowRecordsDeps): Promise<number | undefined> {
  const { lanes, clock, timings, database, node } = deps;
  const state = lanes.state(system.id, limiter);
  if (!state || state.isPaused || state.isHalfOpen || (state.openUntilMs !== undefined && clock.wallMs() < state.openUntilMs)) return undefined;
  if (!(await hasDueShowing(database.pool, system.id))) return undefined;
  const giveBack = lanes.take(system.id, limiter, timings.claimStartMs + callMsMax);
  if (!giveBack) return showLimits.slotWaitMs;
  const window: Window = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs(), onAnswered: giveBack };
  try {
    const { show, report } = system.connector.channel ?? {};
    const round = { turn, ordersMax: show?.itemsMax ?? 1, problemsMax: report?.itemsMax ?? 1 };
    const take = { ...round, system: system.id, leaseMs: claimLeaseMs(timings, callMsMax) };
    const claimed = await held.commit('show-claim', async (client) => ({ result: await claimShowings(client, node, take) }));
    if (claimed.length === 0) return undefined;
    const verdicts = await judged({ system, limiter, callMsMax }, claimed, window, deps);
    await settleShowings(
      system.id,
      claimed.map((claim) => ({ claim, verdict: verdicts.get(claim.channelOrder) ?? { kind: 'back' } })),
      deps,
    );
    // The lane knows at the next heartbeat that it is stopped.
    return [...verdicts.values()].some((verdict) => verdict.kind === 'back' && verdict.why !== undefined) ? timings.heartbeatMs : 0;
  } finally {
    giveBack();
  }
}

type Verdicts = ReadonlyMap<string, ShowVerdict>;

/** Our own trouble (the database, a decision that throws) is nobody's failure: the batch goes back for a while. */
async function judged(lane: Lane, claimed: readonly ClaimedShowing[], window: Window, deps: ShowRecordsDeps): Promise<Verdicts> {
  try {
    return claimed[0]?.subjectId === null ? await reportProblems(lane, claimed, window, deps) : await showStates(lane, claimed, window, deps);
  } catch (error) {
    deps.onError(`show:${lane.system.id}`, error as Error);
    const why = (error as Error).message;
    return new Map(claimed.map(({ channelOrder }) => [channelOrder, { kind: 'back', why, delayMs: showLimits.ownFaultMs }]));
  }
}

async function showStates(lane: Lane, claimed: readonly ClaimedShowing[], window: Window, deps: ShowRecordsDeps): Promise<Verdicts> {
  const system = lane.system.id;
  const composed = await deps.compose(claimed.map(({ subjectId, channelOrder }) => ({ order: subjectId ?? '', system, channelOrder })));
  const schedulesMax = lane.system.connector.channel?.show?.schedulesMax ?? Number.POSITIVE_INFINITY;
  const verdicts = new Map<string, ShowVerdict>();
  const items: Item<OrderStatus>[] = [];
  let schedules = 0;
  for (const claim of claimed) {
    const one = composed.get(claim.subjectId ?? '') ?? { kind: 'broken', why: 'The order is not there.' };
    if (one.kind === 'broken') verdicts.set(claim.channelOrder, failedAlone(claim, one.why, 0, deps));
    else {
      const { version, lines } = one.status;
      const digest = digestOf(contentOf(one.status));
      if (digest === claim.digest) verdicts.set(claim.channelOrder, { kind: 'shown', version, digest });
      else if (items.length === 0 || schedules + lines.length <= schedulesMax) {
        schedules += lines.length;
        items.push({ claim, item: one.status, version, digest });
      } // the others stay for the next batch
    }
  }
  return new Map([...verdicts, ...(await call(lane, lane.system.connector.channel?.show, items, window, deps))]);
}

/** What the record shows, without that which changes by itself. */
function contentOf({ version: _version, at: _at, ...content }: OrderStatus): string {
  return JSON.stringify(content);
}

function reportProblems(lane: Lane, claimed: readonly ClaimedShowing[], window: Window, deps: ShowRecordsDeps): Promise<Verdicts> {
  const at = deps.clock.now().toISOString();
  const items = claimed.map((claim): Item<OrderProblem> => {
    const problem = JSON.parse(claim.problem ?? '{}') as Pick<OrderProblem, 'code' | 'detail' | 'field' | 'isWithdrawn'>; // written by reportProblem alone
    return { claim, item: { channelOrder: claim.channelOrder, version: claim.wanted, at, ...problem }, version: 0, digest: null };
  });
  return call(lane, lane.system.connector.channel?.report, items, window, deps);
}

type Item<T> = { readonly claim: ClaimedShowing; readonly item: T; readonly version: number; readonly digest: string | null };

async function call<T>(
  lane: Lane,
  operation: ShowOperation<T> | undefined,
  items: readonly Item<T>[],
  window: Window,
  deps: ShowRecordsDeps,
): Promise<Verdicts> {
  if (items.length === 0) return new Map();
  if (!operation) return each(items, ({ claim }) => failedAlone(claim, `${lane.system.connector.vendor} has no such records.`, 0, deps));
  const { answer, isUnreachable } = await boundedCall<Exclude<ShowAnswer, Failure>>(
    { correlation: `show/${lane.system.id}`, callMsMax: operation.callMsMax, leaseMs: claimLeaseMs(deps.timings, lane.callMsMax) },
    window,
    deps,
    (made) =>
      operation.send(
        items.map(({ item }) => item),
        made,
      ),
  );
  if (answer.kind === 'failed') return failedTogether(lane, { answer, isUnreachable, settleMs: operation.settleMs }, items, deps);
  await cleared(lane, deps);
  const told = new Map(answer.items.map((one) => [one.channelOrder, one]));
  const wait = Math.max(
    0,
    ...answer.items.map((one) => (one.kind === 'failed' && one.class === 'throttled' ? (one.retryAfterMs ?? carryLimits.throttleMs) : 0)),
  );
  if (wait > 0) await pauseFor(deps.database, laneOf(lane), wait, 'Some records were put off.');
  return each(items, (one) => verdictOf(told.get(one.claim.channelOrder), one, operation.settleMs, deps));
}

function verdictOf<T>(told: Shown | undefined, { claim, version, digest }: Item<T>, settleMs: number, deps: ShowRecordsDeps): ShowVerdict {
  switch (told?.kind) {
    case 'shown':
      return { kind: 'shown', version, digest };
    case 'refused':
      return failedAlone(claim, inWords(told), 0, deps, showLimits.refusedMsMax);
    case 'failed':
      if (told.class === 'throttled') return { kind: 'back', why: told.message };
      return failedAlone(claim, told.message, told.class === 'in-doubt' ? settleMs : 0, deps);
    case undefined:
      return failedAlone(claim, 'The answer says nothing of this record.', settleMs, deps);
    default:
      return told satisfies never;
  }
}

type FailedCall = { readonly answer: Failure; readonly isUnreachable: boolean; readonly settleMs: number };

/** What says something about the system charges its lane and nothing else; the rest counts against the batch, which comes again in smaller parts. */
async function failedTogether<T>(
  lane: Lane,
  { answer, isUnreachable, settleMs }: FailedCall,
  items: readonly Item<T>[],
  deps: ShowRecordsDeps,
): Promise<Verdicts> {
  const { message } = answer;
  const isAlone = items.length === 1;
  const again = (delayMs: number) => each(items, ({ claim }) => ({ ...failedAlone(claim, message, delayMs, deps), isToBlame: isAlone }));
  const back = (delayMs?: number) => each(items, () => ({ kind: 'back', why: message, ...(delayMs !== undefined && { delayMs }) }) as const);
  switch (answer.class) {
    case 'throttled':
      if (answer.isKeptBack) return back(Math.min(showLimits.keptBackMsMax, answer.retryAfterMs ?? carryLimits.throttleMs));
      await pauseFor(deps.database, laneOf(lane), answer.retryAfterMs ?? carryLimits.throttleMs, message);
      return back();
    case 'auth':
      await charged(lane, message, deps);
      return back();
    case 'transient':
      if (!isUnreachable) return again(0);
      await charged(lane, message, deps);
      return back();
    case 'in-doubt':
      await charged(lane, message, deps);
      return again(settleMs);
    case 'poison':
      return again(0);
    default:
      return answer.class satisfies never;
  }
}

function failedAlone(
  { failures }: ClaimedShowing,
  why: string,
  delayMsMin: number,
  { random }: Pick<ShowRecordsDeps, 'random'>,
  msMax: number = showLimits.backoffMsMax,
) {
  const delayMs = Math.min(msMax, showLimits.backoffMs * 2 ** Math.min(failures, 20)) * (0.5 + random() / 2);
  return { kind: 'failed', why, delayMs: Math.max(delayMsMin, delayMs), isToBlame: true } as const satisfies ShowVerdict;
}

function inWords({ code, message, field }: Refusal): string {
  return `${code}: ${message}${field === undefined ? '' : ` (${field})`}`;
}

function each<T>(items: readonly Item<T>[], verdict: (one: Item<T>) => ShowVerdict): Verdicts {
  return new Map(items.map((one) => [one.claim.channelOrder, verdict(one)]));
}

function laneOf({ system, limiter }: Lane): { readonly system: string; readonly limiter: string } {
  return { system: system.id, limiter };
}

async function charged(lane: Lane, message: string, deps: ShowRecordsDeps): Promise<void> {
  deps.charged.add(lane.system.id);
  await chargeLane(deps.database, laneOf(lane), { by: 'call', message, openMs: deps.timings.breakerOpenMs });
}

async function cleared(lane: Lane, deps: ShowRecordsDeps): Promise<void> {
  const hasFailures = (deps.lanes.state(lane.system.id, lane.limiter)?.failures ?? 0) > 0;
  if (deps.charged.delete(lane.system.id) || hasFailures) await clearLane(deps.database, laneOf(lane));
}
