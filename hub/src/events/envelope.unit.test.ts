import { describe, expect, it } from 'vitest';
import { type EnvelopeDeps, eventText, type FeedEvent, messageBytesMax, stateText, toCloudEvent } from './envelope.ts';

const deps: EnvelopeDeps = { source: 'https://hub.example', traceparentOf: () => undefined };
const event: FeedEvent = {
  position: 41,
  subjectId: '0197c0de-0000-7000-8000-000000000001',
  seq: 3,
  type: 'order.shipped',
  at: new Date('2026-03-01T10:00:00.000Z'),
  causation: 'wms:msg-9',
  body: '{"lines":[{"line":"1","quantity":"2.50"}]}',
};
const link = 'https://hub.example/v1/orders/1';

/** What CloudEvents 1.0 demands of an envelope in its JSON format. */
function expectCloudEvent(envelope: Record<string, unknown>): void {
  expect(envelope).toMatchObject({
    specversion: '1.0',
    id: expect.stringMatching(/./),
    source: expect.stringMatching(/^https:/),
    type: expect.stringMatching(/./),
  });
  for (const [name, value] of Object.entries(envelope)) {
    expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    if (name !== 'data') expect(value).toEqual(expect.stringMatching(/./));
  }
}

describe('the envelope of an event', () => {
  it('has the attributes of CloudEvents 1.0 and names the order, its sequence and its position', () => {
    const envelope = toCloudEvent(event, deps);
    expectCloudEvent(envelope);
    expect(envelope).toEqual({
      specversion: '1.0',
      id: `${event.subjectId}:3`,
      source: 'https://hub.example',
      type: 'crossdock.order.shipped.v1',
      subject: event.subjectId,
      time: '2026-03-01T10:00:00.000Z',
      datacontenttype: 'application/json',
      sequence: '0000000003',
      position: '41',
      causation: 'wms:msg-9',
      data: { lines: [{ line: '1', quantity: '2.50' }] },
    });
  });

  it('leaves out what is not known, because an attribute must not be empty', () => {
    const envelope = toCloudEvent({ ...event, causation: '' }, deps);
    expect(Object.keys(envelope)).not.toContain('causation');
    expect(Object.keys(envelope)).not.toContain('traceparent');
  });

  it('carries the trace where one is known', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(toCloudEvent(event, { ...deps, traceparentOf: () => traceparent }).traceparent).toBe(traceparent);
  });

  it('reads the same when sent, and keeps the bytes of the body', () => {
    const body = '{"price": 1.10, "id": 9007199254740993}';
    const text = eventText({ ...event, body }, link, deps);
    expect(text).toContain(`"data":${body}}`);
    expect(JSON.parse(eventText(event, link, deps))).toEqual(toCloudEvent(event, deps));
  });

  it('gives a link in place of a body that is too large to be sent, counted in bytes', () => {
    const body = JSON.stringify({ note: 'ü'.repeat(messageBytesMax / 2) });
    const text = eventText({ ...event, body }, link, deps);
    const envelope = JSON.parse(text) as Record<string, unknown>;
    expectCloudEvent(envelope);
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    expect(envelope).toMatchObject({ dataref: link, id: `${event.subjectId}:3` });
    expect(envelope).not.toHaveProperty('data');
  });

  it('sends a body that just fits whole', () => {
    const room = messageBytesMax - Buffer.byteLength(eventText({ ...event, body: '""' }, link, deps));
    const text = eventText({ ...event, body: JSON.stringify('x'.repeat(room)) }, link, deps);
    expect(Buffer.byteLength(text)).toBe(messageBytesMax);
    expect(text).toContain('"data"');
    expect(eventText({ ...event, body: JSON.stringify('x'.repeat(room + 1)) }, link, deps)).toContain('"dataref"');
  });
});

describe('the envelope of a current state', () => {
  it('has an id of its own and the version as its sequence', () => {
    const envelope = JSON.parse(stateText(event.subjectId, { seq: 12, body: '{"status":"shipped"}' }, link, deps)) as Record<string, unknown>;
    expectCloudEvent(envelope);
    expect(envelope).toMatchObject({
      id: `${event.subjectId}:12:state`,
      type: 'crossdock.order.state.v1',
      sequence: '0000000012',
      data: { status: 'shipped' },
    });
  });
});
