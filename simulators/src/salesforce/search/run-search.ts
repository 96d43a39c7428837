import type { Field, ObjectType, Org, Row } from '../org/index.ts';
import { runQuery } from '../soql/index.ts';
import { readTerms } from './match-terms.ts';
import { malformedSearch } from './parse-sosl.ts';
import { recordsMax, type SearchedFields, type SearchRequest, type Wanted } from './search-request.ts';

/** Who searches what, under which version addresses are shown. */
export type Asked = { readonly org: Org; readonly userId: string; readonly version: string };

/** The records that a search finds, as its answer shows them. Throws MALFORMED_SEARCH, and what a query throws for names that are not there. */
export function runSearch({ terms, within, wanted, limit }: SearchRequest, asked: Asked): readonly unknown[] {
  const matches = readTerms(terms);
  if (matches === undefined) throw malformedSearch('search term must be longer than one character');
  const objects = wanted.length > 0 ? wanted : everything(asked.org);
  return objects.flatMap((each) => recordsOf(each, asked, (type, row) => matches(textOf(type, row, within)))).slice(0, limit);
}

function recordsOf({ object, fields, clauses, limit, offset }: Wanted, { org, userId, version }: Asked, holds: (type: ObjectType, row: Row) => boolean) {
  const found = runQuery({ soql: `SELECT ${fields} FROM ${object} ${clauses}`, source: org, userId, withDeleted: false });
  if (found.kind !== 'rows') throw malformedSearch(`only fields can be returned: ${fields}`);
  const rows = found.rows.filter((row) => holds(found.object, row)).slice(offset, offset + limit);
  return rows.map((row) => found.show(row, { version, page: () => ({ records: [] }) }));
}

const everything = (org: Org): readonly Wanted[] =>
  org
    .types()
    .filter(({ isEvent, fields }) => !isEvent && fields.some(({ createable }) => createable))
    .map(({ name }) => ({ object: name, fields: 'Id', clauses: '', limit: recordsMax, offset: 0 }));

/** All that can be found in a record, one value a line. */
const textOf = ({ fields }: ObjectType, row: Row, within: SearchedFields): string =>
  fields
    .filter((field) => isSearched(field, within))
    .map(({ name }) => row[name])
    .filter((value) => typeof value === 'string')
    .join('\n');

function isSearched({ name, type, autoNumber }: Field, within: SearchedFields): boolean {
  switch (within) {
    case 'ALL':
      return ['string', 'textarea', 'email', 'phone', 'url'].includes(type);
    case 'NAME':
      return autoNumber || /^(?:Name|FirstName|LastName|Subject)$/.test(name);
    case 'EMAIL':
      return type === 'email';
    case 'PHONE':
      return type === 'phone';
    default:
      return within satisfies never;
  }
}
