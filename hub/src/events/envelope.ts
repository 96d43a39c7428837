/** A committed event as the feed has it. `body` is JSON text, kept byte for byte. */
export type FeedEvent = {
  readonly position: number;
  readonly subjectId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly causation: string;
  readonly body: string;
};

/** What a subject is now: its version (the seq of its last event) and its JSON text. */
export type CurrentState = { readonly seq: number; readonly body: string };

/** What envelopes need: `source` is this installation's URI; `traceparentOf` gives a W3C trace context where one is known. */
export type EnvelopeDeps = { readonly source: string; readonly traceparentOf: (event: FeedEvent) => string | undefined };

/**
 * A CloudEvents 1.0 envelope (JSON format). `source` + `id` name the event for ever. `sequence` counts the subject's events,
 * padded so that it sorts as text; `position` is the place in the feed, decimal. `dataref` (the claim-check extension)
 * stands in place of `data` where that is too large to be sent.
 */
export type CloudEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: string;
  readonly position?: string;
  readonly causation?: string;
  readonly traceparent?: string;
  readonly dataref?: string;
  readonly data?: unknown;
};

/** Largest message to a webhook, in bytes; the Standard Webhooks spec asks for less than 20 kB. */
export const messageBytesMax = 19_999;

/** The type of the message that tells a subject's current state. */
export const stateType = 'crossdock.order.state.v1';

const schemaVersion = 1;
const sequenceDigits = 10;

/** The envelope of an event, its data parsed. */
export function toCloudEvent(event: FeedEvent, deps: EnvelopeDeps): CloudEvent {
  return { ...attributesOf(event, deps), data: JSON.parse(event.body) as unknown };
}

/** The same as text to send: the body goes in as it was stored; when all would be too large, `link` stands for it. */
export function eventText(event: FeedEvent, link: string, deps: EnvelopeDeps): string {
  return withBody(attributesOf(event, deps), event.body, link);
}

/** A subject's current state as text to send; its `sequence` is the version by which a receiver keeps the newest. */
export function stateText(subjectId: string, state: CurrentState, link: string, { source }: EnvelopeDeps): string {
  const attributes: CloudEvent = {
    specversion: '1.0',
    id: `${subjectId}:${state.seq}:state`,
    source,
    type: stateType,
    subject: subjectId,
    datacontenttype: 'application/json',
    sequence: padded(state.seq),
  };
  return withBody(attributes, state.body, link);
}

function attributesOf(event: FeedEvent, { source, traceparentOf }: EnvelopeDeps): CloudEvent {
  const traceparent = traceparentOf(event);
  return {
    specversion: '1.0',
    id: `${event.subjectId}:${event.seq}`,
    source,
    type: `crossdock.${event.type}.v${schemaVersion}`,
    subject: event.subjectId,
    time: event.at.toISOString(),
    datacontenttype: 'application/json',
    sequence: padded(event.seq),
    position: String(event.position),
    // The spec forbids an empty attribute.
    ...(event.causation === '' ? {} : { causation: event.causation }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function withBody(attributes: CloudEvent, body: string, link: string): string {
  const whole = `${JSON.stringify(attributes).slice(0, -1)},"data":${body}}`;
  return Buffer.byteLength(whole) <= messageBytesMax ? whole : JSON.stringify({ ...attributes, dataref: link });
}

function padded(seq: number): string {
  return String(seq).padStart(sequenceDigits, '0');
}
