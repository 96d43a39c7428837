import { type Decimal, isDecimal, normalize } from '@crossdock/canonical';
import { isLosslessNumber, parse, stringify } from 'lossless-json';

/** Something that Shopify sent does not have the promised shape; `field` is the path of what is wrong, '' for the whole. */
export class Unreadable extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field === '' ? 'the message' : field} ${message}`);
    this.field = field;
  }
}

/** A value of a message, and where it stands in it (`line_items[1].sku`). */
export type Part = { readonly path: string; readonly value: unknown };

/** Parses JSON without a loss: ids beyond 2^53 and amounts keep every digit. Throws Unreadable. */
export function parseJson(text: string): Part {
  try {
    return { path: '', value: parse(text) };
  } catch (error) {
    throw new Unreadable('', `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The JSON of one part, digit for digit. */
export const jsonOf = (part: Part): string => stringify(part.value) ?? 'null';

/** A field of an object; absent and null read the same. Throws Unreadable when the part is no object. */
export function at(part: Part, name: string): Part {
  if (!isObject(part.value)) throw new Unreadable(part.path, 'must be an object');
  return { path: part.path === '' ? name : `${part.path}.${name}`, value: Object.hasOwn(part.value, name) ? part.value[name] : undefined };
}

/** A field of a field, as deep as names are given. */
export const deep = (part: Part, ...names: readonly string[]): Part => names.reduce(at, part);

/** True for a missing or null value. */
export const isAbsent = (part: Part): boolean => part.value === undefined || part.value === null;

/** What `read` makes of the part, undefined when it is absent. */
export const maybe = <T>(part: Part, read: (part: Part) => T): T | undefined => (isAbsent(part) ? undefined : read(part));

/** A text that is not empty. */
export function readText(part: Part): string {
  if (typeof part.value !== 'string' || part.value.trim() === '')
    throw new Unreadable(part.path, isAbsent(part) || part.value === '' ? 'is missing' : 'must be a text');
  return part.value;
}

/** A text, undefined when it is absent or blank: Shopify uses both for "none". */
export const maybeText = (part: Part): string | undefined => (typeof part.value === 'string' && part.value.trim() === '' ? undefined : maybe(part, readText));

/** An id as text: a JSON integer or a string of digits, up to 20 of them. */
export function readId(part: Part): string {
  const digits = isLosslessNumber(part.value) ? part.value.toString() : part.value;
  if (typeof digits !== 'string' || !/^[1-9]\d{0,19}$/.test(digits))
    throw new Unreadable(part.path, isAbsent(part) ? 'is missing' : 'must be an id of 1 to 20 digits');
  return digits;
}

/** The number in a global id (`gid://shopify/Order/1` is `1`). */
export function readGid(part: Part): string {
  const digits = /^gid:\/\/shopify\/\w+\/([1-9]\d{0,19})(?:\?|$)/.exec(readText(part))?.[1];
  if (digits === undefined) throw new Unreadable(part.path, 'must be a global id such as gid://shopify/Order/1');
  return digits;
}

/** A whole number of pieces, zero or more. */
export function readCount(part: Part): number {
  const digits = isLosslessNumber(part.value) ? part.value.toString() : '';
  if (!/^\d{1,9}$/.test(digits)) throw new Unreadable(part.path, isAbsent(part) ? 'is missing' : 'must be a whole number, zero or more');
  return Number(digits);
}

/** An amount of money as a decimal; Shopify writes it as a string, sometimes as a number. */
export function readAmount(part: Part): Decimal {
  const digits = isLosslessNumber(part.value) ? part.value.toString() : part.value;
  if (typeof digits !== 'string' || !isDecimal(digits)) throw new Unreadable(part.path, isAbsent(part) ? 'is missing' : 'must be an amount such as "12.50"');
  return normalize(digits);
}

/** An instant with its zone, as RFC 3339 in UTC with milliseconds, so that texts compare as instants do. */
export function readInstant(part: Part): string {
  const text = readText(part);
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) throw new Unreadable(part.path, 'must be an instant with its zone');
  return at.toISOString();
}

/** True for a JSON true; absent reads as false. */
export function readFlag(part: Part): boolean {
  if (isAbsent(part)) return false;
  if (typeof part.value !== 'boolean') throw new Unreadable(part.path, 'must be true or false');
  return part.value;
}

/** The members of a list. */
export function readList(part: Part): readonly Part[] {
  if (!Array.isArray(part.value)) throw new Unreadable(part.path, isAbsent(part) ? 'is missing' : 'must be a list');
  return part.value.map((value: unknown, index) => ({ path: `${part.path}[${index}]`, value }));
}

/** The members of a list that may be absent: then there are none. */
export const maybeList = (part: Part): readonly Part[] => maybe(part, readList) ?? [];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
