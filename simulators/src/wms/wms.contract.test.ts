import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf, callerOf, until } from '../testing/caller.ts';
import { type Arrived, type Receiver, startReceiver } from '../testing/receiver.ts';
import { type SimulatedWms, type SimulatedWmsOptions, startSimulatedWms } from './index.ts';

let wms: SimulatedWms | undefined;
let receiver: Receiver | undefined;
const start = async (options: SimulatedWmsOptions = {}, answer?: (nth: number) => number) => {
  receiver = await startReceiver(answer);
  wms = await startSimulatedWms({ webhookUrl: receiver.url, seed: 1, ...options });
  const call = callerOf(wms);
  const desk = (step: string, body: object = {}) => call('POST', `/desk/orders/wo-000001/${step}`, body);
  return { wms, receiver, call, desk };
};
afterEach(async () => {
  await wms?.close();
  await receiver?.close();
  wms = undefined;
  receiver = undefined;
});

const order = {
  reference: 'REL-1',
  order: 'ORD-1',
  shipTo: { street: '55 Dock Ave', city: 'Elizabeth' },
  lines: [{ key: '1', item: 'HS-1005', quantity: '30', unit: 'EA' }],
};
const small = { ...order, lines: [{ key: '1', item: 'HS-1001', quantity: '3', unit: 'EA' }] };
const typesOf = (receiver: Receiver) => receiver.arrivals.map(({ message }) => `${message.type} ${message.shipment.number}`);
type Polled = { readonly changes: readonly { readonly document: Arrived }[]; readonly next: number; readonly more: boolean };

