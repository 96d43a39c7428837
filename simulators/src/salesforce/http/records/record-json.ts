import { compoundValue, type Field, type FieldValue, isCompound, type ObjectType, type Row } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import { fieldOf } from './fields.ts';

/** The address of a record. */
export const recordUrl = (version: string, object: string, id: string): string => `/services/data/v${version}/sobjects/${object}/${id}`;

/** A record as the REST API shows it: `attributes` first, compound fields as objects, in describe's order. */
export function recordJson(type: ObjectType, row: Row, version: string, fields: readonly Field[] = type.fields): Readonly<Record<string, unknown>> {
  const attributes = { type: type.name, url: recordUrl(version, type.name, String(row['Id'])) };
  return Object.fromEntries([['attributes', attributes], ...fields.map((field) => [field.name, shownValue(type, field, row)] as const)]);
}

/** The fields of a `fields=Name,Id` parameter; all of them when it is absent. Throws INVALID_FIELD. */
export function readFieldNames(type: ObjectType, names: readonly string[] | undefined): readonly Field[] {
  if (names === undefined) return type.fields;
  return names.map((name) => {
    const field = fieldOf(type, name.trim());
    if (field === undefined) throw new Refused(400, 'INVALID_FIELD', `No such column '${name.trim()}' on entity '${type.name}'`);
    return field;
  });
}

function shownValue(type: ObjectType, field: Field, row: Row): FieldValue | Readonly<Record<string, FieldValue>> | null {
  return isCompound(field) ? compoundValue(type, field, row) : (row[field.name] ?? null);
}
