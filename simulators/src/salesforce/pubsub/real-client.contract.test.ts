import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { afterEach, describe, expect, it } from 'vitest';
import { session, startShopBus } from './testing/bus-with-wire.ts';
import { ownCertificate } from './testing/certificate.ts';
import { createListener } from './testing/listener.ts';
import { rep } from './testing/shop-org.ts';

type Heard = {
  readonly type: string;
  readonly data: {
    readonly code?: number;
    readonly details?: string;
    readonly id?: string;
    readonly replayId: number;
    readonly payload: Readonly<Record<string, unknown>> & { readonly ChangeEventHeader: Readonly<Record<string, unknown>> };
  };
};

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0)) await work(); // the bus first: a closed client throws what its streams say
});

async function startBus(file?: string) {
  const bus = await startShopBus({ tls: await ownCertificate(), file });
  tidy.unshift(bus.close);
  return bus;
}

async function connectReal(port: number, accessToken = session.token) {
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const client = new PubSubApiClient(
    {
      authType: 'user-supplied',
      accessToken,
      instanceUrl: session.instanceUrl,
      organizationId: session.tenantId,
      pubSubEndpoint: `127.0.0.1:${port}`,
      rejectUnauthorizedSsl: false,
    },
    quiet,
  );
  await client.connect();
  tidy.push(() => client.close());
  const listen = () => {
    const heard = createListener<Heard>();
    const callback = (_: unknown, type: string, data?: unknown) => heard.hear({ type, data: data as Heard['data'] });
    return { heard, callback };
  };
  return { client, listen };
}

