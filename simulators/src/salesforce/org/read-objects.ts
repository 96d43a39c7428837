import { type GivenField, labelOf, makeField } from './make-field.ts';
import type { Field, FieldType, ObjectType, PicklistValue } from './types.ts';

/** A standard object in short: `fields` has a line per field, see {@link readObject}. */
export type ObjectText = {
  readonly name: string;
  readonly keyPrefix: string;
  readonly label?: string;
  readonly labelPlural?: string;
  /** Whether records say that they were deleted; a few setup objects do not. */
  readonly hasIsDeleted?: boolean;
  readonly fields: string;
};

/** An object without the relationships of others to it. */
export type BareType = Omit<ObjectType, 'childRelationships'>;

const line = /^(?<name>\w+) (?<type>\w+)(?:\((?<size>[\d,]+)\))?(?<rest>.*)$/;

/** What a word after the type says of a field. */
const words: Readonly<Record<string, Partial<Field>>> = {
  required: { nillable: false },
  readonly: { createable: false, updateable: false },
  createonly: { updateable: false },
  updateonly: { createable: false },
  calculated: { calculated: true, createable: false, updateable: false },
  cascade: { cascadeDelete: true },
  restricted: { restrictedPicklist: true },
  needed: { restrictedDelete: true },
  unique: { unique: true },
  lookup: { idLookup: true },
  external: { externalId: true, idLookup: true },
  name: { compoundFieldName: 'Name' },
  defaulted: { defaultedOnCreate: true },
};

/**
 * Reads an object from its short form, a line per field: `Name type(length or precision,scale) words -> Target,Target as Children "Label" = value | default*`.
 * `addresses` stands for the parts of an address under a prefix, `autonumber(8)` for a number that the org counts. Throws on a line it does not understand.
 */
export function readObject({ name, keyPrefix, fields, ...more }: ObjectText): BareType {
  const lines = fields
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const label = more.label ?? labelOf(name);
  return {
    name,
    label,
    labelPlural: more.labelPlural ?? pluralOf(label),
    keyPrefix,
    custom: false,
    isEvent: false,
    fields: [...firstFields(more.hasIsDeleted ?? true), ...lines.flatMap((text) => readFields(name, text)), ...auditFields],
  };
}

/** Id and, unless the object has none, IsDeleted. */
export const firstFields = (hasIsDeleted: boolean): readonly Field[] => [
  makeField({ name: 'Id', type: 'id', label: 'Record ID' }),
  ...(hasIsDeleted ? [makeField({ name: 'IsDeleted', type: 'boolean', label: 'Deleted', createable: false, updateable: false })] : []),
];

const audit = (name: string, type: FieldType, more: Partial<Field> = {}): Field =>
  makeField({ name, type, nillable: false, createable: false, updateable: false, defaultedOnCreate: true, ...more });

const user: Partial<Field> = { referenceTo: ['User'] };

/** Who wrote a record, and when. */
export const auditFields: readonly Field[] = [
  audit('CreatedDate', 'datetime'),
  audit('CreatedById', 'reference', user),
  audit('LastModifiedDate', 'datetime'),
  audit('LastModifiedById', 'reference', user),
  audit('SystemModstamp', 'datetime'),
];

function readFields(object: string, text: string): readonly Field[] {
  const { name, type, size, rest = '' } = line.exec(text)?.groups ?? {};
  if (name === undefined || type === undefined) throw new Error(`${object}: not a field: ${text}`);
  if (type === 'addresses') return addressFields(name === 'Own' ? '' : name, /readonly/.test(rest) ? { createable: false, updateable: false } : {});
  if (type === 'autonumber') return [makeField({ name, type: 'string', length: 30, autoNumber: true, displayFormat: `{${'0'.repeat(Number(size))}}` })];
  const [head = '', values] = rest.split(' = ');
  const given: GivenField = { name, type: type as FieldType, ...sizeOf(type, size), ...wordsOf(object, head), ...targetsOf(object, name, head) };
  return [makeField(values === undefined ? given : { ...given, ...picklistOf(values) })];
}

function sizeOf(type: string, size: string | undefined): Partial<Field> {
  if (size === undefined) return {};
  const [first = 0, scale = 0] = size.split(',').map(Number);
  return ['double', 'currency', 'percent'].includes(type) ? { precision: first, scale } : { length: first };
}

function wordsOf(object: string, head: string): Partial<Field> {
  const label = /"([^"]*)"/.exec(head)?.[1];
  const plain = head
    .replace(/"[^"]*"/, '')
    .replace(/-> [\w,]+/, '')
    .replace(/\bas \w+/, '')
    .split(' ')
    .filter((word) => word !== '');
  const unknown = plain.find((word) => words[word] === undefined);
  if (unknown !== undefined) throw new Error(`${object}: not a word for a field: ${unknown}`);
  return Object.assign({}, ...plain.map((word) => words[word]), label === undefined ? {} : { label });
}

function targetsOf(object: string, name: string, head: string): Partial<Field> {
  const targets = /-> ([\w,]+)/.exec(head)?.[1]?.split(',') ?? [];
  const children =
    /\bas (\w+)/.exec(head)?.[1] ?? (targets[0] !== undefined && targets[0] !== 'User' && name === `${targets[0]}Id` ? pluralOf(object) : undefined);
  return { referenceTo: targets, ...(children === undefined ? {} : { childRelationshipName: children }) };
}

function picklistOf(text: string): Partial<Field> {
  const entries = text.split('|').map((entry) => entry.trim());
  const first = entries.find((entry) => entry.endsWith('*'))?.slice(0, -1) ?? null;
  return { picklistValues: entries.map((entry) => picklistValue(entry.replace(/\*$/, ''), { isDefault: entry.endsWith('*') })), defaultValue: first };
}

/** An entry of a picklist; its label is its value unless another is given. */
export const picklistValue = (
  value: string,
  { label = value, isDefault = false }: { readonly label?: string; readonly isDefault?: boolean } = {},
): PicklistValue => ({
  value,
  label,
  active: true,
  defaultValue: isDefault,
});

function addressFields(prefix: string, more: Partial<Field>): readonly Field[] {
  const compoundFieldName = `${prefix}Address`;
  const part = (name: string, type: FieldType, size: Partial<Field>) =>
    makeField({
      name: `${prefix}${name}`,
      type,
      label: labelOf(name === 'PostalCode' ? `${prefix}Zip` : `${prefix}${name}`),
      compoundFieldName,
      ...size,
      ...more,
    });
  return [
    part('Street', 'textarea', { length: 255 }),
    part('City', 'string', { length: 40 }),
    part('State', 'string', { length: 80 }),
    part('PostalCode', 'string', { length: 20 }),
    part('Country', 'string', { length: 80 }),
    part('Latitude', 'double', { precision: 18, scale: 15 }),
    part('Longitude', 'double', { precision: 18, scale: 15 }),
    part('GeocodeAccuracy', 'picklist', { length: 40, restrictedPicklist: true, picklistValues: accuracies.map((value) => picklistValue(value)) }),
    makeField({ name: compoundFieldName, type: 'address' }),
  ];
}

const accuracies = ['Address', 'NearAddress', 'Block', 'Street', 'ExtendedZip', 'Zip', 'Neighborhood', 'City', 'County', 'State', 'Unknown'];

/** The plural of a name or label: Quote → Quotes, PricebookEntry → PricebookEntries. */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /s$/.test(name) ? `${name}es` : `${name}s`;
}
