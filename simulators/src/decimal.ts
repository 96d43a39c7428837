/** Digits after the point that amounts and quantities are computed with. */
const scaleDigits = 6;
const scale = 10n ** BigInt(scaleDigits);
const shape = /^-?\d{1,15}(\.\d{1,6})?$/;

/** A quantity or an amount in millionths, so that nothing passes through a float. */
export type Decimal = bigint;

/** Reads "12.50"; undefined when the text is no decimal number of at most 15 digits before and 6 after the point. */
export function parseDecimal(text: string): Decimal | undefined {
  if (!shape.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(scaleDigits, '0'));
  return text.startsWith('-') ? -value : value;
}

/** A decimal that the program itself wrote; throws on anything else. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`not a decimal number: ${text}`);
  return value;
}

function showDecimal(value: Decimal, digitsMin: number): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % scale).toString().padStart(scaleDigits, '0').replace(/0+$/, '').padEnd(digitsMin, '0');
  return `${value < 0n ? '-' : ''}${size / scale}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A quantity as text: "2", "0.5". */
export const showQuantity = (value: Decimal): string => showDecimal(value, 0);

/** Amounts of money are rounded to this many digits after the point; unit prices may have more. */
export const moneyDigits = 2;

/** Money as text, at least two digits: "12.50", "13.735". */
export const showMoney = (value: Decimal): string => showDecimal(value, moneyDigits);

/** a × b, rounded half away from zero to `digits` after the point. */
export function multiply(a: Decimal, b: Decimal, digits: number): Decimal {
  return roundTo(a * b, scale * 10n ** BigInt(scaleDigits - digits)) * 10n ** BigInt(scaleDigits - digits);
}

/** How many whole `size` fit into `value`, as a decimal without fraction. */
export function wholeTimes(value: Decimal, size: Decimal): Decimal {
  return value <= 0n ? 0n : (value / size) * scale;
}

/** The smaller of two. */
export const least = (a: Decimal, b: Decimal): Decimal => (a < b ? a : b);

/** Adds up. */
export const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total + value, 0n);

function roundTo(value: bigint, unit: bigint): bigint {
  const half = unit / 2n;
  return (value < 0n ? value - half : value + half) / unit;
}
