import type { Value } from '../values.ts';
import { type Row, textOf } from '../values.ts';

/** A sale as its records are now. */
export type Sale = {
  /** The quote's id where there is one, else the order's. */
  readonly id: string;
  readonly kind: 'quote' | 'order';
  readonly head: Row;
  readonly lines: readonly SaleLine[];
  /** Other orders of the same sale; the first one is the head. */
  readonly state: 'accepted' | 'cancelled' | 'other';
  readonly status: string;
};

/** A line of a sale: `row` has the fields that quote and order lines share. */
export type SaleLine = { readonly id: string; readonly quantity: string; readonly row: Row };

/** A parent of a row. */
export function parentOf(row: Row, name: string): Row | undefined {
  const value: Value | undefined = row[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined; // no list, so a row
}

/** A text of a row, or of its parent (`Product2.ProductCode`). */
export function textAt(row: Row, path: string): string | undefined {
  const dot = path.indexOf('.');
  return dot < 0 ? textOf(row, path) : textOf(parentOf(row, path.slice(0, dot)), path.slice(dot + 1));
}