describe('the WMS over the wire', () => {
  it('sends what it has, then the backorder as a second shipment, and tells each step', async () => {
    const { wms, receiver, call, desk } = await start();
    expect(await call('POST', '/warehouses/EDC/orders', order)).toMatchObject({
      status: 201,
      body: { id: 'wo-000001', number: 'WO000001', state: 'accepted', reference: 'REL-1' },
    });
    for (const step of ['allocate', 'pick', 'pack']) expect([step, (await desk(step)).status]).toEqual([step, 200]);
    await desk('ship', { tracking: '1Z1', carrier: 'Air Express' });
    expect(await call('POST', '/desk/stock', { warehouse: 'EDC', item: 'HS-1005', quantity: '10' })).toMatchObject({
      status: 200,
      body: { onHand: '10', available: '4' },
    });
    for (const step of ['pick', 'pack', 'ship', 'deliver']) await desk(step);
    expect(await call('GET', '/orders/wo-000001')).toMatchObject({
      body: {
        state: 'delivered',
        lines: [{ shipped: '30', delivered: '30', backordered: '0' }],
        shipments: [{ packages: [{ tracking: '1Z1', carrier: 'Air Express', lines: [{ key: '1', quantity: '24' }] }] }, {}],
      },
    });
    await until(() => wms.webhooks().waiting === 0);
    expect(typesOf(receiver)).toEqual([
      'allocated SHP000001',
      'backordered SHP000002',
      'picked SHP000001',
      'packed SHP000001',
      'shipped SHP000001',
      'allocated SHP000002',
      'picked SHP000002',
      'packed SHP000002',
      'shipped SHP000002',
      'delivered SHP000001',
      'delivered SHP000002',
    ]);
  });

  it('refuses to change or cancel what is picked', async () => {
    const { call, desk } = await start();
    await call('POST', '/warehouses/EDC/orders', order);
    await desk('allocate');
    await desk('pick', { lines: [{ key: '1', quantity: '6' }] });
    expect(await call('PUT', '/orders/wo-000001', { lines: [{ key: '1', quantity: '5' }] })).toMatchObject({
      status: 409,
      body: { code: 'already-picked', line: '1', picked: '6' },
    });
    expect(await call('POST', '/orders/wo-000001/cancel', {})).toMatchObject({
      status: 409,
      body: { code: 'already-picked', lines: [{ key: '1', cancellable: '24', picked: '6' }] },
    });
    expect(await call('POST', '/orders/wo-000001/cancel', { partial: true })).toMatchObject({
      status: 200,
      body: { order: { lines: [{ quantity: '6', cancelled: '24' }] }, lines: [{ key: '1', cancelled: '24', kept: '6' }] },
    });
  });

  it('checks the version when one is given', async () => {
    const { call } = await start();
    await call('POST', '/warehouses/EDC/orders', order);
    const put = (version: string) => call('PUT', '/orders/wo-000001', { lines: [{ key: '1', quantity: '5' }] }, { headers: { 'if-match': version } });
    expect([(await put('9')).status, (await put('1')).status]).toEqual([412, 200]);
  });

  it('keeps each warehouse by itself', async () => {
    const { call } = await start();
    expect(await call('POST', '/warehouses/NDC/orders', order)).toMatchObject({ status: 422, body: { code: 'unknown-warehouse' } });
    await call('POST', '/warehouses/WDC/orders', { ...order, lines: [{ key: '1', item: 'HS-1005', quantity: '4', unit: 'EA' }] });
    await call('POST', '/desk/orders/WO000001/allocate', {});
    const stock = async (code: string) =>
      bodyOf(
        await call<{ readonly items: readonly { readonly item: string; readonly available: string }[] }>('GET', `/warehouses/${code}/stock`),
        200,
      ).items.find(({ item }) => item === 'HS-1005');
    expect([await stock('WDC'), await stock('EDC')]).toMatchObject([
      { onHand: '6', allocated: '4', available: '2' },
      { onHand: '24', available: '24' },
    ]);
  });

  it.each([
    ['A', 409, 200, 1],
    ['B', 201, 200, 2],
    ['C', 201, 404, 2],
  ] as const)('grade %s answers a second order with %i and a search with %i', async (grade, second, searched, count) => {
    const { wms, call } = await start({ grade });
    await call('POST', '/warehouses/EDC/orders', order);
    expect((await call('POST', '/warehouses/EDC/orders', order)).status).toBe(second);
    expect((await call('GET', '/orders?reference=REL-1')).status).toBe(searched);
    expect(wms.book().counts['order']).toBe(count);
  });

  it('grade C says no reference in its messages either', async () => {
    const { wms, receiver, call, desk } = await start({ grade: 'C' });
    await call('POST', '/warehouses/EDC/orders', order);
    await desk('allocate');
    await until(() => wms.webhooks().delivered === 2);
    const polled = bodyOf(await call('GET', '/changes?since=0'), 200);
    expect(JSON.stringify([receiver.arrivals.map(({ raw }) => raw), polled])).not.toContain('REL-1');
  });

  it('drops the socket after the commit of an order', async () => {
    const { wms, call } = await start();
    await wms.setFaults({ dropAfterCommit: 1 });
    expect((await call('POST', '/warehouses/EDC/orders', order)).status).toBe('no answer');
    expect(wms.book().documents['order']).toMatchObject([{ reference: 'REL-1' }]);
  });

  it('works by itself with auto, and goes on when goods arrive', async () => {
    const { wms, call } = await start({ auto: true, stageMs: 5 });
    await call('POST', '/warehouses/EDC/orders', order);
    const state = () => wms.book().documents['order']?.[0]?.state;
    await until(() => wms.book().documents['shipment']?.[0]?.state === 'delivered');
    expect(state()).toBe('partially-shipped');
    await call('POST', '/desk/stock', { warehouse: 'EDC', item: 'HS-1005', quantity: '6' });
    await until(() => state() === 'delivered');
    expect(wms.book().documents['shipment']?.map((shipment) => shipment.state)).toEqual(['delivered', 'delivered']);
  });
});

