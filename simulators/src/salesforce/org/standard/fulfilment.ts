import type { ObjectText } from '../read-objects.ts';

/** Where goods lie, and what is sent from there. */
export const fulfilmentObjects: readonly ObjectText[] = [
  {
    name: 'Location',
    keyPrefix: '131',
    fields: `
      AccountId reference -> Account
      CloseDate date
      ConstructionEndDate date
      ConstructionStartDate date
      DefaultProcessingTime int
      DefaultProcessingTimeUnit string(255)
      Description textarea(4000)
      DrivingDirections textarea(4000)
      ExternalReference string(255)
      IsInventoryLocation boolean
      IsMobile boolean
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      Latitude double(18,15)
      LocationLevel int
      LocationType picklist required = Warehouse | Site | Van | Plant
      Longitude double(18,15)
      Name string(255) required
      OpenDate date
      OwnerId reference required defaulted -> User "Owner ID"
      ParentLocationId reference -> Location as ChildLocations
      PossessionDate date
      RemodelEndDate date
      RemodelStartDate date
      RootLocationId reference -> Location
      ShouldSyncWithOci boolean
      TimeZone string(255)`,
  },
  {
    name: 'ProductItem',
    keyPrefix: '0Pi',
    fields: `
      IsProduct2Serialized boolean readonly
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      LocationId reference required -> Location
      OwnerId reference required defaulted -> User "Owner ID"
      Product2Id reference required -> Product2
      ProductItemNumber autonumber(8)
      ProductName string(255) readonly
      QuantityOnHand double(18,2) required
      QuantityUnitOfMeasure string(255)
      SerialNumber string(255)`,
  },
  {
    name: 'FulfillmentOrder',
    keyPrefix: '0a3',
    fields: `
      AccountId reference -> Account
      ActivatedDate datetime readonly
      BillToContactId reference -> Contact
      ClosedDate datetime readonly
      FulfilledFromLocationId reference -> Location
      FulfilledTo addresses
      FulfilledToEmailAddress email(80)
      FulfilledToName string(255)
      FulfilledToPhone phone(40)
      FulfillmentOrderNumber autonumber(8)
      GrandTotalAmount currency(18,2) readonly
      InvoiceId reference -> Invoice
      IsReship boolean
      IsSuspended boolean
      ItemCount double(18,2) readonly
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      OrderId reference -> Order
      OwnerId reference required defaulted -> User "Owner ID"
      Status picklist = Draft* | Allocated | Assigned | Pick Pack | Fulfilled | Cancelled
      StatusCategory string(255) readonly
      TaxLocaleType string(255)
      TotalAdjustmentAmount currency(18,2) readonly
      TotalAdjustmentAmtWithTax currency(18,2) readonly
      TotalAdjustmentTaxAmount currency(18,2) readonly
      TotalAmount currency(18,2) readonly
      TotalDeliveryAdjustAmount currency(18,2) readonly
      TotalDeliveryAdjustAmtWithTax currency(18,2) readonly
      TotalDeliveryAdjustTaxAmount currency(18,2) readonly
      TotalDeliveryAmount currency(18,2) readonly
      TotalDeliveryAmtWithTax currency(18,2) readonly
      TotalDeliveryTaxAmount currency(18,2) readonly
      TotalFeeAdjustAmount currency(18,2) readonly
      TotalFeeAdjustAmtWithTax currency(18,2) readonly
      TotalFeeAdjustTaxAmount currency(18,2) readonly
      TotalFeeAmount currency(18,2) readonly
      TotalFeeAmtWithTax currency(18,2) readonly
      TotalFeeTaxAmount currency(18,2) readonly
      TotalProductAmount currency(18,2) readonly
      TotalProductAmtWithTax currency(18,2) readonly
      TotalProductTaxAmount currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly
      Type picklist = Physical | Digital
      TypeCategory string(255) readonly`,
  },
  {
    name: 'FulfillmentOrderLineItem',
    keyPrefix: '0a4',
    label: 'Fulfillment Order Line Item',
    fields: `
      Action string(255)
      Description textarea(4000)
      EndDate datetime
      FulfillmentOrderId reference required createonly -> FulfillmentOrder cascade
      FulfillmentOrderLineItemNumber autonumber(8)
      GrossUnitPrice currency(18,2)
      IsReship boolean
      MainFulfillmentOrderLineItemId reference -> FulfillmentOrderLineItem as ReshipLines
      OrderItemId reference -> OrderItem
      OriginalQuantity double(18,2)
      Product2Id reference -> Product2
      Quantity double(18,2) required
      QuantityUnitOfMeasure string(255)
      RejectReason string(255)
      RejectedQuantity double(18,2)
      ReshipReason string(255)
      ScopeIdentifierText string(255)
      ServiceDate datetime
      TotalAdjustmentAmount currency(18,2) readonly
      TotalAdjustmentAmountWithTax currency(18,2) readonly
      TotalAdjustmentTaxAmount currency(18,2) readonly
      TotalAmount currency(18,2) readonly
      TotalLineAmount currency(18,2) readonly
      TotalLineAmountWithTax currency(18,2) readonly
      TotalLineTaxAmount currency(18,2) readonly
      TotalPrice currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly
      UnitPrice currency(18,2)`,
  },
];
