import { describe, expect, it } from 'vitest';
import { orgDesk, refusal, seedPrice } from '../../../testing/salesforce-org.ts';

const quoted = () => {
  const desk = orgDesk();
  const { entry, standardEntry, pricebook, product } = seedPrice(desk);
  const account = desk.create('Account', { Name: 'ACME' });
  const opportunity = desk.create('Opportunity', {
    AccountId: account,
    Name: 'Deal',
    StageName: 'Proposal/Price Quote',
    CloseDate: '2026-12-31',
    Pricebook2Id: pricebook,
  });
  const quote = desk.create('Quote', { OpportunityId: opportunity, Name: 'Offer' });
  const line = desk.create('QuoteLineItem', { QuoteId: quote, PricebookEntryId: entry, Quantity: 3, UnitPrice: 10, Discount: 10 });
  return { desk, account, opportunity, quote, line, entry, standardEntry, pricebook, product };
};

describe('a quote', () => {
  it('takes account and price book from its opportunity, a number, and its first status', () => {
    const { desk, account, quote, pricebook } = quoted();
    expect(desk.read('Quote', quote)).toMatchObject({
      AccountId: account,
      Pricebook2Id: pricebook,
      QuoteNumber: '00000001',
      Status: 'Draft',
      CanCreateQuoteLineItems: true,
      IsSyncing: false,
    });
  });

  it('sums up its lines with discounts, tax and freight', () => {
    const { desk, quote, line, entry } = quoted();
    expect(desk.read('QuoteLineItem', line)).toMatchObject({ Subtotal: 30, TotalPrice: 27, ListPrice: 10 });
    desk.create('QuoteLineItem', { QuoteId: quote, PricebookEntryId: entry, Quantity: 1, UnitPrice: 10 });
    desk.update('Quote', quote, { Tax: 2.5, ShippingHandling: 4 });
    expect(desk.read('Quote', quote)).toMatchObject({ Subtotal: 40, TotalPrice: 37, Discount: 7.5, GrandTotal: 43.5, LineItemCount: 2 });
    desk.work(({ remove }) => remove('QuoteLineItem', line));
    expect(desk.read('Quote', quote)).toMatchObject({ Subtotal: 10, TotalPrice: 10, Discount: 0, GrandTotal: 16.5, LineItemCount: 1 });
  });

  it.each([
    ['a status that is not there', { Status: 'Won' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['Status']],
    ['to sync by itself', { IsSyncing: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsSyncing']],
    ['a total', { GrandTotal: 1, AccountId: null }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['GrandTotal', 'AccountId']],
    ['another opportunity', { OpportunityId: null }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['OpportunityId']],
  ] as const)('refuses %s', (_, fields, code, named) => {
    const { desk, quote } = quoted();
    expect(refusal(() => desk.update('Quote', quote, fields))).toMatchObject({ code, fields: named });
  });

  it('is accepted by its status', () => {
    const { desk, quote } = quoted();
    desk.update('Quote', quote, { Status: 'Accepted' });
    expect(desk.commits.at(-1)?.changes).toMatchObject([{ object: 'Quote', id: quote, changed: ['Status', 'LastModifiedDate'] }]);
  });

  it('refuses lines of another price book', () => {
    const { desk, quote, standardEntry, pricebook } = quoted();
    expect(refusal(() => desk.create('QuoteLineItem', { QuoteId: quote, PricebookEntryId: standardEntry, Quantity: 1, UnitPrice: 1 }))?.code).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
    expect(refusal(() => desk.update('Quote', quote, { Pricebook2Id: null }))?.fields).toEqual(['Pricebook2Id']);
    expect(desk.read('Quote', quote)['Pricebook2Id']).toBe(pricebook);
  });

  it('is in step with its opportunity when that says so', () => {
    const { desk, opportunity, quote } = quoted();
    desk.update('Opportunity', opportunity, { SyncedQuoteId: quote });
    expect(desk.read('Quote', quote)['IsSyncing']).toBe(true);
    desk.update('Opportunity', opportunity, { SyncedQuoteId: null });
    expect(desk.read('Quote', quote)['IsSyncing']).toBe(false);
  });

  it('goes with its opportunity', () => {
    const { desk, opportunity, quote, line } = quoted();
    desk.work(({ remove }) => remove('Opportunity', opportunity));
    expect([desk.org.read('Quote', quote), desk.org.read('QuoteLineItem', line)]).toEqual([undefined, undefined]);
  });
});

describe('an opportunity', () => {
  it('is won by its stage and worth its products', () => {
    const { desk, opportunity, entry } = quoted();
    desk.create('OpportunityLineItem', { OpportunityId: opportunity, PricebookEntryId: entry, Quantity: 4 });
    expect(desk.read('Opportunity', opportunity)).toMatchObject({ Amount: 40, Probability: 75, HasOpportunityLineItem: true, IsWon: false });
    desk.update('Opportunity', opportunity, { StageName: 'Closed Won' });
    expect(desk.read('Opportunity', opportunity)).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: 100,
      ExpectedRevenue: 40,
      ForecastCategory: 'Closed',
    });
  });
});

describe('prices', () => {
  it('need a standard price first and are there once per price book', () => {
    const { desk, product, pricebook } = quoted();
    const other = desk.create('Product2', { Name: 'Other', IsActive: true });
    const price = (of: string) => refusal(() => desk.create('PricebookEntry', { Pricebook2Id: pricebook, Product2Id: of, UnitPrice: 1, IsActive: true }))?.code;
    expect([price(other), price(product)]).toEqual(['STANDARD_PRICE_NOT_DEFINED', 'DUPLICATE_VALUE']);
  });

  it('show the name of their product', () => {
    const { desk, product, entry } = quoted();
    desk.update('Product2', product, { Name: 'Renamed' });
    expect(desk.read('PricebookEntry', entry)).toMatchObject({ Name: 'Renamed', ProductCode: 'P-1' });
  });
});

describe('a contract', () => {
  it('starts as a draft and is activated later', () => {
    const { desk, account } = quoted();
    expect(refusal(() => desk.create('Contract', { AccountId: account, Status: 'Activated' }))?.code).toBe('FAILED_ACTIVATION');
    const contract = desk.create('Contract', { AccountId: account, StartDate: '2026-01-01', ContractTerm: 12 });
    desk.update('Contract', contract, { Status: 'Activated' });
    expect(desk.read('Contract', contract)).toMatchObject({ StatusCode: 'Activated', EndDate: '2026-12-31', ContractNumber: '00000100' });
  });
});
