import type { InboundMessage } from '@crossdock/connector-kit';
import { expect, vi } from 'vitest';
import { cancellation, orderOf, salesFrom, startSalesHub, touch } from './held-sales-testing.ts';
import { eventually } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The channel shows so much of a sale of ten as sent. */
function begun(sale: string, fulfilled: string): InboundMessage {
  const wish = { kind: 'order-changed', channelOrderId: sale, lines: [{ line: '1', quantity: '10', fulfilled }], order: orderOf(sale, 10) } as const;
  return { id: `${sale}:begun:${fulfilled}`, raw: '{}', kind: 'wish', wish };
}

test('a sale that somebody else has begun to carry out is not placed: a person is called once', async ({ database }) => {
  const hub = await startSalesHub(database, { burst: { salesMax: 1, withinMinutes: 60 } });
  await hub.send([begun('S-001', '4')]);
  await hub.send([begun('S-001', '6'), begun('S-002', '0')]);
  await eventually(hub.inbox).toEqual({ done: 1, refused: 2 });
  expect(await hub.orders()).toEqual(['S-002']);
  const open = await hub.exceptions();
  expect(open).toMatchObject([
    { class: 'begun-elsewhere', owner: 'customer-service', order: null, evidence: ['line 1: 6 of 10'], remedies: [{ name: 'discard' }] },
  ]);
  expect(open[0].summary).toMatch('crm shows goods of S-001 as sent, but it was never placed here');
  expect(await hub.remedy(open[0].id, 'release')).toMatchObject({ status: 409, json: { code: 'remedy-not-offered' } });
  expect(await hub.remedy(open[0].id, 'discard')).toMatchObject({ status: 200, json: { closedAt: expect.any(String), closedBy: 'client:dana' } });
  expect(await hub.remedy(open[0].id, 'discard')).toMatchObject({ status: 409, json: { code: 'nothing-to-remedy' } });
  expect(await hub.broken()).toEqual([]);
  await hub.stop();
});

test('that person is sent home when the channel takes the sale back', async ({ database }) => {
  const hub = await startSalesHub(database);
  await hub.send([begun('S-001', '4')]);
  await eventually(() => hub.exceptions()).toMatchObject([{ class: 'begun-elsewhere' }]);
  await hub.send([cancellation('S-001')]);
  await eventually(() => hub.exceptions()).toEqual([]);
  expect(await hub.exceptions('closed')).toMatchObject([{ closedBy: 'channel:crm' }]);
  expect(await hub.orders()).toEqual([]);
  await hub.stop();
});

test('an order of ours that the channel shows as sent in part is changed as before', async ({ database }) => {
  const hub = await startSalesHub(database);
  await hub.send([touch('S-001', 1, 10)]);
  await eventually(hub.orders).toEqual(salesFrom(1, 1));
  await hub.send([begun('S-001', '4')]);
  await eventually(hub.inbox).toEqual({ done: 2 });
  expect(await hub.exceptions()).toEqual([]);
  await hub.stop();
});
