import type { FieldType, FieldValue, Row } from '../org/index.ts';
import type { Bound } from './operands.ts';
import type { Refuse } from './query-error.ts';
import { compareValues } from './sorting.ts';

type Present = NonNullable<FieldValue>;
type Aggregate = {
  readonly typeOf: (of: FieldType) => FieldType;
  readonly accepts: (of: FieldType) => boolean;
  readonly of: (values: readonly Present[], scale: number) => FieldValue;
};

const numbers: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];
const isNumber = (type: FieldType): boolean => numbers.includes(type);
const isOrdered = (type: FieldType): boolean => type !== 'boolean' && type !== 'multipicklist' && type !== 'address' && type !== 'location';

const aggregates: Readonly<Record<string, Aggregate>> = {
  COUNT: { typeOf: () => 'int', accepts: () => true, of: (values) => values.length },
  COUNT_DISTINCT: {
    typeOf: () => 'int',
    accepts: () => true,
    of: (values) => new Set(values.map((value) => (typeof value === 'string' ? value.toLowerCase() : value))).size,
  },
  SUM: { typeOf: (type) => type, accepts: isNumber, of: (values, scale) => (values.length === 0 ? null : rounded(total(values), scale)) },
  AVG: { typeOf: () => 'double', accepts: isNumber, of: (values, scale) => (values.length === 0 ? null : rounded(total(values), scale) / values.length) },
  MIN: { typeOf: (type) => type, accepts: isOrdered, of: (values) => extreme(values, -1) },
  MAX: { typeOf: (type) => type, accepts: isOrdered, of: (values) => extreme(values, 1) },
};

const total = (values: readonly Present[]): number => values.reduce((sum: number, value) => sum + Number(value), 0);
/** Sums of decimals have no more places than what was added. */
const rounded = (value: number, scale: number): number => Number(value.toFixed(Math.max(scale, 2)));
const extreme = (values: readonly Present[], sign: 1 | -1): FieldValue =>
  values.reduce((best: FieldValue, value) => (best === null || compareValues(value, best) * sign > 0 ? value : best), null);

/** Whether a function of this name, in capitals, makes one value of many rows. */
export const isAggregate = (name: string): boolean => aggregates[name] !== undefined;

/** `SUM(Amount)` of a group of rows. Throws INVALID_FIELD for a field that cannot be summed. */
export function bindAggregate(name: string, inner: Bound<Row>, at: number, refuse: Refuse): Bound<readonly Row[]> {
  const aggregate = aggregates[name];
  if (aggregate === undefined || !aggregate.accepts(inner.type))
    throw refuse('INVALID_FIELD', at, `field ${inner.name} does not support aggregate operator ${name}`);
  const scale = inner.field?.scale ?? 0;
  return {
    name: `${name}(${inner.name})`,
    type: aggregate.typeOf(inner.type),
    field: inner.field,
    column: undefined,
    at,
    read: (rows) =>
      aggregate.of(
        rows.map((row) => inner.read(row)).filter((value) => value !== null),
        scale,
      ),
  };
}
