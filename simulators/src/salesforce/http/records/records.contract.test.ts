import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../../testing/caller.ts';
import { api, startOrg, type TestOrg } from '../../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(async () => {
  await org.close();
});

const account = (name: string) => org.connection.sobject('Account').create({ Name: name });
const idOf = async (name: string) => String((await account(name)).id);

describe('one record', () => {
  it('is created, read, changed and deleted by a real client', async () => {
    const accounts = org.connection.sobject('Account');
    const { id, success } = await accounts.create({ Name: 'Acme', BillingCity: 'Reno', BillingCountry: 'USA' });
    expect([success, id?.length]).toEqual([true, 18]);
    const read = await accounts.retrieve(String(id));
    expect(read).toMatchObject({
      attributes: { type: 'Account', url: `${api}/sobjects/Account/${id}` },
      Name: 'Acme',
      BillingAddress: { city: 'Reno', country: 'USA' },
    });
    expect(await accounts.update({ Id: String(id), Name: 'Acme Inc.' })).toMatchObject({ success: true });
    expect(await org.connection.request(`${api}/sobjects/Account/${id?.slice(0, 15)}?fields=Name`)).toMatchObject({ Name: 'Acme Inc.' });
    expect(await accounts.destroy(String(id))).toMatchObject({ success: true });
    await expect(accounts.retrieve(String(id))).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  it('is made once and then changed by a real client that names it by an external id', async () => {
    const accounts = org.connection.sobject('Account');
    const first = await accounts.upsert({ ERP_Id__c: 'C-1', Name: 'One' }, 'ERP_Id__c');
    const second = await accounts.upsert({ ERP_Id__c: 'c-1', Name: 'Two' }, 'ERP_Id__c');
    expect([first, second]).toMatchObject([
      { success: true, created: true },
      { success: true, created: false, id: first.id },
    ]);
    const read = await org.rest('GET', `${api}/sobjects/Account/ERP_Id__c/C-1?fields=Name,ERP_Id__c`);
    expect(bodyOf(read, 200)).toMatchObject({ Name: 'Two', ERP_Id__c: 'C-1' });
    const again = await org.rest('PATCH', `${api}/sobjects/Account/ERP_Id__c/C-1`, { Name: 'Three' });
    expect(again).toMatchObject({ status: 200, body: { id: first.id, success: true, created: false, errors: [] } });
    expect((await org.rest('PATCH', `${api}/sobjects/Account/ERP_Id__c/C-none?updateOnly=true`, { Name: 'x' })).status).toBe(404);
    expect((await org.rest('DELETE', `${api}/sobjects/Account/ERP_Id__c/C-1`)).status).toBe(204);
    expect((await org.rest('GET', `${api}/sobjects/Account/ERP_Id__c/C-1`)).status).toBe(404);
  });

  it('answers 300 and the addresses where an external id names several', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b']) ids.push(String((await org.connection.sobject('Account').create({ Name: name, Group_Id__c: 'G' })).id));
    const read = await org.rest('GET', `${api}/sobjects/Account/Group_Id__c/G`);
    const addresses = ids.map((id) => `${api}/sobjects/Account/${id}`);
    expect([read.status, JSON.parse(String(bodyOf(read, 300)))]).toEqual([300, addresses]);
    expect((await org.rest('PATCH', `${api}/sobjects/Account/Group_Id__c/G`, { Name: 'c' })).status).toBe(300);
    await expect(org.connection.sobject('Account').upsert({ Group_Id__c: 'G', Name: 'c' }, 'Group_Id__c')).rejects.toMatchObject({
      errorCode: 'MULTIPLE_CHOICES',
    });
  });

  it('names its parent by an external id', async () => {
    const accountId = String((await org.connection.sobject('Account').create({ Name: 'Parent', ERP_Id__c: 'P-1' })).id);
    const order = { EffectiveDate: '2026-11-21', Status: 'Draft', Account: { ERP_Id__c: 'P-1' } };
    const { id } = bodyOf(await org.rest('POST', `${api}/sobjects/Order`, order), 201);
    expect(await org.connection.sobject('Order').retrieve(String(id))).toMatchObject({ AccountId: accountId });
    expect(bodyOf(await org.rest('GET', `${api}/sobjects/Order/${id}/Account`), 200)).toMatchObject({ Id: accountId });
    expect(bodyOf(await org.rest('GET', `${api}/sobjects/Account/${accountId}/Orders`), 200)).toMatchObject({ totalSize: 1, records: [{ Id: id }] });
    const missing = org.connection.sobject('Order').create({ ...order, Account: { ERP_Id__c: 'P-2' } } as never);
    await expect(missing).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: 'Foreign key external ID: p-2 not found for field ERP_Id__c in entity Account',
    });
  });

  it.each([
    ['a missing required field', 'POST', '/sobjects/Account', {}, 400, 'REQUIRED_FIELD_MISSING'],
    ['a field that does not exist', 'POST', '/sobjects/Account', { Name: 'x', Nope__c: 1 }, 400, 'INVALID_FIELD'],
    ['a body that is no JSON', 'POST', '/sobjects/Account', '{', 400, 'JSON_PARSER_ERROR'],
    ['a list instead of an object', 'POST', '/sobjects/Account', '[]', 400, 'JSON_PARSER_ERROR'],
    ['an object that does not exist', 'GET', '/sobjects/Nope/describe', undefined, 404, 'NOT_FOUND'],
    ['a resource that does not exist', 'GET', '/nope', undefined, 404, 'NOT_FOUND'],
    ['a record that does not exist', 'GET', '/sobjects/Account/001000000000000AAA', undefined, 404, 'NOT_FOUND'],
    ['a method that is not offered', 'PUT', '/sobjects/Account/001000000000000AAA', {}, 405, 'METHOD_NOT_ALLOWED'],
    ['a key that is no external id', 'PATCH', '/sobjects/Account/Phone/1', { Name: 'x' }, 404, 'NOT_FOUND'],
    ['the key in the body', 'PATCH', '/sobjects/Account/ERP_Id__c/1', { ERP_Id__c: '1', Name: 'x' }, 400, 'INVALID_FIELD'],
    ['a column that does not exist', 'GET', '/sobjects/Account/ERP_Id__c/K?fields=Nope', undefined, 400, 'INVALID_FIELD'],
  ])('refuses %s in the words of the platform', async (_, method, path, body, status, errorCode) => {
    await org.rest('PATCH', `${api}/sobjects/Account/ERP_Id__c/K`, { Name: 'Keyed' });
    const answer = await org.rest<string>(method, `${api}${path}`, body);
    expect([answer.status, JSON.parse(String('body' in answer ? answer.body : ''))]).toEqual([
      status,
      [expect.objectContaining({ errorCode, message: expect.any(String) })],
    ]);
  });

  it('is answered with its version, and refused when the caller saw an older one', async () => {
    const id = await idOf('Versioned');
    const path = `${api}/sobjects/Account/${id}`;
    const read = await org.rest('GET', path);
    const headers = 'headers' in read ? read.headers : new Headers();
    const [etag, modified] = [headers.get('etag') ?? '', headers.get('last-modified') ?? ''];
    expect((await org.rest('GET', path, undefined, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await org.rest('GET', path, undefined, { headers: { 'if-modified-since': modified } })).status).toBe(304);
    expect((await org.rest('PATCH', path, { Name: 'a' }, { headers: { 'if-match': '"other"' } })).status).toBe(412);
    expect((await org.rest('PATCH', path, { Name: 'a' }, { headers: { 'if-match': etag } })).status).toBe(204);
    const longAgo = 'Mon, 01 Jan 2024 00:00:00 GMT';
    expect(await org.rest('PATCH', path, { Name: 'b' }, { headers: { 'if-unmodified-since': longAgo } })).toMatchObject({ status: 412 });
  });
});