describe('the real client of the Pub/Sub API', () => {
  it('reads creates, updates and deletes with all that they changed', async () => {
    const { port, org } = await startBus();
    const { client, listen } = await connectReal(port);
    const { heard, callback } = listen();
    client.subscribeFromEarliestEvent('/data/AccountChangeEvent', callback);

    const { id } = org.transact(rep, (work) => work.create('Account', { Name: 'Acme', BillingCity: 'Oslo', AnnualRevenue: 12.5 }));
    const created = await heard.next();
    expect(created).toMatchObject({
      type: 'event',
      data: {
        payload: {
          ChangeEventHeader: { entityName: 'Account', recordIds: [id], changeType: 'CREATE', changedFields: [], changeOrigin: 'com/salesforce/api/rest/65.0' },
          ...{ Name: 'Acme', AnnualRevenue: 12.5, Industry: null, ShippingAddress: null, CreatedDate: org.now().getTime() },
          BillingAddress: { City: 'Oslo', Street: null },
        },
      },
    });
    expect(created.data.payload.ChangeEventHeader['commitNumber']).toBe(1_725_357_365_187_780_609n);

    org.transact({ ...rep, client: 'crossdock' }, (work) => work.update('Account', id, { Industry: 'Energy', BillingCity: 'Bergen', AnnualRevenue: null }));
    org.setNow(new Date(org.now().getTime() + 1000));
    org.transact(rep, (work) => work.update('Account', id, { BillingCity: 'Tromsø' }));
    org.transact(rep, (work) => work.remove('Account', id));
    const [updated, moved, removed] = (await heard.take(3)).map(({ data }) => data.payload);
    expect(updated).toMatchObject({
      ChangeEventHeader: {
        changeType: 'UPDATE',
        changeOrigin: 'com/salesforce/api/rest/65.0;client=crossdock',
        changedFields: ['LastModifiedDate', 'AnnualRevenue', 'Industry', 'BillingAddress.City'],
        nulledFields: ['AnnualRevenue'],
      },
      ...{ Name: null, Industry: 'Energy', AnnualRevenue: null, BillingAddress: { City: 'Bergen', Street: null } },
    });
    expect(moved?.ChangeEventHeader['changedFields']).toEqual(['LastModifiedDate', 'BillingAddress.City']);
    expect(removed).toMatchObject({ ChangeEventHeader: { changeType: 'DELETE', recordIds: [id], changedFields: [] }, Name: null });
  });

  it('reads the changes of all objects from one channel, under schemas that grow', async () => {
    const { port, org } = await startBus();
    const { client, listen } = await connectReal(port);
    const { heard, callback } = listen();
    client.subscribeFromEarliestEvent('/data/ChangeEvents', callback);

    org.transact(rep, (work) => {
      work.create('Contact', { FirstName: 'Ada', LastName: 'Lovelace' });
      work.create('Shipment__c', { Tracking__c: 'T-1' });
    });
    const both = await heard.take(2);
    expect(both.map(({ data }) => data.payload.ChangeEventHeader['sequenceNumber'])).toEqual([1, 2]);
    expect(both[0]?.data.payload).toMatchObject({ Name: { FirstName: 'Ada', LastName: 'Lovelace' } });
    expect(both[1]?.data.payload).toMatchObject({ ChangeEventHeader: { entityName: 'Shipment__c' }, Tracking__c: 'T-1' });

    org.addField('Shipment__c', { name: 'Carrier__c', type: 'string' });
    org.transact(rep, (work) => work.create('Shipment__c', { Carrier__c: 'Post' }));
    expect((await heard.next()).data.payload).toMatchObject({ Carrier__c: 'Post' });
  });

  it('goes on behind a replay id, on a bus that was started anew too', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pubsub-'));
    tidy.push(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'events.ndjson');
    const first = await startBus(file);
    for (const Name of ['A', 'B', 'C']) first.org.transact(rep, (work) => work.create('Account', { Name }));
    const one = await connectReal(first.port);
    const before = one.listen();
    one.client.subscribeFromEarliestEvent('/data/AccountChangeEvent', before.callback, 3);
    const [a] = await before.heard.take(4); // and that it was the last one
    expect(before.heard.heard.map(({ type }) => type)).toEqual(['event', 'event', 'event', 'lastEvent']);
    await first.close();

    const second = await startBus(file);
    const two = await connectReal(second.port);
    const after = two.listen();
    two.client.subscribeFromReplayId('/data/AccountChangeEvent', after.callback, null, a?.data.replayId ?? 0);
    expect((await after.heard.take(2)).map(({ data }) => data.payload['Name'])).toEqual(['B', 'C']);
  });

  it('hears that its replay id is stale, and subscribes again', async () => {
    const { port, org, control } = await startBus();
    const { client, listen } = await connectReal(port);
    const { heard, callback } = listen();
    org.transact(rep, (work) => work.create('Account', { Name: 'Gone' }));
    client.subscribeFromEarliestEvent('/data/AccountChangeEvent', callback, 1);
    const { data } = await heard.next();

    control.expireBefore('all');
    const again = await connectReal(port);
    const stale = again.listen();
    again.client.subscribeFromReplayId('/data/AccountChangeEvent', stale.callback, null, data.replayId);
    const refused = await stale.heard.next();
    expect(refused).toMatchObject({ type: 'error', data: { code: 3, details: expect.stringContaining('Replay ID validation failed') } });
    await stale.heard.take(2); // its end and its status

    org.transact(rep, (work) => work.create('Account', { Name: 'Kept' }));
    const fresh = again.listen();
    again.client.subscribeFromEarliestEvent('/data/AccountChangeEvent', fresh.callback);
    expect((await fresh.heard.next()).data.payload['Name']).toBe('Kept');
  });

  it('publishes single events and batches, and hears them under the ids that it gave', async () => {
    const { port } = await startBus();
    const { client, listen } = await connectReal(port);
    const { heard, callback } = listen();
    const payload = (order: string) => ({
      CreatedDate: 0,
      CreatedById: rep.userId,
      Order_Id__c: { string: order },
      Wanted_On__c: { long: Date.parse('2026-04-01') },
      Lines__c: null,
    });

    const result = await client.publish('/event/Order_Submit__e', payload('801'), 'key-1');
    expect(result).toMatchObject({ correlationKey: 'key-1', replayId: expect.any(Number) });
    const batch = listen();
    await client.publishBatch(
      '/event/Order_Submit__e',
      [
        { id: 'key-2', payload: payload('802') },
        { id: 'key-3', payload: payload('803') },
      ],
      batch.callback,
    );
    expect(await batch.heard.next()).toMatchObject({ type: 'publishResponse', data: { results: [{ correlationKey: 'key-2' }, { correlationKey: 'key-3' }] } });

    client.subscribeFromEarliestEvent('/event/Order_Submit__e', callback);
    const events = await heard.take(3);
    expect(events.map(({ data }) => [data.id, data.payload['Order_Id__c']])).toEqual([
      ['key-1', '801'],
      ['key-2', '802'],
      ['key-3', '803'],
    ]);
    expect(events[0]?.data.payload).toMatchObject({ CreatedById: rep.userId, Wanted_On__c: Date.parse('2026-04-01'), Lines__c: null });
    expect(events[0]?.data.replayId).toBe(result.replayId);
  });

  it('asks for more on its own: a thousand changes arrive, each once, in order', async () => {
    const { port, org } = await startBus();
    const { client, listen } = await connectReal(port);
    const { heard, callback } = listen();
    client.subscribeFromEarliestEvent('/data/AccountChangeEvent', callback);
    for (let n = 0; n < 1000; n += 1) org.transact(rep, (work) => work.create('Account', { Name: `A${n}` }));
    expect((await heard.take(1000)).map(({ data }) => data.payload['Name'])).toEqual(Array.from({ length: 1000 }, (_, n) => `A${n}`));
  });

  it('is turned away with a token that nobody gave it', async () => {
    const { port } = await startBus();
    const { client, listen } = await connectReal(port, 'stolen');
    const { heard, callback } = listen();
    client.subscribe('/data/AccountChangeEvent', callback);
    expect(await heard.next()).toMatchObject({ type: 'error', data: { code: 16 } });
  });
});
