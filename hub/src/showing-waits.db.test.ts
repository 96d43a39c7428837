import type { Connector, Failure, ShowAnswer } from '@crossdock/connector-kit';
import { expect } from 'vitest';
import { eventually, startShowingHub, waitingRows } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

const minutesMs = 600_000;
const throttled: Failure = { kind: 'failed', class: 'throttled', message: '96 of 100 calls are used', retryAfterMs: minutesMs };
const isOpen = 'select open_until > clock_timestamp() as open from lanes where system = $1';

/** A channel that answers as it is told. */
function channelOf(answer: () => ShowAnswer): Connector {
  return {
    vendor: 'test-crm',
    channel: { show: { itemsMax: 10, callMsMax: 10_000, settleMs: 0, limiter: 'default', send: async () => answer() } },
    health: () => Promise.resolve({ kind: 'healthy', says: 'fine' }),
  };
}

test('records that are kept back for the sake of orders wait by themselves: the lane stays open for the orders', async ({ database }) => {
  const hub = await startShowingHub(database, { crm: channelOf(() => ({ ...throttled, isKeptBack: true })) });
  await hub.place('Q-1');
  await eventually(async () => (await waitingRows(database)).map((row) => [row.failures, row.last_error])).toEqual([[0, throttled.message]]);
  const { rows } = await database.query(
    "select due_at > clock_timestamp() + interval '5 s' as later, due_at < clock_timestamp() + interval '1 min' as soon from showings",
  );
  expect(rows).toEqual([{ later: true, soon: true }]);
  expect((await database.query(isOpen, ['crm'])).rows).toEqual([{ open: null }]);
  await hub.stop();
});

test('a person who resumes a system ends the wait that the system has asked for', async ({ database }) => {
  let says: ShowAnswer = throttled;
  const hub = await startShowingHub(database, { crm: channelOf(() => says) });
  await hub.place('Q-1');
  await eventually(async () => (await database.query(isOpen, ['crm'])).rows).toEqual([{ open: true }]);
  says = { kind: 'answered', items: [{ channelOrder: 'Q-1', kind: 'shown' }] };
  await hub.resume();
  await eventually(() => waitingRows(database)).toEqual([]);
  await hub.stop();
});
