import { afterEach, describe, expect, it } from 'vitest';
import type { PubSubOptions } from './start.ts';
import { connect, session, startShopBus } from './testing/bus-with-wire.ts';
import { rep } from './testing/shop-org.ts';

const accounts = '/data/AccountChangeEvent';
const prefix = 'sfdc.platform.eventbus.grpc.';

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0).reverse()) await work();
});

async function start(options: Partial<PubSubOptions> = {}, credentials: Partial<typeof session> = session) {
  const bus = await startShopBus(options);
  const client = connect(bus.port, credentials);
  tidy.push(bus.close, client.close);
  const { org } = bus;
  const create = (Name: string) => org.transact(rep, (work) => work.create('Account', { Name })).id;
  const names = async (responses: readonly Parameters<typeof client.read>[0][]) =>
    (await Promise.all(responses.map(client.read))).flat().map(({ body }) => body['Name']);
  return { ...bus, client, create, names };
}

const refusal = (code: number, errorCode: string) => ({ code, errorCode: `${prefix}${errorCode}`, rpcId: true });
const shown = ({
  code,
  details,
  metadata,
}: {
  readonly code: number;
  readonly details: string;
  readonly metadata: { readonly get: (name: string) => unknown[] };
}) => {
  const [rpcId] = metadata.get('rpc-id');
  return { code, errorCode: metadata.get('error-code')[0], rpcId: rpcId !== undefined && details.endsWith(`rpcId: ${String(rpcId)}`) };
};

