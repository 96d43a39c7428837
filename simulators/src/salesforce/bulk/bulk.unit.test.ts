import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Commit, type Org, openOrg, users } from '../org/index.ts';
import { metadata } from '../testing/start-org.ts';
import { bulkOver, type CallBulk } from './call-testing.ts';
import type { BulkOptions } from './index.ts';

let org: Org;
let commits: Commit[];
let stops: (() => void)[];
beforeEach(() => {
  org = openOrg({ metadata, now: () => new Date('2026-03-11T12:00:00Z'), isSeeded: false });
  commits = [];
  stops = [org.onCommit((commit) => commits.push(commit)), org.close];
});
afterEach(() => {
  for (const stop of stops.toReversed()) stop();
});

const open = (options?: Partial<BulkOptions>) => {
  const bulk = bulkOver(org, options);
  stops.push(bulk.stop);
  return bulk;
};
const created = async (call: CallBulk, job: object): Promise<string> => {
  const { status, json } = await call('POST', '/jobs/ingest', job);
  expect(status, JSON.stringify(json)).toBe(200);
  return `/jobs/ingest/${String(json['id'])}`;
};
/** Creates a job, uploads its data and lets it run to its end. */
const load = async (job: object, csv: string, options?: Partial<BulkOptions>) => {
  const { call, finish } = open(options);
  const path = await created(call, job);
  expect((await call('PUT', `${path}/batches`, csv, 'text/csv')).status).toBe(201);
  await call('PATCH', path, { state: 'UploadComplete' });
  const info = await finish(path);
  const text = async (which: string) => (await call('GET', `${path}/${which}`)).text;
  return { info, call, path, successful: await text('successfulResults'), failed: await text('failedResults'), unprocessed: await text('unprocessedrecords') };
};
const insertAccounts = { object: 'Account', operation: 'insert' };
const upsertAccounts = { object: 'account', operation: 'upsert', externalIdFieldName: 'ERP_Id__c' };
const names = (): readonly unknown[] => [...org.rows('Account')].map((row) => row['Name']);
const makeAccount = (fields: Readonly<Record<string, string>>): string =>
  org.transact({ userId: users.integration.id, apiVersion: '65.0', api: 'rest' }, (work) => work.create('Account', fields).id);

