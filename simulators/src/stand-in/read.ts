import { type Decimal, parseDecimal } from '../decimal.ts';

/** A request that does not have the promised shape; `field` is the path of what is wrong. */
export class Malformed extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field === '' ? 'the body' : field} ${message}`);
    this.field = field;
  }
}

/** An object of a request, and where it stands in it. */
export type Source = { readonly path: string; readonly fields: Readonly<Record<string, unknown>> };

/** Reads an object; `path` is '' for the whole body. */
export function readObject(value: unknown, path: string): Source {
  if (!isObject(value)) throw new Malformed(path, 'must be an object');
  return { path, fields: value };
}

/** Reads a text of 1 to 200 characters that must be there. */
export function readText(source: Source, name: string): string {
  const value = source.fields[name];
  if (typeof value !== 'string' || value === '' || value.length > 200) throw new Malformed(pathOf(source, name), 'must be a text of 1 to 200 characters');
  return value;
}

/** Reads a text that may be absent or null. */
export const maybeText = (source: Source, name: string): string | undefined => (isAbsent(source, name) ? undefined : readText(source, name));

/** Reads one of the given words. */
export function readWord<W extends string>(source: Source, name: string, words: readonly W[]): W {
  const value = source.fields[name];
  const word = words.find((each) => each === value);
  if (word === undefined) throw new Malformed(pathOf(source, name), `must be one of ${words.join(', ')}`);
  return word;
}

/** Reads a boolean that may be absent. */
export function maybeBoolean(source: Source, name: string): boolean | undefined {
  if (isAbsent(source, name)) return undefined;
  const value = source.fields[name];
  if (typeof value !== 'boolean') throw new Malformed(pathOf(source, name), 'must be true or false');
  return value;
}

/** Reads a number between two bounds, which may be absent. */
export function maybeNumber(source: Source, name: string, min: number, max: number): number | undefined {
  if (isAbsent(source, name)) return undefined;
  const value = source.fields[name];
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw new Malformed(pathOf(source, name), `must be a number from ${min} to ${max}`);
  return value;
}

/** Reads a decimal string that is not negative. */
export function readDecimal(source: Source, name: string): Decimal {
  const value = source.fields[name];
  const number = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (number === undefined || number < 0n) throw new Malformed(pathOf(source, name), 'must be a decimal string such as "12.50", not negative');
  return number;
}

/** Reads a decimal string above zero. */
export function readPositive(source: Source, name: string): Decimal {
  const number = readDecimal(source, name);
  if (number === 0n) throw new Malformed(pathOf(source, name), 'must be more than zero');
  return number;
}

/** Reads a decimal string that may be absent. */
export const maybeDecimal = (source: Source, name: string): Decimal | undefined => (isAbsent(source, name) ? undefined : readDecimal(source, name));

/** Reads a list of 1 to `max` objects. */
export function readList(source: Source, name: string, max: number): readonly Source[] {
  const value = source.fields[name];
  if (!Array.isArray(value) || value.length === 0 || value.length > max) throw new Malformed(pathOf(source, name), `must be a list of 1 to ${max}`);
  return value.map((item, index) => readObject(item, `${pathOf(source, name)}[${index}]`));
}

/** Reads a list of objects that may be absent. */
export const maybeList = (source: Source, name: string, max: number): readonly Source[] | undefined =>
  isAbsent(source, name) ? undefined : readList(source, name, max);

/** Reads a list of texts that may be absent: then it is empty. */
export function readTexts(source: Source, name: string, max: number): readonly string[] {
  if (isAbsent(source, name)) return [];
  const value = source.fields[name];
  if (!Array.isArray(value) || value.length > max || !value.every((each) => typeof each === 'string')) {
    throw new Malformed(pathOf(source, name), `must be a list of at most ${max} texts`);
  }
  return value;
}

/** Refuses a list in which two have the same key: lines are named by their key. */
export function refuseTwins(lines: readonly { readonly key: string }[], path: string): void {
  const seen = new Set<string>();
  for (const [index, { key }] of lines.entries()) {
    if (seen.has(key)) throw new Malformed(`${path}[${index}].key`, `must be named once, "${key}" is there twice`);
    seen.add(key);
  }
}

/** Whether a field is missing or null. */
export const isAbsent = (source: Source, name: string): boolean => source.fields[name] === undefined || source.fields[name] === null;

/** The path of a field in its request: `lines[0].item`. */
export const pathOf = (source: Source, name: string): string => (source.path === '' ? name : `${source.path}.${name}`);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
