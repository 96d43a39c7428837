/**
 * Exact decimal numbers as strings: digits, an optional point and up to nine decimals, an optional leading minus. They
 * never pass through a float: small whole numbers use integer arithmetic, everything else scaled bigints.
 */
export type Decimal = string;

const decimalsMax = 9;
const scale = 10n ** BigInt(decimalsMax);
const shape = /^-?\d{1,24}(\.\d{1,9})?$/;
const small = /^-?\d{1,14}$/;

/** True when the text is a decimal as this module understands it. */
export function isDecimal(text: string): boolean {
  return shape.test(text);
}

/** The sum. Throws RangeError when either is not a decimal. */
export function add(a: Decimal, b: Decimal): Decimal {
  return small.test(a) && small.test(b) ? String(Number(a) + Number(b)) : write(read(a) + read(b));
}

/** a − b. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return small.test(a) && small.test(b) ? String(Number(a) - Number(b)) : write(read(a) - read(b));
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Decimal, b: Decimal): number {
  if (a === b) return 0;
  if (small.test(a) && small.test(b)) return Number(a) - Number(b) || 0; // never minus zero
  const [x, y] = [read(a), read(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The larger of the two. */
export function max(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** The smaller of the two. */
export function min(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

/** The number itself, but never below zero. */
export function atLeastZero(a: Decimal): Decimal {
  return a.startsWith('-') ? '0' : a;
}

/** True for 0, 0.0 and the like. */
export function isZero(a: Decimal): boolean {
  return small.test(a) ? Number(a) === 0 : read(a) === 0n;
}

/** True when greater than zero. */
export function isPositive(a: Decimal): boolean {
  return !a.startsWith('-') && !isZero(a);
}

/** Sum of a list, 0 for an empty one. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = '0';
  for (const value of values) total = add(total, value);
  return total;
}

/** a × b, rounded half away from zero to `decimals` (commercial rounding). */
export function multiply(a: Decimal, b: Decimal, decimals: number): Decimal {
  return write(round(read(a) * read(b), scale * scale, decimals));
}

/** a ÷ b, rounded half away from zero to `decimals`. Throws RangeError when b is zero. */
export function divide(a: Decimal, b: Decimal, decimals: number): Decimal {
  const divisor = read(b);
  if (divisor === 0n) throw new RangeError(`${a} divided by zero`);
  const sign = divisor < 0n ? -1n : 1n;
  return write(round(read(a) * scale * sign, divisor * sign * scale, decimals));
}

/** One spelling per number: no leading zeros, no trailing zeros, no minus zero. */
export function normalize(a: Decimal): Decimal {
  return write(read(a));
}

function read(text: Decimal): bigint {
  if (!shape.test(text)) throw new RangeError(`"${text}" is not a decimal`);
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(decimalsMax, '0'));
  return negative ? -value : value;
}

function write(value: bigint): Decimal {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimalsMax + 1, '0');
  const fraction = digits.slice(-decimalsMax).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -decimalsMax)}${fraction ? `.${fraction}` : ''}`;
}

/** value ÷ divisor as a scaled number with no more than `decimals` decimals. */
function round(value: bigint, divisor: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(decimalsMax - decimals);
  const negative = value < 0n;
  const units = ((negative ? -value : value) * scale * 2n) / (divisor * step);
  const rounded = ((units + 1n) / 2n) * step;
  return negative ? -rounded : rounded;
}
