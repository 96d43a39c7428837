import { type Field, type FieldValue, type ObjectType, type Org, OrgError, type Row } from '../org/index.ts';
import { UnreadableUpload } from './csv.ts';
import type { IngestJob } from './job.ts';

/** A column of an upload: a field, or a parent named by one of its own fields (`Account.ERP_Id__c`). */
export type Column = { readonly field: Field; readonly parent: { readonly object: ObjectType; readonly by: Field } | undefined };

/** Finds what each column of the header stands for. Throws UnreadableUpload, which fails the job, for one that stands for nothing. */
export function readHeader(header: readonly string[], { operation }: Pick<IngestJob, 'operation'>, type: ObjectType, org: Org): readonly Column[] {
  if ((operation === 'delete' || operation === 'hardDelete') && header.some((name) => name.toLowerCase() !== 'id'))
    throw new UnreadableUpload(`InvalidBatch : The '${operation}' batch must contain only ids`);
  const columns = header.map((name) => {
    const column = columnNamed(name, type, org);
    if (column === undefined) throw new UnreadableUpload(`InvalidBatch : Field name not found : ${name}`);
    return column;
  });
  const twice = columns.find(({ field }, place) => columns.findIndex((other) => other.field === field) !== place);
  if (twice !== undefined) throw new UnreadableUpload(`InvalidBatch : Duplicate header found : ${twice.field.name}`);
  return columns;
}

function columnNamed(name: string, type: ObjectType, org: Org): Column | undefined {
  const [, object, relationship, key] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? [];
  if (relationship === undefined || key === undefined) {
    const field = fieldNamed(type, name);
    return field === undefined ? undefined : { field, parent: undefined };
  }
  const field = type.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase());
  const parent = field === undefined ? undefined : org.typeOf(object ?? field.referenceTo[0] ?? '');
  const by = parent === undefined ? undefined : fieldNamed(parent, key);
  if (field === undefined || parent === undefined || by === undefined || !(by.externalId || by.idLookup || by.type === 'id')) return undefined;
  return { field, parent: { object: parent, by } };
}

/** A field by its name, without regard to case. */
export const fieldNamed = (type: ObjectType, name: string): Field | undefined => type.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());

/** An explicit null; an empty value leaves the field as it is. */
const nothing = '#N/A';

/** The fields that a row of the upload sets. Throws OrgError for a value that its field cannot read or a parent that is not there. */
export function readRow(values: readonly string[], columns: readonly Column[], type: ObjectType, org: Org): Row {
  return Object.fromEntries(
    columns.flatMap((column, place): readonly (readonly [string, FieldValue])[] => {
      const text = values[place] ?? '';
      if (text === '') return [];
      return [[column.field.name, text === nothing ? null : readValue(text, column, type, org)]];
    }),
  );
}

function readValue(text: string, { field, parent }: Column, type: ObjectType, org: Org): FieldValue {
  if (parent !== undefined) return parentId(text, parent, type, org);
  switch (field.type) {
    case 'boolean':
      return readBoolean(text, field);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(text, field);
    default:
      return text;
  }
}

function readBoolean(text: string, field: Field): boolean {
  if (/^(true|1)$/i.test(text)) return true;
  if (/^(false|0)$/i.test(text)) return false;
  throw mistyped(text, field);
}

function readNumber(text: string, field: Field): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || (field.type === 'int' && !Number.isInteger(value))) throw mistyped(text, field);
  return value;
}

const mistyped = (text: string, { label, name }: Field): OrgError =>
  new OrgError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${label}: value not of required type: ${text}`, { fields: [name] });

function parentId(text: string, { object, by }: NonNullable<Column['parent']>, type: ObjectType, org: Org): string {
  const parents = by.type === 'id' ? [org.read(object.name, text)] : org.readBy(object.name, by.name, text);
  const id = parents[0]?.['Id'];
  if (parents.length > 1) throw new OrgError('DUPLICATE_EXTERNAL_ID', `${by.name}: more than one record found for external id field: ${text}`);
  if (typeof id !== 'string') throw new OrgError('INVALID_FIELD', `Foreign key external ID: ${text} not found for field ${by.name} in entity ${type.name}`);
  return id;
}
