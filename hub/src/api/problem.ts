import { type ProblemCode, problemCodes } from './problem-codes.ts';

/** Where problem types are explained; a relative reference, as RFC 9457 allows, resolved against the hub's own address. */
export const problemTypeBase = '/problems/';

/** The media type of RFC 9457. */
export const problemMediaType = 'application/problem+json';

/** A problem before it is written: the code says all that is always the same. */
export type Problem = {
  readonly code: ProblemCode;
  /** For the person who must act. */
  readonly detail: string;
  /** JSON-path-like place in what was sent, e.g. `lines[0].quantity.value`. */
  readonly field?: string;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfterSeconds?: number;
  /** Everything that is wrong, this one first, where a request is told all at once. */
  readonly all?: readonly Pick<Problem, 'code' | 'detail' | 'field'>[];
};

/** Thrown by handlers that cannot go on; the error handler writes it. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
    this.problem = problem;
  }
}

const detailCharsMax = 1_000;

/** The members of an RFC 9457 problem. */
export function problemBody({ code, detail, field, all }: Problem, instance: string) {
  const { status, class: kind, title, owner, remedy } = problemCodes[code];
  return {
    type: `${problemTypeBase}${code}`,
    title,
    status,
    detail: detail.slice(0, detailCharsMax),
    instance,
    class: kind,
    code,
    ...(field !== undefined && { field }),
    owner,
    remedy,
    ...(all && { faults: all.map(faultBody) }),
  };
}

function faultBody({ code, detail, field }: Pick<Problem, 'code' | 'detail' | 'field'>) {
  const { class: kind, owner, remedy } = problemCodes[code];
  return { code, class: kind, ...(field !== undefined && { field }), detail: detail.slice(0, detailCharsMax), owner, remedy };
}
