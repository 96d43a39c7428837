import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Http } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createBulk } from '../bulk/bulk.ts';
import { makeQuotes, settingsFor } from '../testing/org.ts';
import { CallFailed, createOrg } from './client.ts';

const salesforce = await startSimulatedSalesforce();
const calls = standInCalls();
afterEach(() => salesforce.clearFaults());
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const org = createOrg(settingsFor(salesforce));
const client = org.for('orders');
const call = () => calls.callWithin(20_000);

/** The call, and the addresses that it asked. */
function counted(own: Call = call()): { readonly call: Call; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const http: Http = (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return own.http(request);
  };
  return { call: { ...own, http }, asked };
}

describe('signing in', () => {
  it('does so once for many calls at the same time, by key or by secret', async () => {
    const { access } = salesforce;
    const secret = { flow: 'client-credentials', clientId: access.clientId, clientSecret: access.clientSecret } as const;
    for (const auth of [settingsFor(salesforce).auth, secret]) {
      const fresh = createOrg(settingsFor(salesforce, { auth })).for('orders');
      const { call: own, asked } = counted();
      const sessions = await Promise.all([fresh.accessToken(own), fresh.accessToken(own), fresh.rows('SELECT Id FROM User', own)]);
      expect(sessions[0]).toMatchObject({ token: expect.any(String), instanceUrl: salesforce.url, orgId: access.orgId });
      expect(asked.filter((path) => path.endsWith('/oauth2/token'))).toHaveLength(1);
    }
  });

  it('is an auth failure, in words, when the secret is wrong', async () => {
    const { clientId } = salesforce.access;
    const wrong = createOrg(settingsFor(salesforce, { auth: { flow: 'client-credentials', clientId, clientSecret: 'x' } }));
    expect(await wrong.for('orders').accessToken(call())).toMatchObject({
      kind: 'failed',
      class: 'auth',
      message: expect.stringContaining('invalid client credentials'),
    });
  });

  it('names the setting when the key is none', () => {
    const auth = { flow: 'jwt', clientId: 'c', username: 'u', privateKey: 'x' } as const;
    expect(() => createOrg(settingsFor(salesforce, { auth }))).toThrow('privateKey');
    expect(() => createOrg(settingsFor(salesforce, { loginUrl: 'my org' }))).toThrow('loginUrl');
  });

  it('replaces a token that was refused elsewhere, and gives a newer one to whoever comes late', async () => {
    const first = await client.accessToken(call());
    if ('kind' in first) throw new Error(first.message);
    const second = await client.accessToken(call(), first.token);
    expect(second).not.toMatchObject({ token: first.token });
    expect(await client.accessToken(call(), first.token)).toEqual(second);
  });
});

describe('reading', () => {
  it('brings all pages of a query', async () => {
    const quotes = makeQuotes(salesforce, 2_100);
    const found = new Set<unknown>();
    for await (const row of client.query('SELECT Id, Account.Name, GrandTotal FROM Quote', call())) found.add(row['Id']);
    expect(quotes.filter((id) => !found.has(id))).toEqual([]);
    expect(await client.rows(`SELECT Id, Account.Name, GrandTotal FROM Quote WHERE Id = '${quotes[0]}'`, call())).toEqual({
      kind: 'got',
      value: [{ Id: quotes[0], Account: { Name: 'ACME Plumbing LLC' }, GrandTotal: '20' }],
    });
  });

  it('says what is wrong with a query', async () => {
    expect(await client.rows('SELECT Nothing FROM Quote', call())).toMatchObject({
      kind: 'failed',
      class: 'poison',
      message: expect.stringContaining('Nothing'),
    });
    await expect(client.query('SELECT', call())[Symbol.asyncIterator]().next()).rejects.toThrow(CallFailed);
  });

  it('retrieves records in the order of their ids, those that are gone too', async () => {
    const [one = '', two = ''] = makeQuotes(salesforce, 2);
    const got = await client.retrieve('Quote', [two, '0Q0000000000000AAA', one], ['Id', 'Status'], call());
    expect(got).toMatchObject({ kind: 'got', value: [{ Id: two, Status: 'Draft' }, undefined, { Id: one }] });
  });

  it('describes an object as the user may use it', async () => {
    const got = await client.describe('Order_Line_Status__c', call());
    const key = got.kind === 'got' ? got.value?.fields.get('External_Id__c') : undefined;
    expect(key).toMatchObject({ type: 'string', isExternalId: true, isUnique: true, isCreateable: true, length: 255 });
    expect(await client.describe('Nothing__c', call())).toEqual({ kind: 'got', value: undefined });
  });

  it('says who it is in every call, so that the echo of a change is recognised', async () => {
    const seen: (string | undefined)[] = [];
    const own = call();
    const http: Http = (request) => {
      seen.push(request.headers?.['sforce-call-options']);
      return own.http(request);
    };
    await client.rows('SELECT Id FROM User', { ...own, http });
    expect(seen).toEqual(['client=crossdock']);
  });
});

