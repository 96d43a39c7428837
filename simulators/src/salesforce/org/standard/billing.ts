import type { ObjectText } from '../read-objects.ts';

/** What is owed, credited and paid. */
export const billingObjects: readonly ObjectText[] = [
  {
    name: 'Invoice',
    keyPrefix: '3tt',
    fields: `
      Balance currency(18,2) readonly
      BillToContactId reference -> Contact
      BillingAccountId reference required -> Account
      CorpCrcyCnvTotAmtWithTax currency(18,2) readonly
      CorporateCurrencyCvsnDate date readonly
      CorporateCurrencyCvsnRate double(18,6) readonly
      CorporateCurrencyIsoCode string(255) readonly
      Description textarea(4000)
      DocumentNumber string(255)
      DueDate date
      InvoiceDate date
      InvoiceLockedDateTime datetime readonly
      InvoiceNumber autonumber(8)
      IsInvoiceLocked boolean readonly
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      NetCreditsApplied currency(18,2) readonly
      NetPaymentsApplied currency(18,2) readonly
      OwnerId reference required defaulted -> User "Owner ID"
      Status picklist = Draft* | Posted | Pending | Canceled
      TotalAdjustmentAmount currency(18,2) readonly
      TotalAdjustmentAmountWithTax currency(18,2) readonly
      TotalAdjustmentTaxAmount currency(18,2) readonly
      TotalAmount currency(18,2) readonly
      TotalAmountWithTax currency(18,2) readonly
      TotalChargeAmount currency(18,2) readonly
      TotalChargeAmountWithTax currency(18,2) readonly
      TotalChargeTaxAmount currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly
      WriteOffStatus string(255) readonly
      WriteOffTotalChargeAmount currency(18,2) readonly
      WriteOffTotalTaxAmount currency(18,2) readonly`,
  },
  {
    name: 'InvoiceLine',
    keyPrefix: '5TV',
    fields: `
      AdjustmentAmount currency(18,2)
      AdjustmentAmountWithTax currency(18,2)
      AdjustmentTaxAmount currency(18,2)
      ChargeAmount currency(18,2)
      ChargeAmountWithTax currency(18,2)
      ChargeTaxAmount currency(18,2)
      CorpCurrencyCnvChargeAmt currency(18,2) readonly
      CorpCurrencyCnvTotalTaxAmt currency(18,2) readonly
      CorporateCurrencyCvsnDate date readonly
      CorporateCurrencyCvsnRate double(18,6) readonly
      CorporateCurrencyIsoCode string(255) readonly
      Description textarea(4000)
      InvoiceId reference required createonly -> Invoice cascade
      InvoiceLineEndDate date
      InvoiceLineStartDate date
      InvoiceStatus string(255)
      IsUsageBasedInvoiceLine boolean
      LineAmount currency(18,2)
      Name string(255) required
      Product2Id reference -> Product2
      Quantity double(18,2)
      ReferenceEntityItemType string(255)
      ReferenceEntityItemTypeCode string(255) readonly
      RelatedLineId reference -> InvoiceLine as RelatedLines
      TaxAmount currency(18,2)
      TaxCode string(255)
      TaxEffectiveDate date
      TaxName string(255)
      TaxProcessingStatus string(255)
      TaxRate double(18,6)
      Type picklist = Charge | Tax | Adjustment
      UnitPrice currency(18,2)
      UsageOverageQuantity double(18,2)
      UsageProductId reference -> Product2`,
  },
  {
    name: 'CreditMemo',
    keyPrefix: '50g',
    fields: `
      Balance currency(18,2) readonly
      BillToContactId reference -> Contact
      BillingAccountId reference required -> Account
      Category string(255)
      CorpCrcyCnvTotAmtWithTax currency(18,2) readonly
      CorporateCurrencyCvsnDate date readonly
      CorporateCurrencyCvsnRate double(18,6) readonly
      CorporateCurrencyIsoCode string(255) readonly
      CreationMode string(255)
      CreditDate date
      CreditMemoNumber autonumber(8)
      Description textarea(4000)
      DocumentNumber string(255)
      ExternalReference string(255)
      ExternalReferenceDataSource string(255)
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      NetCreditsApplied currency(18,2) readonly
      OwnerId reference required defaulted -> User "Owner ID"
      ReasonCode string(255)
      Status picklist = Draft* | Posted | Pending | Canceled
      TotalAdjustmentAmount currency(18,2) readonly
      TotalAdjustmentAmountWithTax currency(18,2) readonly
      TotalAdjustmentTaxAmount currency(18,2) readonly
      TotalAmount currency(18,2) readonly
      TotalAmountWithTax currency(18,2) readonly
      TotalChargeAmount currency(18,2) readonly
      TotalChargeAmountWithTax currency(18,2) readonly
      TotalChargeTaxAmount currency(18,2) readonly
      TotalCreditAmountApplied currency(18,2) readonly
      TotalCreditAmountUnapplied currency(18,2) readonly
      TotalTaxAmount currency(18,2) readonly`,
  },
  {
    name: 'Payment',
    keyPrefix: '0aQ',
    fields: `
      AccountId reference -> Account
      Amount currency(18,2) required
      Balance currency(18,2) readonly
      CancellationDate datetime
      CancellationEffectiveDate datetime
      CancellationGatewayDate datetime
      CancellationGatewayRefNumber string(255)
      CancellationGatewayResultCode string(255)
      CancellationSfResultCode string(255)
      ClientContext string(255)
      Comments textarea(4000)
      Date datetime
      EffectiveDate datetime
      Email email(80)
      GatewayDate datetime
      GatewayRefDetails string(255)
      GatewayRefNumber string(255)
      GatewayResultCode string(255)
      GatewayResultCodeDescription string(255)
      ImpactAmount currency(18,2) readonly
      IpAddress string(255)
      LastReferencedDate datetime readonly
      LastViewedDate datetime readonly
      MacAddress string(255)
      NetApplied currency(18,2) readonly
      NetPaymentCreditApplied currency(18,2) readonly
      NetRefundApplied currency(18,2) readonly
      PaymentIntentGuid string(255)
      PaymentNumber autonumber(8)
      Phone phone(40)
      ProcessingMode picklist required = External | Salesforce
      SfResultCode string(255)
      Status picklist required = Processed | Pending | Failed | Canceled
      TotalApplied currency(18,2) readonly
      TotalPaymentCreditApplied currency(18,2) readonly
      TotalPaymentCreditUnapplied currency(18,2) readonly
      TotalRefundApplied currency(18,2) readonly
      TotalRefundUnapplied currency(18,2) readonly
      TotalUnapplied currency(18,2) readonly
      Type picklist required = Sale | Capture`,
  },
];