describe('Subscribe', () => {
  it('sends as many events as were requested, tells how many are still due, and goes on when more are', async () => {
    const { client, create, names } = await start();
    for (const name of ['A', 'B', 'C', 'D', 'E']) create(name);
    const stream = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 3 });
    const first = await stream.responses.next();
    expect(await names([first])).toEqual(['A', 'B', 'C']);
    expect(first.pendingNumRequested).toBe(0);
    expect(first.latestReplayId).toEqual(first.events[2]?.replayId);
    stream.send({ numRequested: 4 });
    const second = await stream.responses.next();
    expect(await names([second])).toEqual(['D', 'E']);
    expect(second.pendingNumRequested).toBe(2);
    create('F');
    expect((await stream.responses.next()).pendingNumRequested).toBe(1);
  });

  it('owes no more than 100 events, however many were requested', async () => {
    const { client, create } = await start();
    for (let n = 0; n < 150; n += 1) create(String(n));
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 120 });
    const { events, pendingNumRequested } = await responses.next();
    expect([events.length, pendingNumRequested]).toEqual([100, 0]);
  });

  it('starts at the tip by default, and behind a replay id when it is given one', async () => {
    const { client, create, names } = await start({ keepaliveMs: 50 });
    create('early');
    const latest = client.subscribe({ topicName: accounts, numRequested: 5 });
    const { latestReplayId, events } = await latest.responses.next(); // a keepalive: the subscription stands
    expect(events).toEqual([]);
    create('late');
    const custom = client.subscribe({ topicName: accounts, replayPreset: 'CUSTOM', replayId: latestReplayId, numRequested: 5 });
    expect(await names([await custom.responses.next()])).toEqual(['late']);
    const told = async () => (await latest.responses.next()).events;
    let late = await told();
    while (late.length === 0) late = await told();
    expect(await names([{ events: late }])).toEqual(['late']);
  });

  it('keeps a quiet subscription alive, and never names a place behind an event that is still to come', async () => {
    const { client, create, names } = await start({ keepaliveMs: 50 });
    create('A');
    create('B');
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 1 });
    expect(await names([await responses.next()])).toEqual(['A']);
    const { events, latestReplayId } = await responses.next();
    expect(events).toEqual([]);
    const resumed = client.subscribe({ topicName: accounts, replayPreset: 'CUSTOM', replayId: latestReplayId, numRequested: 1 });
    expect(await names([await resumed.responses.next()])).toEqual(['B']);
  });

  it('tells one event for the same change of many records', async () => {
    const { client, org, create } = await start();
    const ids = ['A', 'B', 'C'].map(create);
    org.transact(rep, (work) => {
      for (const [n, id] of ids.entries()) work.update('Account', id, { Industry: n < 2 ? 'Apparel' : 'Energy' });
    });
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 10 });
    const events = (await client.read(await responses.next())).slice(ids.length);
    expect(events.map(({ header, body }) => [header['recordIds'], header['sequenceNumber'], body['Industry']])).toEqual([
      [ids.slice(0, 2), 1, 'Apparel'],
      [ids.slice(2), 2, 'Energy'],
    ]);
    expect(new Set(events.map(({ header }) => header['transactionKey'])).size).toBe(1);
    expect(events[0]?.header).toMatchObject({ changedFields: ['0x0104'], nulledFields: [], diffFields: [] });
  });

  it('carries on custom channels what they list, and on /data/ChangeEvents what is captured', async () => {
    const { client, org } = await start({ channels: { captured: ['Order'], custom: { '/data/Hub__chn': ['Shipment__ChangeEvent', 'OrderChangeEvent'] } } });
    const all = client.subscribe({ topicName: '/data/ChangeEvents', replayPreset: 'EARLIEST', numRequested: 10 });
    const hub = client.subscribe({ topicName: '/data/Hub__chn', replayPreset: 'EARLIEST', numRequested: 10 });
    org.transact(rep, (work) => {
      work.create('Account', { Name: 'not captured' });
      work.create('Shipment__c', {});
      work.create('Order', { EffectiveDate: '2026-04-01', IsReductionOrder: false });
    });
    const entities = async (response: Parameters<typeof client.read>[0]) => (await client.read(response)).map(({ header }) => header['entityName']);
    expect(await entities(await all.responses.next())).toEqual(['Order']);
    const told = await hub.responses.next();
    expect(await entities(told)).toEqual(['Shipment__c', 'Order']);
    expect((await client.read(told))[1]?.body).toMatchObject({ EffectiveDate: BigInt(Date.parse('2026-04-01')), IsReductionOrder: false });
    expect(await client.getTopic('/data/Hub__chn')).toMatchObject({ schemaId: '', canSubscribe: true, canPublish: false });
    await expect(client.getTopic(accounts)).rejects.toMatchObject({ code: 5 });
  });

  it('refuses what the platform refuses, with its error codes', async () => {
    const { client, create, control } = await start();
    create('A');
    const ended = async (request: object, then?: object) => {
      const stream = client.subscribe(request);
      if (then !== undefined) stream.send(then);
      return shown(await stream.ended);
    };
    const custom = { topicName: accounts, replayPreset: 'CUSTOM', numRequested: 1 };
    expect(await ended({ topicName: '/data/NoneChangeEvent', numRequested: 1 })).toEqual(refusal(5, 'topic.not.found'));
    expect(await ended({ numRequested: 1 })).toEqual(refusal(3, 'topic.validation.empty'));
    expect(await ended({ topicName: accounts, numRequested: 0 })).toEqual(refusal(3, 'subscription.fetch.requested.events.invalid'));
    expect(await ended({ topicName: accounts, numRequested: 1 }, { topicName: '/data/ChangeEvents', numRequested: 1 })).toEqual(
      refusal(3, 'subscription.fetch.topic.mismatch'),
    );
    expect(await ended(custom)).toEqual(refusal(3, 'subscription.fetch.replayid.validation.failed'));
    const corrupted = refusal(3, 'subscription.fetch.replayid.corrupted');
    expect(await ended({ ...custom, replayId: Buffer.from('no replay id') })).toEqual(corrupted);
    expect(await ended({ ...custom, replayId: Buffer.alloc(8, 1) })).toEqual(corrupted);
    const { events } = await client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 1 }).responses.next();
    control.expireBefore('all');
    expect(await ended({ ...custom, replayId: events[0]?.replayId })).toEqual(corrupted);
  });

  it('forgets events after 72 hours of the org’s clock', async () => {
    const { client, org, create, names } = await start();
    create('old');
    const { latestReplayId } = await client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 1 }).responses.next();
    org.setNow(new Date(org.now().getTime() + 73 * 3_600_000));
    create('new');
    const stale = client.subscribe({ topicName: accounts, replayPreset: 'CUSTOM', replayId: latestReplayId, numRequested: 1 });
    expect((await stale.ended).code).toBe(3);
    const earliest = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 1 });
    expect(await names([await earliest.responses.next()])).toEqual(['new']);
  });
});

