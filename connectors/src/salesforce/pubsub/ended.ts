import type { Failure } from '@crossdock/connector-kit';
import { status } from '@grpc/grpc-js';
import type { Ended } from './connection.ts';

/** A session that the bus does not take (any more). */
export const isUnauthenticated = ({ code }: Ended): boolean => code === status.UNAUTHENTICATED;

/** The place behind which we asked is not kept any more, or belongs to another org. */
export const isExpired = ({ errorCode }: Ended): boolean => /\.replayid\.(corrupted|validation\.failed)$/.test(errorCode);

const ourMistakes: ReadonlySet<number> = new Set([
  status.NOT_FOUND,
  status.PERMISSION_DENIED,
  status.INVALID_ARGUMENT,
  status.UNIMPLEMENTED,
  status.FAILED_PRECONDITION,
]);

/** What an end amounts to for whoever waits. A subscriber only reads, so nothing is ever in doubt. */
export function failureOf(ended: Ended, what: string): Failure {
  const message = `the event bus did not give ${what}: ${ended.errorCode || `gRPC status ${ended.code}`}: ${ended.details}`;
  if (isUnauthenticated(ended)) return { kind: 'failed', class: 'auth', message };
  if (ended.code === status.RESOURCE_EXHAUSTED) return { kind: 'failed', class: 'throttled', message };
  return { kind: 'failed', class: ourMistakes.has(ended.code) ? 'poison' : 'transient', message };
}

/** Whether trying again soon can help without anybody doing anything. */
export const isPassing = (ended: Ended): boolean => failureOf(ended, '').class === 'transient';
