import type { Field, FieldValue, ObjectType, Org, Row } from '../org/index.ts';
import type { Operand, Query } from './query.ts';
import { noSuchColumn, noSuchRelationship, type Refuse } from './query-error.ts';

/** What queries read: an org, or another keeper of records that speaks like one. */
export type Source = Pick<Org, 'now' | 'typeOf' | 'read' | 'readBy' | 'rows'>;

/** Where names are looked up. */
export type Scope = { readonly source: Source; readonly object: ObjectType; readonly aliases: Query['aliases']; readonly refuse: Refuse };

/** A step from a record to its parent; a polymorphic reference has several targets. */
export type Hop = {
  readonly relationshipName: string;
  readonly field: Field;
  readonly targets: readonly ObjectType[];
  readonly follow: (row: Row) => { readonly object: ObjectType; readonly row: Row } | undefined;
};

/** A field that was found at the end of its path, names spelled as in describe. */
export type Column = { readonly hops: readonly Hop[]; readonly field: Field; readonly at: number; readonly read: (row: Row) => FieldValue };

/** Parents of parents. */
const hopsMax = 5;

/** Looks a path up. Throws INVALID_FIELD, with the place, for a field or a relationship that is not there. */
export function findColumn({ names: written, at }: Extract<Operand, { kind: 'field' }>, scope: Scope): Column {
  const names = withoutAlias(written, scope);
  const relationships = names.slice(0, -1);
  const last = names.at(-1) ?? '';
  if (relationships.length > hopsMax)
    throw scope.refuse('MALFORMED_QUERY', at, `Relationship field path exceeds the maximum of ${hopsMax} levels: ${names.join('.')}`);
  const hops: Hop[] = [];
  let objects: readonly ObjectType[] = [scope.object];
  for (const relationship of relationships) {
    const hop = findHop(relationship, objects, scope.source);
    if (hop === undefined) throw noSuchRelationship(scope.refuse, at, relationship, 'field path');
    hops.push(hop);
    objects = hop.targets;
  }
  const field = objects.map((object) => findField(object, last)).find((found) => found !== undefined);
  if (field === undefined) throw noSuchColumn(scope.refuse, at, last, objects[0]?.name ?? last);
  return { hops, field, at, read: reader(hops, field.name) };
}

/** A field by its name, without regard to case. */
export function findField(object: ObjectType, name: string): Field | undefined {
  const asked = name.toLowerCase();
  return object.fields.find((field) => field.name.toLowerCase() === asked);
}

function withoutAlias(names: readonly string[], { aliases, object }: Scope): readonly string[] {
  const [start = '', ...rest] = names;
  if (rest.length === 0) return names;
  const path = aliases.get(start.toLowerCase());
  const isRelationship = object.fields.some(({ relationshipName }) => relationshipName?.toLowerCase() === start.toLowerCase());
  return path === undefined || isRelationship ? names : [...path, ...rest];
}

function findHop(relationship: string, objects: readonly ObjectType[], source: Source): Hop | undefined {
  const asked = relationship.toLowerCase();
  const field = objects.flatMap(({ fields }) => fields).find(({ relationshipName }) => relationshipName?.toLowerCase() === asked);
  if (field?.relationshipName === undefined || field.relationshipName === null) return undefined;
  const targets = field.referenceTo.map((name) => source.typeOf(name)).filter((target) => target !== undefined);
  if (targets.length === 0) return undefined;
  const follow: Hop['follow'] = (row) => {
    const id = row[field.name];
    if (typeof id !== 'string') return undefined;
    for (const object of targets) {
      const parent = source.read(object.name, id);
      if (parent !== undefined) return { object, row: parent };
    }
    return undefined;
  };
  return { relationshipName: field.relationshipName, field, targets, follow };
}

function reader(hops: readonly Hop[], name: string): Column['read'] {
  if (hops.length === 0) return (row) => row[name] ?? null;
  return (row) => {
    let here: Row | undefined = row;
    for (const hop of hops) here = here === undefined ? undefined : hop.follow(here)?.row;
    return here?.[name] ?? null;
  };
}