it('shows of the parent and the children of a record the fields that are asked for', async () => {
  const account = await idOf('With contacts');
  const { id } = await org.connection.sobject('Contact').create({ LastName: 'Lee', AccountId: account });
  expect(bodyOf(await org.rest('GET', `${api}/sobjects/Contact/${id}/Account?fields=Name`), 200)).toEqual({
    attributes: { type: 'Account', url: `${api}/sobjects/Account/${account}` },
    Name: 'With contacts',
  });
  const children = bodyOf(await org.rest('GET', `${api}/sobjects/Account/${account}/Contacts?fields=LastName`), 200);
  expect(children).toMatchObject({ totalSize: 1, records: [{ attributes: { type: 'Contact' }, LastName: 'Lee' }] });
  expect(JSON.stringify(children)).not.toContain('Email');
});

describe('what an org is made of', () => {
  it('is described to a real client, with custom fields and relationships', async () => {
    const described = await org.connection.sobject('Order').describe();
    expect(described).toMatchObject({ name: 'Order', keyPrefix: '801', createable: true });
    expect(described.fields).toContainEqual(expect.objectContaining({ name: 'ERP_Id__c', externalId: true, unique: true, custom: true }));
    expect(described.childRelationships).toContainEqual(expect.objectContaining({ childSObject: 'OrderItem', relationshipName: 'OrderItems' }));
    const { sobjects } = await org.connection.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toEqual(expect.arrayContaining(['Account', 'Line_Status__c', 'Order', 'Quote']));
  });

  it('is not sent again to who has it', async () => {
    const read = await org.rest('GET', `${api}/sobjects/Account/describe`);
    const since = 'headers' in read ? (read.headers.get('last-modified') ?? '') : '';
    expect((await org.rest('GET', `${api}/sobjects/Account/describe`, undefined, { headers: { 'if-modified-since': since } })).status).toBe(304);
  });

  it('tells a real client its limits and versions, and what each call has used', async () => {
    const limits = await org.connection.limits();
    expect(limits['DailyApiRequests']).toMatchObject({ Max: 100_000, Remaining: expect.any(Number) });
    expect(org.connection.limitInfo).toMatchObject({ apiUsage: { limit: 100_000, used: expect.any(Number) } });
    expect(JSON.parse(String(bodyOf(await org.rest('GET', '/services/data'), 200)))).toContainEqual(expect.objectContaining({ version: '65.0' }));
    expect(bodyOf(await org.rest('GET', `${api}/`), 200)).toMatchObject({ sobjects: `${api}/sobjects`, identity: expect.stringContaining('/id/') });
  });
});

