import type { Field, FieldType } from './types.ts';

/** What must be said of a field; the rest follows from its type. */
export type GivenField = Partial<Field> & Pick<Field, 'name' | 'type'>;

const lengths: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 32_000,
  picklist: 255,
  multipicklist: 4099,
  email: 80,
  phone: 40,
  url: 255,
  encryptedstring: 175,
  anyType: 255,
};

const numbers: Partial<Record<FieldType, readonly [number, number]>> = { double: [18, 2], currency: [18, 2], percent: [18, 2] };

/** A field with everything that describe tells: defaults follow from the type; a field that is only shown is neither createable nor updateable. */
export function makeField(given: GivenField): Field {
  const { name, type } = given;
  const [precision, scale] = numbers[type] ?? [0, 0];
  const isCustom = /__c$/i.test(name);
  const isWritable = given.calculated !== true && given.autoNumber !== true && type !== 'address' && type !== 'location' && type !== 'id';
  const field: Field = {
    name,
    label: labelOf(name, type),
    type,
    length: lengths[type] ?? 0,
    precision,
    scale,
    nillable: type !== 'boolean' && type !== 'id' && given.autoNumber !== true,
    createable: isWritable,
    updateable: isWritable,
    externalId: false,
    unique: false,
    idLookup: type === 'id' || given.externalId === true,
    calculated: false,
    autoNumber: false,
    custom: isCustom,
    defaultedOnCreate: type === 'boolean' || type === 'id' || given.autoNumber === true || (given.defaultValue ?? null) !== null,
    defaultValue: type === 'boolean' ? false : null,
    referenceTo: [],
    relationshipName: type === 'reference' ? relationshipOf(name) : null,
    cascadeDelete: false,
    picklistValues: [],
    restrictedPicklist: false,
    compoundFieldName: null,
  };
  return { ...field, ...given };
}

const relationshipOf = (name: string): string | null => {
  if (/__c$/i.test(name)) return name.replace(/__c$/i, '__r');
  return name.endsWith('Id') ? name.slice(0, -'Id'.length) : null;
};

/** A label from an API name: BillingCity → Billing City, AccountId → Account ID, Hub_Status__c → Hub Status. */
export function labelOf(name: string, type?: FieldType): string {
  const words = name
    .replace(/__[a-z]+$/i, '')
    .replaceAll('_', ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return type === 'reference' || type === 'id' ? words.replace(/\bId$/, 'ID') : words;
}