describe('sessions', () => {
  it('are needed for every call', async () => {
    const { client } = await start({}, { token: session.token });
    const refused = await client.getTopic(accounts).catch((error: unknown) => error);
    expect(shown(refused as Parameters<typeof shown>[0])).toEqual(refusal(16, 'service.auth.headers.invalid'));
    expect(shown(await client.subscribe({ topicName: accounts, numRequested: 1 }).ended)).toEqual(refusal(16, 'service.auth.headers.invalid'));
  });

  it('belong to one org', async () => {
    const { client } = await start({}, { ...session, tenantId: '00D000000000002AAA' });
    expect(shown(await client.subscribe({ topicName: accounts, numRequested: 1 }).ended)).toEqual(refusal(16, 'service.auth.error'));
  });

  it('are checked again with each request of a stream', async () => {
    let isValid = true;
    const { client, create } = await start({ checkSession: () => (isValid ? rep : undefined) });
    create('A');
    const stream = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 1 });
    await stream.responses.next();
    isValid = false;
    stream.send({ numRequested: 1 });
    expect(shown(await stream.ended)).toEqual(refusal(16, 'service.auth.error'));
  });
});

describe('GetSchema', () => {
  it('gives schemas by id, the old ones too, and no others', async () => {
    const { client, org } = await start();
    const before = await client.getTopic('/event/Order_Submit__e');
    expect(before).toMatchObject({ canPublish: true, canSubscribe: true, tenantGuid: expect.stringContaining(org.orgId) });
    org.addField('Order_Submit__e', { name: 'Rush__c', type: 'boolean' });
    const after = await client.getTopic('/event/Order_Submit__e');
    expect(after.schemaId).not.toBe(before.schemaId);
    expect((await client.getSchema(before.schemaId)).schemaJson).not.toContain('Rush__c');
    expect((await client.getSchema(after.schemaId)).schemaJson).toContain('Rush__c');
    await expect(client.getSchema('')).rejects.toMatchObject({ code: 3, details: expect.stringContaining("The schema ID can't be blank") });
    await expect(client.getSchema('unknown')).rejects.toMatchObject({ code: 5 });
  });
});

describe('the control of the bus', () => {
  it('delivers events twice', async () => {
    const { client, create, control, names } = await start();
    for (const name of ['A', 'B', 'C']) create(name);
    control.duplicateNext(2);
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 5 });
    expect(await names([await responses.next()])).toEqual(['A', 'A', 'B', 'B', 'C']);
  });

  it('tells gaps: on demand, and instead of changes', async () => {
    const { client, create, control } = await start();
    control.gap('account', ['001000000000042AAA']);
    control.gap('Account', ['001000000000042AAA'], 'GAP_OVERFLOW');
    control.gapNext(1);
    const id = create('A');
    create('B');
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 9 });
    const events = await client.read(await responses.next());
    expect(events.map(({ header, body }) => [header['changeType'], header['entityName'], header['recordIds'], body['Name']])).toEqual([
      ['GAP_UPDATE', 'Account', ['001000000000042AAA'], null],
      ['GAP_OVERFLOW', 'Account', ['000000000000000AAA'], null],
      ['GAP_CREATE', 'Account', [id], null],
      ['CREATE', 'Account', [expect.any(String)], 'B'],
    ]);
    expect(() => control.gap('None', [])).toThrow('no change events');
  });

  it('falls silent for a while, then tells everything', async () => {
    const { client, create, control, names } = await start({ keepaliveMs: 20 });
    const { responses } = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 5 });
    await responses.next();
    control.stall(60_000);
    create('A');
    for (let calls = 0; calls < 5; calls += 1) await client.getTopic(accounts); // the connection stays
    expect(await names(responses.heard)).toEqual([]);
    control.stall(0);
    while (!(await names(responses.heard)).includes('A')) await responses.next();
  });

  it('cuts connections; a new one goes on where the old one was', async () => {
    const { client, create, control, names } = await start();
    create('A');
    const stream = client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 5 });
    const { latestReplayId } = await stream.responses.next();
    expect(control.status()).toMatchObject({ connections: 1, streams: 1, retainedEvents: 1 });
    control.drop();
    expect((await stream.ended).code).toBe(14);
    create('B');
    const again = client.subscribe({ topicName: accounts, replayPreset: 'CUSTOM', replayId: latestReplayId, numRequested: 5 });
    expect(await names([await again.responses.next()])).toEqual(['B']);
  });

  it('moves the floor to an event', async () => {
    const { client, create, control, names } = await start();
    for (const name of ['A', 'B', 'C']) create(name);
    const { events } = await client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 2 }).responses.next();
    control.expireBefore(String(events[1]?.replayId.readBigUInt64BE()));
    expect(await names([await client.subscribe({ topicName: accounts, replayPreset: 'EARLIEST', numRequested: 9 }).responses.next()])).toEqual(['B', 'C']);
    expect(() => control.expireBefore('yesterday')).toThrow('decimal digits');
  });
});
