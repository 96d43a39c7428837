import type { Read } from '@crossdock/connector-kit';
import avsc, { type Schema, type Type } from 'avsc';
import { changedFields } from './changed-fields.ts';

/** A value of an event. 64-bit numbers are bigints: a commit number exceeds 2^53. */
export type EventValue = string | number | bigint | boolean | null | Buffer | readonly EventValue[] | { readonly [field: string]: EventValue };
export type EventBody = { readonly [field: string]: EventValue };

/** What a change event says of a transaction, without the changed values: those are read from the records. */
export type ChangeEvent = {
  readonly kind: 'change';
  readonly object: string;
  readonly recordIds: readonly string[];
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`; with `GAP_` before it when the bus knows no more than that. `GAP_OVERFLOW` names no record. */
  readonly changeType: string;
  /** `com/salesforce/api/rest/65.0;client=crossdock`. */
  readonly changeOrigin: string;
  readonly transactionKey: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Top-level names; empty where the event does not say. */
  readonly changed: ReadonlySet<string>;
};
/** A platform event. */
export type PublishedEvent = { readonly kind: 'published'; readonly name: string; readonly at: number; readonly body: EventBody };
export type BusEvent = ChangeEvent | PublishedEvent;

/** Reads the events of one schema. */
export type EventType = (payload: Buffer) => Read<BusEvent>;

/** Longs as bigints (https://github.com/mtth/avsc/wiki/Advanced-usage#custom-long-types). */
const bigintLong = avsc.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

/** Makes the reader of a schema. Throws an Error when it is no schema. */
export function readEventType(schemaJson: string): EventType {
  const schema = JSON.parse(schemaJson) as Schema; // avsc checks it
  const type = avsc.Type.forSchema(schema, { registry: { long: bigintLong }, wrapUnions: 'never' });
  const names = fieldNames(type);
  return (payload) => {
    try {
      return readBody(type.fromBuffer(payload) as EventBody, names, type.name ?? ''); // a record of the schema
    } catch (error) {
      return { kind: 'unreadable', field: 'payload', why: `it is not of its schema: ${error instanceof Error ? error.message : String(error)}` };
    }
  };
}

function readBody(body: EventBody, names: readonly string[], fullName: string): Read<BusEvent> {
  const { ChangeEventHeader: header } = body;
  const name = fullName.slice(fullName.lastIndexOf('.') + 1);
  if (!isRecord(header)) return { kind: 'read', value: { kind: 'published', name, at: msOf(body['CreatedDate']), body } };
  const object = textIn(header, 'entityName');
  if (object === '') return { kind: 'unreadable', field: 'ChangeEventHeader.entityName', why: 'it is missing' };
  const event: ChangeEvent = {
    kind: 'change',
    object,
    recordIds: textsIn(header, 'recordIds'),
    changeType: textIn(header, 'changeType'),
    changeOrigin: textIn(header, 'changeOrigin'),
    transactionKey: textIn(header, 'transactionKey'),
    at: msOf(header['commitTimestamp']),
    changed: changedFields(textsIn(header, 'changedFields'), names),
  };
  return { kind: 'read', value: event };
}

function fieldNames(type: Type): readonly string[] {
  return type instanceof avsc.types.RecordType ? type.fields.map(({ name }) => name) : [];
}

const isRecord = (value: EventValue | undefined): value is EventBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** A text of an event; empty when there is none. */
export function textIn(body: EventBody, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}

function textsIn(body: EventBody, field: string): readonly string[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

const msOf = (value: EventValue | undefined): number => (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0);
