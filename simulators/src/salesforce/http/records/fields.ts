import type { Field, FieldValue, ObjectType, Org, Row } from '../../org/index.ts';
import { notFound, Refused } from '../answers.ts';
import { isObject, type Json, type JsonObject, malformed } from '../json.ts';

/** An object type by its name in any case; throws NOT_FOUND. */
export function typeIn(org: Org, object: string | undefined): ObjectType {
  const type = org.typeOf(object ?? '');
  if (type === undefined) throw notFound();
  return type;
}

/** A field by its name in any case. */
export function fieldOf(type: ObjectType, name: string): Field | undefined {
  const wanted = name.toLowerCase();
  return type.fields.find((field) => field.name.toLowerCase() === wanted);
}

/** A field by which records can be found in a URL; throws NOT_FOUND. */
export function keyField(type: ObjectType, name: string): Field {
  const field = fieldOf(type, name);
  if (field === undefined || !(field.externalId || field.idLookup || field.type === 'id')) {
    throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
  }
  return field;
}

/** The type that an id of 15 or 18 characters belongs to. */
export const typeOfId = (org: Org, id: string): ObjectType | undefined => org.types().find(({ keyPrefix }) => keyPrefix !== '' && keyPrefix === id.slice(0, 3));

/**
 * The fields that a record in a request sets: `attributes` is taken off, and a parent named by an external id
 * (`"Account": { "ERP_Id__c": "C-1" }`) becomes its id. Throws INVALID_FIELD.
 */
export function fieldsIn(org: Org, type: ObjectType, record: JsonObject, omit: readonly string[] = []): Row {
  const left = new Set(['attributes', ...omit.map((name) => name.toLowerCase())]);
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !left.has(name.toLowerCase()))
      .map(([name, value]) => fieldIn(org, type, name, value)),
  );
}

function fieldIn(org: Org, type: ObjectType, name: string, value: Json): readonly [string, FieldValue] {
  const parent = fieldOf(type, name) === undefined ? parentField(type, name) : undefined;
  if (parent !== undefined && value === null) return [parent.name, null];
  if (parent !== undefined && isObject(value)) return [parent.name, parentId(org, type, parent, value)];
  if (typeof value === 'object' && value !== null) {
    if (fieldOf(type, name) === undefined) throw new Refused(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
    const start = Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
    throw malformed(`Cannot deserialize instance of ${fieldOf(type, name)?.type ?? 'string'} from ${start} value for field ${name}`);
  }
  return [name, value];
}

function parentField(type: ObjectType, relationship: string): Field | undefined {
  const wanted = relationship.toLowerCase();
  return type.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
}

function parentId(org: Org, type: ObjectType, field: Field, named: JsonObject): string {
  const said = namedType(named) ?? field.referenceTo[0] ?? '';
  const parent = org.typeOf(said);
  const [key] = Object.entries(named).filter(([name]) => name !== 'attributes' && name !== 'type');
  if (parent === undefined || key === undefined)
    throw new Refused(400, 'INVALID_FIELD', `${field.relationshipName} must name its record by an external ID field`);
  const [name, value] = key;
  const keyed = fieldOf(parent, name);
  if (keyed === undefined || !(keyed.externalId || keyed.idLookup || keyed.type === 'id')) {
    throw new Refused(400, 'INVALID_FIELD', `${name} is not an External ID or indexed field for ${parent.name}`);
  }
  const [found, ...more] = org.readBy(parent.name, keyed.name, String(value));
  if (found === undefined) {
    throw new Refused(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value).toLowerCase()} not found for field ${keyed.name} in entity ${parent.name}`,
    );
  }
  if (more.length > 0)
    throw new Refused(400, 'DUPLICATE_EXTERNAL_ID', `More than one record found for external id field: ${type.name}.${field.relationshipName}`);
  return String(found['Id']);
}

function namedType(named: JsonObject): string | undefined {
  const attributes = named['attributes'];
  const said = attributes !== undefined && isObject(attributes) ? attributes['type'] : named['type'];
  return typeof said === 'string' ? said : undefined;
}