describe('bulk jobs', () => {
  const bulk = createBulk(org.for('bulk').ask);
  const ended = async (kind: 'ingest' | 'query', job: string) => {
    for (const until = Date.now() + 15_000; Date.now() < until; await sleep(20)) {
      const got = await bulk.look(kind, job, call());
      if (got.kind === 'failed' || got.value.state !== 'working') return got;
    }
    throw new Error('the job does not end');
  };
  const started = async (got: Awaited<ReturnType<typeof bulk.startQuery>>) => {
    if (got.kind === 'failed') throw new Error(got.message);
    return got.value;
  };

  it('upsert rows, and tell which were refused and why', async () => {
    const rows = [
      { External_Id__c: 'bulk-1', Status__c: 'open', Ordered_Quantity__c: '2.5' },
      { External_Id__c: 'bulk-2', Ordered_Quantity__c: 'many' },
      { External_Id__c: 'bulk-3', Item_Number__c: 'x"y,\nz' },
    ];
    const job = await started(await bulk.startUpsert({ object: 'Order_Line_Status__c', key: 'External_Id__c', rows }, call()));
    expect(await ended('ingest', job)).toMatchObject({ kind: 'got', value: { state: 'done', processed: 3, failed: 1 } });
    const results = await bulk.results(job, call());
    expect(results).toMatchObject({ kind: 'got', value: { refused: [{ row: rows[1], error: { code: expect.stringMatching(/\w/) } }], unprocessed: [] } });
    expect(salesforce.org.readBy('Order_Line_Status__c', 'External_Id__c', 'bulk-3')).toMatchObject([{ Item_Number__c: 'x"y,\nz' }]);
  });

  it('query in pages', async () => {
    const job = await started(await bulk.startQuery('SELECT Id, Name FROM Quote', call()));
    expect(await ended('query', job)).toMatchObject({ value: { state: 'done' } });
    const ids = new Set<unknown>();
    let locator: string | undefined;
    do {
      const page = await bulk.page(job, locator, call());
      if (page.kind === 'failed') throw new Error(page.message);
      for (const row of page.value.rows) ids.add(row['Id']);
      locator = page.value.locator;
    } while (locator !== undefined);
    expect(ids.size).toBe([...salesforce.org.rows('Quote')].length);
  });

  it('say what is wrong with a job, and stop when the org’s calls run short', async () => {
    expect(await bulk.startQuery('SELECT Nothing FROM Quote', call())).toMatchObject({ kind: 'failed', class: 'poison' });
    await salesforce.setFaults({ salesforce: { apiUsage: 85_000 } });
    await client.rows('SELECT Id FROM User', call());
    expect(await bulk.startQuery('SELECT Id FROM Quote', call())).toMatchObject({ kind: 'failed', class: 'throttled' });
  });
});
