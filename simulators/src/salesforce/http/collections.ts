import type { ObjectType, Org, Work } from '../org/index.ts';
import { Refused, type RowError, rowErrorOf } from './answers.ts';
import { fieldsIn, keyField, typeIn, typeOfId } from './fields.ts';
import { isObject, type JsonObject, objectIn, objectsIn, parseObject, textIn } from './json.ts';
import { readFieldNames, recordJson } from './record-json.ts';
import { createIn } from './record-routes.ts';
import type { SfAnswer, SfRequest, SfRoute } from './route.ts';

/** The most records of one call (REST API guide, sObject Collections). */
const recordsMax = 200;
/** The most records that one call reads. */
const recordsReadMax = 2000;

/** What one record of a collection came to. */
type Result =
  | { readonly id: string; readonly success: true; readonly errors: readonly unknown[]; readonly created?: boolean }
  | { readonly id?: string; readonly success: false; readonly errors: readonly RowError[]; readonly created?: boolean };

const rolledBack: Result = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/** Up to 200 records in one call and one transaction; each has a result of its own, in the order of the request. */
export const collectionRoutes: readonly SfRoute[] = [
  { method: 'POST', path: /^\/composite\/sobjects\/?$/, run: createMany },
  { method: 'PATCH', path: /^\/composite\/sobjects\/?$/, run: updateMany },
  { method: 'DELETE', path: /^\/composite\/sobjects\/?$/, run: deleteMany },
  { method: 'PATCH', path: /^\/composite\/sobjects\/([^/]+)\/([^/]+)\/?$/, run: upsertMany },
  { method: 'GET', path: /^\/composite\/sobjects\/([^/]+)\/?$/, run: ({ query, ...rest }) => readMany(rest, listIn(query, 'ids'), listIn(query, 'fields')) },
  { method: 'POST', path: /^\/composite\/sobjects\/([^/]+)\/?$/, run: readManyByBody },
];

function createMany(request: SfRequest): SfAnswer {
  const { records, allOrNone } = recordsOf(request);
  return each(request, records, allOrNone, (work, record) => {
    const type = saidType(request.org, record);
    return createIn(work, type, fieldsIn(request.org, type, record));
  });
}

