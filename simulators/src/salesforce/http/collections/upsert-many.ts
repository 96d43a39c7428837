import { onRowTarget, type Work } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import type { JsonObject } from '../json.ts';
import { fieldsIn, keyField, typeIn } from '../records/fields.ts';
import { createIn } from '../records/record-routes.ts';
import type { SfAnswer, SfRequest } from '../route.ts';
import { recordsOf, saidType, twinsBy } from './collection-records.ts';
import { each, type Result } from './collection-results.ts';

/** Creates or changes each record by an external id; a record that failed says which of the two it would have been. */
export function upsertMany(request: SfRequest): SfAnswer {
  const { org, params } = request;
  const type = typeIn(org, params[0]);
  const key = keyField(type, params[1] ?? '').name;
  const { records, allOrNone } = recordsOf(request);
  const keyValue = (record: JsonObject) => valueUnder(record, key);
  const isTwin = twinsBy(records, (record) => keyValue(record)?.toLowerCase());
  const isNew = (record: JsonObject) => {
    const value = keyValue(record);
    return value === undefined || org.readBy(type.name, key, value).length === 0;
  };
  const isCreated = new Map(records.map((record) => [record, isNew(record)]));
  const toldOfFailed = (record: JsonObject) => ({ created: isCreated.get(record) ?? true });
  const upsert = (work: Work, record: JsonObject): Result => {
    if (saidType(org, record).name !== type.name) throw new Refused(400, 'INVALID_TYPE', `The record's type is not ${type.name}`);
    const fields = fieldsIn(org, type, record, [key]);
    const value = keyValue(record);
    if (isTwin(record)) throw new Refused(400, 'DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [key]);
    if (value === undefined && key === 'Id') return { ...createIn(work, type, fields), created: true };
    if (value === undefined) throw new Refused(400, 'MISSING_ARGUMENT', `${key} not specified`);
    const upsertRow = () => work.upsert(type.name, key, value, fields);
    const { id, created } = key === 'Id' ? onRowTarget(value, upsertRow) : upsertRow();
    return { id, success: true, errors: [], created };
  };
  return each(request, records, allOrNone, upsert, toldOfFailed);
}

function valueUnder(record: JsonObject, key: string): string | undefined {
  const [, value] = Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