describe('a bulk ingest job', () => {
  it('answers row by row, the good ones written in spite of the bad ones', async () => {
    const { info, successful, failed, unprocessed } = await load(insertAccounts, 'Name,Phone\nAlpha,1\n,2\n"Beta, ""Inc""",3\n');
    expect(info).toMatchObject({
      state: 'JobComplete',
      object: 'Account',
      jobType: 'V2Ingest',
      apiVersion: 65,
      numberRecordsProcessed: 3,
      numberRecordsFailed: 1,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    });
    const ids = [...org.rows('Account')].map((row) => row['Id']);
    expect(successful).toBe(`"sf__Id","sf__Created","Name","Phone"\n"${ids[0]}","true","Alpha","1"\n"${ids[1]}","true","Beta, ""Inc""","3"\n`);
    expect(failed).toBe('"sf__Id","sf__Error","Name","Phone"\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","2"\n');
    expect(unprocessed).toBe('"Name","Phone"\n');
  });

  it('tells change events that it came over the bulk interface, two hundred rows a transaction', async () => {
    const { info } = await load(insertAccounts, `Name\n${Array.from({ length: 450 }, (_, n) => `A${n}`).join('\n')}\n`);
    expect(info).toMatchObject({ numberRecordsProcessed: 450, numberRecordsFailed: 0 });
    expect(commits.map(({ who, changes }) => [who.api, changes.length])).toEqual([
      ['bulk', 200],
      ['bulk', 200],
      ['bulk', 50],
    ]);
  });

  it('updates by id: #N/A sets nothing, an empty value leaves what is there', async () => {
    const id = makeAccount({ Name: 'Old', Phone: '1', Website: 'w' });
    const { failed } = await load(
      { object: 'Account', operation: 'update' },
      `Id,name,Phone,Website,NumberOfEmployees\n${id},New,#N/A,,12\n,Nobody,,,\n${id},,,,many\n`,
    );
    expect(org.read('Account', id)).toMatchObject({ Name: 'New', Phone: null, Website: 'w', NumberOfEmployees: 12 });
    expect(failed).toContain('MISSING_ARGUMENT:Id not specified in an update call:--');
    expect(failed).toContain('INVALID_TYPE_ON_FIELD_IN_RECORD:Employees: value not of required type: many:NumberOfEmployees --');
  });

  it('upserts by an external id, and refuses all rows of a batch that share one', async () => {
    makeAccount({ Name: 'Known', ERP_Id__c: 'K' });
    const { successful, failed } = await load(upsertAccounts, 'ERP_Id__c,Name\nK,Changed\nN,New\nD,One\nd,Two\n,None\n');
    expect(successful.split('\n').map((line) => line.replace(/^"[^"]*",/, ''))).toEqual([
      '"sf__Created","ERP_Id__c","Name"',
      '"false","K","Changed"',
      '"true","N","New"',
      '',
    ]);
    expect(failed.match(/DUPLICATE_VALUE:Duplicate external id specified: [Dd]:ERP_Id__c --/g)).toHaveLength(2);
    expect(failed).toContain('MISSING_ARGUMENT:ERP_Id__c not specified:--');
    expect(names()).toEqual(['Changed', 'New']);
  });

  it('names parents by their external ids', async () => {
    const parent = makeAccount({ Name: 'Parent', ERP_Id__c: 'P' });
    const { failed } = await load({ object: 'Contact', operation: 'insert' }, 'LastName,Account.ERP_Id__c\nFound,P\nLost,Q\nFree,\n');
    expect([...org.rows('Contact')].map((row) => [row['LastName'], row['AccountId']])).toEqual([
      ['Found', parent],
      ['Free', null],
    ]);
    expect(failed).toContain('INVALID_FIELD:Foreign key external ID: Q not found for field ERP_Id__c in entity Contact:--');
  });

  it('deletes', async () => {
    const id = makeAccount({ Name: 'Gone' });
    const { successful } = await load({ object: 'Account', operation: 'delete' }, `id\n${id}\n`);
    expect([successful.includes(`"${id}","false"`), names()]).toEqual([true, []]);
  });

  it('publishes platform events', async () => {
    await load({ object: 'Order_Submit__e', operation: 'insert' }, 'Record_Id__c\n801000000000001AAA\n');
    expect(commits.flatMap(({ events }) => events)).toMatchObject([{ object: 'Order_Submit__e', fields: { Record_Id__c: '801000000000001AAA' } }]);
  });

  it.each([
    ['BACKQUOTE', 'LF'],
    ['CARET', 'CRLF'],
    ['PIPE', 'LF'],
    ['SEMICOLON', 'CRLF'],
    ['TAB', 'LF'],
  ])('reads and writes CSV with %s and %s', async (columnDelimiter, lineEnding) => {
    const [between, end] = [{ BACKQUOTE: '`', CARET: '^', PIPE: '|', SEMICOLON: ';', TAB: '\t' }[columnDelimiter] ?? '', lineEnding === 'LF' ? '\n' : '\r\n'];
    const { info, successful } = await load(
      { ...insertAccounts, columnDelimiter, lineEnding },
      `\uFEFFName${between}Phone${end}"a${between}b"${between}1${end}`,
    );
    expect(info).toMatchObject({ state: 'JobComplete', columnDelimiter, lineEnding, numberRecordsFailed: 0 });
    expect(successful.split(end).length).toBe(3);
    expect(names()).toEqual([`a${between}b`]);
  });

  it.each([
    ['Name\r\nA\r\n', insertAccounts, 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF'],
    ['Name,Nope\nA,1\n', insertAccounts, 'InvalidBatch : Field name not found : Nope'],
    ['Name,Nope.Id\nA,1\n', insertAccounts, 'InvalidBatch : Field name not found : Nope.Id'],
    ['Name,name\nA,B\n', insertAccounts, 'InvalidBatch : Duplicate header found : Name'],
    ['Name,Phone\nA\n', insertAccounts, 'ClientInputError : Invalid Record Length'],
    ['Id,Name\n1,A\n', { object: 'Account', operation: 'delete' }, "InvalidBatch : The 'delete' batch must contain only ids"],
  ])('fails as a whole, nothing written: %j', async (csv, job, message) => {
    const { info, unprocessed } = await load(job, csv);
    expect(info).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining(message), numberRecordsProcessed: 0 });
    expect([names(), unprocessed.startsWith('"sf__')]).toEqual([[], false]);
  });

  it('tries rows behind a lock once more and then says so, each other row written', async () => {
    const locked = makeAccount({ Name: 'Locked', ERP_Id__c: 'L' });
    makeAccount({ Name: 'Free', ERP_Id__c: 'F' });
    org.disturb({ lockedAccounts: [locked] });
    const { info, failed } = await load(upsertAccounts, 'ERP_Id__c,Name\nL,x\nF,Freed\n');
    expect(info).toMatchObject({ state: 'JobComplete', retries: 1, numberRecordsFailed: 1, numberRecordsProcessed: 2 });
    expect(failed).toContain('UNABLE_TO_LOCK_ROW:');
    expect(names()).toEqual(['Locked', 'Freed']);
  });

  it('waits for its upload to be called complete, and takes only one', async () => {
    const { call } = open();
    const path = await created(call, insertAccounts);
    expect((await call('GET', path)).json).toMatchObject({ state: 'Open', contentUrl: `services/data/v65.0${path}/batches` });
    expect((await call('GET', `${path}/successfulResults`)).json).toMatchObject({ errorCode: 'INVALIDJOBSTATE' });
    expect((await call('DELETE', path)).json).toMatchObject({ errorCode: 'INVALIDJOBSTATE' });
    await call('PUT', `${path}/batches`, 'Name\nA\n');
    expect(await call('PUT', `${path}/batches`, 'Name\nB\n')).toMatchObject({ status: 400, json: { errorCode: 'INVALIDJOBSTATE' } });
    expect(names()).toEqual([]);
  });

  it('goes from UploadComplete over InProgress to its end', async () => {
    const { call, finish } = open({ stepMs: 20 });
    const path = await created(call, insertAccounts);
    await call('PUT', `${path}/batches`, 'Name\nA\n');
    expect((await call('PATCH', path, { state: 'UploadComplete' })).json).toMatchObject({ state: 'UploadComplete' });
    expect((await finish(path))['state']).toBe('JobComplete');
    expect((await call('PATCH', path, { state: 'Aborted' })).json).toMatchObject({ errorCode: 'INVALIDJOBSTATE' });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('GET', path)).toMatchObject({ status: 404, json: { errorCode: 'NOT_FOUND' } });
  });

  it('leaves its rows unprocessed when it is aborted', async () => {
    const { call } = open({ stepMs: 60_000 });
    const path = await created(call, insertAccounts);
    await call('PUT', `${path}/batches`, 'Name\nA\n');
    await call('PATCH', path, { state: 'UploadComplete' });
    expect((await call('PATCH', path, { state: 'Aborted' })).json).toMatchObject({ state: 'Aborted' });
    expect((await call('GET', `${path}/unprocessedrecords`)).text).toBe('"Name"\n"A"\n');
    expect(names()).toEqual([]);
  });

  it('is made, filled and closed by one multipart request', async () => {
    const { call, finish } = open();
    const part = (name: string, type: string, text: string) =>
      `--X\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n\r\n${text}\r\n`;
    const body = `${part('job', 'application/json', JSON.stringify(insertAccounts))}${part('content', 'text/csv', 'Name\nMulti\n')}--X--\r\n`;
    const { json } = await call('POST', '/jobs/ingest', body, 'multipart/form-data; boundary=X');
    expect(json).toMatchObject({ state: 'UploadComplete' });
    await finish(`/jobs/ingest/${String(json['id'])}`);
    expect(names()).toEqual(['Multi']);
  });

  it.each([
    [{ operation: 'insert' }, 'INVALIDJOB', 'Object not specified'],
    [{ object: 'Nope', operation: 'insert' }, 'INVALIDJOB', 'InvalidJob : Unable to find object: Nope'],
    [{ object: 'Account', operation: 'merge' }, 'JSON_PARSER_ERROR', 'merge not a valid value'],
    [{ object: 'Account', operation: 'upsert' }, 'INVALIDJOB', 'externalIdFieldName'],
    [{ object: 'Account', operation: 'upsert', externalIdFieldName: 'Phone' }, 'INVALIDJOB', 'Phone does not match an External ID'],
    [{ ...insertAccounts, contentType: 'JSON' }, 'INVALIDJOB', 'content type'],
    [{ ...insertAccounts, columnDelimiter: 'DOT' }, 'JSON_PARSER_ERROR', 'DOT not a valid value for columnDelimiter'],
    ['{', 'JSON_PARSER_ERROR', ''],
  ])('is not made from %j', async (job, errorCode, message) => {
    expect(await open().call('POST', '/jobs/ingest', job)).toMatchObject({ status: 400, json: { errorCode, message: expect.stringContaining(message) } });
  });

  it('takes no more bytes and no more rows a day than the platform', async () => {
    const { call } = open({ uploadBytesMax: 16 });
    const path = await created(call, insertAccounts);
    expect(await call('PUT', `${path}/batches`, 'Name\nLonger\nEven longer\n')).toMatchObject({ status: 413, json: { errorCode: 'INVALIDBATCH' } });
    expect((await load(insertAccounts, 'Name\nA\nB\nC\n', { rowsPerDayMax: 2 })).info).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringContaining('ExceededQuota'),
    });
    expect(names()).toEqual([]);
  });

  it('is listed', async () => {
    const { call } = open();
    await created(call, insertAccounts);
    expect((await call('GET', '/jobs/ingest')).json).toMatchObject({ done: true, nextRecordsUrl: null, records: [{ object: 'Account', state: 'Open' }] });
  });
});

