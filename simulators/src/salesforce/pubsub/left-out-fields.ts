/**
 * Fields that change events do not have: the difference between an object and its ChangeEvent
 * in API version 65.0 (BSD-3-Clause sobject-types 65.0.0 of apex-dev-tools).
 */
const everywhere: ReadonlySet<string> = new Set(
  ['Id', 'IsDeleted', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate', 'LastActivityDate', 'MasterRecordId', 'PhotoUrl'].concat([
    'HasPrivacyHold',
    'IsCustomerPortal',
    'IsPartner',
    'IsPersonAccount',
    'ChannelProgramName',
    'ChannelProgramLevelName',
  ]),
);

const byObject: Readonly<Record<string, readonly string[]>> = {
  Contract: ['RecordTypeId'],
  Opportunity: ['RecordTypeId', 'Fiscal', 'FiscalQuarter', 'FiscalYear', 'HasOpenActivity', 'HasOverdueTask', 'PushCount'],
  OrderItem: ['TotalPrice'],
  PricebookEntry: ['Name', 'ProductCode'],
  Product2: ['SpecificationType'],
  Quote: ['AccountId', 'CanCreateQuoteLineItems', 'Discount', 'GrandTotal'],
  QuoteLineItem: ['HasSchedule', 'ListPrice', 'Subtotal', 'TotalPrice'],
  ReturnOrder: [
    'GrandTotalAmount',
    'TotalDeliveryAdjustAmtWithTax',
    'TotalDeliveryAmtWithTax',
    'TotalFeeAdjustAmtWithTax',
    'TotalFeeAmtWithTax',
    'TotalProductAdjustAmtWithTax',
    'TotalProductAmtWithTax',
  ],
};

/** Whether an object's change events lack this field. */
export const isLeftOut = (object: string, field: string): boolean => everywhere.has(field) || (byObject[object]?.includes(field) ?? false);
