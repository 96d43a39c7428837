import type { ObjectText } from '../read-objects.ts';

/** What is sold, and at which price. */
export const productObjects: readonly ObjectText[] = [
  {
    name: 'Product2',
    keyPrefix: '01t',
    label: 'Product',
    fields: `
      Name string(255) required "Product Name"
      ProductCode string(255)
      Description textarea(4000) "Product Description"
      IsActive boolean "Active"
      ExternalId string(255)
      DisplayUrl url(1000) "Display URL"
      Family picklist "Product Family" = Pumps | Valves | Seals | Service
      QuantityUnitOfMeasure picklist = Each | Case | Metre
      StockKeepingUnit string(180) "Product SKU"
      IsSerialized boolean
      IsArchived boolean readonly "Archived"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'Pricebook2',
    keyPrefix: '01s',
    label: 'Price Book',
    fields: `
      Name string(255) required "Price Book Name"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly
      ValidFrom datetime
      ValidTo datetime
      IsActive boolean "Active"
      IsArchived boolean readonly "Archived"
      Description string(255)
      IsStandard boolean readonly "Is Standard Price Book"`,
  },
  {
    name: 'PricebookEntry',
    keyPrefix: '01u',
    label: 'Price Book Entry',
    fields: `
      Name string(255) readonly "Product Name"
      Pricebook2Id reference required createonly -> Pricebook2 cascade as PricebookEntries "Price Book ID"
      Product2Id reference required createonly -> Product2 cascade as PricebookEntries "Product ID"
      UnitPrice currency(16,2) required "List Price"
      IsActive boolean "Active"
      UseStandardPrice boolean
      ProductCode string(255) readonly
      IsArchived boolean readonly "Archived"`,
  },
];
