import type { FieldValue, OrgError } from '../org/index.ts';
import { dateWindow } from './date-literals.ts';
import type { Bound } from './operands.ts';
import { likePattern } from './parse-literal.ts';
import type { Comparator, Literal } from './query.ts';
import type { Refuse } from './query-error.ts';

/** What a criterion needs besides its operand. */
export type Setting = { readonly refuse: Refuse; readonly now: Date };
/** Whether a value meets a criterion. */
export type Test = (value: FieldValue) => boolean;

type Family = 'id' | 'text' | 'exactText' | 'number' | 'boolean' | 'date' | 'datetime';

function familyOf({ type, field }: Pick<Bound<unknown>, 'type' | 'field'>): Family {
  switch (type) {
    case 'id':
    case 'reference':
      return 'id';
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    case 'boolean':
    case 'date':
    case 'datetime':
      return type;
    default:
      return field?.caseSensitive === true ? 'exactText' : 'text';
  }
}

/** Text areas beyond this cannot be filtered, sorted or grouped. */
const plainTextMax = 255;

/** Refuses what a query can't filter by, sort or group: long text, compound and encrypted fields. */
export function requireComparable<T>({ type, field, name, at }: Bound<T>, verb: 'filtered' | 'sorted' | 'grouped', refuse: Refuse): void {
  const isLong = type === 'textarea' && (field?.length ?? 0) > plainTextMax;
  const isOpaque = type === 'address' || type === 'location' || type === 'encryptedstring' || (type === 'multipicklist' && verb !== 'filtered');
  if (isLong || isOpaque) throw refuse(verb === 'filtered' ? 'INVALID_FIELD' : 'MALFORMED_QUERY', at, `field '${name}' can not be ${verb} in a query call`);
}

/** `left comparator literal`. Null is smaller and greater than nothing, and `!=` holds for it. */
export function compareTest<T>(left: Bound<T>, comparator: Comparator, literal: Literal, setting: Setting): Test {
  requireComparable(left, 'filtered', setting.refuse);
  if (comparator === 'LIKE') return likeTest(left, literal, setting);
  if (literal.kind === 'null' || (literal.kind === 'string' && literal.text === ''))
    return comparator === '!=' ? (value) => !isEmpty(value) : (value) => comparator === '=' && isEmpty(value);
  const family = familyOf(left);
  if (comparator === '!=') {
    const equals = compareTest(left, '=', literal, setting);
    return (value) => !equals(value);
  }
  if ((family === 'date' || family === 'datetime') && literal.kind === 'dateLiteral') return windowTest(family, comparator, literal, setting);
  const bound = comparable(left, family, literal, setting);
  if (comparator === '=') return (value) => !isEmpty(value) && normal(family, value) === bound;
  return (value) => !isEmpty(value) && ordered(normal(family, value), comparator, bound);
}

/** `left IN (literals)`. */
export function inTest<T>(left: Bound<T>, literals: readonly Literal[], setting: Setting): Test {
  requireComparable(left, 'filtered', setting.refuse);
  const family = familyOf(left);
  const isPlain = (literal: Literal): boolean =>
    literal.kind !== 'dateLiteral' && literal.kind !== 'null' && !(literal.kind === 'string' && literal.text === '');
  const values = new Set(literals.filter(isPlain).map((literal) => comparable(left, family, literal, setting)));
  const others = literals.filter((literal) => !isPlain(literal)).map((literal) => compareTest(left, '=', literal, setting));
  return (value) => (!isEmpty(value) && values.has(normal(family, value))) || others.some((test) => test(value));
}

/** `left INCLUDES ('a;b', 'c')`: a multi-select picklist that holds all of one of the texts. */
export function includesTest<T>(left: Bound<T>, literals: readonly Literal[], { refuse }: Setting): Test {
  if (left.type !== 'multipicklist') throw refuse('INVALID_FIELD', left.at, `includes or excludes operator only valid on multipicklist field: ${left.name}`);
  const wanted = literals.map((literal) => {
    if (literal.kind !== 'string') throw mistyped(left, 'string', refuse);
    return literal.text.toLowerCase().split(';');
  });
  return (value) => {
    const chosen = typeof value === 'string' ? value.toLowerCase().split(';') : [];
    return wanted.some((all) => all.every((one) => chosen.includes(one)));
  };
}

