import { describe, expect, it } from 'vitest';
import type { Row } from '../org/index.ts';
import type { Links } from './projection.ts';
import { runQuery } from './run-query.ts';
import { idOf, testSource } from './source-testing.ts';

const [anna, bert] = [idOf('user', 1), idOf('user', 2)];
const accounts: readonly Row[] = [
  {
    Id: idOf('account', 1),
    Name: 'Alpha Tools',
    Rating: 'Warm',
    Revenue: 100.1,
    Employees: 5,
    Tags__c: 'red;blue',
    ERP_Id__c: 'E1',
    OwnerId: anna,
    BillingCity: 'Lyon',
    CreatedDate: '2026-03-11T08:00:00.000+0000',
  },
  {
    Id: idOf('account', 2),
    Name: 'beta 100%',
    Rating: 'Hot',
    Revenue: 200.2,
    Employees: null,
    ERP_Id__c: 'E2',
    ParentId: idOf('account', 1),
    OwnerId: bert,
    CreatedDate: '2026-03-10T23:59:59.000+0000',
  },
  {
    Id: idOf('account', 3),
    Name: "O'Neil & Co",
    Rating: 'Cold',
    Revenue: null,
    Tags__c: 'green',
    ParentId: idOf('account', 2),
    OwnerId: bert,
    CreatedDate: '2025-12-31T00:00:00.000+0000',
  },
  { Id: idOf('account', 4), Name: 'gone', IsDeleted: true, OwnerId: anna, CreatedDate: '2026-03-01T00:00:00.000+0000' },
];
const contacts: readonly Row[] = [
  { Id: idOf('contact', 1), LastName: 'Zola', AccountId: idOf('account', 1), Birthdate: '1990-02-28' },
  { Id: idOf('contact', 2), LastName: 'Abel', AccountId: idOf('account', 1), Birthdate: '2026-03-15' },
  { Id: idOf('contact', 3), LastName: 'Moss', AccountId: idOf('account', 3), Birthdate: null },
  { Id: idOf('contact', 4), LastName: 'Lost', AccountId: null, Birthdate: '2026-03-11' },
];
const source = testSource({
  Account: accounts,
  Contact: contacts,
  User: [
    { Id: anna, Name: 'Anna' },
    { Id: bert, Name: 'Bert' },
  ],
});

