import fc from 'fast-check';
import type pg from 'pg';
import { expect } from 'vitest';
import { type Database, type Duty, DutyLost, newId } from '../platform/index.ts';
import { test as base } from '../testing/database-test.ts';
import { closeHub, hubOn, newNode, record, recordAll, runDuty } from './events-testing.ts';
import { sequencerDuty, sequencerLimits } from './sequencer.ts';

const test = base.extend<{ hub: Database }>({
  hub: async ({ database }, use) => {
    const hub = hubOn(database);
    await use(hub);
    await closeHub(hub);
  },
});

test('gives committed events gapless positions in the order in which they were written', async ({ hub }) => {
  const node = await newNode(hub);
  await recordAll(hub, [1, 2, 3]);
  await runDuty(sequencerDuty(hub), hub, node);
  await recordAll(hub, [1, 2]);
  await runDuty(sequencerDuty(hub), hub, node);
  const feed = await readAll(hub);
  expect(feed.map((row) => row.position)).toEqual([1, 2, 3, 4, 5]);
  expect(feed).toEqual(inOrderOfN(feed));
});

test('waits for a transaction that began after the lease was taken and is the newest when the mark is', async ({ hub }) => {
  const node = await newNode(hub);
  const slow = await begin(hub);
  const duty = sequencerDuty(hub);
  const overtaken: Duty = {
    ...duty,
    run: async (held) => {
      // No transaction with a higher id has completed at the sampling, so this one stands at the snapshot's xmax.
      await record(slow, { subject: newId(), seq: 1 });
      return duty.run(held);
    },
  };
  await runDuty(overtaken, hub, node, 1);
  await recordAll(hub, [1, 2]);
  await runDuty(duty, hub, node, 2);
  expect(await readAll(hub)).toEqual([]);
  await commit(slow);
  await runDuty(duty, hub, node);
  const feed = await readAll(hub);
  expect(feed).toHaveLength(3);
  expect(feed).toEqual(inOrderOfN(feed));
});

test('keeps the order when two open transactions commit against the order of their numbers', async ({ hub }) => {
  const node = await newNode(hub);
  const [first, second] = [await begin(hub), await begin(hub)];
  const [a, b] = [newId(), newId()];
  await record(first, { subject: a, seq: 1 });
  await record(second, { subject: b, seq: 1 });
  await record(first, { subject: a, seq: 2 });
  await commit(second);
  await runDuty(sequencerDuty(hub), hub, node, 2);
  expect(await readAll(hub)).toEqual([]);
  await commit(first);
  await runDuty(sequencerDuty(hub), hub, node);
  expect((await readAll(hub)).map((row) => [row.subject, row.seq])).toEqual([
    [a, 1],
    [b, 1],
    [a, 2],
  ]);
});

test('is not held up for ever by transactions that overlap without end', async ({ hub }) => {
  const node = await newNode(hub);
  let open = await begin(hub);
  await record(open, { subject: newId(), seq: 1 });
  for (let round = 0; round < 4; round += 1) {
    const next = await begin(hub);
    await record(next, { subject: newId(), seq: 1 });
    await runDuty(sequencerDuty(hub), hub, node, 1);
    await commit(open);
    open = next;
  }
  expect((await readAll(hub)).length).toBeGreaterThanOrEqual(2);
  await commit(open);
});

test('copies what a rolled-back transaction left out, without a gap in the positions', async ({ hub }) => {
  const node = await newNode(hub);
  const lost = await begin(hub);
  await record(lost, { subject: newId(), seq: 1 });
  await recordAll(hub, [1]);
  await lost.query('rollback');
  lost.release();
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  expect((await readAll(hub)).map((row) => row.position)).toEqual([1, 2]);
});

test('finds its place again when its cursor is lost, and when it comes from another server', async ({ hub }) => {
  const node = await newNode(hub);
  await recordAll(hub, [1, 2]);
  await runDuty(sequencerDuty(hub), hub, node);
  await hub.pool.query('update duties set cursor = null');
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  await hub.pool.query(`update duties set cursor = jsonb_set(cursor::jsonb, '{pending}', '{"mark": 900, "xid": "99999999999"}')::text`);
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  expect((await readAll(hub)).map((row) => row.position)).toEqual([1, 2, 3, 4]);
});

