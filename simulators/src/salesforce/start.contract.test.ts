import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf, type Caller, callerOf } from '../testing/caller.ts';
import { endAllPrograms, startProgram } from '../testing/program.ts';
import { type SalesforceAccess, startSimulatedSalesforce } from './index.ts';
import { assertionFor, connectionTo, logIn, metadata, startOrg } from './testing/start-org.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'salesforce-test-'));
});
afterEach(async () => {
  await endAllPrograms();
  rmSync(folder, { recursive: true, force: true });
});

describe('started alone', () => {
  it('prints what a client needs on its first line, keeps its records over a kill, and ends with 0', async () => {
    const words = ['salesforce', '--port', '0', '--grpc-port', '0', '--folder', folder, '--metadata', metadata];
    const first = await startProgram(words);
    const access = first.addresses as typeof first.addresses & SalesforceAccess; // the first line under test
    expect(access).toMatchObject({
      name: 'salesforce',
      loginUrl: access.url,
      version: '65.0',
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      username: expect.any(String),
    });
    expect(new X509Certificate(readFileSync(access.caFile)).ca).toBe(true);
    const connection = connectionTo(access);
    await connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: await assertionFor(access) });
    const { id } = await connection.sobject('Account').create({ Name: 'Kept', ERP_Id__c: 'K-1' });
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await startProgram(words);
    const again = second.addresses as typeof first.addresses & SalesforceAccess; // the same line
    expect([again.clientId, again.clientSecret]).toEqual([access.clientId, access.clientSecret]);
    const next = connectionTo(again);
    await next.authorize({ grant_type: 'client_credentials' });
    expect(await next.sobject('Account').retrieve(String(id))).toMatchObject({ Name: 'Kept', ERP_Id__c: 'K-1' });
    expect(await second.end('SIGTERM')).toBe(0);
  }, 120_000); // two programs start one after the other
});

it('has, where no metadata is given, external ids to upsert by, one of which may stand in several records', async () => {
  const system = await startSimulatedSalesforce({ seed: 1 });
  try {
    const connection = await logIn(system);
    for (const [object, key] of Object.entries({ Account: 'ERP_Id__c', Order: 'ERP_Order_Id__c', OrderItem: 'ERP_Line_Id__c', UpsertTable__c: 'ExtId__c' })) {
      expect((await connection.describe(object)).fields.find(({ name }) => name === key)).toMatchObject({ externalId: true, idLookup: true });
    }
    const table = connection.sobject('UpsertTable__c');
    await table.create([
      { Name: 'One', ExtId__c: 'same' },
      { Name: 'Two', ExtId__c: 'same' },
    ]);
    await expect(table.upsert({ Name: 'Three', ExtId__c: 'same' }, 'ExtId__c')).rejects.toMatchObject({ errorCode: 'MULTIPLE_CHOICES' });
    const account = { Name: 'Acme', ERP_Id__c: 'C-1' };
    const upserted = [await connection.sobject('Account').upsert(account, 'ERP_Id__c'), await connection.sobject('Account').upsert(account, 'ERP_Id__c')];
    expect(upserted).toMatchObject([{ success: true, created: true }, { success: true }]);
  } finally {
    await system.close();
  }
});

