import type { Connector } from '@crossdock/connector-kit';
import { expect } from 'vitest';
import { eventually, startShowingHub } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

const minutesMs = 600_000;

test('a system that asks for a pause when it is looked at gets it, until a person resumes it', async ({ database }) => {
  let polls = 0;
  const crm: Connector = {
    vendor: 'test-crm',
    facts: {
      pollEveryMs: 50,
      callMsMax: 5_000,
      poll: async () => {
        polls += 1;
        return { kind: 'failed', class: 'throttled', message: 'no calls are left', retryAfterMs: minutesMs };
      },
    },
    health: () => Promise.resolve({ kind: 'healthy', says: 'fine' }),
  };
  const hub = await startShowingHub(database, { crm });
  const waits = "select open_until > clock_timestamp() + interval '5 min' as waits, failures from lanes where system = 'crm'";
  await eventually(async () => (await database.query(waits)).rows).toEqual([{ waits: true, failures: 0 }]);
  await eventually(() => hub.core.lanes.state('crm', 'default')?.openUntilMs !== undefined).toBe(true);
  const before = polls;
  await eventually(async () => {
    await hub.resume(); // a look that had begun before the pause was seen asks for the pause once more
    return polls > before;
  }).toBe(true);
  await eventually(async () => (await database.query(waits)).rows).toEqual([{ waits: true, failures: 0 }]);
  expect(hub.logs.join('\n')).toContain('no calls are left');
  await hub.stop();
});
