import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../testing/caller.ts';
import type { ManagedSubscription } from './managed-subscriptions.ts';
import type { PubSubOptions } from './start.ts';
import { connect, startShopBus } from './testing/bus-with-wire.ts';
import { rep } from './testing/shop-org.ts';

const id = '18x000000000001AAA';
const hub: ManagedSubscription = {
  ...{ id, developerName: 'Hub', topicName: '/data/AccountChangeEvent', state: 'RUN' },
  ...{ defaultReplay: 'EARLIEST', errorRecoveryReplay: 'LATEST' },
};
const stopped: ManagedSubscription = { ...hub, id: '18x000000000002AAA', developerName: 'Stopped', state: 'STOP' };

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0).reverse()) await work();
});

async function start(options: Partial<PubSubOptions> = {}) {
  const bus = await startShopBus({ managed: [hub, stopped], ...options });
  const client = connect(bus.port);
  tidy.push(bus.close, client.close);
  const create = (Name: string) => bus.org.transact(rep, (work) => work.create('Account', { Name })).id;
  const nextNames = async (stream: ReturnType<typeof client.manage>) => (await client.read(await stream.responses.next())).map(({ body }) => body['Name']);
  return { ...bus, client, create, nextNames };
}

describe('ManagedSubscribe', () => {
  it('goes on behind what its subscriber committed, after a restart too', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pubsub-'));
    tidy.push(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'events.ndjson');
    const first = await start({ file });
    for (const name of ['A', 'B', 'C']) first.create(name);
    const stream = first.client.manage({ developerName: 'Hub', numRequested: 3 });
    const { events = [] } = await stream.responses.next();
    stream.send({ commitReplayIdRequest: { commitRequestId: 'c1', replayId: events[1]?.replayId } });
    const { commitResponse } = await stream.responses.next();
    expect(commitResponse).toMatchObject({ commitRequestId: 'c1', replayId: events[1]?.replayId, error: null });
    await first.close();

    const second = await start({ file });
    expect(await second.nextNames(second.client.manage({ subscriptionId: id, numRequested: 9 }))).toEqual(['C']);
  });

  it('answers a commit that it cannot take, and goes on', async () => {
    const { client, create } = await start();
    for (const name of ['A', 'B']) create(name);
    const stream = client.manage({ subscriptionId: id, numRequested: 1 });
    const { events = [] } = await stream.responses.next();
    const commit = async (replayId: Buffer | undefined) => {
      stream.send({ commitReplayIdRequest: { commitRequestId: 'c', ...(replayId === undefined ? {} : { replayId }) } });
      return (await stream.responses.next()).commitResponse?.error?.code;
    };
    expect(await commit(undefined)).toBe('COMMIT');
    expect(await commit(Buffer.alloc(8, 1))).toBe('COMMIT');
    const { events: later } = await client.subscribe({ topicName: hub.topicName, replayPreset: 'EARLIEST', numRequested: 2 }).responses.next();
    expect(await commit(later[1]?.replayId)).toBe('COMMIT');
    expect(await commit(events[0]?.replayId)).toBeUndefined();
    stream.send({ numRequested: 1 });
    expect((await stream.responses.next()).events).toHaveLength(1);
    expect(await commit(later[1]?.replayId)).toBeUndefined();
    expect(await commit(later[0]?.replayId)).toBe('COMMIT');
  });

  it('recovers as configured when its commit is expired', async () => {
    const { client, create, control, nextNames } = await start({ keepaliveMs: 50 });
    create('A');
    const stream = client.manage({ subscriptionId: id, numRequested: 1 });
    const { events = [] } = await stream.responses.next();
    stream.send({ commitReplayIdRequest: { commitRequestId: 'c', replayId: events[0]?.replayId } });
    while (((await stream.responses.next()).commitResponse ?? null) === null); // keepalives come between
    stream.cancel();
    await until(() => control.status().streams === 0);
    control.expireBefore('all');
    create('missed');
    const again = client.manage({ subscriptionId: id, numRequested: 1 });
    expect(await nextNames(again)).toEqual([]); // a keepalive: the subscription stands
    create('B');
    let told = await nextNames(again);
    while (told.length === 0) told = await nextNames(again);
    expect(told).toEqual(['B']);
  });

  it('refuses what the platform refuses', async () => {
    const { client, create } = await start();
    create('A');
    const open = client.manage({ subscriptionId: id, numRequested: 1 });
    await open.responses.next();
    const refused = async (request: object) => {
      const { code, metadata } = await client.manage({ numRequested: 1, ...request }).ended;
      return [code, String(metadata.get('error-code')[0]).replace('sfdc.platform.eventbus.grpc.managed.subscription.', '')];
    };
    expect(await refused({ subscriptionId: id })).toEqual([6, 'already.active']);
    expect(await refused({ subscriptionId: stopped.id })).toEqual([9, 'config.stopped']);
    expect(await refused({ developerName: 'Nobody' })).toEqual([5, 'developer.name.not.found']);
    expect(await refused({ subscriptionId: '18x000000000009AAA' })).toEqual([5, 'subscription.id.not.found']);
    expect(await refused({ subscriptionId: '18x' })).toEqual([3, 'subscription.id.invalid']);
    expect(await refused({})).toEqual([3, 'id.or.developer.name.empty']);
    expect(await refused({ subscriptionId: id, numRequested: -1 })).toEqual([3, 'fetch.request.events.invalid']);
    expect(await refused({ developerName: 'Hub', commitReplayIdRequest: { commitRequestId: 'c' } })).toEqual([3, 'fetch.request.commit.request.restricted']);
  });
});
