import { OrgError } from '../org/index.ts';
import { parseCondition } from './parse-condition.ts';
import { parseOperand } from './parse-operand.ts';
import type { Operand, Ordering, Query, SelectItem } from './query.ts';
import { refuser } from './query-error.ts';
import { createReader, type Reader } from './reader.ts';
import { tokenize } from './tokens.ts';

/** Characters of a statement. */
const queryLengthMax = 100_000;
/** Child queries inside one another, the outermost query counted. */
const levelsMax = 5;

/**
 * Reads a SOQL statement. Throws MALFORMED_QUERY with the place in the text; what the stand-in doesn't understand although the platform
 * does (TYPEOF, ROLLUP, CUBE, WITH DATA CATEGORY) is refused the same way and says so.
 */
export function parseQuery(text: string): Query {
  if (text.trim() === '') throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
  if (text.length > queryLengthMax) throw new OrgError('MALFORMED_QUERY', `SOQL statements cannot be longer than ${queryLengthMax} characters.`);
  const refuse = refuser(text);
  const reader = createReader(tokenize(text, refuse), refuse);
  const query = readQuery(reader, 1);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return query;
}

function readQuery(reader: Reader, level: number): Query {
  if (level > levelsMax)
    throw reader.refuse('MALFORMED_QUERY', reader.peek().at, `SOQL statements cannot query aggregate relationships more than ${levelsMax} levels`);
  const below = (): Query => readQuery(reader, level + 1);
  reader.expect('SELECT');
  const select = reader.list(() => readItem(reader, below));
  reader.expect('FROM');
  const { from, aliases } = readFrom(reader);
  const scope = readScope(reader);
  const where = reader.accept('WHERE') ? parseCondition(reader, below) : undefined;
  readAccess(reader);
  const groupBy = reader.accept('GROUP', 'BY') ? readGroups(reader) : [];
  const having = reader.accept('HAVING') ? parseCondition(reader, below) : undefined;
  const orderBy = reader.accept('ORDER', 'BY') ? reader.list(() => readOrdering(reader)) : [];
  const limit = reader.accept('LIMIT') ? readCount(reader) : undefined;
  const offset = reader.accept('OFFSET') ? readOffset(reader) : 0;
  readFor(reader, orderBy.length > 0);
  if (reader.sees('ALL', 'ROWS')) throw reader.refuse('MALFORMED_QUERY', reader.peek().at, 'ALL ROWS not allowed in this context');
  return { select, from, aliases, scope, where, groupBy, having, orderBy, limit, offset };
}

/** `WITH USER_MODE` and its kin: there is no field-level security here, so everybody may read everything. */
function readAccess(reader: Reader): void {
  if (!reader.sees('WITH')) return;
  const isMode = ['SECURITY_ENFORCED', 'USER_MODE', 'SYSTEM_MODE'].some((mode) => reader.accept('WITH', mode));
  if (!isMode) throw notHere(reader, 'WITH');
}

const notHere = (reader: Reader, what: string): OrgError =>
  reader.refuse('MALFORMED_QUERY', reader.peek().at, `${what} is not supported by this stand-in of Salesforce`);

function readItem(reader: Reader, below: () => Query): SelectItem {
  const { at } = reader.peek();
  if (reader.sees('TYPEOF')) throw notHere(reader, 'TYPEOF');
  if (reader.accept('(')) {
    const query = below();
    reader.expect(')');
    return { kind: 'children', query, at };
  }
  if (reader.accept('FIELDS', '(')) {
    const which = (['ALL', 'STANDARD', 'CUSTOM'] as const).find((name) => reader.accept(name));
    if (which === undefined) throw reader.unexpected();
    reader.expect(')');
    return { kind: 'all', which, at };
  }
  if (reader.sees('FROM')) throw reader.unexpected();
  const of = parseOperand(reader);
  const alias = reader.peek().kind === 'word' && !reader.sees('FROM') ? reader.next().text : undefined;
  return { kind: 'expression', of, alias };
}

const clauses = ['USING', 'WHERE', 'WITH', 'HAVING', 'LIMIT', 'OFFSET', 'FOR', 'UPDATE', 'ALL'];

