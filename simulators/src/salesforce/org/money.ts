import { decimal, moneyDigits, multiply, parseDecimal } from '../../decimal.ts';
import type { FieldValue } from './types.ts';

const exactDigits = 6;

const exact = (value: FieldValue | undefined): bigint => (typeof value === 'number' ? (parseDecimal(value.toFixed(exactDigits)) ?? 0n) : 0n);
const back = (value: bigint): number => Number(value) / 10 ** exactDigits;

/** a × b, to the cent. */
export const times = (a: FieldValue | undefined, b: FieldValue | undefined): number => back(multiply(exact(a), exact(b), moneyDigits));

/** a + b, without the errors of floats. */
export const plus = (a: FieldValue | undefined, b: FieldValue | undefined): number => back(exact(a) + exact(b));

/** a − b, without the errors of floats. */
export const minus = (a: FieldValue | undefined, b: FieldValue | undefined): number => back(exact(a) - exact(b));

/** An amount less so many percent, to the cent. */
export const discounted = (amount: FieldValue | undefined, percent: FieldValue | undefined): number =>
  back(multiply(exact(amount), decimal('1') - exact(percent) / 100n, moneyDigits));
