import type { Field, ObjectType } from '../org/types.ts';
import type { ToldField } from './avro-values.ts';
import { eventNameOf } from './event-names.ts';
import { isLeftOut } from './left-out-fields.ts';

/** A field within a compound one: City of BillingAddress is the record's BillingCity. */
export type Part = { readonly name: string; readonly field: ToldField };
/** One field of an event's body: a plain one or a compound one. */
export type Slot =
  | { readonly kind: 'plain'; readonly name: string; readonly field: ToldField }
  | { readonly kind: 'compound'; readonly name: string; readonly record: string; readonly parts: readonly Part[] };
/** What an event's body looks like, in the order of its schema; change events have their header before it. */
export type EventLayout = { readonly event: string; readonly object: ObjectType; readonly slots: readonly Slot[] };

type BodyField = ToldField & Partial<Pick<Field, 'compoundFieldName'>>;

/** Lays out the events of an object: change events of a record type, or the platform event that it is. */
export function layOut(object: ObjectType): EventLayout {
  const fields = object.isEvent ? publishedFields(object) : toldFields(object);
  return { event: eventNameOf(object), object, slots: slotsOf(fields) };
}

/** Platform events have who and when, then their own fields (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-avro-schema.html). */
function publishedFields({ fields }: ObjectType): readonly BodyField[] {
  const stamps = ['CreatedDate', 'CreatedById'].map((name) => fields.find((field) => field.name === name) ?? stampOf(name));
  return [...stamps, ...fields.filter(({ custom }) => custom)];
}

/** Formulas are not told: they change without the record. */
function toldFields({ name, fields }: ObjectType): readonly Field[] {
  return fields.filter((field) => !isLeftOut(name, field.name) && !(field.calculated && field.custom));
}

function slotsOf(fields: readonly BodyField[]): readonly Slot[] {
  const partsOf = Map.groupBy(
    fields.filter(({ name, compoundFieldName = null }) => compoundFieldName !== null && compoundFieldName !== name),
    ({ compoundFieldName }) => compoundFieldName ?? '',
  );
  const slots = new Map<string, Slot>();
  for (const field of fields) {
    const name = field.compoundFieldName ?? field.name;
    if (slots.has(name)) continue;
    const parts = partsOf.get(name);
    slots.set(name, parts === undefined ? { kind: 'plain', name, field } : compoundOf(name, parts, slots.values()));
  }
  return [...slots.values()];
}

function compoundOf(name: string, fields: readonly BodyField[], before: Iterable<Slot>): Slot {
  const parts = fields.map((field) => ({ name: partName(name, field.name), field }));
  return { kind: 'compound', name, record: recordName(name, parts, before), parts };
}

/** BillingCity of BillingAddress is City, Site__City__s of Site__c is City, LastName of Name is LastName. */
function partName(compound: string, field: string): string {
  const custom = /^.+__(\w+)__s$/.exec(field)?.[1];
  if (custom !== undefined) return custom;
  const prefix = compound.replace(/Address$/, '');
  return prefix !== compound && field.startsWith(prefix) ? field.slice(prefix.length) : field;
}

/** Compounds of the same parts share one Avro record. */
function recordName(compound: string, parts: readonly Part[], before: Iterable<Slot>): string {
  const shape = parts.map(({ name }) => name).join();
  const compounds = [...before].flatMap((slot) => (slot.kind === 'compound' ? [slot] : []));
  const same = compounds.find((slot) => slot.parts.map(({ name }) => name).join() === shape);
  if (same !== undefined) return same.record;
  const name = compound === 'Name' ? 'PersonName' : parts.some((part) => part.name === 'Street' || part.name === 'City') ? 'Address' : 'Location';
  return compounds.some(({ record }) => record === name) ? `${name}_${compound}` : name;
}

const stampOf = (name: string): ToldField => ({ name, type: name === 'CreatedDate' ? 'datetime' : 'reference', autoNumber: false });
