import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrg, type TestOrg } from '../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg({ bulkStepMs: 5 });
  org.connection.bulk2.pollInterval = 10;
  org.connection.bulk2.pollTimeout = 15_000;
});
afterAll(async () => {
  await org.close();
});

describe('Bulk API 2.0, driven by a real client', () => {
  it('inserts, updates, upserts and deletes with a result for each row', async () => {
    const { bulk2 } = org.connection;
    const inserted = await bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input: [
        { Name: 'Bulk A', Fax: '1' },
        { Name: 'Bulk B', Fax: '2' },
        { Name: '', Fax: '3' },
      ],
    });
    expect(inserted.successfulResults).toMatchObject([{ sf__Created: 'true', Name: 'Bulk A' }, { Name: 'Bulk B' }]);
    expect(inserted.failedResults).toMatchObject([{ sf__Error: 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --' }]);
    expect(inserted.unprocessedRecords).toEqual([]);
    const ids = inserted.successfulResults.map(({ sf__Id }) => sf__Id);

    const updated = await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'update', input: ids.map((Id) => ({ Id, Phone: '1', Website: null })) });
    expect(updated.successfulResults).toMatchObject(ids.map((id) => ({ sf__Id: id, sf__Created: 'false' })));
    expect((await org.connection.query("SELECT COUNT() FROM Account WHERE Name LIKE 'Bulk%' AND Phone = '1' AND Website = null")).totalSize).toBe(2);

    const upserted = await bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'upsert',
      externalIdFieldName: 'ERP_Id__c',
      input: 'ERP_Id__c`Name\nX-1`Bulk X\n',
      columnDelimiter: 'BACKQUOTE',
    });
    expect(upserted.successfulResults).toMatchObject([{ sf__Created: 'true', ERP_Id__c: 'X-1' }]);

    const deleted = await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'delete', input: ids.map((Id) => ({ Id })) });
    expect(deleted.successfulResults.map(({ sf__Id }) => sf__Id)).toEqual(ids);
    expect((await org.connection.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk%'")).records).toMatchObject([{ Name: 'Bulk X' }]);
  });

  it('leaves nothing behind of what is deleted for good, while the bin keeps what is deleted', async () => {
    const { bulk2 } = org.connection;
    const made = await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input: [{ Name: 'Binned' }, { Name: 'Purged' }] });
    const [binned = '', purged = ''] = made.successfulResults.map(({ sf__Id }) => sf__Id);
    await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'delete', input: [{ Id: binned }] });
    const again = await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'hardDelete', input: [{ Id: purged }, { Id: '001000000000000AAA' }] });
    expect(again.failedResults).toMatchObject([{ sf__Error: 'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--' }]);
    const found = await org.connection.query("SELECT Name FROM Account WHERE Name IN ('Binned', 'Purged')", { scanAll: true });
    expect(found.records).toMatchObject([{ Name: 'Binned' }]);
  });

  it('tells the reason when a whole job fails', async () => {
    const loading = org.connection.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input: 'Nope\n1\n' });
    await expect(loading).rejects.toThrow('InvalidBatch : Field name not found : Nope');
  });

  it('can be aborted before it was closed', async () => {
    const job = org.connection.bulk2.createJob({ object: 'Account', operation: 'insert' });
    await job.open();
    await job.abort();
    expect(await job.check()).toMatchObject({ state: 'Aborted' });
    await job.delete();
    await expect(job.check()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('queries as a stream of records', async () => {
    const stream = await org.connection.bulk2.query(
      'SELECT Id, Name, UnitPrice, IsActive FROM PricebookEntry WHERE IsActive = true ORDER BY Product2.ProductCode, UnitPrice',
    );
    const records = await stream.toArray();
    expect(records.length).toBe((await org.connection.query('SELECT COUNT() FROM PricebookEntry WHERE IsActive = true')).totalSize);
    expect(records[0]).toMatchObject({ Id: expect.stringMatching(/^01u\w{15}$/), UnitPrice: '11.25', IsActive: 'true' });
    await expect(org.connection.bulk2.query('SELECT Nope FROM Account')).rejects.toMatchObject({ errorCode: 'API_ERROR' });
  });
});
