import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulatedErp, createSimulatedWms } from '@crossdock/connectors';
import { landscape } from '@crossdock/landscape';
import { startSimulatedErp, startSimulatedWms } from '@crossdock/simulators';
import { expect, inject } from 'vitest';
import { startCore } from './hub.ts';
import { test } from './testing/database-test.ts';

test('an order travels into the ERP and to the warehouse', async ({ database }) => {
  const erp = await startSimulatedErp({ port: 0 });
  const wms = await startSimulatedWms({ port: 0 });
  const connectors = new Map([
    ['erp', createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token })],
    ['wms', createSimulatedWms({ system: 'wms', url: wms.url, token: wms.token, webhookSecret: 'whsec_Y3Jvc3Nkb2Nr' })],
  ]);
  const name = (await database.query('select current_database() as n')).rows[0].n;
  const ours = { ...landscape, systems: landscape.systems.filter(({ id }) => connectors.has(id)), channels: [] };
  const logs: string[] = [];
  const core = await startCore({
    connection: { ...inject('postgres'), database: name },
    landscape: ours,
    connectors,
    log: (...words) => logs.push(words.join(' ')),
  });
  core.startWork();
  try {
    const capabilities = core.registry.capabilitiesOf('erp', 'wms');
    const accepted = await core.engine.accept({
      client: 'test',
      key: randomUUID(),
      fingerprint: createHash('sha256').update('x').digest(),
      channel: 'api',
      order: {
        customer: { id: 'C-ACME' },
        currency: 'USD',
        purchaseOrder: 'PO-1',
        lines: [{ item: 'HS-1001', quantity: { value: '10', unit: 'EA' }, price: { amount: '10.25', currency: 'USD' } }],
      },
      routes: [{ system: 'erp', warehouse: 'EDC', fulfilment: 'wms', steps: capabilities.steps, can: capabilities.can, isAsked: true, keepsInvoices: true }],
      routeOfSchedule: [0],
      isShipComplete: false,
      actor: 'client:test',
      causation: 'request:1',
    });
    expect(accepted.kind).toBe('accepted');
    let types: string[] = [];
    for (let i = 0; i < 100 && !types.includes('order.released'); i += 1) {
      await sleep(100);
      types = (await database.query('select type from events order by n')).rows.map((row) => row.type);
    }
    expect({ types, logs }).toMatchObject({ types: expect.arrayContaining(['order.received', 'order.validated', 'order.accepted', 'order.released']) });
    expect(erp.book().documents['sales-order']?.length).toBe(1);
  } finally {
    await core.stop();
    await erp.close();
    await wms.close();
  }
});
