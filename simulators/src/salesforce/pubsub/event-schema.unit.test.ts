import { describe, expect, it } from 'vitest';
import type { EventSchema } from './event-schema.ts';
import { createSchemas } from './schemas.ts';
import { openShopOrg } from './testing/shop-org.ts';

const fieldsOf = ({ json }: EventSchema) =>
  new Map((JSON.parse(json) as { readonly fields: readonly { readonly name: string }[] }).fields.map((field) => [field.name, field]));

function schemasOf(org = openShopOrg()) {
  const fresh: string[] = [];
  const schemas = createSchemas(org, [], ({ id }) => fresh.push(id));
  const current = (event: string) => {
    const found = schemas.current(event);
    if (found === undefined) throw new Error(`no events named ${event}`);
    return found;
  };
  return { org, fresh, schemas, current };
}

describe('the schemas of events', () => {
  it('have the header first, then the fields that the platform tells, each of them nullable', () => {
    const { schema } = schemasOf().current('AccountChangeEvent');
    const fields = fieldsOf(schema);
    expect([...fields.keys()]).toEqual([
      'ChangeEventHeader',
      ...['CreatedDate', 'LastModifiedDate', 'Name', 'BillingAddress', 'ShippingAddress', 'AnnualRevenue', 'NumberOfEmployees', 'Industry'],
    ]);
    expect(fields.get('AnnualRevenue')).toEqual({ name: 'AnnualRevenue', type: ['null', 'double'], doc: 'Data:Currency', default: null });
    expect(fields.get('ShippingAddress')).toMatchObject({ type: ['null', 'Address'] });
    expect(JSON.parse(schema.json)).toMatchObject({ name: 'AccountChangeEvent', namespace: 'com.sforce.eventbus', uuid: schema.id });
  });

  it('know custom objects, people’s names and platform events', () => {
    const { current } = schemasOf();
    expect(current('Shipment__ChangeEvent').layout.object.name).toBe('Shipment__c');
    expect(fieldsOf(current('ContactChangeEvent').schema).get('Name')).toMatchObject({ type: ['null', { name: 'PersonName' }] });
    const published = fieldsOf(current('Order_Submit__e').schema);
    expect([...published.keys()]).toEqual(['CreatedDate', 'CreatedById', 'Order_Id__c', 'Wanted_On__c', 'Lines__c']);
    expect(published.get('CreatedDate')).toEqual({ name: 'CreatedDate', type: 'long', doc: 'CreatedDate:DateTime' });
  });

  it('get another id when a field is added, and the old one stays known', () => {
    const { org, fresh, schemas, current } = schemasOf();
    const before = current('OrderChangeEvent').schema;
    expect(current('OrderChangeEvent').schema).toBe(before);
    org.addField('Order', { name: 'Hub_Status__c', type: 'string' });
    const after = current('OrderChangeEvent').schema;
    expect(after.id).not.toBe(before.id);
    expect(fieldsOf(after).has('Hub_Status__c')).toBe(true);
    expect(schemas.withId(before.id)).toBe(before);
    expect(fresh).toEqual([before.id, after.id]);
  });

  it('are none for names that are no events, or spelled in another way', () => {
    const { schemas } = schemasOf();
    for (const name of ['Account', 'accountChangeEvent', 'Order_Submit__ChangeEvent', 'NoneChangeEvent', '']) expect(schemas.current(name)).toBeUndefined();
  });
});
