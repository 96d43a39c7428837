import type { InboundMessage } from '@crossdock/connector-kit';
import { expect } from 'vitest';
import { openDatabase } from '../platform/index.ts';
import { test } from '../testing/database-test.ts';
import type { Deliver } from './deliver.ts';
import { inboxDuty, keepMessages } from './inbox.ts';

const unused = () => Promise.reject(new Error('nothing of the kind comes in this test'));
const held = { cursor: undefined, commit: unused, signal: new AbortController().signal };

const noGates = { capOf: () => undefined, callForHeld: unused };

test('states of one sale that wait together are taken one after the other, in the order in which they came', async ({ database }) => {
  const { host = '', port = 0, user = '', database: name = '' } = database.options;
  const hub = openDatabase({ host, port, user, database: name, ssl: false }, { max: 8, onError: () => undefined });
  const came: string[] = [];
  for (let state = 0; state < 12; state += 1) {
    const sales = ['Q-1', 'Q-2'].map((sale): InboundMessage => {
      const wish = { kind: 'order-cancelled', channelOrderId: sale, reason: String(state) } as const;
      return { id: `${99 - state}:${sale}`, raw: '{}', kind: 'wish', wish };
    });
    await hub.transact('test', (client) => keepMessages(client, 'crm', sales));
    came.push(String(state));
  }
  const taken = new Map<string, string[]>();
  const underWay = new Set<string>();
  const wish: Deliver['wish'] = async (_, wanted) => {
    const { channelOrderId: sale } = wanted;
    expect(underWay.has(sale)).toBe(false);
    underWay.add(sale);
    await hub.pool.query('select pg_sleep($1)', [wanted.kind === 'order-cancelled' && wanted.reason === '0' ? 0.2 : 0]); // the first one takes long
    underWay.delete(sale);
    taken.set(sale, [...(taken.get(sale) ?? []), wanted.kind === 'order-cancelled' ? wanted.reason : '']);
    return {};
  };
  await inboxDuty(hub, { document: unused, masterData: unused, exception: unused, found: unused, foresee: unused, wish }, noGates).run(held);
  expect([...taken]).toEqual(
    expect.arrayContaining([
      ['Q-1', came],
      ['Q-2', came],
    ]),
  );
  await hub.pool.end();
});
