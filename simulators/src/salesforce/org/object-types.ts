import { type GivenField, makeField } from './make-field.ts';
import type { GroupedValue, Metadata } from './read-metadata.ts';
import { type BareType, picklistValue, readObject } from './read-objects.ts';
import { billingObjects } from './standard/billing.ts';
import { fulfilmentObjects } from './standard/fulfilment.ts';
import { orderObjects } from './standard/orders.ts';
import { productObjects } from './standard/products.ts';
import { returnObjects } from './standard/returns.ts';
import { salesObjects } from './standard/sales.ts';
import { serviceObjects } from './standard/service.ts';
import { setupObjects } from './standard/setup.ts';
import type { Field, PicklistValue } from './types.ts';

/** A status of orders: its label is the org's own, its code the category. */
export type OrderStatus = { readonly label: string; readonly code: 'Draft' | 'Activated' };

const standard = [
  ...salesObjects,
  ...orderObjects,
  ...fulfilmentObjects,
  ...returnObjects,
  ...billingObjects,
  ...productObjects,
  ...serviceObjects,
  ...setupObjects,
].map(readObject);

const usualStatuses: readonly OrderStatus[] = [
  { label: 'Draft', code: 'Draft' },
  { label: 'In Fulfillment', code: 'Activated' },
  { label: 'Activated', code: 'Activated' },
];

/** Which field has the values of which standard value set. */
const fieldsOfSets: Readonly<Record<string, readonly [string, string]>> = {
  AccountType: ['Account', 'Type'],
  CaseOrigin: ['Case', 'Origin'],
  CasePriority: ['Case', 'Priority'],
  CaseReason: ['Case', 'Reason'],
  CaseStatus: ['Case', 'Status'],
  CaseType: ['Case', 'Type'],
  Industry: ['Account', 'Industry'],
  OpportunityStage: ['Opportunity', 'StageName'],
  OrderStatus: ['Order', 'Status'],
  OrderType: ['Order', 'Type'],
  Product2Family: ['Product2', 'Family'],
  QuantityUnitOfMeasure: ['Product2', 'QuantityUnitOfMeasure'],
  QuoteStatus: ['Quote', 'Status'],
};

/** The statuses of orders as the metadata says, else the usual ones with one label of the org's own. */
export function orderStatuses({ valueSets }: Metadata): readonly OrderStatus[] {
  const own = valueSets.get('OrderStatus');
  return own === undefined ? usualStatuses : own.map(({ value, group }) => ({ label: value, code: group === 'Activated' ? 'Activated' : 'Draft' }));
}

/** The standard objects with what the metadata adds. Throws when a field's object is not there. */
export function objectTypes(metadata: Metadata): readonly BareType[] {
  const types = [...standard.map((type) => withValueSets(type, metadata)), ...metadata.objects];
  const added = new Map<string, GivenField[]>();
  for (const { object, field } of metadata.fields) added.set(object, [...(added.get(object) ?? []), field]);
  for (const object of added.keys()) {
    if (!types.some(({ name }) => name === object)) throw new Error(`${object}: has fields in the metadata, but is no object of the simulated org`);
  }
  return types.map((type) => ({ ...type, fields: [...type.fields, ...(added.get(type.name) ?? []).map(makeField)] }));
}

function withValueSets(type: BareType, metadata: Metadata): BareType {
  const sets = Object.entries(fieldsOfSets).filter(([, [object]]) => object === type.name);
  const own = new Map(sets.map(([set, [, field]]) => [field, valuesOf(set, metadata)]));
  return { ...type, fields: type.fields.map((field) => withValues(field, own.get(field.name))) };
}

function valuesOf(set: string, metadata: Metadata): readonly PicklistValue[] | undefined {
  const values: readonly GroupedValue[] | undefined = metadata.valueSets.get(set);
  if (values !== undefined) return values.map(({ group: _, ...value }) => value);
  return set === 'OrderStatus' ? usualStatuses.map(({ label }) => picklistValue(label)) : undefined;
}

function withValues(field: Field, values: readonly PicklistValue[] | undefined): Field {
  if (values === undefined) return field;
  const first = values.find(({ defaultValue }) => defaultValue)?.value ?? field.defaultValue;
  return { ...field, picklistValues: values, defaultValue: field.nillable || field.defaultedOnCreate ? first : null };
}
