import { expect } from 'vitest';
import { createRegistry } from '../systems/index.ts';
import { test } from '../testing/database-test.ts';
import { startTestApi } from './api-testing.ts';

test("a channel's own records that wait to be written are counted with the age of the oldest, shown again and left alone when somebody says so", async ({
  database,
}) => {
  const never = () => Promise.reject(new Error('nobody is called in this test'));
  const show = { itemsMax: 10, callMsMax: 1_000, settleMs: 0, limiter: 'default', send: never };
  const limiters = { default: { concurrency: 1 } };
  const systems = createRegistry([
    { id: 'crm', name: 'CRM', owner: 'sales', connector: { vendor: 'test-crm', channel: { show }, health: never }, limiters },
    { id: 'erp', name: 'ERP', owner: 'integration', connector: { vendor: 'test-erp', health: never }, limiters },
  ]);
  const api = await startTestApi(database, { systems });
  const showing = async () => (await api.call('GET', '/v1/systems')).json.systems.map((system: { showing: unknown }) => system.showing);
  expect(await showing()).toEqual([{ waiting: 0, failing: 0, leftAlone: 0, oldestSince: null, lastError: null }, null]);
  await database.query(
    `insert into showings (system, channel_order, subject_id, wanted, shown, waiting_since, due_at, failures, last_error) values
       ('crm', 'Q-1', gen_random_uuid(), 2, 1, '2026-03-02T08:00:00Z', now(), 2, 'a rule forbids it'), ('crm', 'Q-2', gen_random_uuid(), 1, 0, '2026-03-02T09:00:00Z', now(), 0, null),
       ('crm', 'Q-3', gen_random_uuid(), 1, 1, '2026-03-02T07:00:00Z', now(), 0, null),
       ('crm', 'a/gid://Q-4', gen_random_uuid(), 1, 0, '2026-03-01T07:00:00Z', 'infinity', 3, 'it is locked')`,
  );
  expect(await showing()).toEqual([{ waiting: 2, failing: 1, leftAlone: 1, oldestSince: '2026-03-02T08:00:00.000Z', lastError: 'a rule forbids it' }, null]);
  expect((await api.call('GET', '/metrics')).text).toContain('crossdock_showings_waiting{system="crm"} 2');
  const again = (record: string) =>
    api.call('POST', `/v1/systems/crm/records/${encodeURIComponent(record)}/show-again`, { body: { reason: 'it was unlocked' } });
  expect(await again('a/gid://Q-4')).toMatchObject({ status: 200, json: { id: 'crm', showing: { waiting: 3, leftAlone: 0, lastError: 'it is locked' } } });
  expect(await again('Q-9')).toMatchObject({ status: 404, json: { code: 'record-not-found' } });
  expect((await database.query('select actor, action, target, reason from operator_actions')).rows).toEqual([
    { actor: expect.any(String), action: 'show-again', target: 'record:crm:a/gid://Q-4', reason: 'it was unlocked' },
  ]);
  await database.query(
    `insert into showings (system, channel_order, problem, wanted, shown, waiting_since, due_at, failures, last_error) values
       ('crm', 'Q-5', '{"code":"no-route","detail":"x"}', 1, 0, now(), now(), 3, 'it is locked');
     insert into exceptions (id, subject_id, key, class, severity, owner, summary, cause, evidence, remedies, verdict, opened_at, due_at) values
       ('00000000-0000-4000-8000-000000000005', '00000000-0000-0000-0000-000000000000', 'show:crm:Q-5', 'not-shown', 'normal', 'sales', 's', 'c',
        '{"findings":[],"target":{"system":"crm","record":"Q-5"}}', '["accept-difference"]', 'v', now(), now())`,
  );
  const gaveUp = await api.call('POST', '/v1/exceptions/00000000-0000-4000-8000-000000000005/remedies/accept-difference', {
    body: { reason: 'it stays locked' },
  });
  expect(gaveUp).toMatchObject({ status: 200, json: { order: null, closedAt: expect.any(String), closedBy: 'client:all' } });
  expect(await showing()).toMatchObject([{ waiting: 3, leftAlone: 1 }, null]);
  await api.stop();
});
