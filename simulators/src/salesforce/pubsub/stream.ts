import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Who } from '../org/types.ts';
import type { Bus } from './bus.ts';
import { sentRefusal } from './refusal.ts';
import { authenticate } from './session.ts';

/** What a stream does; what `onRequest` throws ends the stream with a refusal. */
export type StreamPart<Request> = {
  readonly onRequest: (request: Request, who: Who) => void;
  readonly onClose: () => void;
  readonly wake: () => void;
};

/** Serves a stream of requests: the session is checked with each of them, and the stream ends when the client's half does. */
export function serveStream<Request, Response>(
  { checkSession, streams }: Pick<Bus, 'checkSession' | 'streams'>,
  call: ServerDuplexStream<Request, Response>,
  rpcId: string,
  { onRequest, onClose, wake }: StreamPart<Request>,
): { readonly refuse: (error: unknown) => void } {
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    close();
    call.end();
  };
  const stream = { wake, end };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    streams.delete(stream);
    onClose();
  };
  const refuse = (error: unknown) => {
    if (!isOpen) return;
    close();
    call.emit('error', sentRefusal(error, rpcId));
  };
  const attempt = (work: () => void) => {
    try {
      if (isOpen) work();
    } catch (error) {
      refuse(error);
    }
  };
  call.on('data', (request: Request) => attempt(() => onRequest(request, authenticate(call.metadata, checkSession))));
  call.on('end', end);
  call.on('cancelled', close);
  call.on('close', close);
  call.on('error', close);
  streams.add(stream);
  attempt(() => authenticate(call.metadata, checkSession));
  return { refuse };
}
