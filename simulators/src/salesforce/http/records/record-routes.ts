import type { ObjectType, Row, Work } from '../../org/index.ts';
import { notFound, Refused } from '../answers.ts';
import { type JsonObject, parseObject } from '../json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { refuseStale, unchanged, versionHeaders } from './conditional.ts';
import { fieldOf, fieldsIn, keyField, typeIn } from './fields.ts';
import { readFieldNames, recordJson, recordUrl } from './record-json.ts';

/** The id of every publish result: the record of an event is never stored. */
const eventResultId = 'e00000000000001AAA';

/** Create, read, change and delete one record, by id or by an external id. */
export const recordRoutes: readonly SfRoute[] = [
  { method: 'POST', path: /^\/sobjects\/([^/]+)\/?$/, run: createRecord },
  { method: 'POST', path: /^\/sobjects\/([^/]+)\/id\/?$/i, run: createRecord },
  { method: 'GET', path: /^\/sobjects\/([^/]+)\/([^/]+)\/?$/, run: (request) => showRecord(request, 'Id', request.params[1] ?? '') },
  { method: 'PATCH', path: /^\/sobjects\/([^/]+)\/([^/]+)\/?$/, run: updateRecord },
  { method: 'DELETE', path: /^\/sobjects\/([^/]+)\/([^/]+)\/?$/, run: (request) => deleteRecord(request, 'Id', request.params[1] ?? '') },
  { method: 'GET', path: /^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)\/?$/, run: showByKey },
  { method: 'PATCH', path: /^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)\/?$/, run: upsertRecord },
  {
    method: 'DELETE',
    path: /^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)\/?$/,
    run: (request) => deleteRecord(request, request.params[1] ?? '', request.params[2] ?? ''),
  },
];

function createRecord({ org, who, params, body, version }: SfRequest): SfAnswer {
  const type = typeIn(org, params[0]);
  const fields = fieldsIn(org, type, parseObject(body));
  const created = org.transact(who, (work) => createIn(work, type, fields));
  return { status: 201, headers: { location: recordUrl(version, type.name, created.id) }, json: created };
}

