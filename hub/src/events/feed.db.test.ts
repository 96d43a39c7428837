import { expect } from 'vitest';
import type { Database, Node } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { closeHub, hubOn, newNode, publish, recordAll } from './events-testing.ts';
import { feedLimits, lastPosition, positionBefore, type ReadFeed, readFeed, replayMarginMs } from './feed.ts';

const test = base.extend<{ hub: Database; node: Node }>({
  hub: async ({ database }, use) => {
    const hub = hubOn(database);
    await use(hub);
    await closeHub(hub);
  },
  node: async ({ hub }, use) => use(await newNode(hub)),
});

const read = (what: ReadFeed, hub: Database) => readFeed(what, { pool: hub.pool, source: 'https://hub.example', traceparentOf: () => undefined });

test('an empty feed is a page without events', async ({ hub }) => {
  expect(await read({ after: 0, limit: 10 }, hub)).toEqual({ events: [], next: 0, last: 0 });
});

test('pages follow one another without a gap or a repetition, up to the last position', async ({ hub, node }) => {
  for (let i = 0; i < 3; i += 1) await recordAll(hub, [1, 2, 3]);
  await publish(hub, node);
  const positions: unknown[] = [];
  let page = await read({ after: 0, limit: 4 }, hub);
  positions.push(...page.events.map((event) => event.position));
  while (page.next < page.last) {
    page = await read({ after: page.next, limit: 4 }, hub);
    positions.push(...page.events.map((event) => event.position));
  }
  expect(positions).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('internal events are not shown; reading goes on behind them', async ({ hub, node }) => {
  const subject = await recordAll(hub, [1]);
  await recordAll(hub, [2, 3], { subject, type: 'internal.asked' });
  await recordAll(hub, [4], { subject, type: 'order.closed' });
  await publish(hub, node);
  expect(await read({ after: 1, limit: 2 }, hub)).toEqual({ events: [], next: 3, last: 4 });
  expect(await read({ after: 3, limit: 2 }, hub)).toMatchObject({ events: [{ type: 'crossdock.order.closed.v1', position: '4' }], next: 4, last: 4 });
});

test('filters by types and by order', async ({ hub, node }) => {
  const subject = await recordAll(hub, [1]);
  await recordAll(hub, [2], { subject, type: 'order.shipped' });
  const other = await recordAll(hub, [1], { type: 'order.shipped' });
  await publish(hub, node);
  const idsOf = async (what: Partial<ReadFeed>) => (await read({ after: 0, limit: 10, ...what }, hub)).events.map((event) => event.id);
  expect(await idsOf({ types: ['order.shipped'] })).toEqual([`${subject}:2`, `${other}:1`]);
  expect(await idsOf({ types: ['exception.*'] })).toEqual([]);
  expect(await idsOf({ subject })).toEqual([`${subject}:1`, `${subject}:2`]);
  expect(await idsOf({ subject, types: ['order.shipped'] })).toEqual([`${subject}:2`]);
});

test('a filter that finds little walks a limited way and says where to go on', async ({ hub, node }) => {
  const count = feedLimits.scanPositionsMax + 10;
  await hub.pool.query(
    `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
     select '00000000-0000-7000-8000-000000000001', g, case when g = $1 then 'order.paid' else 'order.changed' end, now(), 'test', 'c', '{}', '', '', ''
     from generate_series(1, $1::int) g order by g`,
    [count],
  );
  await publish(hub, node);
  const first = await read({ after: 0, limit: 10, types: ['order.paid'] }, hub);
  expect(first).toEqual({ events: [], next: feedLimits.scanPositionsMax, last: count });
  expect(await read({ after: first.next, limit: 10, types: ['order.paid'] }, hub)).toMatchObject({ events: [{ position: String(count) }], next: count });
});

test('a page has never more than its largest size', async ({ hub, node }) => {
  await hub.pool.query(
    `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
     select '00000000-0000-7000-8000-000000000001', g, 'order.changed', now(), 'test', 'c', '{}', '', '', '' from generate_series(1, $1::int) g order by g`,
    [feedLimits.pageEventsMax + 1],
  );
  await publish(hub, node);
  const page = await read({ after: 0, limit: 1_000_000 }, hub);
  expect([page.events.length, page.next]).toEqual([feedLimits.pageEventsMax, feedLimits.pageEventsMax]);
});

test('finds a position from which everything since a point in time is read', async ({ hub, node }) => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  for (let minute = 0; minute < 30; minute += 1) await recordAll(hub, [1], { at: new Date(start + minute * 60_000) });
  await publish(hub, node);
  const marginMinutes = replayMarginMs / 60_000;
  // Position p holds minute p - 1; what is before minute 20 less the margin may be left out.
  expect(await positionBefore({ at: new Date(start + 20 * 60_000) }, hub)).toBe(20 - marginMinutes);
  expect(await positionBefore({ at: new Date(start) }, hub)).toBe(0);
  expect(await positionBefore({ at: new Date(start + 1_000 * 60_000) }, hub)).toBe(await lastPosition(hub.pool));
});
