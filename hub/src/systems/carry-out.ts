import type { Instruction, Operation } from '@crossdock/canonical';
import { type Connector, type Difference, type Failure, operationOf, type Transport } from '@crossdock/connector-kit';
import type { OrderCommand } from '../orders/index.ts';
import type { Clock, Database, Node } from '../platform/index.ts';
import { chargeLane, clearLane, pauseFor } from './breaker.ts';
import { ask, type CallResult, probeEffect, sendEffect, type Window } from './call-out.ts';
import { type Claimed, type Postponed, postpone } from './claim.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Timings } from './timings.ts';

/** Takes an outcome into its order. */
export type SubmitOutcome = (
  subjectId: string,
  command: Exclude<OrderCommand, { readonly kind: 'place' }>,
  fence: { readonly nodeEpoch: string; readonly attempt: number },
) => Promise<void>;

/** What carrying out an effect needs. `random` answers a number from 0 to 1, for jitter. */
export type CarryDeps = {
  readonly database: Database;
  readonly node: Node;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly timings: Timings;
  readonly submit: SubmitOutcome;
  readonly random: () => number;
  readonly retryBudget: RetryBudget;
  /** Has what is due compared anew with what is there. */
  readonly lookAgain: (subjectId: string) => Promise<void>;
  /** Looks whether what was claimed is to be sent at all, where others than its order may have done it meanwhile. */
  readonly isStillWanted: (claimed: Claimed) => Promise<boolean>;
  /** Whether the lane had failures in a row at the last heartbeat. */
  readonly hasFailures: (system: string) => boolean;
  /** Systems that this node has charged since their last answer: the heartbeat tells of it too late for a run of mixed answers. */
  readonly charged: Set<string>;
};

/** Backoff with full jitter, in ms; tries of a message that breaks the partner or us. */
export const carryLimits = { backoffMs: 250, backoffMsMax: 60_000, poisonTriesMax: 3, throttleMs: 1_000, probeBackoffMs: 2_000 } as const;

/** Sends one claimed effect, or asks one claimed question, and settles it. Never throws for what the partner does. */
export async function carryOut(claimed: Claimed, connector: Connector, window: Window, deps: CarryDeps): Promise<void> {
  if (claimed.op === 'ask') {
    const { answer, isUnreachable } = await ask(claimed, connector, window, deps);
    if (answer.kind === 'failed') return fail(claimed, connector, { answer, isUnreachable }, deps);
    await answered(claimed, deps);
    return submit(claimed, deps, { kind: 'answered', key: claimed.key, answer: answer.answer });
  }
  if (!(await deps.isStillWanted(claimed))) return submit(claimed, deps, { kind: 'absent', key: claimed.key });
  const { answer, isUnreachable } = await sendEffect(claimed, connector, window, deps);
  switch (answer.kind) {
    case 'confirmed': {
      await answered(claimed, deps);
      const { document, snapshots } = answer;
      const differences = answer.differences.map(inWords);
      return submit(claimed, deps, { kind: 'confirmed', system: claimed.system, key: claimed.key, body: bodyOf(claimed), document, snapshots, differences });
    }
    case 'refused': {
      await answered(claimed, deps);
      const { code, message, cause, field } = answer;
      const refused = {
        kind: 'refused',
        key: claimed.key,
        body: bodyOf(claimed),
        code,
        message,
        ...(cause !== undefined && { cause }),
        ...(field !== undefined && { field }),
      } as const;
      // The first attempt may have used the credit that this one is refused for: a probe has to say that nothing is there.
      if (claimed.everDoubt && isProbed(connector, claimed))
        return put(claimed, deps, { status: 'doubt', inMs: 0, failures: claimed.failures, outcome: JSON.stringify({ ...refused, ...head(claimed, deps) }) });
      return submit(claimed, deps, refused);
    }
    case 'failed':
      return fail(claimed, connector, { answer, isUnreachable }, deps);
    default:
      return answer satisfies never;
  }
}

/** A difference for people; an empty value is one that is not there. */
function inWords({ lineKey, field, sent, found }: Difference): { readonly text: string } {
  const shown = (value: string) => (value === '' ? 'nothing' : value);
  return { text: `${lineKey === undefined ? '' : `line ${lineKey}: `}${field} ${shown(found)}, we wrote ${shown(sent)}` };
}

