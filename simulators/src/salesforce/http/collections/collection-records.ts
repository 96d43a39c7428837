import type { ObjectType, Org } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import { type JsonObject, objectIn, objectsIn, parseObject, textIn } from '../json.ts';
import type { SfRequest } from '../route.ts';

/** The most records of one call (REST API guide, sObject Collections). */
const recordsMax = 200;

/** The records of a request, at most 200. */
export function recordsOf({ body }: SfRequest): { readonly records: readonly JsonObject[]; readonly allOrNone: boolean } {
  const json = parseObject(body);
  const records = objectsIn(json, 'records');
  refuseTooMany(records.length);
  return { records, allOrNone: json['allOrNone'] === true };
}

/** Throws when a call has more than 200. */
export function refuseTooMany(count: number): void {
  if (count > recordsMax) throw new Refused(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${recordsMax} records into this call`);
}

/** The object that a record says it is of. */
export function saidType(org: Org, record: JsonObject): ObjectType {
  const attributes = objectIn(record, 'attributes');
  if (attributes === undefined) throw new Refused(400, 'INVALID_INPUT', 'Include an entity type in attributes for each record');
  const type = org.typeOf(textIn(attributes, 'type'));
  if (type === undefined) throw new Refused(400, 'INVALID_TYPE', `sObject type '${textIn(attributes, 'type')}' is not supported.`);
  return type;
}

/** The id in a record, however it is spelled. */
export function idOf(record: JsonObject): string | undefined {
  const [, id] = Object.entries(record).find(([name]) => name.toLowerCase() === 'id') ?? [];
  return typeof id === 'string' ? id : undefined;
}

/** Tells the records that name the same as another of this call. */
export function twinsBy(records: readonly JsonObject[], keyOf: (record: JsonObject) => string | undefined): (record: JsonObject) => boolean {
  const counts = new Map<string, number>();
  for (const key of records.map(keyOf)) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (record) => (counts.get(keyOf(record) ?? '') ?? 0) > 1;
}
