import { onRowTarget } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import { isObject, type JsonObject, parseObject } from '../json.ts';
import { fieldsIn, typeIn, typeOfId } from '../records/fields.ts';
import { readFieldNames, recordJson } from '../records/record-json.ts';
import { createIn } from '../records/record-routes.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { idOf, recordsOf, refuseTooMany, saidType, twinsBy } from './collection-records.ts';
import { each } from './collection-results.ts';
import { upsertMany } from './upsert-many.ts';

/** The most records that one call reads. */
const recordsReadMax = 2000;

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
    const fields = fieldsIn(request.org, type, record, ['id']);
    onRowTarget(id, () => work.update(type.name, id, fields));
    return { id, success: true, errors: [] };
  });
}

function deleteMany(request: SfRequest): SfAnswer {
  const ids = listIn(request.query, 'ids') ?? [];
  refuseTooMany(ids.length);
  return each(request, ids, request.query.get('allOrNone') === 'true', (work, id) => {
    const type = typeOfId(request.org, id);
    if (type === undefined) throw new Refused(400, 'MALFORMED_ID', `malformed id ${id}`, ['Id']);
    onRowTarget(id, () => work.remove(type.name, id));
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

const listIn = (query: URLSearchParams, name: string): readonly string[] | undefined => query.get(name)?.split(',');

function textsIn(json: JsonObject, name: string): readonly string[] | undefined {
  const list = json[name];
  return Array.isArray(list) && !isObject(list) ? list.map(String) : undefined;
}
