import { afterAll, beforeAll, expect, it } from 'vitest';
import { api, startOrg, type TestOrg } from '../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(async () => {
  await org.close();
});

it('answers HEAD like GET, without a body', async () => {
  expect(await org.rest('HEAD', `${api}/limits`)).toMatchObject({ status: 200, body: '' });
});

it('refuses a body that is no JSON by its media type', async () => {
  const headers = { 'content-type': 'application/xml' };
  const heard = await org.rest('POST', `${api}/sobjects/Account`, '<Account/>', { headers });
  expect(heard).toMatchObject({ status: 415, body: expect.stringContaining('UNSUPPORTED_MEDIA_TYPE') });
});

it('refuses a query that is longer than an address may be, and takes one that is nearly so', async () => {
  const asking = (ids: number) => {
    const list = Array.from({ length: ids }, () => "'001000000000000AAA'").join(',');
    return org.rest('GET', `${api}/query?q=SELECT+Id+FROM+Account+WHERE+Id+IN+(${list})`);
  };
  expect((await asking(600)).status).toBe(200);
  expect(await asking(900)).toMatchObject({ status: 414, body: expect.stringContaining('URI_TOO_LONG') });
});

it('says how to come back when a session has ended', async () => {
  const answer = await fetch(`${org.system.url}${api}/limits`, { headers: { authorization: 'Bearer gone' } });
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Token']);
});
