import type { Field, FieldType, ObjectType, Row } from '../org/index.ts';
import type { Source } from './paths.ts';

/** What a test says of a field; the rest is as with a plain field of its type. */
type FieldIdea = Partial<Field> & { readonly type: FieldType };

const field = (name: string, idea: FieldIdea): Field => ({
  name,
  label: name,
  length: 255,
  precision: 18,
  scale: idea.type === 'currency' ? 2 : 0,
  nillable: true,
  createable: true,
  updateable: true,
  externalId: false,
  unique: false,
  idLookup: idea.type === 'id',
  calculated: false,
  autoNumber: false,
  custom: name.endsWith('__c'),
  defaultedOnCreate: false,
  defaultValue: null,
  referenceTo: [],
  relationshipName: null,
  cascadeDelete: false,
  picklistValues: [],
  restrictedPicklist: false,
  compoundFieldName: null,
  ...idea,
});

const object = (
  name: string,
  keyPrefix: string,
  fields: Readonly<Record<string, FieldIdea>>,
  childRelationships: ObjectType['childRelationships'] = [],
): ObjectType => ({
  name,
  label: name,
  labelPlural: `${name}s`,
  keyPrefix,
  custom: false,
  isEvent: false,
  fields: Object.entries({ Id: { type: 'id' as const }, ...fields, CreatedDate: { type: 'datetime' as const }, IsDeleted: { type: 'boolean' as const } }).map(
    ([fieldName, idea]) => field(fieldName, idea),
  ),
  childRelationships,
});

const reference = (relationshipName: string, ...referenceTo: readonly string[]): FieldIdea => ({ type: 'reference', relationshipName, referenceTo });
const entry = (value: string, label = value) => ({ value, label, active: true, defaultValue: false });

const objects: readonly ObjectType[] = [
  object(
    'Account',
    '001',
    {
      Name: { type: 'string' },
      Rating: { type: 'picklist', picklistValues: [entry('Hot', 'Very hot'), entry('Warm'), entry('Cold')] },
      Revenue: { type: 'currency' },
      Employees: { type: 'int' },
      Description: { type: 'textarea', length: 32_000 },
      Tags__c: { type: 'multipicklist' },
      ERP_Id__c: { type: 'string', externalId: true, unique: true, idLookup: true },
      ParentId: reference('Parent', 'Account'),
      OwnerId: reference('Owner', 'Group', 'User'),
      BillingCity: { type: 'string', compoundFieldName: 'BillingAddress' },
      BillingPostalCode: { type: 'string', compoundFieldName: 'BillingAddress' },
      BillingAddress: { type: 'address' },
    },
    [{ childSObject: 'Contact', field: 'AccountId', relationshipName: 'Contacts', cascadeDelete: false }],
  ),
  object('Contact', '003', { LastName: { type: 'string' }, Birthdate: { type: 'date' }, AccountId: reference('Account', 'Account') }),
  object('User', '005', { Name: { type: 'string' }, Username: { type: 'string' } }),
  { ...object('Ping__e', 'e00', {}), isEvent: true },
];

const prefixes = { account: '001', contact: '003', user: '005' };
/** The id of the n-th test record. */
export const idOf = (kind: keyof typeof prefixes, n: number): string => `${prefixes[kind]}${String(n).padStart(12, '0')}AAA`;

/** Records to ask for; each read of a whole table is counted, so that a test sees an index at work. */
export function testSource(
  records: Readonly<Record<string, readonly Row[]>>,
  now = new Date('2026-03-11T12:00:00Z'),
): Source & { readonly scans: () => number } {
  let scanned = 0;
  const typeOf = (name: string): ObjectType | undefined => objects.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const all = (name: string): readonly Row[] => (records[name] ?? []).map((row) => ({ IsDeleted: false, ...row }));
  const present = (name: string): readonly Row[] => all(name).filter((row) => row['IsDeleted'] !== true);
  return {
    now: () => now,
    typeOf,
    read: (name, id) => present(name).find((row) => String(row['Id']).slice(0, 15) === id.slice(0, 15)),
    readBy: (name, by, value) => present(name).filter((row) => String(row[by]).toLowerCase() === value.toLowerCase()),
    rows: (name, withDeleted = false) => {
      scanned += 1;
      return withDeleted ? all(name) : present(name);
    },
    scans: () => scanned,
  };
}