/** Creates a record or publishes an event; what the API answers for it. */
export function createIn(work: Work, type: ObjectType, fields: Row): { readonly id: string; readonly success: true; readonly errors: readonly unknown[] } {
  if (!type.isEvent) return { id: work.create(type.name, fields).id, success: true, errors: [] };
  const { eventUuid } = work.publish(type.name, fields);
  return { id: eventResultId, success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED', message: eventUuid, fields: [] }] };
}

function showRecord({ org, params, query, headers, version }: SfRequest, key: string, value: string): SfAnswer {
  const type = typeIn(org, params[0]);
  const row = theOne({ org, version }, type, key, value);
  if ('status' in row) return row;
  const fields = readFieldNames(type, query.get('fields')?.split(','));
  return unchanged(headers, type, row.row) ?? { status: 200, headers: versionHeaders(type, row.row), json: recordJson(type, row.row, version, fields) };
}

type Found = { readonly row: Row };

/** The record with this key; 300 and all their addresses when there are several. */
function theOne({ org, version }: Pick<SfRequest, 'org' | 'version'>, type: ObjectType, key: string, value: string): Found | SfAnswer {
  const rows = rowsWith(org, type, key, value);
  const [row, ...more] = rows;
  if (row === undefined) throw absent(org, type, key, value);
  return more.length === 0 ? { row } : several(rows, type, version);
}

const rowsWith = (org: SfRequest['org'], type: ObjectType, key: string, value: string): readonly Row[] =>
  key.toLowerCase() === 'id' ? [org.read(type.name, value) ?? []].flat() : org.readBy(type.name, keyField(type, key).name, value);

const several = (rows: readonly Row[], type: ObjectType, version: string): SfAnswer => ({
  status: 300,
  json: rows.map((row) => recordUrl(version, type.name, String(row['Id']))),
});

function absent(org: SfRequest['org'], type: ObjectType, key: string, value: string): Refused {
  if (key.toLowerCase() === 'id' && wasDeleted(org, type, value)) return new Refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  return notFound(
    key.toLowerCase() === 'id' && !/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(value)
      ? `Provided external ID field does not exist or is not accessible: ${value}`
      : undefined,
  );
}

function wasDeleted(org: SfRequest['org'], type: ObjectType, id: string): boolean {
  for (const row of org.rows(type.name, true)) if (String(row['Id']).startsWith(id.slice(0, 15))) return row['IsDeleted'] === true;
  return false;
}

function updateRecord({ org, who, params, headers, body }: SfRequest): SfAnswer {
  const type = typeIn(org, params[0]);
  const record = parseObject(body);
  refuseKeyInBody(record, 'Id');
  const row = org.read(type.name, params[1] ?? '');
  if (row === undefined) throw absent(org, type, 'Id', params[1] ?? '');
  refuseStale(headers, type, row);
  const fields = fieldsIn(org, type, record);
  org.transact(who, (work) => work.update(type.name, String(row['Id']), fields));
  return { status: 204 };
}

function deleteRecord({ org, who, params, version }: SfRequest, key: string, value: string): SfAnswer {
  const type = typeIn(org, params[0]);
  const found = theOne({ org, version }, type, key, value);
  if ('status' in found) return found;
  org.transact(who, (work) => work.remove(type.name, String(found.row['Id'])));
  return { status: 204 };
}

/** `…/Account/ERP_Id__c/C-1` is a record by its external id, `…/Order/801…/Account` the record's parent or children. */
function showByKey(request: SfRequest): SfAnswer {
  const { org, params } = request;
  const [object = '', key = '', value = ''] = params;
  const type = typeIn(org, object);
  const row = fieldOf(type, key) === undefined ? org.read(type.name, key) : undefined;
  return row === undefined ? showRecord(request, key, value) : showRelated(request, type, row, value);
}

function showRelated({ org, version, query }: Pick<SfRequest, 'org' | 'version' | 'query'>, type: ObjectType, row: Row, relationship: string): SfAnswer {
  const shown = (object: string, related: Row) => {
    const of = typeIn(org, object);
    return recordJson(of, related, version, readFieldNames(of, query.get('fields')?.split(',')));
  };
  const wanted = relationship.toLowerCase();
  const field = type.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted);
  if (field !== undefined) {
    for (const object of field.referenceTo) {
      const parent = org.read(object, String(row[field.name] ?? ''));
      if (parent !== undefined) return { status: 200, json: shown(object, parent) };
    }
    throw notFound();
  }
  const child = type.childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted);
  if (child === undefined) throw notFound();
  const children = org.readBy(child.childSObject, child.field, String(row['Id'])).map((each) => shown(child.childSObject, each));
  return { status: 200, json: { totalSize: children.length, done: true, records: children } };
}

function upsertRecord({ org, who, params, query, headers, body, version }: SfRequest): SfAnswer {
  const [object = '', key = '', value = ''] = params;
  const type = typeIn(org, object);
  const field = keyField(type, key);
  const record = parseObject(body);
  refuseKeyInBody(record, field.name);
  const rows = rowsWith(org, type, field.name, value);
  if (rows.length > 1) return several(rows, type, version);
  if (rows.length === 0 && query.get('updateOnly') === 'true') throw notFound();
  refuseStale(headers, type, rows[0]);
  const fields = fieldsIn(org, type, record);
  const { id, created } = org.transact(who, (work) => work.upsert(type.name, field.name, value, fields));
  const location = { location: recordUrl(version, type.name, id) };
  return { status: created ? 201 : 200, ...(created ? { headers: location } : {}), json: { id, success: true, errors: [], created } };
}

function refuseKeyInBody(record: JsonObject, key: string): void {
  const isThere = Object.keys(record).some((name) => name.toLowerCase() === key.toLowerCase());
  if (isThere) throw new Refused(400, 'INVALID_FIELD', `The ${key} field should not be specified in the sobject data.`);
}
