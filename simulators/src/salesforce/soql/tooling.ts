import type { Field, FieldType, ObjectType, Row } from '../org/index.ts';
import type { Source } from './paths.ts';
import type { Shown } from './projection.ts';

const textField = (name: string, type: FieldType = 'string'): Field => ({
  name,
  label: name,
  type,
  length: type === 'id' ? 18 : 255,
  precision: 0,
  scale: 0,
  nillable: type !== 'id',
  createable: false,
  updateable: false,
  externalId: false,
  unique: type === 'id',
  idLookup: type === 'id',
  calculated: false,
  autoNumber: false,
  custom: false,
  defaultedOnCreate: false,
  defaultValue: null,
  referenceTo: [],
  relationshipName: null,
  cascadeDelete: false,
  picklistValues: [],
  restrictedPicklist: false,
  compoundFieldName: null,
});

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_managedeventsubscription.htm */
const managedEventSubscription: ObjectType = {
  name: 'ManagedEventSubscription',
  label: 'Managed Event Subscription',
  labelPlural: 'Managed Event Subscriptions',
  keyPrefix: '18x',
  custom: false,
  isEvent: false,
  fields: [
    textField('Id', 'id'),
    ...[
      'DeveloperName',
      'MasterLabel',
      'FullName',
      'TopicName',
      'State',
      'DefaultReplay',
      'ErrorRecoveryReplay',
      'Version',
      'Language',
      'NamespacePrefix',
      'ManageableState',
      'Metadata', // as JSON; the answer shows what it says
    ].map((name) => textField(name)),
  ],
  childRelationships: [],
};

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_platformeventchannelmember.htm */
const platformEventChannelMember: ObjectType = {
  name: 'PlatformEventChannelMember',
  label: 'Platform Event Channel Member',
  labelPlural: 'Platform Event Channel Members',
  keyPrefix: '0v8',
  custom: false,
  isEvent: false,
  fields: [textField('Id', 'id'), ...['DeveloperName', 'EventChannel', 'SelectedEntity', 'NamespacePrefix', 'ManageableState'].map((name) => textField(name))],
  childRelationships: [],
};

/** An answer as the Tooling API words it: it counts the page too, and metadata are objects. */
export function toolingAnswer({ totalSize, done, records, ...more }: Shown): Shown {
  const shown = (Array.isArray(records) ? records : []) as readonly Shown[]; // as showPage makes them
  const withMetadata = shown.map((record) => (typeof record['Metadata'] === 'string' ? { ...record, Metadata: JSON.parse(record['Metadata']) } : record));
  return { size: shown.length, totalSize, done, queryLocator: null, ...more, records: withMetadata };
}

/** The records of the objects that the Tooling API knows here. */
export type ToolingRows = { readonly managedSubscriptions: readonly Row[]; readonly channelMembers: readonly Row[] };

/** What the Tooling API queries here: ManagedEventSubscription and PlatformEventChannelMember, their records given, and nothing else. */
export function toolingSource({ now }: Pick<Source, 'now'>, { managedSubscriptions, channelMembers }: ToolingRows): Source {
  const known = [
    { type: managedEventSubscription, rows: managedSubscriptions },
    { type: platformEventChannelMember, rows: channelMembers },
  ];
  const find = (object: string) => known.find(({ type }) => type.name.toLowerCase() === object.toLowerCase());
  const rows = (object: string): readonly Row[] => find(object)?.rows ?? [];
  return {
    now,
    typeOf: (object) => find(object)?.type,
    read: (object, id) => rows(object).find((row) => String(row['Id']).slice(0, 15) === id.slice(0, 15)),
    readBy: (object, field, value) => rows(object).filter((row) => row[field] === value),
    rows,
  };
}
