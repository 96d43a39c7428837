import { fullId } from './ids.ts';
import { type Field, type FieldValue, OrgError } from './types.ts';

/**
 * A value as a field keeps it. Text of numbers and truth values is read, blanks become null, datetimes UTC.
 * Throws JSON_PARSER_ERROR for another type, STRING_TOO_LONG, INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, INVALID_EMAIL_ADDRESS,
 * NUMBER_OUTSIDE_VALID_RANGE, MALFORMED_ID.
 */
export function readValue(field: Field, given: unknown): FieldValue {
  if (given === null || given === undefined) return field.type === 'boolean' ? false : null;
  if (typeof given === 'object') throw unreadable(field, given);
  switch (field.type) {
    case 'boolean':
      return readBoolean(field, given);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(field, given);
    case 'date':
      return readDate(field, given);
    case 'datetime':
      return readDatetime(field, given);
    default:
      return readText(field, given);
  }
}

function readBoolean(field: Field, given: unknown): boolean {
  if (typeof given === 'boolean') return given;
  if (given === 'true' || given === '1') return true;
  if (given === 'false' || given === '0' || given === '') return false;
  throw unreadable(field, given);
}

const numberShape = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readNumber(field: Field, given: unknown): number | null {
  if (typeof given === 'string' && given.trim() === '') return null;
  const isNumber = typeof given === 'number' || (typeof given === 'string' && numberShape.test(given.trim()));
  const value = isNumber ? Number(given) : Number.NaN;
  if (!Number.isFinite(value) || (field.type === 'int' && !Number.isInteger(value))) throw unreadable(field, given);
  const limit = field.type === 'int' ? 2 ** 31 : 10 ** (field.precision - field.scale);
  if (Math.abs(value) >= limit) {
    throw new OrgError('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${given}`, { fields: [field.name] });
  }
  return field.type === 'int' ? value : roundTo(value, field.scale);
}

/** Half away from zero, as the decimal text of the number has it. */
export function roundTo(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(Math.abs(value)).split('e');
  const rounded = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [back, backExponent = '0'] = String(rounded).split('e');
  return Math.sign(value) * Number(`${back}e${Number(backExponent) - digits}`) || 0;
}

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;

function readDate(field: Field, given: unknown): string | null {
  if (given === '') return null;
  const text = typeof given === 'string' ? given.slice(0, 10) : '';
  if (!dateShape.test(text) || !isDay(text) || (typeof given === 'string' && given.length > 10 && given[10] !== 'T')) throw unreadable(field, given);
  return text;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

const datetimeShape = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function readDatetime(field: Field, given: unknown): string | null {
  if (given === '') return null;
  if (typeof given !== 'string') throw unreadable(field, given);
  const day = datetimeShape.exec(given)?.[1];
  if (day === undefined || !isDay(day)) throw unreadable(field, given);
  const withZone = /(Z|[+-]\d{2}:?\d{2})$/.test(given) && given.includes('T') ? given : given.includes('T') ? `${given}Z` : `${given}T00:00:00Z`;
  const at = Date.parse(withZone.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (!Number.isFinite(at)) throw unreadable(field, given);
  return showDatetime(new Date(at));
}

/** A time as the platform keeps it: whole seconds, UTC. */
export const showDatetime = (at: Date): string => `${at.toISOString().slice(0, 19)}.000+0000`;

function readText(field: Field, given: unknown): string | null {
  if (typeof given !== 'string' && !isLooseText(field)) throw unreadable(field, given);
  const text = String(given).trim();
  if (text === '') return null;
  if (field.type === 'reference' || field.type === 'id') return readId(field, text);
  if (text.length > field.length) {
    throw new OrgError('STRING_TOO_LONG', `${field.label}: data value too large: ${text} (max length=${field.length})`, { fields: [field.name] });
  }
  if (field.restrictedPicklist) refuseUnlisted(field, text);
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    throw new OrgError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, { fields: [field.name] });
  }
  return text;
}

/** Fields that take numbers and truth values as text. */
const isLooseText = ({ type }: Field): boolean => type === 'string' || type === 'textarea' || type === 'phone' || type === 'anyType';

function readId(field: Field, text: string): string {
  const id = fullId(text);
  if (id === undefined) throw new OrgError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${text}`, { fields: [field.name] });
  return id;
}

function refuseUnlisted({ name, label, type, picklistValues }: Field, text: string): void {
  const values = type === 'multipicklist' ? text.split(';') : [text];
  const unlisted = values.find((value) => !picklistValues.some((entry) => entry.active && entry.value === value));
  if (unlisted !== undefined) {
    throw new OrgError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${label}: bad value for restricted picklist field: ${unlisted}`, { fields: [name] });
  }
}

function unreadable({ type }: Field, given: unknown): OrgError {
  const value = typeof given === 'object' ? '' : ` value ${String(given)}`;
  return new OrgError(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${tokenOf(given)}${value} or request may be missing a required field at [line:1, column:1]`,
  );
}

function tokenOf(given: unknown): string {
  if (Array.isArray(given)) return 'START_ARRAY';
  if (typeof given === 'object') return 'START_OBJECT';
  if (typeof given === 'boolean') return given ? 'VALUE_TRUE' : 'VALUE_FALSE';
  if (typeof given === 'number') return Number.isInteger(given) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
  return 'VALUE_STRING';
}
