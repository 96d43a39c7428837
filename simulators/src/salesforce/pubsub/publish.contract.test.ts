import { afterEach, describe, expect, it } from 'vitest';
import type { PublishResponse } from './messages.ts';
import type { PubSubOptions } from './start.ts';
import { connect, startShopBus } from './testing/bus-with-wire.ts';
import { rep } from './testing/shop-org.ts';

const topicName = '/event/Order_Submit__e';

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0).reverse()) await work();
});

async function start(options: Partial<PubSubOptions> = {}) {
  const bus = await startShopBus(options);
  const client = connect(bus.port);
  tidy.push(bus.close, client.close);
  const { schemaId, type } = await client.typeOf(topicName);
  const event = (id: string, order: string | null, more: object = {}) => ({
    id,
    schemaId,
    payload: type.toBuffer({ CreatedDate: 0n, CreatedById: '', Order_Id__c: order, Wanted_On__c: null, Lines__c: 2, ...more }),
  });
  return { ...bus, client, event };
}

describe('Publish', () => {
  it('publishes what it can, and says of the rest why not', async () => {
    const { client, event } = await start();
    const events = [
      event('1', '801'),
      event('2', null),
      { ...event('3', '803'), schemaId: 'other' },
      { ...event('4', '804'), payload: Buffer.from([1]) },
      event('', '805'),
    ];
    const { results, schemaId } = await client.publish({ topicName, events });
    expect(results.map(({ correlationKey, error }) => [correlationKey, error?.code, error?.msg.split(':')[0]])).toEqual([
      ['1', undefined, undefined],
      ['2', 'PUBLISH', 'Required fields are missing'],
      ['3', 'PUBLISH', 'The schema ID other is unknown.'],
      ['4', 'PUBLISH', expect.any(String)],
      ['', undefined, undefined],
    ]);
    const told = await client.read(await client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 9 }).responses.next());
    expect(told.map(({ schemaId: id, body }) => [id, body['Order_Id__c'], body['CreatedById']])).toEqual([
      [schemaId, '801', rep.userId],
      [schemaId, '805', rep.userId],
    ]);
    expect(told[0]).toMatchObject({ id: '1', replayId: results[0]?.replayId });
    expect(told[1]?.id).not.toBe('');
  });

  it('takes an event of an older schema', async () => {
    const { client, org, event } = await start();
    const old = event('1', '801', { Wanted_On__c: BigInt(Date.parse('2026-04-01')) });
    org.addField('Order_Submit__e', { name: 'Rush__c', type: 'boolean' });
    expect((await client.publish({ topicName, events: [old] })).results[0]?.error ?? undefined).toBeUndefined();
    const [told] = await client.read(await client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 1 }).responses.next());
    expect(told?.body).toMatchObject({ Order_Id__c: '801', Wanted_On__c: BigInt(Date.parse('2026-04-01')), Rush__c: null });
  });

  it('hears events that the org published by itself, in their place among its changes', async () => {
    const { client, org } = await start({ channels: { custom: { '/event/All__chn': ['Order_Submit__e', 'OrderChangeEvent'] } } });
    org.transact(rep, (work) => {
      work.publish('Order_Submit__e', { Order_Id__c: '801' });
      work.create('Order', { Status: 'Draft' });
    });
    const told = await client.read(await client.subscribe({ topicName: '/event/All__chn', replayPreset: 'EARLIEST', numRequested: 9 }).responses.next());
    expect(told.map(({ body }) => body['Order_Id__c'] ?? body['Status'])).toEqual(['Draft', '801']);
  });

  it('refuses empty requests and topics that nobody publishes to', async () => {
    const { client, event } = await start();
    await expect(client.publish({ topicName, events: [] })).rejects.toMatchObject({ code: 3 });
    await expect(client.publish({ topicName: '/data/AccountChangeEvent', events: [event('1', '801')] })).rejects.toMatchObject({ code: 7 });
    await expect(client.publish({ topicName: '/event/None__e', events: [event('1', '801')] })).rejects.toMatchObject({ code: 5 });
  });

  it('streams: an answer for each request, and an end when the topic changes', async () => {
    const { client, event } = await start();
    const { send, responses, ended } = client.stream<PublishResponse>('PublishStream', { topicName, events: [event('1', '801')] });
    send({ events: [event('2', '802'), event('3', '803')] });
    expect((await responses.take(2)).map(({ results }) => results.map(({ correlationKey }) => correlationKey))).toEqual([['1'], ['2', '3']]);
    send({ topicName: '/event/Other__e', events: [event('4', '804')] });
    expect((await ended).metadata.get('error-code')).toEqual(['sfdc.platform.eventbus.grpc.publish.topic.mismatch']);
  });

  it('closes a stream on which nobody publishes', async () => {
    const { client, event } = await start({ publishIdleMs: 50 });
    const { ended } = client.stream<PublishResponse>('PublishStream', { topicName, events: [event('1', '801')] });
    expect((await ended).metadata.get('error-code')).toEqual(['sfdc.platform.eventbus.grpc.publish.stream.sweeper.timeout']);
  });
});