const isEmpty = (value: FieldValue): boolean => value === null || value === '';

function likeTest<T>(left: Bound<T>, literal: Literal, { refuse }: Setting): Test {
  const family = familyOf(left);
  if (family !== 'text' && family !== 'exactText') throw refuse('INVALID_FIELD', left.at, `invalid operator on ${family} field`);
  if (literal.kind === 'null') return isEmpty;
  if (literal.kind !== 'string') throw mistyped(left, 'string', refuse);
  const pattern = likePattern(literal.raw);
  return (value) => typeof value === 'string' && pattern.test(value);
}

function windowTest(
  family: 'date' | 'datetime',
  comparator: Exclude<Comparator, '!=' | 'LIKE'>,
  { name, count }: Extract<Literal, { kind: 'dateLiteral' }>,
  { now }: Setting,
): Test {
  const window = dateWindow(name, count, now);
  const text = (moment: Date): string => (family === 'date' ? moment.toISOString().slice(0, 10) : moment.toISOString().replace('Z', '+0000'));
  const [from, to] = [text(window.from), text(window.to)];
  const isIn: Readonly<Record<typeof comparator, (value: string) => boolean>> = {
    '=': (value) => value >= from && value < to,
    '<': (value) => value < from,
    '<=': (value) => value < to,
    '>': (value) => value >= to,
    '>=': (value) => value >= from,
  };
  return (value) => typeof value === 'string' && value !== '' && isIn[comparator](value);
}

function ordered(value: FieldValue, comparator: '<' | '<=' | '>' | '>=', bound: FieldValue): boolean {
  if (value === null || bound === null) return false;
  if (comparator === '<') return value < bound;
  if (comparator === '<=') return value <= bound;
  return comparator === '>' ? value > bound : value >= bound;
}

/** Ids compare by their first 15 characters, texts without regard to case unless their field has it. */
function normal(family: Family, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  if (family === 'id') return value.slice(0, 15);
  return family === 'text' ? value.toLowerCase() : value;
}

const expected: Readonly<Record<Family, readonly Literal['kind'][]>> = {
  id: ['string'],
  text: ['string'],
  exactText: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  date: ['date'],
  datetime: ['datetime'],
};
const typeNames: Readonly<Record<Family, string>> = {
  id: 'string',
  text: 'string',
  exactText: 'string',
  number: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'dateTime',
};

function comparable<T>(left: Bound<T>, family: Family, literal: Literal, { refuse }: Setting): FieldValue {
  if (!expected[family].includes(literal.kind)) throw mistyped(left, left.type === 'int' ? 'int' : typeNames[family], refuse);
  if (family === 'id' && literal.kind === 'string' && !/^[a-z0-9]{15}(?:[a-z0-9]{3})?$/i.test(literal.text))
    throw refuse('INVALID_QUERY_FILTER_OPERATOR', left.at, `invalid ID field: ${literal.text}`);
  return normal(family, literalValue(literal));
}

function literalValue(literal: Literal): FieldValue {
  switch (literal.kind) {
    case 'string':
    case 'date':
    case 'datetime':
      return literal.text;
    case 'number':
    case 'boolean':
      return literal.value;
    case 'null':
    case 'dateLiteral':
      return null;
    default:
      return literal satisfies never;
  }
}

const mistyped = <T>(left: Bound<T>, type: string, refuse: Refuse): OrgError =>
  refuse(
    'INVALID_FIELD',
    left.at,
    `value of filter criterion for field '${left.name}' must be of type ${type} and should ${type === 'string' ? '' : 'not '}be enclosed in quotes`,
  );
