import { expect, it } from 'vitest';
import { createSessions } from '../sign-in/sessions.ts';
import { createUsage, limitHeader } from './usage.ts';

const hourMs = 3_600_000;

it('counts the calls of the last 24 hours and has none left above the limit', () => {
  let nowMs = Date.UTC(2026, 10, 21);
  const usage = createUsage(3, () => new Date(nowMs));
  expect([usage.take(), usage.take(), usage.take(), usage.take()]).toEqual([true, true, true, false]);
  expect(limitHeader(usage)).toEqual({ 'sforce-limit-info': 'api-usage=3/3' });
  nowMs += 24 * hourMs;
  expect([usage.used(), usage.take()]).toEqual([0, true]);
  usage.pretend(2);
  expect([usage.take(), usage.take()]).toEqual([true, false]);
  usage.pretend(0);
  expect([usage.used(), usage.take()]).toEqual([0, true]);
});

it('ends a session that nobody has used for a while, and keeps one alive that is used', () => {
  let nowMs = 0;
  const sessions = createSessions({ orgId: '00D000000000001EAA', idleMsMax: 1000, now: () => new Date(nowMs) });
  const user = { userId: '005', username: 'a@b.c', instanceUrl: 'http://127.0.0.1:1' };
  const [used, idle] = [sessions.open(user), sessions.open(user)];
  nowMs = 900;
  expect(sessions.find(used.token)).toMatchObject(user);
  nowMs = 1800;
  expect([sessions.find(used.token)?.userId, sessions.find(idle.token)]).toEqual(['005', undefined]);
});
