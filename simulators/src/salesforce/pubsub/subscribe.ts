import { randomUUID } from 'node:crypto';
import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { Bus } from './bus.ts';
import { type Delivery, startDelivery } from './delivery.ts';
import type { LogEntry } from './event-log.ts';
import type { ConsumerEvent, FetchRequest, FetchResponse } from './messages.ts';
import { Refusal } from './refusal.ts';
import { replayBytes, replayNumber } from './replay-id.ts';
import { serveStream } from './stream.ts';
import { findTopic } from './topic-calls.ts';

/** Subscribe: events of one topic, as many as the client requests. */
export function subscribe(bus: Bus, call: ServerDuplexStream<FetchRequest, FetchResponse>): void {
  let open: { readonly delivery: Delivery; readonly topicName: string } | undefined;
  const rpcId = randomUUID();
  serveStream(bus, call, rpcId, {
    onRequest: (request) => {
      const { topicName, numRequested } = request;
      if (numRequested <= 0)
        throw new Refusal(status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid', 'The number of requested events must be greater than 0.');
      if (open !== undefined && topicName !== '' && topicName !== open.topicName)
        throw new Refusal(
          status.INVALID_ARGUMENT,
          'subscription.fetch.topic.mismatch',
          `The topic name ${topicName} doesn't match the topic name of the first request, ${open.topicName}.`,
        );
      open ??= { topicName, delivery: start(bus, request, (response) => call.write({ ...response, rpcId })) };
      open.delivery.request(numRequested);
    },
    onClose: () => open?.delivery.close(),
    wake: () => open?.delivery.wake(),
  });
}

function start(bus: Bus, request: FetchRequest, send: (response: Omit<FetchResponse, 'rpcId'>) => void): Delivery {
  const { admits } = findTopic(bus, request.topicName);
  return startDelivery({
    ...bus,
    admits,
    start: startOf(bus, request),
    send: (events, latest, pending) => send(fetchResponse(events, latest, pending)),
  });
}

function startOf({ log }: Bus, { replayPreset, replayId }: FetchRequest): number {
  switch (replayPreset) {
    case 'LATEST':
      return log.tip();
    case 'EARLIEST':
      return log.floor();
    case 'CUSTOM': {
      if (replayId.length === 0)
        throw new Refusal(
          status.INVALID_ARGUMENT,
          'subscription.fetch.replayid.validation.failed',
          'The Replay ID validation failed. Provide a replay ID when the replay preset is CUSTOM.',
        );
      const replay = replayNumber(replayId);
      if (replay !== undefined && log.isKept(replay)) return replay;
      throw new Refusal(
        status.INVALID_ARGUMENT,
        'subscription.fetch.replayid.corrupted',
        'The Replay ID validation failed. Ensure that the Replay ID is valid and refers to an event that is within the retention window.',
      );
    }
    default:
      return replayPreset satisfies never;
  }
}

/** The part of a response that all subscriptions share. */
export function fetchResponse(events: readonly LogEntry[], latest: number, pending: number): Omit<FetchResponse, 'rpcId'> {
  return { events: events.map(consumerEvent), latestReplayId: replayBytes(latest), pendingNumRequested: pending };
}

const consumerEvent = ({ id, schemaId, payload, replay }: LogEntry): ConsumerEvent => ({
  event: { id, schemaId, payload },
  replayId: replayBytes(replay),
});
