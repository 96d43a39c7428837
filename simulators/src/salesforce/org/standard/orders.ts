import type { ObjectText } from '../read-objects.ts';

/** What was ordered, and its way to the customer. */
export const orderObjects: readonly ObjectText[] = [
  {
    name: 'Order',
    keyPrefix: '801',
    fields: `
      OwnerId reference required defaulted -> User "Owner ID"
      ContractId reference -> Contract
      AccountId reference -> Account
      Pricebook2Id reference -> Pricebook2 "Price Book ID"
      OriginalOrderId reference createonly -> Order as ReductionOrders "Original Order ID"
      OpportunityId reference -> Opportunity
      QuoteId reference -> Quote
      EffectiveDate date required "Order Start Date"
      EndDate date "Order End Date"
      IsReductionOrder boolean createonly "Reduction Order"
      Status picklist(40) required = Draft | In Fulfillment | Activated
      Description textarea(32000)
      CustomerAuthorizedById reference -> Contact "Customer Authorized By ID"
      CustomerAuthorizedDate date
      CompanyAuthorizedById reference -> User "Company Authorized By ID"
      CompanyAuthorizedDate date
      Type picklist(40) "Order Type" = New | Replacement
      Billing addresses
      Shipping addresses
      Name string(80) "Order Name"
      PoDate date "PO Date"
      PoNumber string(80) "PO Number"
      OrderReferenceNumber string(80)
      BillToContactId reference -> Contact "Bill To Contact ID"
      ShipToContactId reference -> Contact "Ship To Contact ID"
      ActivatedDate datetime readonly
      ActivatedById reference readonly -> User "Activated By ID"
      StatusCode picklist(40) readonly required restricted "Status Category" = Draft | Activated
      OrderNumber autonumber(8)
      TotalAmount currency(18,2) readonly required "Order Amount"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'OrderItem',
    keyPrefix: '802',
    label: 'Order Product',
    labelPlural: 'Order Products',
    fields: `
      Product2Id reference createonly -> Product2 "Product ID"
      OrderId reference required createonly -> Order cascade
      PricebookEntryId reference createonly needed -> PricebookEntry "Price Book Entry ID"
      OriginalOrderItemId reference createonly -> OrderItem as ReductionOrderItems "Original Order Item ID"
      QuoteLineItemId reference -> QuoteLineItem
      AvailableQuantity double(18,2) readonly
      Quantity double(18,2) required
      UnitPrice currency(18,2)
      ListPrice currency(18,2) readonly
      TotalPrice currency(18,2) readonly
      ServiceDate date "Start Date"
      EndDate date
      Description textarea(255) "Line Description"
      OrderItemNumber autonumber(10)`,
  },
  {
    name: 'OrderStatus',
    keyPrefix: '0oQ',
    labelPlural: 'Order Status Value',
    label: 'Order Status Value',
    hasIsDeleted: false,
    fields: `
      MasterLabel string(765) readonly
      ApiName string(765) readonly
      SortOrder int readonly
      IsDefault boolean readonly
      StatusCode picklist(40) readonly restricted = Draft | Activated`,
  },
  {
    name: 'Shipment',
    keyPrefix: '0OB',
    fields: `
      OwnerId reference required defaulted -> User "Owner ID"
      ShipmentNumber autonumber(8)
      FulfillmentOrderId reference -> FulfillmentOrder
      ReturnOrderId reference -> ReturnOrder
      SourceLocationId reference -> Location as OutboundShipments
      DestinationLocationId reference -> Location as InboundShipments
      ShipToName string(120) required
      ShipTo addresses
      ShipFrom addresses
      TrackingNumber string(80)
      TrackingUrl url(255) "Tracking URL"
      Provider string(255)
      Status picklist(255) = Shipped | Delivered
      TotalItemsQuantity double(18,2)
      ExpectedDeliveryDate datetime
      ActualDeliveryDate datetime
      Description textarea(32000)
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'ShipmentItem',
    keyPrefix: '0OC',
    fields: `
      ShipmentItemNumber autonumber(8)
      ShipmentId reference required createonly -> Shipment cascade
      Product2Id reference -> Product2 "Product ID"
      Quantity double(18,2) required
      TrackingNumber string(80)
      TrackingUrl url(255) "Tracking URL"
      ExpectedDeliveryDate datetime
      Description textarea(32000)`,
  },
];