describe('a bulk query job', () => {
  const query = async (soql: string, more: object = {}) => {
    const { call, finish } = open();
    const { json } = await call('POST', '/jobs/query', { operation: 'query', query: soql, ...more });
    const path = `/jobs/query/${String(json['id'])}`;
    expect(json).toMatchObject({ object: 'Account', state: 'UploadComplete' });
    return { call, path, info: await finish(path) };
  };

  it('gives its records as CSV, page by page', async () => {
    for (const name of ['a', 'b', 'c']) makeAccount({ Name: name, Phone: `"${name}"` });
    const { call, path, info } = await query('SELECT Name, Phone, Parent.Name, IsDeleted, CreatedDate FROM Account ORDER BY Name');
    expect(info).toMatchObject({ state: 'JobComplete', jobType: 'V2Query', numberRecordsProcessed: 3 });
    const first = await call('GET', `${path}/results?maxRecords=2`);
    expect(first.text).toBe(
      '"Name","Phone","Parent.Name","IsDeleted","CreatedDate"\n"a","""a""","","false","2026-03-11T12:00:00.000Z"\n"b","""b""","","false","2026-03-11T12:00:00.000Z"\n',
    );
    expect(first.headers).toEqual({ 'Sforce-Locator': expect.stringMatching(/^\w+$/), 'Sforce-NumberOfRecords': '2' });
    const second = await call('GET', `${path}/results?maxRecords=2&locator=${first.headers['Sforce-Locator']}`);
    expect([second.headers, second.text.split('\n').length]).toEqual([{ 'Sforce-Locator': 'null', 'Sforce-NumberOfRecords': '1' }, 3]);
    expect((await call('GET', `${path}/results?locator=nonsense!`)).json).toMatchObject({ errorCode: 'INVALID_QUERY_LOCATOR' });
    expect((await call('DELETE', path)).status).toBe(204);
  });

  it('finds deleted records when it is a queryAll', async () => {
    const id = makeAccount({ Name: 'gone' });
    org.transact({ userId: users.integration.id, apiVersion: '65.0', api: 'rest' }, (work) => work.remove('Account', id));
    const soql = 'SELECT Name FROM Account';
    expect((await query(soql)).info).toMatchObject({ numberRecordsProcessed: 0 });
    expect((await query(soql, { operation: 'queryAll' })).info).toMatchObject({ operation: 'queryAll', numberRecordsProcessed: 1 });
  });

  it('can be aborted', async () => {
    const { call } = open({ stepMs: 60_000 });
    const { json } = await call('POST', '/jobs/query', { operation: 'query', query: 'SELECT Id FROM Account' });
    const path = `/jobs/query/${String(json['id'])}`;
    expect((await call('GET', `${path}/results`)).json).toMatchObject({ errorCode: 'INVALIDJOBSTATE' });
    expect((await call('PATCH', path, { state: 'Aborted' })).json).toMatchObject({ state: 'Aborted' });
  });

  it.each([
    ['SELECT Nope FROM Account', "No such column 'Nope'"],
    ['SELECT COUNT() FROM Account', 'not supported in Bulk Query'],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'Aggregate Relationships not supported in Bulk Query'],
    ['SELECT BillingAddress FROM Account', 'Selecting compound data not supported in Bulk Query'],
  ])('is not made from %s', async (soql, message) => {
    const heard = await open().call('POST', '/jobs/query', { operation: 'query', query: soql });
    expect(heard).toMatchObject({ status: 400, json: { errorCode: 'API_ERROR', message: expect.stringContaining(message) } });
  });
});
