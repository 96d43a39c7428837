import { createHash } from 'node:crypto';
import avsc, { type Schema } from 'avsc';
import type { Row } from '../org/types.ts';
import { type AvroValue, avroTypeOf, bigintLong, toAvro } from './avro-values.ts';
import type { EventLayout, Part, Slot } from './event-layout.ts';

/** An event's schema as GetSchema shows it: the id is a hash of the schema, so that it changes when a field is added. */
export type EventSchema = { readonly id: string; readonly json: string };

const namespace = 'com.sforce.eventbus';
const text = (name: string) => ({ name, type: 'string' });
const texts = (name: string) => ({ name, type: { type: 'array', items: 'string' } });

/** What befell a record, or that the bus does not know exactly what did. */
export const changeTypes = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
  'SNAPSHOT',
] as const;
/** One of `changeTypes`. */
export type ToldChangeType = (typeof changeTypes)[number];

const header = {
  name: 'ChangeEventHeader',
  type: {
    type: 'record',
    name: 'ChangeEventHeader',
    fields: [
      text('entityName'),
      texts('recordIds'),
      { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: changeTypes } },
      text('changeOrigin'),
      text('transactionKey'),
      { name: 'sequenceNumber', type: 'int' },
      { name: 'commitTimestamp', type: 'long' },
      { name: 'commitNumber', type: 'long' },
      text('commitUser'),
      texts('nulledFields'),
      texts('diffFields'),
      texts('changedFields'),
    ],
  },
};

/** Writes the Avro schema of a layout. Every field of the body can be null but the stamps of a platform event. */
export function schemaOf({ event, object, slots }: EventLayout): EventSchema {
  const records = new Set<string>();
  const body = slots.map((slot) => (object.isEvent && !slot.name.includes('__') ? stamp(slot) : bodyField(slot, records)));
  const schema = { name: event, namespace, type: 'record', fields: object.isEvent ? body : [header, ...body] };
  const id = createHash('md5').update(JSON.stringify(schema)).digest('base64url');
  return { id, json: JSON.stringify({ ...schema, uuid: id }) };
}

const stamp = (slot: Slot) => (slot.kind === 'plain' ? { name: slot.name, ...avroTypeOf(slot.field) } : bodyField(slot, new Set()));

function bodyField(slot: Slot, records: Set<string>): object {
  if (slot.kind === 'plain') return nullable(slot);
  const { name, record, parts } = slot;
  const isFirst = !records.has(record);
  records.add(record);
  const type = isFirst ? { type: 'record', name: record, fields: parts.map(nullable) } : record;
  return { name, type: ['null', type], doc: `Data:${record}`, default: null };
}

function nullable({ name, field }: Part): object {
  const { type, doc } = avroTypeOf(field);
  return { name, type: ['null', type], doc, default: null };
}

/** Reads and writes events of a schema. */
export type EventCodec = { readonly encode: (value: AvroValue) => Buffer; readonly decode: (payload: Buffer) => unknown };

/** Makes the codec of a schema. Its functions throw when a value or a payload is not of the schema. */
export function codecOf({ json }: EventSchema): EventCodec {
  const type = avsc.Type.forSchema(JSON.parse(json) as Schema, { registry: { long: bigintLong }, wrapUnions: 'never' });
  return { encode: (value) => type.toBuffer(value), decode: (payload) => type.fromBuffer(payload) };
}

/** The body of an event: the named fields of a record, or all of them; null for the rest. */
export function bodyOf({ slots }: EventLayout, row: Row, only?: ReadonlySet<string>): Readonly<Record<string, AvroValue>> {
  const isMeant = (name: string) => only === undefined || only.has(name);
  const told = ({ field }: Part) => (isMeant(field.name) ? toAvro(field, row[field.name]) : null);
  const entries = slots.map((slot): readonly [string, AvroValue] => {
    if (slot.kind === 'plain') return [slot.name, told(slot)];
    const isThere = slot.parts.some(({ field }) => (only === undefined ? (row[field.name] ?? null) !== null : only.has(field.name)));
    return [slot.name, isThere ? Object.fromEntries(slot.parts.map((part) => [part.name, told(part)])) : null];
  });
  return Object.fromEntries(entries);
}
