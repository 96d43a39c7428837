import type { Failure, Refusal } from '@crossdock/connector-kit';

/**
 * Ends an operation with what it has to answer. One operation is a dozen calls, and each can end it: so this is thrown, by `conversation`
 * and by the checks between the calls, and caught in one place, `answering`. It never leaves the connector.
 */
export class Stopped extends Error {
  readonly answer: Failure | Refusal;

  constructor(answer: Failure | Refusal) {
    super(answer.message);
    this.answer = answer;
  }
}

/** Ends the operation: the partner says no, or we know that it would. */
export function refuse(refusal: Omit<Refusal, 'kind'>): never {
  throw new Stopped({ kind: 'refused', ...refusal });
}

/** Ends the operation without a result. */
export function fail(failure: Omit<Failure, 'kind'>): never {
  throw new Stopped({ kind: 'failed', ...failure });
}

/** The parts of a conversation that decide what its end amounts to. */
type Spoken = { readonly hasWritten: () => boolean };

/**
 * What an operation answers in the end. A failure after something was written is doubt, whatever it was by itself: part of the work is
 * there, and a probe has to say how much.
 */
export async function answering<T>(conversation: Spoken, work: () => Promise<T>): Promise<T | Failure | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const { answer } = error;
    if (answer.kind === 'refused' || !conversation.hasWritten()) return answer;
    return { kind: 'failed', class: 'in-doubt', message: answer.message };
  }
}

/** The same for what only reads: a "no" to a read is a failure, because there is nothing to refuse. */
export async function reading<T>(conversation: Spoken, work: () => Promise<T>): Promise<T | Failure> {
  const answer = await answering(conversation, work);
  return isRefusal(answer) ? { kind: 'failed', class: 'poison', message: answer.message } : answer;
}

function isRefusal<T>(answer: T | Failure | Refusal): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refused';
}
