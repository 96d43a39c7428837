import type { Field, FieldValue } from '../org/index.ts';
import { requireComparable } from './criteria.ts';
import type { Bound } from './operands.ts';
import type { Operand, Ordering } from './query.ts';
import type { Refuse } from './query-error.ts';

const alphabet = new Intl.Collator('en', { sensitivity: 'accent' });

/**
 * A function that sorts by what ORDER BY names: texts by the alphabet without regard to case, picklists in the order of their entries, nulls first
 * unless it says otherwise (also when descending).
 */
export function compileOrder<T>(orderBy: readonly Ordering[], bind: (operand: Operand) => Bound<T>, refuse: Refuse): (of: readonly T[]) => readonly T[] {
  const keys = orderBy.map((ordering) => {
    const bound = bind(ordering.by);
    requireComparable(bound, 'sorted', refuse);
    return { ...ordering, read: bound.read, compare: comparison(bound.type === 'picklist' ? bound.field : undefined) };
  });
  if (keys.length === 0) return (of) => of;
  return (of) =>
    of
      .map((item) => ({ item, values: keys.map(({ read }) => read(item)) }))
      .sort((a, b) => firstDifference(keys.map((key, index) => byKey(key, a.values[index] ?? null, b.values[index] ?? null))))
      .map(({ item }) => item);
}

type Key = { readonly isDescending: boolean; readonly nulls: 'first' | 'last'; readonly compare: Comparison };

function byKey({ isDescending, nulls, compare }: Key, left: FieldValue, right: FieldValue): number {
  if (left === null || right === null) return left === right ? 0 : (left === null) === (nulls === 'first') ? -1 : 1;
  return isDescending ? compare(right, left) : compare(left, right);
}

const firstDifference = (results: readonly number[]): number => results.find((result) => result !== 0) ?? 0;

type Comparison = (left: NonNullable<FieldValue>, right: NonNullable<FieldValue>) => number;

function comparison(picklist: Field | undefined): Comparison {
  if (picklist === undefined) return compareValues;
  const places = new Map(picklist.picklistValues.map(({ value }, place) => [value, place]));
  const placeOf = (value: FieldValue): number => places.get(String(value)) ?? places.size;
  return (left, right) => placeOf(left) - placeOf(right) || compareValues(left, right);
}

/** Smaller, equal or greater: texts by the alphabet, numbers and booleans by size. */
export function compareValues(left: NonNullable<FieldValue>, right: NonNullable<FieldValue>): number {
  if (typeof left === 'string' && typeof right === 'string') return alphabet.compare(left, right);
  return Number(left) - Number(right);
}
