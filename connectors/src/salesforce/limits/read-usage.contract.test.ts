import type { Connector } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, expect, it } from 'vitest';
import { createSalesforce } from '../index.ts';
import { intakeSettings } from '../testing/intake.ts';
import { readingMsMax } from './limits.ts';

const salesforce = await startSimulatedSalesforce();
const calls = standInCalls();
afterAll(() => Promise.all([calls.close(), salesforce.close()]));
const callMsMax = 20_000;

async function poll({ facts }: Connector, cursor: string | undefined, laterMs: number): Promise<string> {
  const call = calls.callWithin(callMsMax);
  const polled = await facts?.poll?.(cursor, { ...call, now: () => new Date(call.now().getTime() + laterMs) });
  return polled?.kind === 'polled' ? polled.cursor : expect.fail(JSON.stringify(polled));
}

it('is told by the org though no order and no record asks anything of it, and no more often than a reading is worth', async () => {
  const connector = createSalesforce(intakeSettings(salesforce));
  const used = () => connector.calls?.(new Date())?.used ?? 0;
  expect(connector.calls?.(new Date())).toBeUndefined();
  const cursor = await poll(connector, undefined, 0);
  expect(connector.calls?.(new Date())).toMatchObject({ max: 100_000, stopped: [] });
  const before = used();
  await poll(connector, cursor, 1_000);
  expect(used()).toBe(before);
  await poll(connector, cursor, readingMsMax + 1_000);
  expect(used()).toBe(before + 1);
});
