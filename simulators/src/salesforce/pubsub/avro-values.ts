import avsc from 'avsc';
import type { Field, FieldValue } from '../org/types.ts';

/** A value as avsc takes it. 64-bit numbers are bigints, since a commit number exceeds 2^53. */
export type AvroValue = string | number | boolean | bigint | null | readonly AvroValue[] | { readonly [name: string]: AvroValue };

/** What of a field decides how its values are told. */
export type ToldField = Pick<Field, 'name' | 'type' | 'autoNumber'>;

/** 64-bit numbers as bigints (https://github.com/mtth/avsc/wiki/Advanced-usage#custom-long-types). */
export const bigintLong = avsc.types.LongType.__with({
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

/** The Avro type of a field, and what the platform's schemas call it. Dates and times are milliseconds since 1970. */
export function avroTypeOf({ name, type, autoNumber }: ToldField): { readonly type: 'string' | 'boolean' | 'int' | 'double' | 'long'; readonly doc: string } {
  switch (type) {
    case 'boolean':
      return { type: 'boolean', doc: 'Data:Boolean' };
    case 'int':
      return { type: 'int', doc: 'Data:Integer' };
    case 'double':
      return { type: 'double', doc: 'Data:Double' };
    case 'currency':
      return { type: 'double', doc: 'Data:Currency' };
    case 'percent':
      return { type: 'double', doc: 'Data:Percent' };
    case 'date':
      return { type: 'long', doc: 'Data:DateOnly' };
    case 'datetime':
      return { type: 'long', doc: name === 'CreatedDate' ? 'CreatedDate:DateTime' : 'Data:DateTime' };
    case 'id':
    case 'reference':
      return { type: 'string', doc: name === 'CreatedById' ? 'CreatedBy:EntityId' : 'Data:EntityId' };
    case 'picklist':
      return { type: 'string', doc: 'Data:DynamicEnum' };
    case 'multipicklist':
      return { type: 'string', doc: 'Data:MultiEnum' };
    case 'textarea':
      return { type: 'string', doc: 'Data:MultiLineText' };
    case 'email':
      return { type: 'string', doc: 'Data:Email' };
    case 'phone':
      return { type: 'string', doc: 'Data:Phone' };
    case 'url':
      return { type: 'string', doc: 'Data:Url' };
    case 'encryptedstring':
      return { type: 'string', doc: 'Data:EncryptedText' };
    case 'string':
    case 'anyType':
    case 'address':
    case 'location':
      return { type: 'string', doc: autoNumber ? 'Data:AutoNumber' : 'Data:Text' };
    default:
      return type satisfies never;
  }
}

/** A record's value for Avro. */
export function toAvro(field: ToldField, value: FieldValue | undefined): AvroValue {
  if (value === undefined || value === null) return null;
  const { type } = avroTypeOf(field);
  switch (type) {
    case 'boolean':
      return Boolean(value);
    case 'int':
      return Math.trunc(Number(value));
    case 'double':
      return Number(value);
    case 'long':
      return timeOf(String(value));
    case 'string':
      return String(value);
    default:
      return type satisfies never;
  }
}

function timeOf(text: string): bigint | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : BigInt(ms);
}

/** A published value for a record; what is not of a record's kinds is left out as null. */
export function fromAvro(field: ToldField, value: unknown): FieldValue {
  if (typeof value === 'bigint') return writtenTime(field, Number(value));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function writtenTime({ type }: ToldField, ms: number): FieldValue {
  const text = new Date(ms).toISOString();
  if (type === 'date') return text.slice(0, 'YYYY-MM-DD'.length);
  return type === 'datetime' ? text.replace('Z', '+0000') : ms;
}
