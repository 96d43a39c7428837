import type { Connector, InboundMessage } from '@crossdock/connector-kit';
import { recordChannelConnector, startRecordChannel } from '@crossdock/connector-kit/contract';
import { expect } from 'vitest';
import { eventually, startShowingHub } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

/** The same channel, bringing these messages, each in a poll of its own. */
function bringing(crm: Connector, messages: readonly InboundMessage[]): Connector {
  const poll = (cursor = '0') => {
    const message = messages[Number(cursor)];
    const brought = message === undefined ? [] : [message];
    return Promise.resolve({ kind: 'polled', messages: brought, cursor: String(Number(cursor) + brought.length), more: brought.length > 0 } as const);
  };
  return { ...crm, facts: { pollEveryMs: 50, callMsMax: 1_000, poll } };
}

test("a sale that cannot be read calls a person, and the channel's own record says why", async ({ database }) => {
  const channel = await startRecordChannel();
  const why = 'Product2.ProductCode is empty';
  const unreadable = { id: 'm-1', raw: '{}', kind: 'unreadable', channelOrderId: 'Q-1', field: 'Product2.ProductCode', why } as const;
  const crm = bringing(recordChannelConnector({ url: channel.url }), [unreadable, { id: 'm-2', raw: '{}', kind: 'unreadable', why: 'no sale at all' }]);
  const hub = await startShowingHub(database, { crm });
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ code: 'unreadable', detail: why, field: 'Product2.ProductCode' });
  await eventually(async () => (await database.query("select 1 from exceptions where class = 'unreadable'")).rowCount).toBe(2);
  expect([...channel.records.keys()]).toEqual(['Q-1']);
  await hub.stop();
  await channel.close();
});
