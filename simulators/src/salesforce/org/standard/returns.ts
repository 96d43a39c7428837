import type { ObjectText } from '../read-objects.ts';

/** What customers send back. */
export const returnObjects: readonly ObjectText[] = [
  {
    name: 'ReturnOrder',
    keyPrefix: '0ZH',
    fields: `
      AccountId reference -> Account
      CaseId reference -> Case
      ContactId reference -> Contact
      Description textarea(4000)
      DestinationLocationId reference -> Location as InboundReturnOrders
      ExpectedArrivalDate datetime
      ExpirationDate datetime
      GrandTotalAmount currency(18,2) readonly
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      LifeCycleType string(255)
      OrderId reference -> Order
      OwnerId reference required defaulted -> User "Owner ID"
      RefundInstructionsHint string(255)
      ReturnOrderNumber autonumber(8)
      ReturnedById reference -> User
      ShipFrom addresses
      ShipmentType picklist = Standard | Rush | Overnight | NextBusinessDay
      SourceLocationId reference -> Location as OutboundReturnOrders
      Status picklist = Draft* | Submitted | Approved | Canceled | Closed
      StatusCategory string(255) readonly
      TaxLocaleType string(255)
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
      TotalProductAdjustAmount currency(18,2) readonly
      TotalProductAdjustAmtWithTax currency(18,2) readonly
      TotalProductAdjustTaxAmount currency(18,2) readonly
      TotalProductAmount currency(18,2) readonly
      TotalProductAmtWithTax currency(18,2) readonly
      TotalProductTaxAmount currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly`,
  },
  {
    name: 'ReturnOrderLineItem',
    keyPrefix: '0ZI',
    label: 'Return Order Line Item',
    fields: `
      AssetId reference -> Asset
      ChangeOrderItemId reference -> OrderItem
      Description textarea(4000)
      DestinationLocationId reference -> Location as InboundReturnOrderLines
      GrossUnitPrice currency(18,2)
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      OrderItemId reference -> OrderItem
      ProcessingPlan string(255)
      Product2Id reference -> Product2
      ProductItemId reference -> ProductItem
      QuantityExpected double(18,2)
      QuantityReceived double(18,2)
      QuantityRejected double(18,2)
      QuantityReturned double(18,2) required
      QuantityUnitOfMeasure string(255)
      ReasonForChangeText string(255)
      ReasonForRejection string(255)
      ReasonForReturn string(255)
      RepaymentMethod string(255)
      ReturnOrderId reference required createonly -> ReturnOrder cascade
      ReturnOrderLineItemNumber autonumber(8)
      SourceLocationId reference -> Location as OutboundReturnOrderLines
      TotalAdjustmentAmount currency(18,2) readonly
      TotalAdjustmentAmountWithTax currency(18,2) readonly
      TotalAdjustmentTaxAmount currency(18,2) readonly
      TotalAmount currency(18,2) readonly
      TotalLineAmount currency(18,2) readonly
      TotalLineAmountWithTax currency(18,2) readonly
      TotalLineTaxAmount currency(18,2) readonly
      TotalPrice currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly
      Type string(255)
      TypeCode string(255) readonly
      UnitPrice currency(18,2)`,
  },
];
