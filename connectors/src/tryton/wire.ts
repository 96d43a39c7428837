import { type Decimal, normalize } from '@crossdock/canonical';

/**
 * Values as Tryton's JSON-RPC writes what JSON has no word for: `{"__class__": "Decimal", "decimal": "10.25"}`, dates and instants in
 * parts (UTC, microseconds). Read, they become text: a decimal, `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS.ffffff` (always 26 characters, so
 * that text order is time order).
 */
export type WireValue = { readonly __class__: string; readonly [part: string]: unknown };

/** An exact number for Tryton. */
export function wireDecimal(decimal: Decimal): WireValue {
  return { __class__: 'Decimal', decimal };
}

/** A calendar date, YYYY-MM-DD, for Tryton. */
export function wireDate(date: string): WireValue {
  const [year, month, day] = date.split('-').map(Number);
  return { __class__: 'date', year, month, day };
}

/** An instant as `plain` writes it, for Tryton. */
export function wireInstant(instant: string): WireValue {
  const [year, month, day, hour, minute, second, microsecond] = instant.split(/\D/).map(Number);
  return { __class__: 'datetime', year, month, day, hour, minute, second, microsecond };
}

/** A value of Tryton's with every typed value in it as text. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  switch (fields['__class__']) {
    case 'Decimal':
      return fields['decimal'];
    case 'date':
      return date(fields);
    case 'datetime':
      return `${date(fields)}T${digits(fields['hour'], 2)}:${digits(fields['minute'], 2)}:${digits(fields['second'], 2)}.${digits(fields['microsecond'], 6)}`;
    default:
      return Object.fromEntries(Object.entries(fields).map(([name, inside]) => [name, plain(inside)]));
  }
}

function date(parts: Readonly<Record<string, unknown>>): string {
  return `${digits(parts['year'], 4)}-${digits(parts['month'], 2)}-${digits(parts['day'], 2)}`;
}

function digits(value: unknown, length: number): string {
  return String(value ?? 0).padStart(length, '0');
}

/** Decimals of a price in Tryton (`price_decimal`, its default). */
export const priceDecimals = 4;

/**
 * A decimal of Tryton's, which may have any number of digits or an exponent (`0E-12`), with at most `decimals` of them, rounded half to
 * even as Tryton rounds prices. Undefined when it is no number.
 */
export function roundedDecimal(text: string, decimals: number): Decimal | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const shift = Number(exponent) - fraction.length + decimals;
  const value = BigInt(whole + fraction);
  const scaled = shift >= 0 ? value * 10n ** BigInt(shift) : halfToEven(value, 10n ** BigInt(-shift));
  const shown = scaled.toString().padStart(decimals + 1, '0');
  return normalize(`${sign}${shown.slice(0, shown.length - decimals)}${decimals > 0 ? `.${shown.slice(-decimals)}` : ''}`);
}

function halfToEven(value: bigint, divisor: bigint): bigint {
  const [whole, twice] = [value / divisor, (value % divisor) * 2n];
  const isUp = twice > divisor || (twice === divisor && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}

const quantityDecimals = 6;

/** A quantity, which Tryton keeps as a float, as a decimal: what is beyond six decimals is noise of the float. */
export function quantityText(quantity: number): Decimal {
  return normalize(quantity.toFixed(quantityDecimals));
}