/** Probes one claimed doubt and settles it. */
export async function probe(claimed: Claimed, connector: Connector, window: Window, deps: CarryDeps): Promise<void> {
  const { answer, isUnreachable } = await probeEffect(claimed, connector, window, deps);
  switch (answer.kind) {
    case 'found': {
      await answered(claimed, deps);
      const differences = answer.differences.map(inWords);
      return submit(claimed, deps, {
        kind: 'confirmed',
        system: claimed.system,
        key: claimed.key,
        body: bodyOf(claimed),
        document: answer.document,
        snapshots: answer.snapshots,
        differences,
      });
    }
    case 'absent':
      await answered(claimed, deps);
      return submit(claimed, deps, { kind: 'absent', key: claimed.key });
    case 'undecidable':
      return submit(claimed, deps, { kind: 'stopped', key: claimed.key, why: 'undecidable', message: answer.evidence });
    case 'failed': {
      if (isUnreachable || answer.class === 'auth') await charge(claimed, deps, answer.message);
      if (answer.class === 'throttled') await pauseFor(deps.database, claimed, answer.retryAfterMs ?? carryLimits.throttleMs, answer.message);
      const inMs = backoff(claimed.failures, carryLimits.probeBackoffMs, deps.random);
      return put(claimed, deps, { status: 'doubt', inMs, failures: claimed.failures + 1 });
    }
    default:
      return answer satisfies never;
  }
}

async function fail(
  claimed: Claimed,
  connector: Connector,
  { answer, isUnreachable }: CallResult<never> & { readonly answer: Failure },
  deps: CarryDeps,
): Promise<void> {
  const { failures } = claimed;
  switch (answer.class) {
    case 'transient':
      if (isUnreachable) {
        await charge(claimed, deps, answer.message);
        return put(claimed, deps, { status: 'ready', inMs: undefined, failures });
      }
      return put(claimed, deps, {
        status: 'ready',
        inMs: backoff(failures, carryLimits.backoffMs, deps.random) + deps.retryBudget.delayMs(claimed.system),
        failures: failures + 1,
      });
    case 'throttled':
      await pauseFor(deps.database, claimed, answer.retryAfterMs ?? carryLimits.throttleMs, answer.message);
      return put(claimed, deps, { status: 'ready', inMs: undefined, failures });
    case 'auth':
      await charge(claimed, deps, answer.message);
      return put(claimed, deps, { status: 'ready', inMs: undefined, failures });
    case 'in-doubt':
      await charge(claimed, deps, answer.message);
      if (claimed.op === 'ask')
        return put(claimed, deps, { status: 'ready', inMs: backoff(failures, carryLimits.backoffMs, deps.random), failures: failures + 1 });
      return put(claimed, deps, { status: 'doubt', inMs: operationOf(connector, claimed.op as Operation)?.settleMs ?? 0, failures: failures + 1 });
    case 'poison':
      if (failures + 1 >= carryLimits.poisonTriesMax)
        return submit(claimed, deps, { kind: 'stopped', key: claimed.key, why: 'failed', message: answer.message });
      return put(claimed, deps, { status: 'ready', inMs: backoff(failures, carryLimits.backoffMs, deps.random), failures: failures + 1 });
    default:
      return answer.class satisfies never;
  }
}

type Settling = Extract<OrderCommand, { readonly kind: 'answered' | 'confirmed' | 'refused' | 'stopped' | 'absent' }>;
type Headless<T> = T extends unknown ? Omit<T, 'at' | 'actor' | 'causation'> : never;

function submit(claimed: Claimed, deps: CarryDeps, outcome: Headless<Settling>): Promise<void> {
  return deps.submit(claimed.subjectId, { ...outcome, ...head(claimed, deps) } as Settling, { nodeEpoch: deps.node.epoch, attempt: claimed.attempt });
}

function head(claimed: Claimed, deps: CarryDeps): { readonly at: string; readonly actor: string; readonly causation: string } {
  return { at: deps.clock.now().toISOString(), actor: `system:${claimed.system}`, causation: `effect:${claimed.key}` };
}

/** Puts a claim back. What became unwanted while it was claimed was left alone by the difference: the order is looked at again. */
async function put(claimed: Claimed, deps: CarryDeps, how: Postponed): Promise<void> {
  const isBack = await postpone(deps.database, deps.node, claimed, how);
  if (isBack && how.status === 'ready' && claimed.op !== 'ask') await deps.lookAgain(claimed.subjectId);
}

async function charge(claimed: Claimed, deps: CarryDeps, message: string): Promise<void> {
  deps.charged.add(claimed.system);
  await chargeLane(deps.database, claimed, { by: 'call', message, openMs: deps.timings.breakerOpenMs });
}

async function answered(claimed: Claimed, deps: CarryDeps): Promise<void> {
  if (deps.charged.delete(claimed.system) || deps.hasFailures(claimed.system)) await clearLane(deps.database, claimed);
}

function bodyOf(claimed: Claimed): Instruction {
  return JSON.parse(claimed.body) as Instruction;
}

function isProbed(connector: Connector, claimed: Claimed): boolean {
  return operationOf(connector, claimed.op as Operation)?.probe !== undefined;
}

/** Full jitter (AWS, "Exponential Backoff And Jitter"): anywhere between nothing and the doubled limit. */
function backoff(failures: number, base: number, random: () => number): number {
  return random() * Math.min(carryLimits.backoffMsMax, base * 2 ** Math.min(failures, 20));
}
