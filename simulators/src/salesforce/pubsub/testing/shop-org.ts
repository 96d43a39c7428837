import type { Who } from '../../org/types.ts';
import { openTinyOrg, type TinyField, type TinyOrg, tinyType } from './tiny-org.ts';

const address = (compound: string): readonly TinyField[] => {
  const prefix = compound.replace('Address', '');
  const texts = ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => ({ name: `${prefix}${part}`, type: 'string' as const }));
  const places = ['Latitude', 'Longitude'].map((part) => ({ name: `${prefix}${part}`, type: 'double' as const }));
  return [{ name: compound, type: 'address' }, ...[...texts, ...places].map((part) => ({ ...part, compoundFieldName: compound }))];
};

/** An org with accounts, contacts, orders, shipments of its own and one platform event. */
export function openShopOrg(): TinyOrg {
  return openTinyOrg([
    tinyType('Account', '001', [
      { name: 'Name', type: 'string' },
      ...address('BillingAddress'),
      ...address('ShippingAddress'),
      { name: 'AnnualRevenue', type: 'currency' },
      { name: 'NumberOfEmployees', type: 'int' },
      { name: 'Industry', type: 'picklist' },
      { name: 'Score__c', type: 'double', calculated: true },
    ]),
    tinyType('Contact', '003', [
      { name: 'AccountId', type: 'reference' },
      { name: 'Name', type: 'string' },
      ...['Salutation', 'FirstName', 'LastName'].map((name): TinyField => ({ name, type: 'string', compoundFieldName: 'Name' })),
      { name: 'Email', type: 'email' },
    ]),
    tinyType('Order', '801', [
      { name: 'AccountId', type: 'reference' },
      { name: 'EffectiveDate', type: 'date' },
      { name: 'Status', type: 'picklist' },
      { name: 'TotalAmount', type: 'currency', calculated: true },
      { name: 'IsReductionOrder', type: 'boolean' },
    ]),
    tinyType('Shipment__c', 'a01', [
      { name: 'Name', type: 'string' },
      { name: 'Tracking__c', type: 'string' },
    ]),
    tinyType('Order_Submit__e', 'e01', [
      { name: 'ReplayId', type: 'string' },
      { name: 'CreatedDate', type: 'datetime' },
      { name: 'CreatedById', type: 'reference' },
      { name: 'Order_Id__c', type: 'string', nillable: false },
      { name: 'Wanted_On__c', type: 'date' },
      { name: 'Lines__c', type: 'double' },
    ]),
  ]);
}

/** Who works in these tests. */
export const rep: Who = { userId: '005000000000001AAA', apiVersion: '65.0', api: 'rest' };
