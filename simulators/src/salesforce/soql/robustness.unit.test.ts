import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldValue, OrgError } from '../org/index.ts';
import { runQuery } from './run-query.ts';
import { idOf, testSource } from './source-testing.ts';

const source = testSource({ Account: [{ Id: idOf('account', 1), Name: 'One', Revenue: 1 }] });
const words = [
  'SELECT',
  'Id',
  'Name',
  'FROM',
  'Account',
  'WHERE',
  '=',
  "'x'",
  '(',
  ')',
  ',',
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  'null',
  '5',
  'COUNT',
  'GROUP',
  'BY',
  'ORDER',
  'LIMIT',
  'TODAY',
  'LAST_N_DAYS',
  ':',
  'Contacts',
  'FIELDS',
  'ALL',
  "'",
  '\\',
  '\n',
];

/** Asks; undefined when it was refused as a query is. Anything else that is thrown fails the test. */
function ask(soql: string, from = source): readonly FieldValue[] | undefined {
  try {
    const found = runQuery({ soql, source: from, userId: idOf('user', 1), withDeleted: false });
    return found.kind === 'rows' ? found.rows.map((row) => row['Name'] ?? null) : [];
  } catch (error) {
    if (error instanceof OrgError) return undefined;
    throw error;
  }
}

/** A text as it stands in a query. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

describe('any text that is sent as a query', () => {
  it('is answered or refused as a query is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (tokens) => void ask(tokens.join(' '))),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => void ask(`SELECT Id FROM Account WHERE ${text}`)),
      { numRuns: 1000 },
    );
  });

  it('finds a record by any name that it has, written with its escapes', () => {
    const name = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' });
    fc.assert(
      fc.property(name, (text) => {
        const from = testSource({ Account: [{ Id: idOf('account', 1), Name: text }] });
        expect(ask(`SELECT Name FROM Account WHERE Name = ${quoted(text)} AND Name IN (${quoted(text)})`, from)).toEqual([text]);
        expect(ask(`SELECT Name FROM Account WHERE Name LIKE ${quoted(text).replaceAll(/[%_]/g, '\\$&')}`, from)).toEqual([text]);
      }),
      { numRuns: 1000 },
    );
  });
});
