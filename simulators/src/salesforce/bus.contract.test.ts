import { readFileSync } from 'node:fs';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { afterEach, expect, it } from 'vitest';
import { bodyOf } from '../testing/caller.ts';
import { createListener } from './pubsub/testing/listener.ts';
import { startOrg } from './testing/start-org.ts';

type Heard = {
  readonly type: string;
  readonly data?: {
    readonly code?: number;
    readonly replayId?: number;
    readonly payload?: Readonly<Record<string, unknown>> & { readonly ChangeEventHeader: Readonly<Record<string, unknown>> };
  };
};

const tidy: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const work of tidy.splice(0)) await work(); // the org first: a closed client throws what its streams say
});

/** The real client, logged in by itself, and an org. */
async function start() {
  const org = await startOrg();
  const { loginUrl, clientId, username, privateKeyFile, pubSubEndpoint } = org.system.access;
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const login = { authType: 'oauth-jwt-bearer', loginUrl, clientId, username, privateKey: readFileSync(privateKeyFile, 'utf8') } as const;
  const client = new PubSubApiClient({ ...login, pubSubEndpoint, rejectUnauthorizedSsl: false }, quiet);
  await client.connect();
  tidy.push(org.close, () => client.close());
  const subscribe = (topic: string, from?: number) => {
    const heard = createListener<Heard>();
    const callback = (_: unknown, type: string, data?: unknown) => heard.hear({ type, data: data as NonNullable<Heard['data']> });
    if (from === undefined) client.subscribeFromEarliestEvent(topic, callback);
    else client.subscribeFromReplayId(topic, callback, null, from);
    return heard;
  };
  return { ...org, client, subscribe };
}

it('tells the real client, which logs in by itself, what the sales representative and the API did', async () => {
  const { system, connection, control, subscribe } = await start();
  const [quote] = [...system.org.rows('Quote')];
  const heard = subscribe('/data/QuoteChangeEvent');
  bodyOf(await control('POST', `/desk/quotes/${quote?.['Id']}/accept`), 200);
  const changed = await heard.next();
  expect(changed.data?.payload).toMatchObject({
    Status: 'Accepted',
    ChangeEventHeader: { entityName: 'Quote', recordIds: [quote?.['Id']], changeType: 'UPDATE', changedFields: expect.arrayContaining(['Status']) },
  });

  const accounts = subscribe('/data/AccountChangeEvent');
  Object.assign(connection, { _callOptions: { client: 'crossdock' } });
  await connection.sobject('Account').create({ Name: 'By API' });
  const created = await accounts.next();
  expect(created.data?.payload).toMatchObject({ Name: 'By API', ChangeEventHeader: { changeOrigin: 'com/salesforce/api/rest/65.0;client=crossdock' } });
});

it('delivers twice, tells gaps and forgets what is old when its faults say so', async () => {
  const { system, connection, control, subscribe } = await start();
  const bus = (faults: object) => control('POST', '/faults', { salesforce: { bus: faults } });
  const heard = subscribe('/data/AccountChangeEvent');
  bodyOf(await bus({ duplicate: 1 }), 200);
  const { id } = await connection.sobject('Account').create({ Name: 'Twice' });
  const [first, second] = [await heard.next(), await heard.next()];
  expect([first.data?.replayId, first.data?.payload?.['Name']]).toEqual([second.data?.replayId, 'Twice']);

  bodyOf(await bus({ gap: { object: 'Account', ids: [String(id)] } }), 200);
  expect((await heard.next()).data?.payload?.ChangeEventHeader).toMatchObject({ changeType: 'GAP_UPDATE', recordIds: [id] });
  expect((await bus({ gap: { object: 'Nope', ids: ['x'] } })).status).toBe(400);
  bodyOf(await bus({ overflow: 'Account' }), 200);
  expect((await heard.next()).data?.payload?.ChangeEventHeader).toMatchObject({ entityName: 'Account', changeType: 'GAP_OVERFLOW' });
  expect((await bus({ overflow: 'Nope' })).status).toBe(400);

  bodyOf(await bus({ expireBefore: 'all' }), 200);
  const stale = subscribe('/data/ChangeEvents', first.data?.replayId);
  expect(await stale.next()).toMatchObject({ type: 'error', data: { code: 3 } });
  expect(system.book().figures).toMatchObject({ bus: { retainedEvents: 0 } });
});
