import { randomUUID } from 'node:crypto';
import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import { OrgError, type Row, type Who, type Work } from '../org/types.ts';
import { fromAvro } from './avro-values.ts';
import type { Bus } from './bus.ts';
import { codecOf, type EventCodec } from './event-schema.ts';
import type { ProducerEvent, PublishRequest, PublishResponse, PublishResult } from './messages.ts';
import { Refusal } from './refusal.ts';
import { replayBytes } from './replay-id.ts';
import type { CurrentEvent } from './schemas.ts';
import { serveStream } from './stream.ts';
import { findTopic } from './topic-calls.ts';

/** A larger event is refused by itself (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/allocations.html). */
const eventBytesMax = 1_048_576;

/** Publish: each event is published or refused for itself. */
export function publish(bus: Bus, { topicName, events }: PublishRequest, { rpcId, who }: { readonly rpcId: string; readonly who: Who }): PublishResponse {
  const { event, canPublish } = findTopic(bus, topicName);
  if (events.length === 0) throw new Refusal(status.INVALID_ARGUMENT, 'publish.event.count.invalid', 'The publish request must contain at least one event.');
  const current = event === undefined || !canPublish ? undefined : bus.schemas.current(event);
  if (current === undefined) throw new Refusal(status.PERMISSION_DENIED, 'topic.meta.permission', `Events can't be published to the topic ${topicName}.`);
  const outcomes = bus.org.transact(who, (work) => events.map((produced) => outcomeOf(bus, work, current, produced)));
  return { results: outcomes.map((outcome) => resultOf(bus, outcome)), schemaId: current.schema.id, rpcId };
}

/** PublishStream: a Publish for each request, all to the topic of the first. */
export function publishStream(bus: Bus, call: ServerDuplexStream<PublishRequest, PublishResponse>): void {
  const rpcId = randomUUID();
  let topic: string | undefined;
  const stream = serveStream<PublishRequest, PublishResponse>(bus, call, rpcId, {
    onRequest: (request, who) => {
      idle.refresh();
      topic ??= request.topicName;
      if (request.topicName !== '' && request.topicName !== topic)
        throw new Refusal(
          status.INVALID_ARGUMENT,
          'publish.topic.mismatch',
          `The topic name ${request.topicName} doesn't match the topic name of the first request, ${topic}.`,
        );
      call.write(publish(bus, { ...request, topicName: topic }, { rpcId, who }));
    },
    onClose: () => clearTimeout(idle),
    wake: () => undefined,
  });
  const idle = setTimeout(
    () => stream.refuse(new Refusal(status.DEADLINE_EXCEEDED, 'publish.stream.sweeper.timeout', 'No publish request was sent in time.')),
    bus.publishIdleMs,
  );
}

type Outcome = { readonly key: string } & ({ readonly eventUuid: string } | { readonly refused: string });

function outcomeOf({ teller, schemas }: Bus, work: Work, current: CurrentEvent, { id, schemaId, payload }: ProducerEvent): Outcome {
  try {
    if (payload.length > eventBytesMax) throw new OrgError('EVENT_TOO_LARGE', `The event message size must not exceed ${eventBytesMax} bytes.`);
    const schema = schemaId === current.schema.id ? current.schema : schemas.withId(schemaId);
    if (schema === undefined) throw new OrgError('INVALID_SCHEMA', `The schema ID ${schemaId} is unknown.`);
    const codec = schema === current.schema ? current.codec : codecOf(schema);
    const fields = fieldsOf(current, codec, payload);
    const { eventUuid } = work.attempt(() => work.publish(current.layout.event, fields));
    teller.nameNext(eventUuid, id === '' ? eventUuid : id);
    return { key: id, eventUuid };
  } catch (error) {
    return { key: id, refused: error instanceof Error ? error.message : String(error) };
  }
}

/** What a payload sets; its stamps are the platform's own to set. */
function fieldsOf({ layout }: CurrentEvent, { decode }: EventCodec, payload: Buffer): Row {
  const value = decode(payload);
  const sent = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const plain = layout.slots.flatMap((slot) => (slot.kind === 'plain' && slot.name.includes('__') ? [slot] : []));
  return Object.fromEntries(plain.map(({ name, field }) => [name, fromAvro(field, sent.get(name))]).filter(([, content]) => content !== null));
}

function resultOf({ teller }: Bus, outcome: Outcome): PublishResult {
  if ('refused' in outcome) return { correlationKey: outcome.key, error: { code: 'PUBLISH', msg: outcome.refused } };
  const replay = teller.replayOf(outcome.eventUuid);
  if (replay === undefined) return { correlationKey: outcome.key, error: { code: 'COMMIT', msg: 'The event was published, and the bus did not hear of it.' } };
  return { correlationKey: outcome.key, replayId: replayBytes(replay) };
}