it('tells which records were changed and which deleted within a window', async () => {
  const [kept, gone] = [await idOf('Kept'), await idOf('Gone')];
  await org.connection.sobject('Account').destroy(gone);
  const start = new Date(Date.now() - 60_000).toISOString();
  const end = new Date(Date.now() + 60_000).toISOString();
  const updated = await org.connection.sobject('Account').updated(start, end);
  expect([updated.ids.includes(kept), updated.ids.includes(gone)]).toEqual([true, false]);
  const deleted = await org.connection.sobject('Account').deleted(start, end);
  expect(deleted.deletedRecords).toContainEqual({ id: gone, deletedDate: expect.any(String) });
  expect((await org.rest('GET', `${api}/sobjects/Account/updated?start=x&end=y`)).status).toBe(400);
});

it('publishes a platform event, which is no record', async () => {
  const published: unknown[] = [];
  const stop = org.system.org.onCommit(({ events, who }) => published.push(...events, who.client));
  const headers = { 'sforce-call-options': 'client=crossdock, defaultNamespace=x' };
  const answer = await org.rest('POST', `${api}/sobjects/Order_Submit__e`, { Record_Id__c: '801000000000001AAA', Kind__c: 'cancel' }, { headers });
  stop();
  expect(answer).toMatchObject({ status: 201, body: { success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED' }] } });
  expect(published).toEqual([expect.objectContaining({ object: 'Order_Submit__e', fields: expect.objectContaining({ Kind__c: 'cancel' }) }), 'crossdock']);
});
