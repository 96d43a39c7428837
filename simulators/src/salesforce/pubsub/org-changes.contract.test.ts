import { afterEach, describe, expect, it } from 'vitest';
import { openOrg, orgId, users, type Who } from '../org/index.ts';
import { startPubSub } from './index.ts';
import { connect, session } from './testing/bus-with-wire.ts';

const integration: Who = { userId: users.integration.id, apiVersion: '65.0', client: 'crossdock', api: 'rest' };
const rep: Who = { userId: users.salesRep.id, apiVersion: '65.0', api: 'ui' };

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0).reverse()) await work();
});

async function start() {
  const org = openOrg({ isSeeded: true, now: () => new Date('2026-03-02T10:00:00Z') });
  const bus = await startPubSub({ org, port: 0, checkSession: () => integration });
  const client = connect(bus.port, { ...session, tenantId: orgId });
  tidy.push(bus.close, client.close);
  const read = async (topicName: string) => client.read(await client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 100 }).responses.next());
  return { org, client, read };
}

describe('the changes of a simulated org', () => {
  it('tell a quote that a sales rep accepts, without the account, as the platform does', async () => {
    const { org, read } = await start();
    const quote = [...org.rows('Quote')].find((row) => row['Name'] === 'Spring restock');
    org.transact(rep, (work) => work.update('Quote', String(quote?.['Id']), { Status: 'Accepted' }));
    const [told] = await read('/data/QuoteChangeEvent');
    expect(told?.header).toMatchObject({
      ...{ entityName: 'Quote', changeType: 'UPDATE', recordIds: [quote?.['Id']], commitUser: rep.userId },
      changeOrigin: 'com/salesforce/api/soap/65.0;client=SfdcInternalAPI/',
    });
    expect(told?.body).toMatchObject({ Status: 'Accepted', Name: null });
    expect(told?.body).not.toHaveProperty('AccountId');
  });

  it('tell all that one transaction did, in its order, under one key', async () => {
    const { org, read } = await start();
    org.transact(integration, (work) => {
      const { id } = work.create('Account', { Name: 'Dock 9', BillingCity: 'Oslo' });
      work.create('Contact', { AccountId: id, FirstName: 'Ada', LastName: 'Lovelace' });
      work.create('Contact', { AccountId: id, LastName: 'Byron' });
    });
    const events = await read('/data/ChangeEvents');
    expect(events.map(({ header }) => [header['entityName'], header['sequenceNumber']])).toEqual([
      ['Account', 1],
      ['Contact', 2],
      ['Contact', 3],
    ]);
    expect(new Set(events.map(({ header }) => header['transactionKey'])).size).toBe(1);
    expect(events[0]).toMatchObject({ header: { changeOrigin: 'com/salesforce/api/rest/65.0;client=crossdock' }, body: { BillingAddress: { City: 'Oslo' } } });
    expect(events[1]?.body).toMatchObject({ Name: { FirstName: 'Ada', LastName: 'Lovelace' } });
  });

  it('have a schema for every object that the org describes', async () => {
    const { org, client } = await start();
    const topics = org.types().map(({ name, isEvent }) => (isEvent ? `/event/${name}` : `/data/${name.replace(/__c$/, '__')}ChangeEvent`));
    for (const topic of topics) expect((await client.typeOf(topic)).type.typeName).toBe('record');
  });
});
