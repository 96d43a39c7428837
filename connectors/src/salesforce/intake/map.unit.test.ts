import { describe, expect, it } from 'vitest';
import { createMapping } from '../mapping.ts';
import type { Row } from '../values.ts';
import { toOrderRequest } from './map.ts';
import type { Sale } from './sale.ts';
import { type Intake, usualIntake } from './settings.ts';
import { Unreadable } from './unreadable.ts';

const intake: Intake = {
  ...usualIntake,
  system: 'crm',
  trigger: 'quote-accepted',
  clientName: 'crossdock',
  mapping: createMapping({ objects: {}, fields: {} }),
};
const lineRow: Row = { Id: '0QL000000000001AAA', Quantity: '2', UnitPrice: '10', Product2: { ProductCode: 'HS-1', QuantityUnitOfMeasure: 'Each' } };
const headRow: Row = { Id: '0Q0000000000001AAA', QuoteNumber: '00000001', AccountId: '001000000000001AAA', Account: { Name: 'Acme', AccountNumber: 'C-1' } };

function saleWith(head: Row, line: Row = {}): Sale {
  const row = { ...lineRow, ...line };
  const lines = [{ id: '0QL000000000001AAA', quantity: '2', row }];
  return { id: '0Q0000000000001AAA', kind: 'quote', head: { ...headRow, ...head }, lines, state: 'accepted', status: 'Accepted' };
}
const mapped = (head: Row = {}, line: Row = {}, more: Partial<Intake> = {}) => toOrderRequest(saleWith(head, line), { ...intake, ...more });

function fieldOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Unreadable) return error.field;
    throw error;
  }
  return '';
}

describe('toOrderRequest', () => {
  it('leaves out what the record does not say', () => {
    expect(mapped()).toEqual({
      customer: { id: 'C-1', name: 'Acme' },
      currency: 'USD',
      shipComplete: true,
      references: [
        { system: 'crm', kind: 'quote', value: '0Q0000000000001AAA' },
        { system: 'crm', kind: 'quote-number', value: '00000001' },
        { system: 'crm', kind: 'account', value: '001000000000001AAA' },
      ],
      lines: [{ id: '0QL000000000001AAA', item: 'HS-1', quantity: { value: '2', unit: 'EA' }, price: { amount: '10', currency: 'USD' } }],
    });
  });

  it('leaves it to the landscape whether a sale with a held line goes on in parts, where lines wait alone', () => {
    expect(mapped({}, {}, { heldLines: 'wait alone' })).not.toHaveProperty('shipComplete');
  });

  it('tells what the account says of itself, for an ERP in which it is new', () => {
    const Account = {
      Name: 'Acme',
      AccountNumber: 'C-1',
      BillingStreet: 'Main Street 1\r\nGate 2',
      BillingCity: 'Springfield',
      BillingState: 'IL',
      BillingPostalCode: '62701',
      BillingCountry: 'United States',
      Phone: '+1 217 555 0100',
      Tax_Number__c: '36-1',
      Mail__c: 'orders@acme.example',
    };
    const mapping = createMapping({ objects: {}, fields: { 'account.taxId': 'Tax_Number__c', 'account.email': 'Mail__c' } });
    expect(mapped({ Account }, {}, { mapping }).customer).toEqual({
      id: 'C-1',
      name: 'Acme',
      address: { street: 'Main Street 1 Gate 2', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
      phone: '+1 217 555 0100',
      taxId: '36-1',
      email: 'orders@acme.example',
    });
  });

  it.each([
    ['a country that nobody knows', { BillingStreet: 'Main Street 1', BillingCountry: 'Atlantis' }],
    ['a street without end', { BillingStreet: 'x'.repeat(301), BillingCountry: 'US' }],
    ['a phone without end', { Phone: '1'.repeat(61) }],
    ['nothing but blanks', { Phone: ' ', BillingCity: '\t' }],
  ])('takes the sale all the same, without that part, where the account says %s', (_, account) => {
    expect(mapped({ Account: { Name: 'Acme', AccountNumber: 'C-1', ...account } }).customer).toEqual({ id: 'C-1', name: 'Acme' });
  });

  it.each([
    ['19.99', '12.5', '17.49125'],
    ['10', '100', '0'],
    ['0.01', '33.33', '0.006667'],
    ['12345678901234.5', null, '12345678901234.5'],
  ])('takes a discount off the price, digit for digit: %s less %s percent is %s', (UnitPrice, Discount, amount) => {
    expect(mapped({}, { UnitPrice, Discount }).lines[0]?.price).toEqual({ amount, currency: 'USD' });
  });

  it.each([
    ['United States', 'US'],
    ['USA', 'US'],
    ['UK', 'GB'],
    ['United Kingdom', 'GB'],
    ['germany', 'DE'],
    ['FR', 'FR'],
    ['Schweiz', 'CH'],
  ])('knows the country %s as %s', (ShippingCountry, country) => {
    expect(mapped({ ShippingCountry }, {}, { countries: { Schweiz: 'CH' } }).shipTo).toEqual({ country });
  });

  it('names whom to ask; by an id only where a field of the contact is mapped to what the ERP calls it', () => {
    const head = { Contact: { Name: 'Ada Byron', Email: 'ada@acme.example', Phone: null, Number__c: 'P-7' } };
    expect(mapped(head).contact).toEqual({ name: 'Ada Byron', email: 'ada@acme.example' });
    const mapping = createMapping({ objects: {}, fields: { 'contact.number': 'Number__c', 'contact.email': '' } });
    expect(mapped(head, {}, { mapping }).contact).toEqual({ id: 'P-7', name: 'Ada Byron' });
  });

  it('takes the currency from the record where the org has several', () => {
    const [line] = mapped({ CurrencyIsoCode: 'EUR' }, {}, { currencyField: 'CurrencyIsoCode' }).lines;
    expect(line?.price).toEqual({ amount: '10', currency: 'EUR' });
  });

  it('writes line breaks as blanks and cuts nothing but a remark', () => {
    const order = mapped({ ShippingStreet: '1 Dock Street\r\nDoor B', Description: `${'x'.repeat(2_500)}` });
    expect(order.shipTo).toEqual({ street: '1 Dock Street Door B' });
    expect(order.note).toHaveLength(2_000);
    expect(fieldOf(() => mapped({ ShippingCity: 'y'.repeat(101) }))).toBe('ShippingCity');
  });

  it.each<readonly [string, Row, Row, Partial<Intake>]>([
    ['Account.AccountNumber', { Account: { Name: 'Acme', AccountNumber: null } }, {}, {}],
    ['Product2.ProductCode', {}, { Product2: null }, {}],
    ['Product2.QuantityUnitOfMeasure', {}, { Product2: { ProductCode: 'HS-1', QuantityUnitOfMeasure: 'Furlong' } }, {}],
    ['ShippingCountry', { ShippingCountry: 'Atlantis' }, {}, {}],
    ['CurrencyIsoCode', { CurrencyIsoCode: 'XQQ' }, {}, { currencyField: 'CurrencyIsoCode' }],
    ['UnitPrice', {}, { UnitPrice: '-1' }, {}],
    ['Requested_Delivery_Date__c', { Requested_Delivery_Date__c: 'soon' }, {}, {}],
  ])('names %s when it cannot be understood', (field, head, line, more) => {
    expect(fieldOf(() => mapped(head, line, more))).toBe(field);
  });
});
