import type { Connector, Failure } from '@crossdock/connector-kit';
import { recordChannelConnector, startRecordChannel } from '@crossdock/connector-kit/contract';
import type pg from 'pg';
import { expect } from 'vitest';
import { eventually, startShowingHub, waitingRows } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

const down: Failure = { kind: 'failed', class: 'transient', message: 'the event bus is down' };
const laneOf = async (database: pg.Pool) =>
  (await database.query("select failures, half_open, last_error from lanes where system = 'crm' and limiter = 'default'")).rows;

/** A channel whose facts come by a way of its own, which is down; `isUp` says whether the channel answers otherwise. */
function deafChannel(channel: Connector, isUp: () => boolean) {
  const polls = { failed: 0, isBack: false, answered: 0 };
  const poll: NonNullable<NonNullable<Connector['facts']>['poll']> = () => {
    if (polls.isBack) polls.answered += 1;
    else polls.failed += 1;
    return Promise.resolve(polls.isBack ? { kind: 'polled', messages: [], cursor: '1', more: false } : down);
  };
  const health: Connector['health'] = () => Promise.resolve(isUp() ? { kind: 'healthy', says: 'answers' } : { ...down, message: 'the system is down' });
  return { polls, crm: { ...channel, facts: { pollEveryMs: 5, callMsMax: 1_000, poll }, health } satisfies Connector };
}

test('a poll that fails alone stops nothing but itself, and goes on when its way is back', async ({ database }) => {
  const channel = await startRecordChannel();
  const { polls, crm } = deafChannel(recordChannelConnector({ url: channel.url }), () => true);
  const hub = await startShowingHub(database, { crm });
  await eventually(() => polls.failed).toBeGreaterThan(6); // five in a row open a breaker
  const order = await hub.place('Q-1');
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ order });
  expect(await laneOf(database)).toEqual([
    { failures: 0, half_open: false, last_error: 'Facts do not come, though the system answers: the event bus is down' },
  ]);
  polls.isBack = true;
  await eventually(() => polls.answered).toBeGreaterThan(1);
  await hub.stop();
  await channel.close();
});

test('a poll that fails because the system is away opens its breaker', async ({ database }) => {
  const channel = await startRecordChannel();
  const { crm } = deafChannel(recordChannelConnector({ url: channel.url }), () => false);
  const hub = await startShowingHub(database, { crm });
  await eventually(async () => (await laneOf(database))[0]?.half_open).toBe(true);
  await hub.place('Q-1');
  await eventually(() => waitingRows(database)).toHaveLength(1);
  expect(channel.requests).toEqual([]);
  await hub.stop();
  await channel.close();
});