describe('webhooks', () => {
  it('are signed as the Standard Webhooks specification says, over the very bytes', async () => {
    const webhookSecret = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;
    const { receiver, call, desk } = await start({ webhookSecret });
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    await until(() => receiver.arrivals.length === 1);
    const { headers, raw, message } = receiver.arrivals[0] ?? expect.fail('nothing arrived');
    const id = headers['webhook-id'];
    const signed = createHmac('sha256', '0123456789abcdef01234567').update(`${id}.${headers['webhook-timestamp']}.${raw}`).digest('base64');
    expect([id, headers['webhook-signature']]).toEqual([message.id, `v1,${signed}`]);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(10);
  });

  it('are a full snapshot with the version of the shipment, and the same ones can be polled', async () => {
    const { wms, receiver, call, desk } = await start();
    await call('POST', '/warehouses/EDC/orders', order);
    for (const step of ['allocate', 'pick', 'pack', 'ship']) await desk(step);
    await until(() => wms.webhooks().waiting === 0);
    expect(receiver.arrivals.at(-1)?.message).toMatchObject({
      type: 'shipped',
      order: { id: 'wo-000001', reference: 'REL-1' },
      shipment: {
        number: 'SHP000001',
        version: 4,
        state: 'shipped',
        lines: [{ key: '1', allocated: '24', deallocated: '0', backordered: '0', picked: '24', packed: '24', shipped: '24', delivered: '0' }],
      },
    });
    const first = bodyOf(await call<Polled>('GET', '/changes?since=0&limit=3'), 200);
    const second = bodyOf(await call<Polled>('GET', `/changes?since=${first.next}`), 200);
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...first.changes, ...second.changes].map(({ document }) => document)).toEqual(receiver.arrivals.map(({ message }) => message));
  });

  it('are tried again until they are taken', async () => {
    const { wms, receiver, call, desk } = await start({ webhookBackoffMs: 2 }, (nth) => (nth < 3 ? 503 : 204));
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    await until(() => wms.webhooks().delivered === 1);
    expect([wms.webhooks(), new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id'])).size, receiver.arrivals.length]).toEqual([
      { delivered: 1, failedAttempts: 2, givenUp: 0, waiting: 0 },
      1,
      3,
    ]);
  });

  it('are given up after six attempts, and what comes after is still sent', async () => {
    const { wms, receiver, call, desk } = await start({ webhookBackoffMs: 2 }, (nth) => (nth <= 6 ? 500 : 204));
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    await desk('pick');
    await until(() => wms.webhooks().waiting === 0);
    expect(wms.webhooks()).toEqual({ delivered: 1, failedAttempts: 6, givenUp: 1, waiting: 0 });
    expect(receiver.arrivals.at(-1)?.message.type).toBe('picked');
  });

  it('come twice with the fault duplicate, with the same id', async () => {
    const { wms, receiver, call, desk } = await start();
    await wms.setFaults({ webhook: { duplicate: 1 } });
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    await until(() => wms.webhooks().delivered === 2);
    expect([receiver.arrivals[0]?.raw === receiver.arrivals[1]?.raw, wms.fired()]).toEqual([true, { 'webhook.duplicate': 1 }]);
  });

  it('come after the next one with the fault reorder', async () => {
    const { wms, receiver, call, desk } = await start();
    await wms.setFaults({ webhook: { reorder: 1 } });
    await call('POST', '/warehouses/EDC/orders', small);
    for (const step of ['allocate', 'pick']) await desk(step);
    await until(() => wms.webhooks().waiting === 0);
    expect([receiver.arrivals.map(({ message }) => message.type), wms.fired()]).toEqual([['picked', 'allocated'], { 'webhook.reorder': 1 }]);
  });

  it('come late with the fault lateMs', async () => {
    const { wms, receiver, call, desk } = await start();
    await wms.setFaults({ webhook: { lateMs: [80, 120] } });
    await call('POST', '/warehouses/EDC/orders', small);
    const startedAt = performance.now();
    await desk('allocate');
    await until(() => receiver.arrivals.length === 1);
    expect(performance.now() - startedAt).toBeGreaterThan(75);
  });

  it('never come with the fault drop, but can be polled', async () => {
    const { wms, receiver, call, desk } = await start();
    await wms.setFaults({ webhook: { drop: 1 } });
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    expect([receiver.arrivals.length, wms.webhooks(), wms.fired()]).toEqual([
      0,
      { delivered: 0, failedAttempts: 0, givenUp: 0, waiting: 0 },
      { 'webhook.drop': 1 },
    ]);
    expect(bodyOf(await call('GET', '/changes?since=0'), 200)).toMatchObject({ changes: [{ kind: 'message', document: { type: 'allocated' } }] });
  });

  it('go where a person sends them, signed with the new secret', async () => {
    const { wms, receiver, call, desk } = await start({ webhookUrl: 'http://127.0.0.1:9/' });
    const secret = `whsec_${Buffer.from('another').toString('base64')}`;
    expect(await call('POST', '/desk/webhook', { url: 'ftp://x' })).toMatchObject({ status: 400, body: { field: 'url' } });
    expect((await call('POST', '/desk/webhook', { url: receiver.url, secret })).status).toBe(200);
    await call('POST', '/warehouses/EDC/orders', small);
    await desk('allocate');
    await until(() => wms.webhooks().delivered === 1);
    const { headers, raw } = receiver.arrivals[0] ?? expect.fail('nothing arrived');
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', 'another').update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`).digest('base64')}`,
    );
  });
});