/** Whether a clause begins here; Order and Group are objects too. */
const seesClause = (reader: Reader): boolean => {
  const word = reader.peek().text.toUpperCase();
  return word === 'ORDER' || word === 'GROUP' ? reader.sees(word, 'BY') : clauses.includes(word);
};

/** `FROM Contact c, c.Account a`: the object, and names for it and for relationships that lead on from it. */
function readFrom(reader: Reader): Pick<Query, 'from' | 'aliases'> {
  const aliases = new Map<string, readonly string[]>();
  const [first] = reader.list(() => {
    const { kind, text, at } = reader.peek();
    if (kind !== 'word' || seesClause(reader)) throw reader.unexpected();
    reader.next();
    const isFirst = aliases.size === 0;
    const [start = '', ...rest] = text.split('.').map((name) => name.trim());
    const before = aliases.get(start.toLowerCase());
    if (!isFirst && before === undefined)
      throw reader.refuse(
        'MALFORMED_QUERY',
        at,
        `A driving SObject type has already been set, all other entity types in the FROM clause must be relationships to the initial object.`,
      );
    if (isFirst && rest.length > 0) throw reader.refuse('MALFORMED_QUERY', at, `unexpected token: '${text}'`);
    const path = isFirst ? [] : [...(before ?? []), ...rest];
    const isNamed = reader.accept('AS') || (reader.peek().kind === 'word' && !seesClause(reader));
    if (isNamed) aliases.set(reader.next().text.toLowerCase(), path);
    if (isFirst) aliases.set(start.toLowerCase(), path);
    return { name: start, at };
  });
  return { from: first ?? { name: '', at: 0 }, aliases };
}

function readScope(reader: Reader): Query['scope'] {
  if (!reader.accept('USING')) return 'everything';
  reader.expect('SCOPE');
  if (reader.accept('EVERYTHING')) return 'everything';
  if (reader.accept('MINE')) return 'mine';
  throw notHere(reader, `The scope ${reader.peek().text}`);
}

function readGroups(reader: Reader): readonly Operand[] {
  if (reader.sees('ROLLUP', '(') || reader.sees('CUBE', '(')) throw notHere(reader, `GROUP BY ${reader.peek().text}`);
  return reader.list(() => parseOperand(reader));
}

function readOrdering(reader: Reader): Ordering {
  const by = parseOperand(reader);
  const isDescending = reader.accept('DESC') || (reader.accept('ASC') && false);
  const nulls = reader.accept('NULLS', 'LAST') ? 'last' : 'first';
  if (nulls === 'first') reader.accept('NULLS', 'FIRST');
  return { by, isDescending, nulls };
}

function readCount(reader: Reader): number {
  const { kind, text } = reader.peek();
  if (kind !== 'number' || !/^\d{1,9}$/.test(text)) throw reader.unexpected();
  reader.next();
  return Number(text);
}

const offsetMax = 2000;

function readOffset(reader: Reader): number {
  const { at } = reader.peek();
  const offset = readCount(reader);
  if (offset > offsetMax) throw reader.refuse('NUMBER_OUTSIDE_VALID_RANGE', at, `Maximum SOQL offset allowed is ${offsetMax}`);
  return offset;
}

/** `FOR VIEW`, `FOR REFERENCE`, `FOR UPDATE`, `UPDATE TRACKING`: read and without effect, since nobody else reads meanwhile. */
function readFor(reader: Reader, isOrdered: boolean): void {
  while (reader.accept('FOR')) {
    const { at } = reader.peek();
    const isLock = reader.accept('UPDATE');
    if (isLock && isOrdered) throw reader.refuse('MALFORMED_QUERY', at, 'Can not specify ORDER BY when locking records with FOR UPDATE');
    if (!isLock && !reader.accept('VIEW') && !reader.accept('REFERENCE')) throw reader.unexpected();
    reader.accept(',');
  }
  if (reader.accept('UPDATE') && !reader.accept('TRACKING') && !reader.accept('VIEWSTAT')) throw reader.unexpected();
}
