import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../../../testing/caller.ts';
import { api, startOrg, type TestOrg } from '../../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(async () => {
  await org.close();
});

type Result = { readonly id?: string; readonly success: boolean; readonly created?: boolean; readonly errors: readonly { readonly statusCode: string }[] };
const attributes = { type: 'Account' };
const count = () => [...org.system.org.rows('Account')].length;
const send = async (method: string, path: string, body?: unknown): Promise<readonly Result[]> =>
  JSON.parse(String(bodyOf(await org.rest(method, `${api}/composite/sobjects${path}`, body), 200)));
const codes = (results: readonly Result[]) => results.map(({ success, errors }) => (success ? 'ok' : errors.map(({ statusCode }) => statusCode).join()));

it('lets a real client create, change, upsert and delete many, each with its own result in their order', async () => {
  const accounts = org.connection.sobject('Account');
  const created = await accounts.create([{ Name: 'A' }, { Phone: '1' }, { Name: 'C' }]);
  expect(created.map(({ success }) => success)).toEqual([true, false, true]);
  const [a, , c] = created.map(({ id }) => String(id));
  expect(
    await accounts.update([
      { Id: String(a), Name: 'A2' },
      { Id: String(c), Name: 'C2' },
    ]),
  ).toMatchObject([
    { id: a, success: true },
    { id: c, success: true },
  ]);
  const upserted = await accounts.upsert([{ ERP_Id__c: 'U-1', Name: 'U' }, { ERP_Id__c: 'U-2' }], 'ERP_Id__c');
  expect(upserted).toMatchObject([
    { success: true, created: true },
    { success: false, created: true, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
  ]);
  expect(await accounts.destroy([String(a), String(c)])).toMatchObject([
    { id: a, success: true },
    { id: c, success: true },
  ]);
});

it('does nothing at all when one of all-or-none fails, and says of the others that they were rolled back', async () => {
  const before = count();
  const records = [
    { attributes, Name: 'A' },
    { attributes, Phone: '1' },
    { attributes, Name: 'C' },
  ];
  const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
  expect(codes(await send('POST', '', { allOrNone: true, records }))).toEqual([rolledBack, 'REQUIRED_FIELD_MISSING', rolledBack]);
  expect(count()).toBe(before);
  await expect(org.connection.sobject('Account').create([{ Name: 'A' }, { Phone: '1' }], { allOrNone: true })).resolves.toMatchObject([
    { success: false },
    { success: false },
  ]);
  expect(count()).toBe(before);
});

it('makes one transaction of a call', async () => {
  const commits: number[] = [];
  const stop = org.system.org.onCommit(({ changes }) => commits.push(changes.length));
  await send('POST', '', { records: Array.from({ length: 200 }, (_, nth) => ({ attributes, Name: `n${nth}` })) });
  stop();
  expect(commits).toEqual([200]);
});

it('takes 200 records and not one more', async () => {
  const records = Array.from({ length: 201 }, () => ({ attributes, Name: 'x' }));
  expect(bodyOf(await org.rest<string>('POST', `${api}/composite/sobjects`, { records }), 400)).toContain('EXCEEDED_ID_LIMIT');
});

it('refuses both of two records of a call with the same external id', async () => {
  const records = ['T-1', 't-1', 'T-2'].map((ERP_Id__c) => ({ attributes, ERP_Id__c, Name: 'T' }));
  expect(codes(await send('PATCH', '/Account/ERP_Id__c', { records }))).toEqual(['DUPLICATE_VALUE', 'DUPLICATE_VALUE', 'ok']);
});

it('keeps its own records apart from those of another object and of none', async () => {
  const records = [{ attributes: { type: 'Nope' }, Name: 'x' }, { attributes: { type: 'Contact' }, LastName: 'Lee' }, { Name: 'x' }];
  expect(codes(await send('POST', '', { records }))).toEqual(['INVALID_TYPE', 'ok', 'INVALID_INPUT']);
  expect(codes(await send('DELETE', '?ids=001000000000000AAA,zzz'))).toEqual(['INVALID_CROSS_REFERENCE_KEY', 'MALFORMED_ID']);
});

it('says of a row whose record is not there what a row hears, and of a row without a real id that it is none', async () => {
  const records = ['001000000000000AAA', 'zzz', undefined].map((Id) => ({ attributes, ...(Id === undefined ? {} : { Id }), Name: 'x' }));
  expect(codes(await send('PATCH', '', { records }))).toEqual(['INVALID_CROSS_REFERENCE_KEY', 'MALFORMED_ID', 'MISSING_ARGUMENT']);
  expect(codes(await send('PATCH', '/Account/Id', { records }))).toEqual(['INVALID_CROSS_REFERENCE_KEY', 'MALFORMED_ID', 'ok']);
});

it('reads many by id, with null for those that are not there', async () => {
  const [{ id } = { id: '' }] = await send('POST', '', { records: [{ attributes, Name: 'Read' }] });
  const missing = '001000000000000AAA';
  const expected = [expect.objectContaining({ Name: 'Read' }), null];
  expect(await send('POST', '/Account', { ids: [id, missing], fields: ['Name'] })).toEqual(expected);
  expect(await send('GET', `/Account?ids=${id},${missing}&fields=Name`)).toEqual(expected);
});
