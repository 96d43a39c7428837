import { type GivenField, labelOf, makeField } from './make-field.ts';
import { auditFields, type BareType, firstFields, pluralOf } from './read-objects.ts';
import type { ChildRelationship, Field, ObjectType, Row } from './types.ts';

/** All objects of an org with what is looked up of them all the time. */
export type Schema = {
  readonly find: (object: string) => Known | undefined;
  readonly byKeyPrefix: (keyPrefix: string) => Known | undefined;
  readonly all: () => readonly Known[];
  /** Adds a field, and the object if there is none yet. */
  readonly addField: (object: string, given: GivenField) => Known;
};

/** An object with its fields by name in small letters. */
export type Known = {
  readonly type: ObjectType;
  readonly field: (name: string) => Field | undefined;
  /** Fields whose values find records without a scan. */
  readonly indexed: readonly Field[];
  readonly references: readonly Field[];
  readonly autoNumbers: readonly Field[];
  /** A record with nothing set: defaults are not. */
  readonly blank: Row;
};

/** The objects of an org; throws when two share a name or key prefix. */
export function openSchema(bare: readonly BareType[]): Schema {
  const types = new Map<string, BareType>();
  let known = new Map<string, Known>();
  let prefixes = new Map<string, Known>();
  const refresh = () => {
    const children = childrenOf([...types.values()]);
    known = new Map([...types].map(([key, type]) => [key, knowing({ ...type, childRelationships: children.get(type.name) ?? [] })]));
    prefixes = new Map([...known.values()].map((each) => [each.type.keyPrefix, each]));
  };
  for (const type of bare) {
    if (types.has(type.name.toLowerCase())) throw new Error(`${type.name}: defined twice`);
    types.set(type.name.toLowerCase(), type);
  }
  refresh();
  if (prefixes.size < types.size) throw new Error('two objects share a key prefix');
  return {
    find: (object) => known.get(object.toLowerCase()),
    byKeyPrefix: (keyPrefix) => prefixes.get(keyPrefix),
    all: () => [...known.values()],
    addField: (object, given) => {
      const type = types.get(object.toLowerCase()) ?? newObject(object, prefixes);
      const field = makeField(given);
      const others = type.fields.filter(({ name }) => name.toLowerCase() !== field.name.toLowerCase());
      types.set(type.name.toLowerCase(), { ...type, fields: [...others, field] });
      refresh();
      const changed = known.get(type.name.toLowerCase());
      if (changed === undefined) throw new Error(`${object}: could not be added`);
      return changed;
    },
  };
}

/** Whether a field holds other fields and no value of its own. */
export const isCompound = ({ type }: Field): boolean => type === 'address' || type === 'location';

function knowing(type: ObjectType): Known {
  const fields = new Map(type.fields.map((field) => [field.name.toLowerCase(), field]));
  return {
    type,
    field: (name) => fields.get(name.toLowerCase()),
    indexed: type.fields.filter(isIndexed),
    references: type.fields.filter(({ referenceTo }) => referenceTo.length > 0),
    autoNumbers: type.fields.filter(({ autoNumber }) => autoNumber),
    blank: Object.fromEntries(type.fields.filter((field) => !isCompound(field)).map(({ name, type: kind }) => [name, kind === 'boolean' ? false : null])),
  };
}

const isIndexed = ({ externalId, unique, idLookup, type, referenceTo }: Field): boolean =>
  type !== 'id' && (externalId || unique || idLookup || (referenceTo.length > 0 && !referenceTo.includes('User')));

function childrenOf(types: readonly BareType[]): ReadonlyMap<string, readonly ChildRelationship[]> {
  const children = new Map<string, ChildRelationship[]>();
  for (const { name: childSObject, fields, isEvent } of types) {
    for (const { name: field, referenceTo, childRelationshipName, cascadeDelete } of isEvent ? [] : fields) {
      for (const parent of referenceTo) {
        const list = children.get(parent) ?? [];
        list.push({ childSObject, field, relationshipName: childRelationshipName ?? null, cascadeDelete });
        children.set(parent, list);
      }
    }
  }
  return children;
}

/** A custom object or platform event with its standard fields; `index` tells its key prefix apart from others'. */
export function customObject(
  name: string,
  {
    index,
    hasOwner = true,
    label = labelOf(name),
    labelPlural = pluralOf(label),
    nameField = { name: 'Name', type: 'string', length: 80, label: `${label} Name` },
  }: {
    readonly index: number;
    readonly hasOwner?: boolean;
    readonly label?: string;
    readonly labelPlural?: string;
    readonly nameField?: GivenField;
  },
): BareType {
  const isEvent = isEventName(name);
  const fields = isEvent ? eventFields : [...firstFields(true), ...(hasOwner ? [owner] : []), makeField(nameField), ...auditFields];
  return { name, label, labelPlural, keyPrefix: customPrefix(name, index), custom: true, isEvent, fields };
}

function newObject(name: string, prefixes: ReadonlyMap<string, Known>): BareType {
  let index = 0;
  while (prefixes.has(customPrefix(name, index))) index += 1;
  return customObject(name, { index });
}

const customPrefix = (name: string, index: number): string => `${isEventName(name) ? 'e' : 'a'}${index.toString(36).padStart(2, '0')}`;
const isEventName = (name: string): boolean => /__e$/i.test(name);

const owner = makeField({ name: 'OwnerId', type: 'reference', label: 'Owner ID', nillable: false, defaultedOnCreate: true, referenceTo: ['User'] });
const shown = { createable: false, updateable: false } as const;
const eventFields: readonly Field[] = [
  makeField({ name: 'ReplayId', type: 'string', length: 1000, ...shown }),
  makeField({ name: 'EventUuid', type: 'string', length: 36, ...shown }),
  makeField({ name: 'CreatedDate', type: 'datetime', nillable: false, ...shown }),
  makeField({ name: 'CreatedById', type: 'reference', nillable: false, referenceTo: ['User'], ...shown }),
];
