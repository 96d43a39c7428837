import { existsSync, readFileSync } from 'node:fs';
import { expect, describe as group, it } from 'vitest';
import { orgDesk } from '../../testing/salesforce-org.ts';
import { describe, describeGlobal, type ObjectType } from './index.ts';

const typeOf = (name: string): ObjectType => {
  const type = orgDesk().org.typeOf(name);
  if (type === undefined) throw new Error(`${name} is not there`);
  return type;
};

const fieldOf = (object: string, name: string) => describe(typeOf(object), '65.0').fields.find((field) => field.name === name);

group('describe', () => {
  it('tells what clients ask an object for', () => {
    expect(describe(typeOf('order'), '65.0')).toMatchObject({
      name: 'Order',
      label: 'Order',
      labelPlural: 'Orders',
      keyPrefix: '801',
      createable: true,
      queryable: true,
      custom: false,
      urls: {
        sobject: '/services/data/v65.0/sobjects/Order',
        describe: '/services/data/v65.0/sobjects/Order/describe',
        rowTemplate: '/services/data/v65.0/sobjects/Order/{ID}',
      },
    });
  });

  it.each([
    ['Order', 'OrderNumber', { type: 'string', autoNumber: true, createable: false, nillable: false, nameField: true, length: 30 }],
    ['Order', 'Status', { type: 'picklist', nillable: false, defaultedOnCreate: false, updateable: true, soapType: 'xsd:string' }],
    ['Order', 'TotalAmount', { type: 'currency', createable: false, updateable: false, precision: 18, scale: 2, soapType: 'xsd:double' }],
    ['Order', 'ShippingCity', { compoundFieldName: 'ShippingAddress', length: 40, label: 'Shipping City' }],
    ['Order', 'ShippingAddress', { type: 'address', createable: false, sortable: false, soapType: 'urn:address' }],
    [
      'OrderItem',
      'OrderId',
      { type: 'reference', referenceTo: ['Order'], relationshipName: 'Order', cascadeDelete: true, updateable: false, label: 'Order ID' },
    ],
    ['Quote', 'GrandTotal', { createable: false, updateable: false }],
    ['Account', 'Id', { type: 'id', length: 18, nillable: false, idLookup: true, soapType: 'tns:ID' }],
    ['Account', 'OwnerId', { nillable: false, defaultedOnCreate: true, referenceTo: ['User'] }],
    ['Contact', 'Email', { type: 'email', length: 80, idLookup: true }],
    ['Product2', 'IsActive', { type: 'boolean', defaultedOnCreate: true, defaultValue: false, nillable: false }],
  ])('%s.%s is %j', (object, name, expected) => {
    expect(fieldOf(object, name)).toMatchObject(expected);
  });

  it('lists the entries of a picklist and names its default', () => {
    expect(fieldOf('Quote', 'Status')).toMatchObject({ defaultValue: 'Draft', restrictedPicklist: true });
    expect(fieldOf('Order', 'StatusCode')?.['picklistValues']).toEqual(
      ['Draft', 'Activated'].map((value) => ({ active: true, defaultValue: false, label: value, validFor: null, value })),
    );
  });

  it('names child relationships as queries use them', () => {
    const names = (object: string) => typeOf(object).childRelationships.map(({ relationshipName }) => relationshipName);
    expect(names('Account')).toEqual(expect.arrayContaining(['Contacts', 'Orders', 'Quotes', 'Opportunities', 'Cases', 'Contracts', 'ChildAccounts']));
    expect([names('Order'), names('Quote'), names('Pricebook2')]).toEqual([
      expect.arrayContaining(['OrderItems']),
      expect.arrayContaining(['QuoteLineItems']),
      expect.arrayContaining(['PricebookEntries']),
    ]);
  });

  it('has the same properties for every field and every object, as the global describe has for its entries', () => {
    const { org } = orgDesk();
    const global = describeGlobal(org.types(), '65.0');
    const objects = org.types().map((type) => describe(type, '65.0'));
    expect(new Set(objects.flatMap(({ fields }) => fields.map((field) => Object.keys(field).join()))).size).toBe(1);
    expect([global.encoding, global.maxBatchSize, global.sobjects.length]).toEqual(['UTF-8', 200, objects.length]);
    expect(global.sobjects[0]).not.toHaveProperty('fields');
  });

  it('survives JSON', () => {
    const order = describe(typeOf('Order'), '65.0');
    expect(JSON.parse(JSON.stringify(order))).toEqual(order);
  });
});

const published = new URL('../../../../../shared/samples/salesforce/sobject-fields-v65.json', import.meta.url);

group('standard objects', () => {
  it.skipIf(!existsSync(published))('have only fields that the platform has too', () => {
    const shapes = JSON.parse(readFileSync(published, 'utf8')) as Record<string, Record<string, string>>;
    const { org } = orgDesk();
    const unknown = org.types().flatMap(({ name, fields }) => {
      const shape = shapes[name];
      return shape === undefined ? [] : fields.filter((field) => shape[field.name] === undefined).map((field) => `${name}.${field.name}`);
    });
    expect(unknown).toEqual([]);
    expect(Object.keys(shapes).filter((name) => !name.endsWith('ChangeEvent') && org.typeOf(name) === undefined)).toEqual([]);
  });

  it('refer to objects that are there', () => {
    const { org } = orgDesk();
    const targets = org.types().flatMap(({ fields }) => fields.flatMap(({ referenceTo }) => referenceTo));
    expect([...new Set(targets)].filter((name) => org.typeOf(name) === undefined)).toEqual([]);
  });
});
