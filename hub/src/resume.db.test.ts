import { randomUUID } from 'node:crypto';
import { createSimulatedErp, createSimulatedWms } from '@crossdock/connectors';
import { landscape } from '@crossdock/landscape';
import { startSimulatedErp, startSimulatedWms } from '@crossdock/simulators';
import { expect, inject, vi } from 'vitest';
import { startCore } from './hub.ts';
import { acceptOrder } from './intake/index.ts';
import { loadReferences } from './reference/index.ts';
import { test } from './testing/database-test.ts';

const waitMsMax = 30_000;

test('a running hub takes an order up again by itself when the name that it lacked is loaded', { timeout: 2 * waitMsMax }, async ({ database }) => {
  const erp = await startSimulatedErp({ port: 0 });
  const wms = await startSimulatedWms({ port: 0 });
  const connectors = new Map([
    ['erp', createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token })],
    ['wms', createSimulatedWms({ system: 'wms', url: wms.url, token: wms.token, webhookSecret: 'whsec_Y3Jvc3Nkb2Nr' })],
  ]);
  const name = (await database.query('select current_database() as n')).rows[0].n;
  const ours = {
    ...landscape,
    systems: landscape.systems.filter(({ id }) => connectors.has(id)),
    channels: [{ id: 'portal', system: 'salesforce', resolves: ['customer', 'item'] as const }],
  };
  const core = await startCore({ connection: { ...inject('postgres'), database: name }, landscape: ours, connectors, log: () => undefined });
  core.startWork();
  try {
    const load = (kind: 'customer' | 'item', from: string, to: string) =>
      loadReferences(
        {
          rows: [{ kind, from: { system: 'salesforce', name: from }, to: { system: 'erp', name: to }, isDefault: false, remove: false }],
          actor: 'client:test',
          reason: 'test',
        },
        { transact: core.database.transact, clock: core.clock },
      );
    await load('item', '01t5g0001', 'HS-1001');
    const order = {
      customer: { id: '0015g0001' },
      currency: 'USD',
      lines: [{ item: '01t5g0001', quantity: { value: '10', unit: 'EA' }, price: { amount: '10.25', currency: 'USD' } }],
    } as const;
    const who = { client: 'portal', channel: 'portal', key: randomUUID(), actor: 'client:portal', causation: 'request:1' };
    const deps = { engine: core.engine, landscape: ours, capabilitiesOf: core.registry.capabilitiesOf };
    expect(await acceptOrder({ ...who, order: { ...order, lines: [...order.lines] } }, deps)).toMatchObject({ kind: 'accepted' });
    const types = async () => (await database.query('select type from events order by n')).rows.map((row) => row.type);
    expect(await types()).toEqual(['order.received', 'internal.asked', 'internal.named', 'order.hold-placed']);
    await load('customer', '0015g0001', 'C-ACME');
    await vi.waitFor(async () => expect(await types()).toContain('order.released'), { timeout: waitMsMax, interval: 100 });
    expect(erp.book().documents['sales-order']).toMatchObject([{ customer: 'C-ACME', lines: [{ item: 'HS-1001' }] }]);
  } finally {
    await core.stop();
    await erp.close();
    await wms.close();
  }
});
