import { isCompound } from './schema.ts';
import type { Field, FieldType, FieldValue, ObjectType } from './types.ts';

type Json = FieldValue | readonly Json[] | { readonly [name: string]: Json };

/** An object as the global describe lists it. */
export type DescribedSummary = { readonly name: string; readonly urls: { readonly [name: string]: string }; readonly [property: string]: Json };

/** A field as the sObject describe tells it. */
export type DescribedField = { readonly name: string; readonly type: string; readonly [property: string]: Json };

/** An object as the sObject describe tells it. */
export type DescribedObject = DescribedSummary & { readonly fields: readonly DescribedField[] };

/** Objects that can be read but are kept by the org itself. */
const isWritable = ({ fields }: ObjectType): boolean => fields.some(({ createable }) => createable);

/** The body of `GET /services/data/vXX.X/sobjects`. */
export const describeGlobal = (
  types: readonly ObjectType[],
  version: string,
): { readonly encoding: string; readonly maxBatchSize: number; readonly sobjects: readonly DescribedSummary[] } => ({
  encoding: 'UTF-8',
  maxBatchSize: 200,
  sobjects: types.map((type) => summaryOf(type, version)),
});

/** The body of `GET /services/data/vXX.X/sobjects/{name}/describe`; the version is as in '65.0'. */
export const describe = (type: ObjectType, version: string): DescribedObject => ({
  ...summaryOf(type, version),
  actionOverrides: [],
  childRelationships: type.childRelationships.map((child) => ({
    cascadeDelete: child.cascadeDelete,
    childSObject: child.childSObject,
    deprecatedAndHidden: false,
    field: child.field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: child.relationshipName,
    restrictedDelete: false,
  })),
  compactLayoutable: !type.isEvent,
  defaultImplementation: null,
  extendedBy: null,
  extendsInterfaces: null,
  fields: type.fields.map((field) => describeField(field, type)),
  implementedBy: null,
  implementsInterfaces: null,
  listviewable: null,
  lookupLayoutable: null,
  namedLayoutInfos: [],
  networkScopeFieldName: null,
  recordTypeInfos: [
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: true,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: '012000000000000AAA',
      urls: {},
    },
  ],
  searchLayoutable: !type.isEvent,
  sobjectDescribeOption: 'FULL',
  supportedScopes: type.isEvent ? [] : [{ label: `All ${type.labelPlural}`, name: 'everything' }],
});

function summaryOf(type: ObjectType, version: string): DescribedSummary {
  const { name, custom, isEvent, keyPrefix, label, labelPlural } = type;
  const url = `/services/data/v${version}/sobjects/${name}`;
  const canWrite = isWritable(type);
  const canDelete = !isEvent && type.fields.some((field) => field.name === 'IsDeleted');
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: canWrite,
    custom,
    customSetting: false,
    deepCloneable: false,
    deletable: canDelete,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: canWrite,
    mergeable: name === 'Account' || name === 'Contact' || name === 'Case',
    mruEnabled: type.fields.some((field) => field.name === 'LastViewedDate'),
    name,
    queryable: !isEvent,
    replicateable: canDelete,
    retrieveable: !isEvent,
    searchable: canWrite && !isEvent,
    triggerable: canWrite,
    undeletable: canDelete,
    updateable: canWrite && !isEvent,
    urls: {
      ...(isEvent ? { eventSchema: `${url}/eventSchema` } : {}),
      rowTemplate: `${url}/{ID}`,
      describe: `${url}/describe`,
      layouts: `${url}/describe/layouts`,
      sobject: url,
    },
  };
}

/** Which field is an object's name. */
const nameFields: Readonly<Record<string, string>> = {
  Case: 'CaseNumber',
  Contract: 'ContractNumber',
  CreditMemo: 'CreditMemoNumber',
  FulfillmentOrder: 'FulfillmentOrderNumber',
  FulfillmentOrderLineItem: 'FulfillmentOrderLineItemNumber',
  Invoice: 'InvoiceNumber',
  Order: 'OrderNumber',
  OrderItem: 'OrderItemNumber',
  OrderStatus: 'MasterLabel',
  Payment: 'PaymentNumber',
  ProductItem: 'ProductItemNumber',
  QuoteLineItem: 'LineNumber',
  ReturnOrder: 'ReturnOrderNumber',
  ReturnOrderLineItem: 'ReturnOrderLineItemNumber',
  Shipment: 'ShipmentNumber',
  ShipmentItem: 'ShipmentItemNumber',
};

function describeField(field: Field, type: ObjectType): DescribedField {
  const { name, type: kind } = field;
  const isReference = kind === 'reference';
  const isText = kind === 'textarea' || isCompound(field);
  const isLongText = kind === 'textarea' && field.length > 255;
  return {
    aggregatable: !isText && kind !== 'boolean',
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: field.length * 3,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive ?? false,
    compoundFieldName: field.compoundFieldName,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: kind === 'int' ? 8 : 0,
    displayLocationInDecimal: kind === 'location',
    encrypted: kind === 'encryptedstring',
    externalId: field.externalId,
    extraTypeInfo: isLongText ? 'plaintextarea' : null,
    filterable: !isLongText,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: !isText && !['double', 'currency', 'percent', 'datetime'].includes(kind),
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: field.inlineHelpText ?? null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name,
    nameField: name === (nameFields[type.name] ?? 'Name'),
    namePointing: false,
    nillable: field.nillable,
    permissionable: field.nillable && (field.createable || field.custom),
    picklistValues: field.picklistValues.map(({ value, label, active, defaultValue }) => ({ active, defaultValue, label, validFor: null, value })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: isCompound(field),
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: isReference && field.cascadeDelete && !field.nillable ? 0 : null,
    restrictedDelete: field.restrictedDelete ?? false,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: isReference,
    soapType: soapTypes[kind] ?? 'xsd:string',
    sortable: !isText,
    type: kind,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

const soapTypes: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  address: 'urn:address',
  location: 'urn:location',
  anyType: 'xsd:anyType',
};