const ask = (soql: string, { withDeleted = false, from = source } = {}) => runQuery({ soql, source: from, userId: anna, withDeleted });
const links: Links = { version: '65.0', page: ({ rows, show }) => ({ records: rows.map((row) => show(row, links)) }) };
/** Records without their attributes; a count as it is. */
const answer = (soql: string, how?: Parameters<typeof ask>[1]): unknown => {
  const found = ask(soql, how);
  if (found.kind === 'count') return found.count;
  const records = found.kind === 'groups' ? found.records : found.rows.map((row) => found.show(row, links));
  return JSON.parse(JSON.stringify(records), (key, value) => (key === 'attributes' ? undefined : value));
};
const numbers = (soql: string, how?: Parameters<typeof ask>[1]): readonly number[] => {
  const found = ask(soql, how);
  return found.kind === 'rows' ? found.rows.map((row) => Number(String(row['Id']).slice(3, 15))) : [];
};
const refusal = (soql: string) => {
  try {
    ask(soql);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('conditions of SOQL', () => {
  it.each([
    ["Name = 'ALPHA tools'", [1]],
    ["Name != 'alpha tools'", [2, 3]],
    ["Name LIKE '%100\\%'", [2]],
    ["Name LIKE '_eta%'", [2]],
    ["Name LIKE '%O\\'n%'", [3]],
    ["NOT Name LIKE 'a%'", [2, 3]],
    ["Name IN ('Alpha Tools', 'beta 100%')", [1, 2]],
    ["Name NOT IN ('Alpha Tools')", [2, 3]],
    ['Revenue > 100.1', [2]],
    ['Revenue >= 100.1 AND Revenue <= 200', [1]],
    ['Revenue = null', [3]],
    ['Revenue != null', [1, 2]],
    ['Employees <> 5', [2, 3]],
    ['Employees < 6', [1]],
    ["ERP_Id__c = ''", [3]],
    ['IsDeleted = false', [1, 2, 3]],
    ["Tags__c INCLUDES ('blue;red')", [1]],
    ["Tags__c INCLUDES ('blue;green', 'green')", [3]],
    ["Tags__c EXCLUDES ('red')", [2, 3]],
    ["(Rating = 'Hot' OR Rating = 'Cold') AND (NOT Revenue = null)", [2]],
    [`Id = '${idOf('account', 2).slice(0, 15)}'`, [2]],
    [`Id IN ('${idOf('account', 3)}', '${idOf('account', 1)}', '${idOf('account', 4)}')`, [1, 3]],
    ["Parent.Parent.Name = 'Alpha Tools'", [3]],
    ["Owner.Name = 'Bert'", [2, 3]],
    ["toLabel(Rating) = 'Very hot'", [2]],
    ["Id IN (SELECT AccountId FROM Contact WHERE LastName LIKE 'Z%')", [1]],
    ['Id NOT IN (SELECT AccountId FROM Contact)', [2]],
    ["ParentId IN (SELECT Id FROM Account WHERE Name LIKE 'a%')", [2]],
    ['CreatedDate = TODAY', [1]],
    ['CreatedDate < today', [2, 3]],
    ['CreatedDate = YESTERDAY', [2]],
    ['CreatedDate = LAST_YEAR', [3]],
    ['CreatedDate >= 2026-03-10T22:59:59Z', [1, 2]],
    ['CreatedDate > 2026-03-11T00:59:59+01:00', [1]],
    ['CALENDAR_YEAR(CreatedDate) = 2025', [3]],
    ['DAY_ONLY(convertTimezone(CreatedDate)) = 2026-03-11', [1]],
  ])('WHERE %s', (where, expected) => {
    expect([...numbers(`SELECT Id FROM Account WHERE ${where}`)].sort()).toEqual(expected);
  });

  it('knows deleted records only when asked for all', () => {
    expect(numbers('SELECT Id FROM Account WHERE IsDeleted = true')).toEqual([]);
    expect(numbers('SELECT Id FROM Account WHERE IsDeleted = true', { withDeleted: true })).toEqual([4]);
  });

  it.each(['ERP_Id__c = ', "Name LIKE 'x%' AND Id = ", 'ParentId IN '])('reads no table where an index helps: %s', (where) => {
    const from = testSource({ Account: accounts });
    const value = where.startsWith('ERP') ? "'e1'" : `'${idOf('account', 1)}'`;
    ask(`SELECT Id FROM Account WHERE ${where}${where.endsWith('IN ') ? `(${value})` : value}`, { from });
    expect(from.scans()).toBe(0);
  });

  it('keeps to the records of the asking user when the scope says so', () => {
    expect(numbers('SELECT Id FROM Account USING SCOPE mine')).toEqual([1]);
  });
});

describe('dates relative to Wednesday, 11 March 2026', () => {
  it.each([
    ['THIS_WEEK', ['2026-03-08', '2026-03-14']],
    ['LAST_WEEK', ['2026-03-01', '2026-03-07']],
    ['LAST_MONTH', ['2026-02-01', '2026-02-28']],
    ['NEXT_QUARTER', ['2026-04-01', '2026-06-30']],
    ['THIS_FISCAL_QUARTER', ['2026-01-01', '2026-03-31']],
    ['LAST_N_DAYS:3', ['2026-03-08', '2026-03-11']],
    ['NEXT_N_DAYS:2', ['2026-03-12', '2026-03-13']],
    ['N_DAYS_AGO:1', ['2026-03-10', '2026-03-10']],
    ['LAST_N_WEEKS:2', ['2026-02-22', '2026-03-07']],
    ['LAST_N_MONTHS:2', ['2026-01-01', '2026-02-28']],
    ['N_QUARTERS_AGO:1', ['2025-10-01', '2025-12-31']],
    ['NEXT_N_YEARS:1', ['2027-01-01', '2027-12-31']],
    ['LAST_N_FISCAL_YEARS:1', ['2025-01-01', '2025-12-31']],
    ['LAST_90_DAYS', ['2025-12-11', '2026-03-11']],
  ])('%s', (literal, [first = '', last = '']) => {
    const dayMs = 86_400_000;
    const near = (day: string, by: number): string => new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);
    const days = [near(first, -1), first, last, near(last, 1)];
    const from = testSource({ Contact: days.map((Birthdate, place) => ({ Id: idOf('contact', place), Birthdate })) });
    const places = (comparison: string) => numbers(`SELECT Id FROM Contact WHERE Birthdate ${comparison} ${literal}`, { from });
    expect([places('='), places('<'), places('>'), places('<='), places('>='), places('!=')]).toEqual([[1, 2], [0], [3], [0, 1, 2], [1, 2, 3], [0, 3]]);
  });
});

describe('what SOQL selects', () => {
  it('shows records with their address, parents as objects, missing ones as null', () => {
    const found = ask("SELECT Name, parent.name, Parent.Parent.Id, Owner.Name FROM account WHERE ERP_Id__c = 'E2'");
    const [row] = found.kind === 'rows' ? found.rows : [];
    expect(found.kind === 'rows' && row !== undefined && found.show(row, links)).toEqual({
      attributes: { type: 'Account', url: `/services/data/v65.0/sobjects/Account/${idOf('account', 2)}` },
      Name: 'beta 100%',
      Parent: { attributes: { type: 'Account', url: `/services/data/v65.0/sobjects/Account/${idOf('account', 1)}` }, Name: 'Alpha Tools', Parent: null },
      Owner: { attributes: { type: 'User', url: `/services/data/v65.0/sobjects/User/${bert}` }, Name: 'Bert' },
    });
  });

  it('shows children sorted and cut as their query says, null where there are none', () => {
    expect(answer('SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 1) FROM Account ORDER BY Id')).toEqual([
      { Name: 'Alpha Tools', Contacts: { records: [{ LastName: 'Abel' }] } },
      { Name: 'beta 100%', Contacts: null },
      { Name: "O'Neil & Co", Contacts: { records: [{ LastName: 'Moss' }] } },
    ]);
  });

  it('shows compound fields, labels and formatted values', () => {
    expect(answer("SELECT BillingAddress, toLabel(Rating), FORMAT(Revenue) money FROM Account WHERE Name LIKE 'alpha%'")).toEqual([
      { BillingAddress: { city: 'Lyon', postalCode: null }, Rating: 'Warm', money: '$100.10' },
    ]);
    expect(answer('SELECT BillingAddress FROM Account WHERE Revenue = null')).toEqual([{ BillingAddress: null }]);
  });

  it('takes aliases of the object and of relationships', () => {
    expect(answer("SELECT c.LastName, a.Name FROM Contact c, c.Account a WHERE a.Name LIKE 'O%' AND Contact.LastName != null")).toEqual([
      { LastName: 'Moss', Account: { Name: "O'Neil & Co" } },
    ]);
  });

  it('expands FIELDS', () => {
    expect(answer("SELECT FIELDS(CUSTOM) FROM Account WHERE ERP_Id__c = 'E1' LIMIT 200")).toEqual([{ Tags__c: 'red;blue', ERP_Id__c: 'E1' }]);
    expect(answer('SELECT FIELDS(ALL) FROM User LIMIT 1')).toEqual([{ Id: anna, Name: 'Anna', Username: null, CreatedDate: null, IsDeleted: false }]);
  });

  it.each([
    ['ORDER BY Name', [1, 2, 3]],
    ['ORDER BY Name DESC', [3, 2, 1]],
    ['ORDER BY Revenue', [3, 1, 2]],
    ['ORDER BY Revenue NULLS LAST', [1, 2, 3]],
    ['ORDER BY Revenue DESC NULLS LAST', [2, 1, 3]],
    ['ORDER BY Rating', [2, 1, 3]],
    ['ORDER BY Owner.Name DESC, Name ASC', [2, 3, 1]],
    ['ORDER BY Name LIMIT 1 OFFSET 1', [2]],
    ['ORDER BY Name OFFSET 2', [3]],
    ['LIMIT 0', []],
    ['FOR UPDATE', [1, 2, 3]],
    ['ORDER BY Id FOR VIEW', [1, 2, 3]],
  ])('%s', (clause, expected) => {
    expect(numbers(`SELECT Id FROM Account ${clause}`)).toEqual(expected);
  });
});

describe('aggregates of SOQL', () => {
  it('counts records', () => {
    expect(answer('SELECT COUNT() FROM Account')).toBe(3);
    expect(answer('select count() from Account where Revenue > 150')).toBe(1);
    expect(answer('SELECT COUNT() FROM Account LIMIT 2')).toBe(2);
  });

  it('makes one value of all rows, also of none', () => {
    expect(
      answer('SELECT COUNT(Revenue), COUNT_DISTINCT(Owner.Name) owners, SUM(Revenue), AVG(Revenue) mean, MIN(Name), MAX(CreatedDate) FROM Account'),
    ).toEqual([{ expr0: 2, owners: 2, expr1: 300.3, mean: 150.15, expr2: 'Alpha Tools', expr3: '2026-03-11T08:00:00.000+0000' }]);
    expect(answer("SELECT COUNT(Id), SUM(Revenue) FROM Account WHERE Name = 'nobody'")).toEqual([{ expr0: 0, expr1: null }]);
  });

  it('groups by fields and date functions, filters and sorts the groups', () => {
    expect(answer('SELECT Owner.Name, COUNT(Id) n FROM Account GROUP BY Owner.Name HAVING COUNT(Id) > 1')).toEqual([{ Name: 'Bert', n: 2 }]);
    expect(answer('SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate) ORDER BY COUNT(Id) DESC')).toEqual([
      { y: 2026, expr0: 2 },
      { y: 2025, expr0: 1 },
    ]);
    expect(answer("SELECT Rating FROM Account GROUP BY Rating HAVING Rating != 'Hot' ORDER BY Rating DESC")).toEqual([{ Rating: 'Cold' }, { Rating: 'Warm' }]);
    expect(answer("SELECT Rating FROM Account WHERE Name = 'nobody' GROUP BY Rating")).toEqual([]);
  });
});

describe('what SOQL refuses, in the words of the platform', () => {
  it('points at the place', () => {
    expect(refusal('SELECT Id,\n Nmae FROM Account')).toMatchObject({
      errorCode: 'INVALID_FIELD',
      status: 400,
      message:
        "\n Nmae FROM Account\n ^\nERROR at Row:2:Column:2\nNo such column 'Nmae' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    });
  });

  it.each([
    ['', 'MALFORMED_QUERY', 'has to be specified'],
    ['SELEC Id FROM Account', 'MALFORMED_QUERY', "unexpected token: 'SELEC'"],
    ['SELECT Id, FROM Account', 'MALFORMED_QUERY', "unexpected token: 'FROM'"],
    ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    ["SELECT Id FROM Account WHERE Name = 'x", 'MALFORMED_QUERY', "mismatched character '<EOF>' expecting '''"],
    ["SELECT Id FROM Account WHERE Name = 'a\\zb'", 'MALFORMED_QUERY', "Illegal character sequence '\\z'"],
    ['SELECT Id FROM Account WHERE Name = :name', 'MALFORMED_QUERY', 'Bind variables only allowed in Apex code'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY', "unexpected token: 'OR'"],
    ['SELECT Id FROM Account WHERE CreatedDate > 2026-02-30T00:00:00Z', 'MALFORMED_QUERY', 'Invalid datetime'],
    ['SELECT Id FROM Account LIMIT x', 'MALFORMED_QUERY', "unexpected token: 'x'"],
    ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
    ['SELECT Id FROM Account ORDER BY Name FOR UPDATE', 'MALFORMED_QUERY', 'ORDER BY'],
    ['SELECT Id FROM Account ALL ROWS', 'MALFORMED_QUERY', 'ALL ROWS not allowed'],
    ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Account', 'MALFORMED_QUERY', 'TYPEOF is not supported'],
    ['SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name n FROM Account', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
    ['SELECT Id, id FROM Account', 'INVALID_FIELD', 'duplicate field selected: Id'],
    ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY', 'must have a LIMIT of at most 200'],
    ['SELECT SUM(Name) FROM Account', 'INVALID_FIELD', 'does not support aggregate operator SUM'],
    ['SELECT Id FROM Acount', 'INVALID_TYPE', "sObject type 'Acount' is not supported."],
    ['SELECT Id FROM Ping__e', 'INVALID_TYPE_FOR_OPERATION', 'does not support query'],
    ['SELECT Ownr.Name FROM Account', 'INVALID_FIELD', "Didn't understand relationship 'Ownr' in field path."],
    ['SELECT Owner.Nmae FROM Account', 'INVALID_FIELD', "No such column 'Nmae'"],
    ['SELECT (SELECT Id FROM Contcts) FROM Account', 'INVALID_TYPE', "Didn't understand relationship 'Contcts' in FROM part of query call."],
    ['SELECT Id FROM Account WHERE Name = 5', 'INVALID_FIELD', "filter criterion for field 'Name' must be of type string and should be enclosed in quotes"],
    ["SELECT Id FROM Account WHERE Revenue = '5'", 'INVALID_FIELD', "field 'Revenue' must be of type double and should not be enclosed in quotes"],
    ["SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'", 'INVALID_FIELD', 'must be of type dateTime and should not be enclosed in quotes'],
    ['SELECT Id FROM Contact WHERE Birthdate > 2026-01-01T00:00:00Z', 'INVALID_FIELD', 'must be of type date and should not'],
    ["SELECT Id FROM Account WHERE Id = 'nonsense'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: nonsense'],
    ["SELECT Id FROM Account WHERE Description = 'x'", 'INVALID_FIELD', "field 'Description' can not be filtered in a query call"],
    ['SELECT Id FROM Account ORDER BY Description', 'MALFORMED_QUERY', "field 'Description' can not be sorted in a query call"],
    ["SELECT Id FROM Account WHERE Name INCLUDES ('x')", 'INVALID_FIELD', 'only valid on multipicklist'],
    ['SELECT Id FROM Account WHERE Id IN (SELECT LastName FROM Contact)', 'MALFORMED_QUERY', 'should point to the same object type'],
    ['SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)', 'MALFORMED_QUERY', 'should be an id or reference field: Name'],
    ["SELECT Id FROM Account WHERE Name = 'a' OR Id IN (SELECT AccountId FROM Contact)", 'MALFORMED_QUERY', "not allowed with the 'OR' operator"],
  ])('%s', (soql, errorCode, message) => {
    expect(refusal(soql)).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });

  it('a condition that is nested without end', () => {
    expect(refusal(`SELECT Id FROM Account WHERE ${'('.repeat(50_000)}`)).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    expect(refusal(`SELECT Id FROM Account WHERE ${'NOT '.repeat(20_000)}`)).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
  });
});
