import type { Answer, Instruction, Question } from '@crossdock/canonical';
import type { Call, Connector, Failure, HttpResult, ProbeAnswer, Transport, WriteAnswer } from '@crossdock/connector-kit';
import { operationOf } from '@crossdock/connector-kit';
import type { Clock } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import { claimLeaseMs, type Timings } from './timings.ts';

/** What a call came to; `unreachable`: not one byte left us, so it says something about the system and nothing about the order. */
export type CallResult<T> = { readonly answer: T | Failure; readonly isUnreachable: boolean };

/** The limits of one call, as the transport takes them. */
type CallLimits = Parameters<Transport['forCall']>[0];
type Deps = { readonly transport: Transport; readonly clock: Clock; readonly timings: Timings };

/** The instants that bound one claimed call, read before the claim was made; `onAnswered` frees its slot before the answer is settled. */
export type Window = { readonly wallMs: number; readonly monotonicMs: number; readonly onAnswered: () => void };

/** The largest answer that is read, in bytes. */
export const answerBytesMax = 8 * 2 ** 20;

/** Sends a claimed effect. Never throws: a fault of the connector is poison, with its message. */
export function sendEffect(claimed: Claimed, connector: Connector, window: Window, deps: Deps): Promise<CallResult<WriteAnswer>> {
  const body = JSON.parse(claimed.body) as Instruction;
  const operation = operationOf(connector, body.op);
  if (!operation) return Promise.resolve({ answer: poison(`${connector.vendor} has no operation ${body.op}`), isUnreachable: false });
  return bounded(claimed, operation.callMsMax, window, deps, (call) => operation.send(body, call));
}

/** Looks for what a lost call may have left. Undecidable where the operation cannot be probed (grade C). */
export function probeEffect(claimed: Claimed, connector: Connector, window: Window, deps: Deps): Promise<CallResult<ProbeAnswer>> {
  const body = JSON.parse(claimed.body) as Instruction;
  const operation = operationOf(connector, body.op);
  const probe = operation?.probe;
  if (!operation || !probe) {
    return Promise.resolve({
      answer: {
        kind: 'undecidable',
        evidence: `${claimed.system} can neither refuse a repetition nor be searched for ${claimed.reference ?? claimed.key} (grade C).`,
      },
      isUnreachable: false,
    });
  }
  return bounded(claimed, operation.callMsMax, window, deps, (call) => probe(body, call));
}

/** Asks a question. */
export function ask(
  claimed: Claimed,
  connector: Connector,
  window: Window,
  deps: Deps,
): Promise<CallResult<{ readonly kind: 'answered'; readonly answer: Answer }>> {
  const question = JSON.parse(claimed.body) as Question;
  const { answers } = connector;
  if (!answers) return Promise.resolve({ answer: poison(`${connector.vendor} answers no questions`), isUnreachable: false });
  return bounded(claimed, answers.callMsMax, window, deps, (call) => answers.ask(question, call));
}

function bounded<T>(claimed: Claimed, callMsMax: number, window: Window, deps: Deps, work: (call: Call) => Promise<T | Failure>): Promise<CallResult<T>> {
  const correlation = `${claimed.subjectId}/${claimed.key}`;
  return boundedCall({ correlation, callMsMax, leaseMs: claimLeaseMs(deps.timings, callMsMax) }, window, deps, work);
}

/** A call whose bytes leave, and whose answer comes, before the claim ends that was made for it: `leaseMs` after the window began. Never throws. */
export async function boundedCall<T>(
  { correlation, callMsMax, leaseMs }: { readonly correlation: string; readonly callMsMax: number; readonly leaseMs: number },
  window: Window,
  { transport, clock, timings }: Deps,
  work: (call: Call) => Promise<T | Failure>,
): Promise<CallResult<T>> {
  const lastMs = leaseMs - timings.claimMarginMs;
  const limits = {
    correlation,
    deadlineAt: Math.min(clock.monotonicMs() + callMsMax, window.monotonicMs + lastMs),
    sendUntil: { wallMs: window.wallMs + lastMs, monotonicMs: window.monotonicMs + lastMs },
  };
  try {
    const { answer, last } = await callWithin(limits, { transport, clock }, work);
    return { answer, isUnreachable: last?.kind === 'not-sent' && last.reason !== 'forbidden' };
  } finally {
    window.onAnswered();
  }
}

/** One call to a connector within its limits, and the result of its last request. Never throws: a fault of the connector is poison, with its message. */
export async function callWithin<T>(
  limits: Omit<CallLimits, 'bodyBytesMax'>,
  { transport, clock }: Pick<Deps, 'transport' | 'clock'>,
  work: (call: Call) => Promise<T | Failure>,
): Promise<{ readonly answer: T | Failure; readonly last: HttpResult | undefined }> {
  let last: HttpResult | undefined;
  const http = transport.forCall({ ...limits, bodyBytesMax: answerBytesMax });
  const call: Call = {
    http: async (request) => {
      last = await http(request);
      return last;
    },
    correlation: limits.correlation,
    now: clock.now,
  };
  try {
    return { answer: await work(call), last };
  } catch (error) {
    return { answer: poison((error as Error).message), last };
  }
}

function poison(message: string): Failure {
  return { kind: 'failed', class: 'poison', message };
}
