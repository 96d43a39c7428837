import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refused } from './problem.ts';
import { readJson } from './read-json.ts';

/** Largest body of one request, in bytes (a batch is read row by row and has no such limit). */
export const bodyBytesMax = 10_485_760;

const keptBytesMax = 65_536;

declare module 'fastify' {
  interface FastifyRequest {
    rawBody: Uint8Array | null;
  }
}

/** The bytes of a request's body as they came; the beginning, where it was too large. */
export function rawOf(request: FastifyRequest): Uint8Array {
  return request.rawBody ?? new Uint8Array();
}

/** Bodies are JSON, read by us: bounded, counted, and kept as they came for the record of a refusal. */
export function takeJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json'], (request, payload, done) => {
    readBytes(request, payload, (error, bytes) => {
      if (error) return done(error);
      request.rawBody = bytes;
      const read = readJson(bytes);
      if (read.kind === 'refused') return done(new Refused(read.problem));
      done(null, read.value);
    });
  });
}

/** Bodies are bytes whose signature somebody else checks. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request, payload, done) => readBytes(request, payload, (error, bytes) => done(error ?? null, bytes)));
}

function readBytes(request: FastifyRequest, payload: IncomingMessage, done: (error: Error | undefined, bytes: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (error: Error | undefined): void => {
    payload.off('data', onData).off('end', onEnd).off('error', onError);
    const [first] = chunks;
    done(error, first && chunks.length === 1 ? first : Buffer.concat(chunks));
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= bodyBytesMax) chunks.push(chunk);
    else {
      request.rawBody = Buffer.concat(chunks).subarray(0, keptBytesMax);
      chunks.length = 0;
      payload.resume(); // let the rest run off, unread, so that the answer gets through
      finish(new Refused({ code: 'body-too-large', detail: `A body has at most ${bodyBytesMax} bytes.` }));
    }
  };
  const onEnd = (): void => finish(undefined);
  const onError = (error: Error): void => finish(error);
  payload.on('data', onData).on('end', onEnd).on('error', onError);
}