test.for([-1, 0, 1, sequencerLimits.batchEventsMax])('copies a batch and %i events in one go, and what comes afterwards', async (more, { hub }) => {
  const node = await newNode(hub);
  const count = sequencerLimits.batchEventsMax + more;
  await hub.pool.query(
    `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
     select $1, g, 'order.changed', now(), 'test', 'c', '{}', '', '', '' from generate_series(1, $2::int) g order by g`,
    [newId(), count],
  );
  await runDuty(sequencerDuty(hub), hub, node);
  await recordAll(hub, [1]);
  await runDuty(sequencerDuty(hub), hub, node);
  const { rows } = await hub.pool.query('select count(*)::int as count, max(position)::int as last from feed');
  expect(rows).toEqual([{ count: count + 1, last: count + 1 }]);
});

test('a sequencer whose lease went to another node commits nothing', async ({ hub }) => {
  const [sleepy, awake] = [await newNode(hub), await newNode(hub)];
  const duty = sequencerDuty(hub);
  await recordAll(hub, [1]);
  await runDuty(duty, hub, sleepy);
  await recordAll(hub, [1, 2]);
  const overslept: Duty = {
    ...duty,
    run: async (held) => {
      await hub.pool.query(`update duties set until = clock_timestamp() - interval '1 s'`);
      await runDuty(duty, hub, awake);
      return duty.run(held);
    },
  };
  await expect(runDuty(overslept, hub, sleepy)).rejects.toThrow(DutyLost);
  expect((await readAll(hub)).map((row) => row.position)).toEqual([1, 2, 3]);
});

type Step = { readonly kind: 'write' | 'commit' | 'rollback'; readonly writer: number } | { readonly kind: 'sequence' };
const writers = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), writer: writers }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const), writer: writers }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rollback' as const), writer: writers }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'sequence' as const }) },
);

test('however writers interleave, the feed ends as all committed events, gapless, in the order of their numbers', { timeout: 60_000 }, async ({ hub }) => {
  const [one, two] = [await newNode(hub), await newNode(hub)];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const open = new Map<number, pg.PoolClient>();
      let turn = 0;
      for (const now of steps) {
        if (now.kind === 'sequence') {
          turn += 1;
          await runDuty(sequencerDuty(hub), hub, turn % 2 ? one : two, 1);
          continue;
        }
        const client = open.get(now.writer);
        if (now.kind === 'write') {
          const writing = client ?? (await begin(hub));
          open.set(now.writer, writing);
          await record(writing, { subject: newId(), seq: 1 });
        } else if (client) {
          await client.query(now.kind);
          client.release();
          open.delete(now.writer);
        }
      }
      for (const client of open.values()) await commit(client);
      await runDuty(sequencerDuty(hub), hub, one);
      const feed = await readAll(hub);
      const { rows } = await hub.pool.query<{ count: number }>('select count(*)::int as count from events');
      expect(feed).toHaveLength(rows[0]?.count ?? -1);
      expect(feed.map((row) => row.position)).toEqual(feed.map((_, index) => index + 1));
      expect(feed).toEqual(inOrderOfN(feed));
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

type Place = { readonly position: number; readonly subject: string; readonly seq: number; readonly n: number };

async function readAll(hub: Database): Promise<readonly Place[]> {
  const { rows } = await hub.pool.query<Place>(
    'select position::int, subject_id as subject, seq, n::int from feed join events using (subject_id, seq) order by position',
  );
  return rows;
}

function inOrderOfN(feed: readonly Place[]): readonly Place[] {
  return feed.toSorted((a, b) => a.n - b.n);
}

async function begin(hub: Database): Promise<pg.PoolClient> {
  const client = await hub.pool.connect();
  await client.query('begin');
  return client;
}

async function commit(client: pg.PoolClient): Promise<void> {
  await client.query('commit');
  client.release();
}
