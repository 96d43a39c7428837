import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { readFormula, type ValidationRule } from './formula.ts';
import type { GivenField } from './make-field.ts';
import { customField, elementsOf, entryOf, textOf, type Xml } from './metadata-field.ts';
import type { BareType } from './read-objects.ts';
import { customObject } from './schema.ts';
import type { PicklistValue } from './types.ts';

/** An entry of a standard picklist; `group` is the category that it belongs to (Activated). */
export type GroupedValue = PicklistValue & { readonly group: string | null };

/** What an sfdx project adds to the standard objects. */
export type Metadata = {
  /** Custom objects and platform events, without the fields of `fields`. */
  readonly objects: readonly BareType[];
  readonly fields: readonly { readonly object: string; readonly field: GivenField }[];
  /** Standard picklists by the name of their value set (OrderStatus). */
  readonly valueSets: ReadonlyMap<string, readonly GroupedValue[]>;
  readonly rules: readonly ValidationRule[];
};

/** An org without metadata of its own. */
export const noMetadata: Metadata = { objects: [], fields: [], valueSets: new Map(), rules: [] };

const filesMax = 5000;

/**
 * Reads the objects, fields, platform events, picklists and validation rules of sfdx projects in source format.
 * Throws, with the file's name, on what the simulated org does not understand; layouts, permissions and the like are passed over.
 */
export function readMetadata(...folders: readonly string[]): Metadata {
  const files = folders.flatMap(filesIn);
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
  const read = <T>(kind: string, root: string, make: (xml: Xml, file: string) => T): readonly T[] =>
    files
      .filter((name) => name.endsWith(`.${kind}-meta.xml`))
      .map((name) => {
        try {
          const [xml] = elementsOf(parser.parse(readFileSync(name, 'utf8')) as Xml, root);
          if (xml === undefined) throw new Error(`it has no ${root}`);
          return make(xml, name);
        } catch (cause) {
          throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
        }
      });
  const globalSets = new Map(read('globalValueSet', 'GlobalValueSet', (xml, file) => [nameOf(file), elementsOf(xml, 'customValue').map(entryOf)] as const));
  const fields = read('field', 'CustomField', (xml, file) => ({ object: objectOf(file), name: textOf(xml, 'fullName') ?? '', xml }))
    .filter(({ name }) => name.endsWith('__c')) // of standard fields only settings are kept in metadata
    .map(({ object, xml }) => ({ object, field: customField(xml, (name) => globalSets.get(name) ?? []) }));
  const details = new Set(
    fields.filter(({ field }) => field.type === 'reference' && field.cascadeDelete === true && field.nillable === false).map(({ object }) => object),
  );
  const objects = read('object', 'CustomObject', (xml, file) => ({ name: nameOf(file), xml })).filter(({ name }) => /__[ce]$/.test(name));
  const indexes = keyIndexes(objects.map(({ name }) => name));
  return {
    fields,
    objects: objects.map(({ name, xml }) => objectFrom(name, xml, { index: indexes.get(name) ?? 0, hasOwner: !details.has(name) })),
    valueSets: new Map(
      read('standardValueSet', 'StandardValueSet', (xml, file) => [nameOf(file), elementsOf(xml, 'standardValue').map(groupedValue)] as const),
    ),
    rules: read('validationRule', 'ValidationRule', ruleFrom).filter((rule) => rule !== undefined),
  };
}

function filesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-meta.xml') && !name.includes('node_modules'));
  if (files.length > filesMax) throw new Error(`${folder}: more than ${filesMax} metadata files`);
  return files.sort().map((name) => join(folder, name));
}

const nameOf = (file: string): string => basename(file).replace(/\.[^.]+-meta\.xml$/, '');
const objectOf = (file: string): string => basename(dirname(dirname(file)));
const groupedValue = (xml: Xml): GroupedValue => ({ ...entryOf(xml), group: textOf(xml, 'groupingStringEnum') ?? null });

function ruleFrom(xml: Xml, file: string): ValidationRule | undefined {
  if (textOf(xml, 'active') !== 'true') return undefined;
  return {
    name: nameOf(file),
    object: objectOf(file),
    refuses: readFormula(textOf(xml, 'errorConditionFormula') ?? ''),
    message: textOf(xml, 'errorMessage') ?? '',
    field: textOf(xml, 'errorDisplayField') ?? null,
  };
}

function objectFrom(name: string, xml: Xml, { index, hasOwner }: { readonly index: number; readonly hasOwner: boolean }): BareType {
  const [nameXml] = elementsOf(xml, 'nameField');
  const [label, labelPlural] = [textOf(xml, 'label'), textOf(xml, 'pluralLabel')];
  return customObject(name, {
    index,
    hasOwner,
    ...(label === undefined ? {} : { label }),
    ...(labelPlural === undefined ? {} : { labelPlural }),
    ...(nameXml === undefined ? {} : { nameField: nameFieldFrom(nameXml) }),
  });
}

function nameFieldFrom(xml: Xml): GivenField {
  const label = textOf(xml, 'label') ?? 'Name';
  if (textOf(xml, 'type') !== 'AutoNumber') return { name: 'Name', type: 'string', length: 80, label };
  return { name: 'Name', type: 'string', length: 80, label, autoNumber: true, displayFormat: textOf(xml, 'displayFormat') ?? '{0}' };
}

const prefixesMax = 36 * 36;

/** A number per object that stays the same when others come and go, so that stored ids keep their key prefix. */
function keyIndexes(names: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Map<number, string>();
  for (const name of names) {
    let index = [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % prefixesMax, 7);
    while (taken.has(index)) index = (index + 1) % prefixesMax;
    taken.set(index, name);
  }
  return new Map([...taken].map(([index, name]) => [name, index]));
}