describe('the desk of the sales representative', () => {
  type Quote = { readonly quote: Readonly<Record<string, unknown>>; readonly lines: readonly Readonly<Record<string, unknown>>[] };
  const quoteOf = async (control: Caller): Promise<Quote> => {
    const { records: accounts } = bodyOf(await control<{ readonly records: readonly { readonly Id: string }[] }>('GET', '/desk/records/Account'), 200);
    const { records: entries } = bodyOf(await control<{ readonly records: readonly { readonly Id: string }[] }>('GET', '/desk/records/PricebookEntry'), 200);
    const lines = [{ priceBookEntry: entries[0]?.Id, quantity: 3 }];
    return bodyOf(await control<Quote>('POST', '/desk/quotes', { account: accounts[0]?.Id, lines }), 201);
  };

  it('makes a quote, changes it, accepts it and asks to cancel it', async () => {
    const { system, control, close } = await startOrg();
    try {
      const { quote, lines } = await quoteOf(control);
      expect([quote['Status'], lines.length, lines[0]?.['Quantity']]).toEqual(['Draft', 1, 3]);
      const path_ = `/desk/quotes/${quote['Id']}`;
      expect(bodyOf(await control<Quote>('POST', `${path_}/change`, { line: lines[0]?.['Id'], quantity: 5 }), 200).lines[0]).toMatchObject({ Quantity: 5 });
      expect(bodyOf(await control<Quote>('POST', `${path_}/accept`), 200).quote).toMatchObject({ Status: 'Accepted' });
      const events: unknown[] = [];
      const stop = system.org.onCommit((commit) => events.push(...commit.events));
      expect((await control('POST', `${path_}/submit`, { kind: 'cancel', reason: 'wrong size' })).status).toBe(200);
      stop();
      expect(events).toEqual([
        expect.objectContaining({
          object: 'Order_Submit__e',
          fields: expect.objectContaining({ Record_Id__c: quote['Id'], Kind__c: 'cancel', Reason__c: 'wrong size' }),
        }),
      ]);
    } finally {
      await close();
    }
  });

  it('shows on a quote what an order hub keeps on it, and whose quote it is', async () => {
    const { control, close } = await startOrg({ metadata: path.join(import.meta.dirname, '../../../salesforce-app') });
    try {
      const { quote } = await quoteOf(control);
      const id = quote['Id'];
      const status = { External_Id__c: 'A:1:1', Hub_Version__c: 1, Hub_Updated_At__c: '2026-11-21T12:00:00Z', Hub_Order_Id__c: 'A', Status__c: 'shipped' };
      bodyOf(await control('POST', '/desk/records/Order_Line_Status__c', { ...status, Quote__c: String(id), Line__c: '1', Schedule__c: '1' }), 201);
      expect(bodyOf(await control<Quote>('GET', `/desk/quotes/${id}`), 200)).toMatchObject({
        account: { Id: quote['AccountId'] },
        hub: { lines: [{ Quote__c: id, Status__c: 'shipped' }], shipments: [], invoices: [], exceptions: [] },
      });
    } finally {
      await close();
    }
  });

  it('shows a page, records and the book, and says what the org refuses', async () => {
    const { system, control, close } = await startOrg();
    try {
      const page = await callerOf({ url: system.control, token: '' })<string>('GET', '/desk');
      expect(bodyOf(page, 200)).toContain(JSON.stringify(system.token));
      expect((await callerOf({ url: system.control, token: '' })('GET', '/desk/records/Account')).status).toBe(401);
      expect(await control('POST', '/desk/records/Account', {})).toMatchObject({ status: 409, body: { errorCode: 'REQUIRED_FIELD_MISSING', field: 'Name' } });
      expect((await control('GET', '/desk/records/Nope')).status).toBe(404);
      expect(bodyOf(await control('POST', '/desk/fields/Account', { name: 'Later__c', type: 'string' }), 201)).toEqual({});
      const made = bodyOf(await control('POST', '/desk/records/Account', { Name: 'By hand', Later__c: 'yes', ERP_Id__c: 'H-1' }), 201);
      expect(made).toMatchObject({ Name: 'By hand', Later__c: 'yes' });
      const { Account: accounts } = system.book().documents;
      expect(accounts).toContainEqual(expect.objectContaining({ id: made['Id'], reference: 'H-1' }));
      expect((await control('POST', '/book/reset')).status).toBe(400);
      expect((await callerOf({ url: system.control, token: '' })('GET', '/')).status).toBe(200);
    } finally {
      await close();
    }
  });
});
