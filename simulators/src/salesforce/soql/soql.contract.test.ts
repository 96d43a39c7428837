import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../testing/caller.ts';
import { users } from '../org/index.ts';
import { api, startOrg, type TestOrg } from '../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
  org.system.org.transact({ userId: users.integration.id, apiVersion: '65.0', api: 'rest' }, (work) => {
    const { id } = work.create('Account', { Name: 'Many contacts', ERP_Id__c: 'many' });
    for (let n = 0; n < 2200; n += 1) work.create('Contact', { LastName: `Paged ${String(n).padStart(4, '0')}`, AccountId: id });
  });
});
afterAll(async () => {
  await org.close();
});

const paged = "SELECT LastName FROM Contact WHERE LastName LIKE 'Paged%' ORDER BY LastName";
/** The status of a refusal and its errors. */
const refusal = async (path: string): Promise<unknown> => {
  const heard = await org.rest('GET', path);
  return { status: heard.status, errors: heard.status === 'no answer' ? undefined : JSON.parse(String(heard.body)) };
};
const url = (soql: string): string => `${api}/query?q=${encodeURIComponent(soql)}`;

describe('SOQL over the REST API, asked by a real client', () => {
  it('comes in pages of 2000, whose locators a client follows by itself or one by one', async () => {
    const first = await org.connection.query(paged);
    expect([first.totalSize, first.done, first.records.length]).toEqual([2200, false, 2000]);
    const second = await org.connection.queryMore(String(first.nextRecordsUrl));
    expect([second.done, second.records.length, second.records[199]]).toMatchObject([true, 200, { LastName: 'Paged 2199' }]);
    const all = await org.connection.query(paged, { autoFetch: true, maxFetch: 5000 });
    expect(new Set(all.records.map((record) => record['LastName'])).size).toBe(2200);
  });

  it('keeps to the batch size of the caller', async () => {
    const first = await org.connection.query(paged, { headers: { 'Sforce-Query-Options': 'batchSize=500' } });
    expect(first.records.length).toBe(500);
    const second = await org.connection.queryMore(String(first.nextRecordsUrl));
    expect([second.records.length, second.records[0]]).toMatchObject([500, { LastName: 'Paged 0500' }]);
  });

  it('keeps what a query found while its pages are read, whatever happens to the records meanwhile', async () => {
    const first = await org.connection.query(paged);
    const late = await org.connection.sobject('Contact').create({ LastName: 'Paged 0000a' });
    const second = await org.connection.queryMore(String(first.nextRecordsUrl));
    expect([second.totalSize, second.records.length]).toEqual([2200, 200]);
    await org.connection.sobject('Contact').destroy(String(late.id));
  });

  it('pages long lists of children too', async () => {
    const found = await org.connection.query("SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE ERP_Id__c = 'many'");
    const children = found.records[0]?.['Contacts'];
    expect([children.totalSize, children.done, children.records.length]).toEqual([2200, false, 2000]);
    const rest = await org.connection.request<{ records: object[]; done: boolean }>(children.nextRecordsUrl);
    expect([rest.done, rest.records.length, rest.records.at(-1)]).toMatchObject([true, 200, { LastName: 'Paged 2199' }]);
  });

  it('forgets the cursor that was not used for longest when there are more than ten', async () => {
    const locators: string[] = [];
    for (let n = 0; n < 11; n += 1) locators.push(String((await org.connection.query(paged)).nextRecordsUrl));
    expect((await org.connection.queryMore(String(locators[10]))).records.length).toBe(200);
    await expect(org.connection.queryMore(String(locators[0]))).rejects.toMatchObject({ errorCode: 'INVALID_QUERY_LOCATOR' });
  });

  it.each([['SECURITY_ENFORCED'], ['USER_MODE'], ['SYSTEM_MODE']])('takes WITH %s, under which everybody may read everything', async (mode) => {
    const found = await org.connection.query(`SELECT Name FROM Account WHERE ERP_Id__c = 'many' WITH ${mode} ORDER BY Name LIMIT 5`);
    expect(found.records).toMatchObject([{ Name: 'Many contacts' }]);
  });

  it('finds orders with their lines, products and accounts', async () => {
    const found = await org.connection.query(
      "SELECT OrderNumber, StatusCode, Account.Name, (SELECT Quantity, PricebookEntry.Product2.ProductCode FROM OrderItems ORDER BY Quantity DESC) FROM Order WHERE StatusCode = 'Activated' ORDER BY OrderNumber",
    );
    expect(found.records).toMatchObject([
      {
        StatusCode: 'Activated',
        Account: { Name: 'ACME Plumbing LLC' },
        OrderItems: {
          totalSize: 2,
          done: true,
          records: [
            { Quantity: 20, PricebookEntry: { Product2: { ProductCode: 'HS-1001' } } },
            { Quantity: 1, PricebookEntry: { Product2: { ProductCode: 'HS-1005' } } },
          ],
        },
      },
    ]);
  });

  it('counts, groups and explains', async () => {
    expect((await org.connection.query("SELECT COUNT() FROM Contact WHERE LastName LIKE 'Paged%'")).totalSize).toBe(2200);
    expect(await org.connection.sobject('Contact').count({ LastName: { $like: 'Paged%' } })).toBe(2200);
    const groups = await org.connection.query('SELECT Status, COUNT(Id) n, SUM(GrandTotal) total FROM Quote GROUP BY Status ORDER BY Status');
    expect(groups.records[0]).toMatchObject({ attributes: { type: 'AggregateResult' }, n: 1 });
    const plan = await org.connection.query("SELECT Id FROM Account WHERE ERP_Id__c = 'many'").explain();
    expect(plan.plans).toMatchObject([{ leadingOperationType: 'Index', fields: ['ERP_Id__c'], cardinality: 1, sobjectType: 'Account' }]);
  });

  it('shows deleted records to queryAll only', async () => {
    const { id } = await org.connection.sobject('Account').create({ Name: 'Soon gone' });
    await org.connection.sobject('Account').destroy(String(id));
    const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Soon gone'";
    expect((await org.connection.query(soql)).totalSize).toBe(0);
    expect((await org.connection.query(soql, { scanAll: true })).records).toMatchObject([{ Id: id, IsDeleted: true }]);
  });

  it('takes the conditions that a client builds from objects', async () => {
    const found = await org.connection
      .sobject('Contact')
      .find({ 'Account.ERP_Id__c': 'many', $or: [{ LastName: 'Paged 0004' }, { LastName: { $in: ['Paged 0005', 'Paged 0003'] } }] }, [
        'LastName',
        'Account.Name',
      ])
      .sort({ LastName: -1 })
      .limit(2);
    expect(found).toMatchObject([
      { LastName: 'Paged 0005', Account: { Name: 'Many contacts' } },
      { LastName: 'Paged 0004', Account: { Name: 'Many contacts' } },
    ]);
  });

  it.each([
    ['SELECT Nope FROM Account', 'INVALID_FIELD'],
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY'],
  ])('is refused with the code of the platform: %s', async (soql, errorCode) => {
    await expect(org.connection.query(soql)).rejects.toMatchObject({ errorCode });
    expect(await refusal(url(soql))).toMatchObject({ status: 400, errors: [{ errorCode, message: expect.any(String) }] });
  });

  it.each(['01g000000000000AAA-2000', 'nonsense'])('knows no locator %s', async (locator) => {
    expect(await refusal(`${api}/query/${locator}`)).toMatchObject({
      status: 400,
      errors: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
    });
  });

  it('needs a statement', async () => {
    expect(await refusal(`${api}/query`)).toMatchObject({ status: 400, errors: [{ errorCode: 'MALFORMED_QUERY' }] });
  });

  it('asks the Tooling API for managed event subscriptions and members of channels, and for nothing else', async () => {
    const tooling = (soql: string): string => `${api}/tooling/query?q=${encodeURIComponent(soql)}`;
    expect(bodyOf(await org.rest('GET', tooling('SELECT Id, DeveloperName, State FROM ManagedEventSubscription')), 200)).toEqual({
      size: 0,
      totalSize: 0,
      done: true,
      queryLocator: null,
      records: [],
    });
    expect(bodyOf(await org.rest('GET', tooling('SELECT SelectedEntity FROM PlatformEventChannelMember')), 200)).toMatchObject({ totalSize: 0 });
    expect(await refusal(tooling('SELECT Id FROM ApexClass'))).toMatchObject({ status: 400, errors: [{ errorCode: 'INVALID_TYPE' }] });
  });
});
