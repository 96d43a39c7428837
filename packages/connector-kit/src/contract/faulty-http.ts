import { setTimeout as sleep } from 'node:timers/promises';
import type { Http, HttpRequest, HttpResult } from '../http.ts';
import type { Fault, Faults } from './scene.ts';

type Answered = Extract<HttpResult, { kind: 'answered' }>;

/** How the real system would say it; and which of its requests commit something, because the faults after a commit strike only those. */
export type FaultyAnswers = {
  readonly commits: (request: HttpRequest) => boolean;
  readonly serverError: Answered;
  readonly unauthorized: Answered;
  readonly throttled: (retryAfter: string | undefined) => Answered;
};

/** Faults for a stand-in that has none of its own, such as a real system: shown between the connector and the transport. */
export function faultyHttp(answers: FaultyAnswers): { readonly faults: Faults; readonly through: (http: Http, withinMs: number) => Http } {
  let fault: Fault | undefined;
  const through = (http: Http, withinMs: number): Http => {
    return (request) => (fault === undefined ? http(request) : strike(fault, { request, http, withinMs, answers }));
  };
  const set = (next: Fault | undefined) => {
    fault = next;
    return Promise.resolve();
  };
  return { faults: { cause: set, clear: () => set(undefined) }, through };
}

type Struck = { readonly request: HttpRequest; readonly http: Http; readonly withinMs: number; readonly answers: FaultyAnswers };

async function strike(fault: Fault, { request, http, withinMs, answers }: Struck): Promise<HttpResult> {
  switch (fault.kind) {
    case 'refuse-connections':
      return { kind: 'not-sent', reason: 'refused', message: 'connect ECONNREFUSED' };
    case 'unauthorized':
      return answers.unauthorized;
    case 'throttle':
      return answers.throttled(retryAfterText(fault.retryAfter));
    case 'slow':
    case 'drop-after-commit':
    case 'late-commit':
    case 'error-after-commit':
      return answers.commits(request) ? strikeCommit(fault, { request, http, withinMs, answers }) : http(request);
    default:
      return fault satisfies never;
  }
}

type CommitFault = Extract<Fault, { kind: 'slow' | 'drop-after-commit' | 'late-commit' | 'error-after-commit' }>;

async function strikeCommit(fault: CommitFault, { request, http, withinMs, answers }: Struck): Promise<HttpResult> {
  switch (fault.kind) {
    case 'drop-after-commit':
      await http(request);
      return { kind: 'lost', message: 'other side closed' };
    case 'error-after-commit':
      await http(request);
      return answers.serverError;
    case 'late-commit':
      setTimeout(() => void http(request), fault.ms);
      return { kind: 'lost', message: 'other side closed' };
    case 'slow': {
      const result = await http(request);
      await sleep(Math.min(fault.ms, withinMs));
      return fault.ms < withinMs ? result : { kind: 'lost', message: 'the deadline is over' };
    }
    default:
      return fault satisfies never;
  }
}

function retryAfterText(retryAfter: Extract<Fault, { kind: 'throttle' }>['retryAfter']): string | undefined {
  switch (retryAfter) {
    case 'seconds':
      return '2';
    case 'date':
      return new Date(Math.ceil(performance.timeOrigin + performance.now() + 2_000)).toUTCString();
    case 'none':
      return undefined;
    default:
      return retryAfter satisfies never;
  }
}
