import { isDecimal, normalize } from '@crossdock/canonical';
import { LosslessNumber, parse, stringify } from 'lossless-json';

/** A field of a record as Salesforce sent it: numbers are decimal texts, so that no digit is lost; a parent is a row, children are rows. */
export type Value = string | boolean | null | Row | readonly Row[];

/** A record by the names of its fields as they were asked for, without `attributes`. */
export type Row = { readonly [field: string]: Value };

/** A field as it is written: null empties it. */
export type Written = string | boolean | null | LosslessNumber | { readonly [field: string]: string };

/** Parses an answer; every number becomes its decimal text. Throws on what is no JSON. */
export function parseAnswer(text: string): unknown {
  return parse(text, undefined, plainNumber);
}

/** The JSON of a request, numbers digit for digit. */
export const jsonOf = (value: unknown): string => stringify(value) ?? 'null';

/** A decimal as a JSON number. */
export const numberOf = (decimal: string): LosslessNumber => new LosslessNumber(decimal);

/** Salesforce writes large doubles with an exponent (`1.0E7`). */
export function plainNumber(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (match === null) return isDecimal(text) ? normalize(text) : text;
  const [, sign = '', whole = '', part = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > exponentMax) return text;
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${part}${'0'.repeat(Math.max(0, shift - part.length))}`;
  const point = Math.max(0, -shift) + whole.length + shift;
  const plain = `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/^0+(?=\d)/, '').replace(/\.$/, '');
  return normalize(`${sign}${plain}`);
}

/** Doubles have no larger ones that are amounts or quantities. */
const exponentMax = 40;

/** A record of an answer; undefined for what is none. */
export function toRow(value: unknown): Row | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'attributes')
      .map(([name, field]) => [name, toValue(field)]),
  );
}

function toValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (isObject(value) && Array.isArray(value['records'])) return value['records'].map(toRow).filter((row) => row !== undefined);
  return toRow(value) ?? null;
}

/** A field that is a text and not empty. */
export function textOf(row: Row | undefined, field: string): string | undefined {
  const value = row?.[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
