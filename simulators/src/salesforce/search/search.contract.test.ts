import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../testing/caller.ts';
import { api, startOrg, type TestOrg } from '../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
  await org.connection.sobject('Account').create([
    { Name: 'Northwind Pumps', Phone: '555-0100', BillingCity: 'Bergen' },
    { Name: 'Northern Valves', Website: 'https://bergen.example' },
    { Name: "O'Brien {Seals}", Phone: '555-0200' },
  ]);
  await org.connection.sobject('Contact').create({ LastName: 'Pumps', Email: 'northwind@bergen.example' });
});
afterAll(async () => {
  await org.close();
});

type Search = { readonly searchRecords: readonly Readonly<Record<string, unknown>>[] };
const find = async (sosl: string) => (await org.connection.search(sosl)).searchRecords;

describe('a search by a real client', () => {
  it('finds whole words and phrases, in any case, in the objects that it names', async () => {
    expect(await find('FIND {northwind pumps} RETURNING Account(Id, Name), Contact(LastName)')).toMatchObject([
      { attributes: { type: 'Account' }, Id: expect.any(String), Name: 'Northwind Pumps' },
      { attributes: { type: 'Contact' }, LastName: 'Pumps' },
    ]);
    expect(await find('FIND {"Pumps Northwind"} RETURNING Account')).toEqual([]);
    expect(await find('FIND {North} RETURNING Account')).toEqual([]);
  });

  it.each([
    ['{North*} IN NAME FIELDS RETURNING Account(Name ORDER BY Name DESC)', ['Northwind Pumps', 'Northern Valves']],
    ['{Bergen} IN ALL FIELDS RETURNING Account(Name ORDER BY Name)', ['Northern Valves', 'Northwind Pumps']],
    ['{Bergen} IN NAME FIELDS RETURNING Account(Name)', []],
    ['{555*} IN PHONE FIELDS RETURNING Account(Name ORDER BY Name LIMIT 1)', ['Northwind Pumps']],
    ['{555*} RETURNING Account(Name ORDER BY Name LIMIT 1 OFFSET 1)', ["O'Brien {Seals}"]],
    ["{Valves OR \\{Seals\\}} RETURNING Account(Name WHERE Name != 'x, (y)' ORDER BY Name)", ['Northern Valves', "O'Brien {Seals}"]],
    ['{North* AND NOT Pumps} RETURNING Account(Name)', ['Northern Valves']],
    ['{Val?es} RETURNING Account(Name) LIMIT 1', ['Northern Valves']],
  ])('FIND %s', async (sosl, names) => {
    expect((await find(`FIND ${sosl}`)).map((record) => record['Name'])).toEqual(names);
  });

  it('gives the ids of whatever it finds when no object is named', async () => {
    const types = (await find('FIND {Pumps}')).map((record) => (record['attributes'] as { readonly type: string }).type);
    expect(types).toEqual(['Account', 'Contact']);
  });

  it.each([
    ['FIND Pumps', 'MALFORMED_SEARCH'],
    ['FIND {} RETURNING Account', 'MALFORMED_SEARCH'],
    ['FIND {Pumps} RETURNING Account(Nope)', 'INVALID_FIELD'],
    ['FIND {Pumps} RETURNING Nope(Id)', 'INVALID_TYPE'],
  ])('refuses %s with %s', async (sosl, errorCode) => {
    await expect(find(sosl)).rejects.toMatchObject({ errorCode });
  });
});

it('says that an integration user has looked at nothing lately', async () => {
  expect(await org.connection.recent()).toEqual([]);
});

it('searches by parameters too', async () => {
  const asked = 'q=Pumps&sobject=Account&Account.fields=Id,Name&Account.limit=5';
  const expected = [expect.objectContaining({ Name: 'Northwind Pumps' })];
  expect(bodyOf(await org.rest<Search>('GET', `${api}/parameterizedSearch?${asked}`), 200).searchRecords).toEqual(expected);
  const body = { q: 'Pumps', fields: ['Id', 'Name'], sobjects: [{ name: 'Account', where: "Name LIKE 'N%'" }] };
  expect(bodyOf(await org.rest<Search>('POST', `${api}/parameterizedSearch`, body), 200).searchRecords).toEqual(expected);
});
