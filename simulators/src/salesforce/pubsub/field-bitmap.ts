import type { EventLayout } from './event-layout.ts';

/** The header of a change event is the first field of its schema. */
const headerFields = 1;

/**
 * Tells which fields are meant by their places in the schema: first a bitmap of the plain ones ('0x650004E0', the rightmost bit is
 * the first field), then one per compound field ('4-0x10': the fifth bit within field 4). A bitmap without a bit is left out
 * (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-deserialization-considerations.html).
 */
export function bitmapsOf({ slots }: EventLayout, fields: ReadonlySet<string>): readonly string[] {
  let plain = 0n;
  const compound: string[] = [];
  for (const [index, slot] of slots.entries()) {
    const place = index + headerFields;
    if (slot.kind === 'plain') plain |= fields.has(slot.field.name) ? 1n << BigInt(place) : 0n;
    else {
      const parts = slot.parts.reduce((bits, { field }, at) => (fields.has(field.name) ? bits | (1n << BigInt(at)) : bits), 0n);
      if (parts !== 0n) compound.push(`${place}-${hex(parts)}`);
    }
  }
  return plain === 0n ? compound : [hex(plain), ...compound];
}

/** Whole bytes in upper case: clients decode nothing else. */
function hex(bits: bigint): string {
  const digits = bits.toString(16).toUpperCase();
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
