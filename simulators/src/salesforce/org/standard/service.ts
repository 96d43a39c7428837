import type { ObjectText } from '../read-objects.ts';

/** What customers complain about, and what they have. */
export const serviceObjects: readonly ObjectText[] = [
  {
    name: 'Case',
    keyPrefix: '500',
    fields: `
      MasterRecordId reference readonly -> Case "Master Record ID"
      CaseNumber autonumber(8)
      ContactId reference -> Contact
      AccountId reference -> Account
      AssetId reference -> Asset
      ParentId reference -> Case as Cases "Parent Case ID"
      SuppliedName string(80) "Name"
      SuppliedEmail email(80) "Email Address"
      SuppliedPhone string(40) "Phone"
      SuppliedCompany string(80) "Company"
      Type picklist "Case Type" = Question | Problem | Feature Request
      Status picklist = New* | Working | Escalated | Closed
      Reason picklist "Case Reason" = Installation | Equipment Complexity | Performance | Breakdown | Equipment Design | Feedback | Other
      Origin picklist "Case Origin" = Phone | Email | Web
      Subject string(255)
      Priority picklist = High | Medium* | Low
      Description textarea(32000)
      IsClosed boolean readonly "Closed"
      ClosedDate datetime readonly
      IsEscalated boolean "Escalated"
      OwnerId reference required defaulted -> User "Owner ID"
      ContactPhone phone(40) readonly
      ContactMobile phone(40) readonly
      ContactEmail email(80) readonly
      ContactFax phone(40) readonly
      Comments textarea(4000) "Internal Comments"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'CaseComment',
    keyPrefix: '00a',
    fields: `
      ParentId reference required createonly -> Case cascade as CaseComments "Parent Case ID"
      IsPublished boolean "Published"
      CommentBody textarea(4000) "Body"`,
  },
  {
    name: 'Asset',
    keyPrefix: '02i',
    fields: `
      ContactId reference -> Contact
      AccountId reference -> Account
      ParentId reference -> Asset as ChildAssets "Parent Asset ID"
      RootAssetId reference readonly -> Asset "Root Asset ID"
      Product2Id reference -> Product2 "Product ID"
      ProductCode string(255) readonly
      IsCompetitorProduct boolean "Competitor Asset"
      Name string(255) required "Asset Name"
      SerialNumber string(80)
      InstallDate date
      PurchaseDate date
      UsageEndDate date
      Status picklist = Shipped | Installed | Registered | Obsolete | Purchased
      Price currency(18,2)
      Quantity double(18,2)
      Description textarea(32000)
      OwnerId reference required defaulted -> User "Asset Owner ID"
      IsInternal boolean "Internal Asset"
      StockKeepingUnit string(180) readonly "Product SKU"
      Own addresses
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
];
