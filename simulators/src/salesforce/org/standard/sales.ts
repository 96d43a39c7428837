import type { ObjectText } from '../read-objects.ts';

/** Who buys, and what is being sold to them. */
export const salesObjects: readonly ObjectText[] = [
  {
    name: 'Account',
    keyPrefix: '001',
    fields: `
      MasterRecordId reference readonly -> Account "Master Record ID"
      Name string(255) required "Account Name"
      Type picklist "Account Type" = Prospect | Customer - Direct | Customer - Channel | Channel Partner / Reseller | Installation Partner | Technology Partner | Other
      ParentId reference -> Account as ChildAccounts "Parent Account ID"
      Billing addresses
      Shipping addresses
      Phone phone(40) "Account Phone"
      Fax phone(40) "Account Fax"
      AccountNumber string(40)
      Website url(255)
      PhotoUrl url(255) readonly
      Sic string(20) "SIC Code"
      Industry picklist = Agriculture | Banking | Construction | Consulting | Electronics | Energy | Engineering | Manufacturing | Machinery | Retail | Shipping | Transportation | Utilities | Other
      AnnualRevenue currency(18,0)
      NumberOfEmployees int "Employees"
      Ownership picklist = Public | Private | Subsidiary | Other
      TickerSymbol string(20)
      Description textarea(32000) "Account Description"
      Rating picklist "Account Rating" = Hot | Warm | Cold
      Site string(80) "Account Site"
      OwnerId reference required defaulted -> User "Owner ID"
      LastActivityDate date readonly "Last Activity"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly
      AccountSource picklist = Web | Phone Inquiry | Partner Referral | Purchased List | Other
      Jigsaw string(20) "Data.com Key"
      JigsawCompanyId string(20) readonly
      SicDesc string(80) "SIC Description"`,
  },
  {
    name: 'Contact',
    keyPrefix: '003',
    fields: `
      MasterRecordId reference readonly -> Contact "Master Record ID"
      AccountId reference -> Account cascade
      LastName string(80) required name
      FirstName string(40) name
      Salutation picklist(40) name = Mr. | Ms. | Mrs. | Dr. | Prof. | Mx.
      Name string(121) readonly required "Full Name"
      Other addresses
      Mailing addresses
      Phone phone(40) "Business Phone"
      Fax phone(40) "Business Fax"
      MobilePhone phone(40)
      HomePhone phone(40)
      OtherPhone phone(40)
      AssistantPhone phone(40) "Asst. Phone"
      ReportsToId reference -> Contact as ReportsTo
      Email email(80) lookup
      Title string(128)
      Department string(80)
      AssistantName string(40) "Assistant's Name"
      LeadSource picklist = Web | Phone Inquiry | Partner Referral | Purchased List | Other
      Birthdate date
      Description textarea(32000) "Contact Description"
      OwnerId reference required defaulted -> User "Owner ID"
      HasOptedOutOfEmail boolean "Email Opt Out"
      HasOptedOutOfFax boolean "Fax Opt Out"
      DoNotCall boolean
      LastActivityDate date readonly "Last Activity"
      LastCURequestDate datetime readonly
      LastCUUpdateDate datetime readonly
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly
      EmailBouncedReason string(255)
      EmailBouncedDate datetime
      IsEmailBounced boolean readonly
      PhotoUrl url(255) readonly`,
  },
  {
    name: 'Opportunity',
    keyPrefix: '006',
    fields: `
      AccountId reference -> Account cascade
      IsPrivate boolean "Private"
      Name string(120) required
      Description textarea(32000)
      StageName picklist required "Stage" = Prospecting | Qualification | Needs Analysis | Value Proposition | Id. Decision Makers | Perception Analysis | Proposal/Price Quote | Negotiation/Review | Closed Won | Closed Lost
      Amount currency(18,2)
      Probability percent(3,0) "Probability (%)"
      ExpectedRevenue currency(18,2) readonly "Expected Amount"
      TotalOpportunityQuantity double(18,2) "Quantity"
      CloseDate date required
      Type picklist "Opportunity Type" = Existing Customer - Upgrade | Existing Customer - Replacement | Existing Customer - Downgrade | New Customer
      NextStep string(255)
      LeadSource picklist = Web | Phone Inquiry | Partner Referral | Purchased List | Other
      IsClosed boolean readonly "Closed"
      IsWon boolean readonly "Won"
      ForecastCategory picklist(40) readonly = Omitted | Pipeline | BestCase | MostLikely | Forecast | Closed
      ForecastCategoryName picklist(255) "Forecast Category" = Omitted | Pipeline | Best Case | Most Likely | Commit | Closed
      HasOpportunityLineItem boolean readonly "Has Line Item"
      Pricebook2Id reference -> Pricebook2 "Price Book ID"
      OwnerId reference required defaulted -> User "Owner ID"
      ContactId reference -> Contact
      ContractId reference -> Contract
      SyncedQuoteId reference -> Quote as SyncedQuoteOpportunities "Quote ID"
      LastActivityDate date readonly "Last Activity"
      PushCount int readonly
      LastStageChangeDate datetime readonly
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'OpportunityLineItem',
    keyPrefix: '00k',
    label: 'Opportunity Product',
    labelPlural: 'Opportunity Products',
    fields: `
      OpportunityId reference required createonly -> Opportunity cascade
      SortOrder int
      PricebookEntryId reference createonly needed -> PricebookEntry "Price Book Entry ID"
      Product2Id reference createonly -> Product2 "Product ID"
      ProductCode string(255) readonly
      Name string(376) readonly "Opportunity Product Name"
      Quantity double(10,2) required
      Discount percent(5,2)
      Subtotal currency(16,2) readonly
      TotalPrice currency(16,2)
      UnitPrice currency(16,2) "Sales Price"
      ListPrice currency(16,2) readonly
      ServiceDate date "Date"
      HasRevenueSchedule boolean readonly
      HasQuantitySchedule boolean readonly
      Description string(255) "Line Description"
      HasSchedule boolean readonly
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
  {
    name: 'Quote',
    keyPrefix: '0Q0',
    fields: `
      OwnerId reference required defaulted -> User "Owner ID"
      Name string(255) required "Quote Name"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly
      OpportunityId reference createonly -> Opportunity cascade
      Pricebook2Id reference -> Pricebook2 "Price Book ID"
      ContactId reference -> Contact
      QuoteNumber autonumber(8)
      IsSyncing boolean readonly "Syncing"
      ShippingHandling currency(18,2) "Shipping and Handling"
      Tax currency(18,2)
      Status picklist(40) restricted = Draft* | Needs Review | In Review | Approved | Rejected | Presented | Accepted | Denied
      ExpirationDate date
      Description textarea(32000)
      Subtotal currency(18,2) readonly
      TotalPrice currency(18,2) readonly
      LineItemCount int readonly "Line Items"
      CanCreateQuoteLineItems boolean readonly
      Billing addresses
      Shipping addresses
      QuoteTo addresses
      Additional addresses
      BillingName string(255) "Bill To Name"
      ShippingName string(255) "Ship To Name"
      QuoteToName string(255)
      AdditionalName string(255) "Additional To Name"
      Email email(80)
      Phone phone(40)
      Fax phone(40)
      ContractId reference -> Contract
      AccountId reference readonly -> Account
      Discount percent(18,2) readonly
      GrandTotal currency(18,2) readonly`,
  },
  {
    name: 'QuoteLineItem',
    keyPrefix: '0QL',
    label: 'Quote Line Item',
    fields: `
      LineNumber autonumber(8)
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly
      QuoteId reference required createonly -> Quote cascade
      PricebookEntryId reference required createonly -> PricebookEntry as QuoteLineItems "Price Book Entry ID"
      OpportunityLineItemId reference createonly -> OpportunityLineItem "Opportunity Product ID"
      Quantity double(12,2) required
      UnitPrice currency(18,2) required "Sales Price"
      Discount percent(5,2)
      HasRevenueSchedule boolean readonly
      HasQuantitySchedule boolean readonly
      HasSchedule boolean readonly
      Description textarea(255) "Line Item Description"
      ServiceDate date "Date"
      Product2Id reference readonly -> Product2 "Product ID"
      SortOrder int
      ListPrice currency(18,2) readonly
      Subtotal currency(18,2) readonly
      TotalPrice currency(18,2) readonly`,
  },
  {
    name: 'Contract',
    keyPrefix: '800',
    fields: `
      AccountId reference required -> Account
      Pricebook2Id reference -> Pricebook2 "Price Book ID"
      OwnerExpirationNotice picklist(40) = 15 | 30 | 45 | 60 | 90 | 120
      StartDate date "Contract Start Date"
      EndDate date readonly "Contract End Date"
      Billing addresses
      Shipping addresses
      ContractTerm int
      OwnerId reference required defaulted -> User "Owner ID"
      Status picklist(40) restricted = Draft* | In Approval Process | Activated
      CompanySignedId reference -> User "Company Signed By ID"
      CompanySignedDate date
      CustomerSignedId reference -> Contact as ContractsSigned "Customer Signed By ID"
      CustomerSignedTitle string(40)
      CustomerSignedDate date
      SpecialTerms textarea(4000)
      ActivatedById reference readonly -> User "Activated By ID"
      ActivatedDate datetime readonly
      StatusCode picklist(40) readonly restricted "Status Category" = Draft | InApproval | Activated
      Description textarea(32000)
      Name string(80) "Contract Name"
      ContractNumber autonumber(8)
      LastApprovedDate datetime readonly
      LastActivityDate date readonly "Last Activity"
      LastViewedDate datetime readonly
      LastReferencedDate datetime readonly`,
  },
];
