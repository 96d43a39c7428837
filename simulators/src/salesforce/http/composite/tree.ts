import type { ObjectType, Org, Work } from '../../org/index.ts';
import { Refused, type RowError, rowErrorOf } from '../answers.ts';
import { isObject, type Json, type JsonObject, malformed, objectIn, objectsIn, parseObject, textIn } from '../json.ts';
import { fieldsIn, typeIn } from '../records/fields.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';

/** REST API guide, sObject Tree: records of a call and levels. */
const recordsMax = 200;
const depthMax = 5;

/** Records with their children, all of them or none. */
export const treeRoutes: readonly SfRoute[] = [{ method: 'POST', path: /^\/composite\/tree\/([^/]+)\/?$/, run: createTree }];

/** A record that was made, with the children made under it. */
export type Made = { readonly type: ObjectType; readonly id: string; readonly referenceId: string; readonly children: ReadonlyMap<string, readonly Made[]> };

type Failure = { readonly referenceId: string; readonly errors: readonly RowError[] };
class RolledBack extends Error {}

function createTree({ org, who, params, body }: SfRequest): SfAnswer {
  const type = typeIn(org, params[0]);
  const records = objectsIn(parseObject(body), 'records');
  refuseReferences(records);
  const failures: Failure[] = [];
  let referenceId = '';
  const onRecord = (record: JsonObject) => {
    referenceId = referenceOf(record);
  };
  try {
    const made = org.transact(who, (work) => {
      const all = records.flatMap((record) => {
        try {
          return work.attempt(() => createBranch({ org, work, onRecord }, type, record));
        } catch (error) {
          failures.push({ referenceId, errors: [rowErrorOf(error)] });
          return [];
        }
      });
      if (failures.length > 0) throw new RolledBack();
      if (all.flatMap(flat).length > recordsMax)
        throw new Refused(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot create more than ${recordsMax} records`);
      return all;
    });
    return { status: 201, json: { hasErrors: false, results: made.flatMap(flat).map(({ referenceId, id }) => ({ referenceId, id })) } };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return { status: 400, json: { hasErrors: true, results: failures } };
  }
}

/** Each record of a tree has a reference id of its own, by which its result is told. */
function refuseReferences(records: readonly JsonObject[]): void {
  const seen = new Set<string>();
  const look = (record: JsonObject, depth: number): void => {
    if (depth > depthMax) return; // which is refused further on
    const reference = referenceOf(record);
    if (reference === '') throw new Refused(400, 'INVALID_INPUT', 'Include a reference ID for each record in the request.');
    if (seen.has(reference)) throw new Refused(400, 'INVALID_INPUT', `Duplicate ReferenceId provided in the request: ${reference}`);
    seen.add(reference);
    for (const value of Object.values(record)) if (hasRecords(value)) for (const child of objectsIn(value, 'records')) look(child, depth + 1);
  };
  for (const record of records) look(record, 1);
}

/** What a tree grows in; `onRecord` hears of each record before it is made. */
export type Ground = { readonly org: Org; readonly work: Work; readonly onRecord?: (record: JsonObject) => void };
type Place = { readonly parent?: { readonly field: string; readonly id: string }; readonly depth: number };

/** Creates a record and the children that are nested in it under their relationships' names. */
export function createBranch(ground: Ground, type: ObjectType, record: JsonObject, { parent, depth }: Place = { depth: 1 }): Made {
  const { org, work, onRecord } = ground;
  onRecord?.(record);
  if (depth > depthMax) throw new Refused(400, 'LIMIT_EXCEEDED', `A tree may have ${depthMax} levels`);
  const nested = nestedIn(type, record);
  const names = nested.map(({ name }) => name);
  const own = fieldsIn(org, type, record, names);
  const { id } = work.create(type.name, parent === undefined ? own : { ...own, [parent.field]: parent.id });
  return { type, id, referenceId: referenceOf(record), children: createNested(ground, { id, nested, depth }) };
}

/** Creates the children of a record that is there. */
export function createNested(
  ground: Ground,
  { id, nested, depth }: { readonly id: string; readonly nested: readonly Nested[]; readonly depth: number },
): ReadonlyMap<string, readonly Made[]> {
  const children = nested.map(({ name, object, field, records }) => {
    const type = typeIn(ground.org, object);
    return [name, records.map((child) => createBranch(ground, type, child, { parent: { field, id }, depth: depth + 1 }))] as const;
  });
  return new Map(children);
}

type Nested = { readonly name: string; readonly object: string; readonly field: string; readonly records: readonly JsonObject[] };

/** What stands in a record as `"OrderItems": { "records": [...] }`. */
export function nestedIn(type: ObjectType, record: JsonObject): readonly Nested[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (!hasRecords(value)) return [];
    const wanted = name.toLowerCase();
    const child = type.childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted);
    if (child === undefined) throw new Refused(400, 'INVALID_FIELD', `No such relation '${name}' on sobject of type ${type.name}`);
    return { name, object: child.childSObject, field: child.field, records: objectsIn(value, 'records') };
  });
}

const hasRecords = (value: Json): value is JsonObject => isObject(value) && 'records' in value;

function referenceOf(record: JsonObject): string {
  const attributes = objectIn(record, 'attributes');
  if (attributes === undefined) throw malformed('attributes with type and referenceId must be given for each record');
  return attributes['referenceId'] === undefined ? '' : textIn(attributes, 'referenceId');
}

const flat = (made: Made): readonly Made[] => [made, ...[...made.children.values()].flat().flatMap(flat)];
