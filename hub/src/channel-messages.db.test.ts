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

test('a sale that cannot be read after it became an order is answered on its record, until it can be read again', async ({ database }) => {
  const channel = await startRecordChannel();
  const order = (quantity: string) => ({
    customer: { id: 'C-ACME' },
    currency: 'USD' as const,
    lines: [{ id: '1', item: 'HS-1001', quantity: { value: quantity, unit: 'EA' as const }, warehouse: 'EDC' }],
  });
  const shows = (id: string, quantity: string): InboundMessage => {
    const wish = { kind: 'order-changed', channelOrderId: 'Q-1', lines: [{ line: '1', quantity }], order: order(quantity) } as const;
    return { id, raw: '{}', kind: 'wish', wish };
  };
  const why = 'ShippingCountry is Atlantis';
  const unreadable = (id: string): InboundMessage => ({ id, raw: '{}', kind: 'unreadable', channelOrderId: 'Q-1', field: 'ShippingCountry', why });
  const messages = [unreadable('m-1'), unreadable('m-2')];
  const hub = await startShowingHub(database, { crm: bringing(recordChannelConnector({ url: channel.url }), messages) });
  const open = async () => (await database.query("select subject_id, summary from exceptions where class = 'unreadable' and closed_at is null")).rows;
  await eventually(() => channel.records.get('Q-1')?.problem).toMatchObject({ code: 'unreadable' });
  await eventually(open).toMatchObject([{ summary: expect.stringContaining('Atlantis') }]);
  messages.push(shows('m-3', '10'));
  await eventually(() => channel.records.get('Q-1')?.status).toMatchObject({ progress: expect.any(String) });
  await eventually(open).toEqual([]);
  const id = channel.records.get('Q-1')?.status?.order;
  messages.push({ ...unreadable('m-4'), request: 'CHANGE-1' } as InboundMessage);
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([
    { request: 'CHANGE-1', kind: 'change', answer: 'declined', reason: why },
  ]);
  await eventually(open).toMatchObject([{ subject_id: id }]);
  messages.push(shows('m-5', '12'));
  await eventually(() => channel.records.get('Q-1')?.status?.requests).toMatchObject([{ answer: 'accepted', items: [{ quantity: '12' }] }]);
  await eventually(open).toEqual([]);
  await hub.stop();
  await channel.close();
});