function updateMany(request: SfRequest): SfAnswer {
  const { records, allOrNone } = recordsOf(request);
  const isTwin = twinsBy(records, (record) => idOf(record)?.slice(0, 15));
  return each(request, records, allOrNone, (work, record) => {
    const type = saidType(request.org, record);
    const id = idOf(record);
    if (id === undefined) throw new Refused(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
    if (isTwin(record)) throw new Refused(400, 'DUPLICATE_VALUE', `duplicate id specified: ${id}`);
    work.update(type.name, id, fieldsIn(request.org, type, record, ['id']));
    return { id, success: true, errors: [] };
  });
}

function upsertMany(request: SfRequest): SfAnswer {
  const { org, params } = request;
  const type = typeIn(org, params[0]);
  const key = keyField(type, params[1] ?? '').name;
  const { records, allOrNone } = recordsOf(request);
  const keyValue = (record: JsonObject) => {
    const [, value] = Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
    return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
  };
  const isTwin = twinsBy(records, (record) => keyValue(record)?.toLowerCase());
  return each(request, records, allOrNone, (work, record) => {
    if (saidType(org, record).name !== type.name) throw new Refused(400, 'INVALID_TYPE', `The record's type is not ${type.name}`);
    const fields = fieldsIn(org, type, record, [key]);
    const value = keyValue(record);
    if (isTwin(record)) throw new Refused(400, 'DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [key]);
    if (value === undefined && key === 'Id') return { ...createIn(work, type, fields), created: true };
    if (value === undefined) throw new Refused(400, 'MISSING_ARGUMENT', `${key} not specified`);
    const { id, created } = work.upsert(type.name, key, value, fields);
    return { id, success: true, errors: [], created };
  });
}

function deleteMany(request: SfRequest): SfAnswer {
  const ids = listIn(request.query, 'ids') ?? [];
  refuseTooMany(ids.length);
  return each(request, ids, request.query.get('allOrNone') === 'true', (work, id) => {
    const type = typeOfId(request.org, id);
    if (type === undefined) throw new Refused(400, 'MALFORMED_ID', `malformed id ${id}`, ['Id']);
    work.remove(type.name, id);
    return { id, success: true, errors: [] };
  });
}

function readManyByBody(request: SfRequest): SfAnswer {
  const body = parseObject(request.body);
  return readMany(request, textsIn(body, 'ids'), textsIn(body, 'fields'));
}

function readMany({ org, params, version }: Omit<SfRequest, 'query'>, ids: readonly string[] = [], names: readonly string[] | undefined): SfAnswer {
  const type = typeIn(org, params[0]);
  if (names === undefined) throw new Refused(400, 'MISSING_ARGUMENT', 'fields must be specified');
  if (ids.length > recordsReadMax) throw new Refused(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot read more than ${recordsReadMax} records`);
  const fields = readFieldNames(type, names);
  const shown = ids.map((id) => org.read(type.name, id)).map((row) => (row === undefined ? null : recordJson(type, row, version, fields)));
  return { status: 200, json: shown };
}

/** Thrown inside the transaction to undo it. */
class RolledBack extends Error {}

/** Does each in one transaction; what fails leaves no trace, and with `allOrNone` nothing does when one fails. */
function each<R>({ org, who }: SfRequest, records: readonly R[], allOrNone: boolean, act: (work: Work, record: R) => Result): SfAnswer {
  let results: readonly Result[] = [];
  try {
    org.transact(who, (work) => {
      results = records.map((record) => attempted(work, record, act));
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack();
    });
  } catch (error) {
    results = error instanceof RolledBack ? results.map((result) => (result.success ? rolledBack : result)) : records.map(() => refusal(error));
  }
  return { status: 200, json: results };
}

function attempted<R>(work: Work, record: R, act: (work: Work, record: R) => Result): Result {
  try {
    return work.attempt(() => act(work, record));
  } catch (error) {
    return refusal(error);
  }
}

const refusal = (error: unknown): Result => ({ success: false, errors: [rowErrorOf(error)] });

function recordsOf({ body }: SfRequest): { readonly records: readonly JsonObject[]; readonly allOrNone: boolean } {
  const json = parseObject(body);
  const records = objectsIn(json, 'records');
  refuseTooMany(records.length);
  return { records, allOrNone: json['allOrNone'] === true };
}

function refuseTooMany(count: number): void {
  if (count > recordsMax) throw new Refused(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${recordsMax} records into this call`);
}

function saidType(org: Org, record: JsonObject): ObjectType {
  const attributes = objectIn(record, 'attributes');
  if (attributes === undefined) throw new Refused(400, 'INVALID_INPUT', 'Include an entity type in attributes for each record');
  const type = org.typeOf(textIn(attributes, 'type'));
  if (type === undefined) throw new Refused(400, 'INVALID_TYPE', `sObject type '${textIn(attributes, 'type')}' is not supported.`);
  return type;
}

function idOf(record: JsonObject): string | undefined {
  const [, id] = Object.entries(record).find(([name]) => name.toLowerCase() === 'id') ?? [];
  return typeof id === 'string' ? id : undefined;
}

/** Tells the records that name the same as another of this call. */
function twinsBy(records: readonly JsonObject[], keyOf: (record: JsonObject) => string | undefined): (record: JsonObject) => boolean {
  const counts = new Map<string, number>();
  for (const key of records.map(keyOf)) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (record) => (counts.get(keyOf(record) ?? '') ?? 0) > 1;
}

const listIn = (query: URLSearchParams, name: string): readonly string[] | undefined => query.get(name)?.split(',');

function textsIn(json: JsonObject, name: string): readonly string[] | undefined {
  const list = json[name];
  return Array.isArray(list) && !isObject(list) ? list.map(String) : undefined;
}
