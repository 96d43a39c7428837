import type { GivenField } from './make-field.ts';
import { picklistValue } from './read-objects.ts';
import type { Field, FieldType, FieldValue, PicklistValue } from './types.ts';

/** An element of metadata XML as the parser gives it: texts, elements and lists of them. */
export type Xml = { readonly [name: string]: string | Xml | readonly (string | Xml)[] | undefined };

/** Types of the Metadata API and what describe calls them. */
const types: Readonly<Record<string, FieldType>> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Checkbox: 'boolean',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Lookup: 'reference',
  MasterDetail: 'reference',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  AutoNumber: 'string',
  EncryptedText: 'encryptedstring',
};

/** The text of an element; undefined when it is not there. */
export function textOf(xml: Xml, name: string): string | undefined {
  const value = xml[name];
  return typeof value === 'string' ? value : undefined;
}

/** The elements of a name, one or many. */
export function elementsOf(xml: Xml | undefined, name: string): readonly Xml[] {
  const value = xml?.[name];
  const list = Array.isArray(value) ? (value as readonly (string | Xml)[]) : [value as string | Xml | undefined];
  return list.filter((each): each is Xml => typeof each === 'object');
}

const isTrue = (xml: Xml, name: string): boolean => textOf(xml, name) === 'true';

/** Reads a custom field; `valueSet` finds the values of a global picklist. Throws on a type that it does not know. */
export function customField(xml: Xml, valueSet: (name: string) => readonly PicklistValue[]): GivenField {
  const name = textOf(xml, 'fullName') ?? '';
  const kind = textOf(xml, 'type') ?? '';
  const type = types[kind];
  if (type === undefined) throw new Error(`${name}: the type ${kind} is not simulated`);
  const isDetail = kind === 'MasterDetail';
  const label = textOf(xml, 'label');
  const help = textOf(xml, 'inlineHelpText');
  const isCalculated = xml['formula'] !== undefined;
  return {
    name,
    type,
    custom: true,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { inlineHelpText: help }),
    ...sizeOf(xml, kind),
    ...(isTrue(xml, 'required') || isDetail ? { nillable: false } : {}),
    ...(isCalculated ? { calculated: true, createable: false, updateable: false } : {}),
    ...keyOf(xml),
    ...(type === 'reference' ? referenceOf(xml, isDetail) : {}),
    ...(kind === 'AutoNumber'
      ? { autoNumber: true, length: 30, displayFormat: textOf(xml, 'displayFormat') ?? '{0}', createable: false, updateable: false }
      : {}),
    ...(type === 'picklist' || type === 'multipicklist' ? picklistOf(xml, valueSet) : defaultOf(xml, type)),
  };
}

function sizeOf(xml: Xml, kind: string): Partial<Field> {
  const [length, precision, scale] = ['length', 'precision', 'scale'].map((name) => textOf(xml, name));
  return {
    ...(length === undefined ? {} : { length: Number(length) }),
    ...(kind === 'TextArea' ? { length: 255 } : {}),
    ...(precision === undefined ? {} : { precision: Number(precision), scale: Number(scale ?? 0) }),
  };
}

const keyOf = (xml: Xml): Partial<Field> => ({
  ...(isTrue(xml, 'externalId') ? { externalId: true } : {}),
  ...(isTrue(xml, 'unique') ? { unique: true } : {}),
  ...(isTrue(xml, 'caseSensitive') ? { caseSensitive: true } : {}),
});

function referenceOf(xml: Xml, isDetail: boolean): Partial<Field> {
  const children = textOf(xml, 'relationshipName');
  const constraint = textOf(xml, 'deleteConstraint');
  return {
    referenceTo: [textOf(xml, 'referenceTo') ?? ''],
    ...(children === undefined ? {} : { childRelationshipName: `${children}__r` }),
    ...(isDetail || constraint === 'Cascade' ? { cascadeDelete: true } : {}),
    ...(constraint === 'Restrict' ? { restrictedDelete: true } : {}),
    ...(isDetail && !isTrue(xml, 'reparentableMasterDetail') ? { updateable: false } : {}),
  };
}

function picklistOf(xml: Xml, valueSet: (name: string) => readonly PicklistValue[]): Partial<Field> {
  const [set] = elementsOf(xml, 'valueSet');
  const [own] = elementsOf(set, 'valueSetDefinition');
  const name = set === undefined ? undefined : textOf(set, 'valueSetName');
  const values = name === undefined ? elementsOf(own, 'value').map(entryOf) : valueSet(name);
  return {
    picklistValues: values,
    restrictedPicklist: set !== undefined && isTrue(set, 'restricted'),
    defaultValue: values.find(({ defaultValue }) => defaultValue)?.value ?? null,
  };
}

/** An entry of a picklist in metadata. */
export const entryOf = (xml: Xml): PicklistValue => {
  const value = textOf(xml, 'fullName') ?? '';
  return { ...picklistValue(value, { label: textOf(xml, 'label') ?? value, isDefault: isTrue(xml, 'default') }), active: textOf(xml, 'isActive') !== 'false' };
};

/** A default that is a plain value; formulas as defaults are left out. */
function defaultOf(xml: Xml, type: FieldType): Partial<Field> {
  const text = textOf(xml, 'defaultValue');
  if (text === undefined) return {};
  const value = literal(text, type);
  return value === undefined ? {} : { defaultValue: value };
}

function literal(text: string, type: FieldType): FieldValue | undefined {
  if (type === 'boolean') return text === 'true';
  if (/^-?\d+(\.\d+)?$/.test(text)) return type === 'double' || type === 'currency' || type === 'percent' ? Number(text) : undefined;
  return /^"[^"]*"$|^'[^']*'$/.test(text) ? text.slice(1, -1) : undefined;
}
