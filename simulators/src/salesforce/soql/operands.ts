import type { Field, FieldType, FieldValue, Row } from '../org/index.ts';
import { dateFunction, dateFunctionType } from './date-functions.ts';
import { type Column, findColumn, type Scope } from './paths.ts';
import type { Operand } from './query.ts';

/** Something that can be compared, sorted or shown: of a row, or of a group of rows. `field` is what it is made of, if one. */
export type Bound<T> = {
  /** As error messages name it. */
  readonly name: string;
  readonly type: FieldType;
  readonly field: Field | undefined;
  /** The path, when it is nothing but a field. */
  readonly column: Column | undefined;
  readonly at: number;
  readonly read: (of: T) => FieldValue;
};

/** Looks up what an operand stands for in a row: a field, `toLabel(field)` or a date function. Aggregates have no place here. */
export function bindOperand(operand: Operand, scope: Scope): Bound<Row> {
  if (operand.kind === 'field') {
    const column = findColumn(operand, scope);
    return { name: operand.names.join('.'), type: column.field.type, field: column.field, column, at: operand.at, read: column.read };
  }
  const { name, args, at } = operand;
  const inner = args[0] === undefined || args.length > 1 ? undefined : bindOperand(withoutTimeZone(args[0]), scope);
  if (inner === undefined) throw scope.refuse('MALFORMED_QUERY', at, `unexpected token: '${name}'`);
  const shared = { name: `${name}(${inner.name})`, field: inner.field, column: undefined, at };
  if (name === 'TOLABEL') return { ...shared, type: 'string', read: (row) => labelOf(inner.field, inner.read(row)) };
  const type = dateFunctionType(name);
  if (type === undefined) throw scope.refuse('MALFORMED_QUERY', at, `Invalid function: ${name.toLowerCase()}`);
  if (inner.type !== 'date' && inner.type !== 'datetime')
    throw scope.refuse('INVALID_FIELD', at, `field '${inner.name}' can not be used with the date function ${name}`);
  return {
    ...shared,
    type,
    read: (row) => {
      const value = inner.read(row);
      return typeof value === 'string' ? dateFunction(name, value) : null;
    },
  };
}

/** `convertTimezone(x)` is x: the user's time zone is UTC. */
const withoutTimeZone = (operand: Operand): Operand =>
  operand.kind === 'call' && operand.name === 'CONVERTTIMEZONE' && operand.args.length === 1 ? (operand.args[0] ?? operand) : operand;

/** The label of a picklist's value; any other value itself. */
export function labelOf(field: Field | undefined, value: FieldValue): FieldValue {
  return field?.picklistValues.find((entry) => entry.value === value)?.label ?? value;
}
