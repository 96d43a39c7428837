import { describe, expect, it } from 'vitest';
import { type OrgDesk, orgDesk, refusal, seedOrder, seedPrice } from '../../../testing/salesforce-org.ts';
import { users } from '../index.ts';

const activated = (desk = orgDesk()) => {
  const seeded = seedOrder(desk);
  desk.update('Order', seeded.order, { Status: 'Activated' });
  return { desk, ...seeded };
};

const draft = (desk: OrgDesk, fields: Record<string, string | boolean | null>) =>
  refusal(() => desk.create('Order', { AccountId: desk.create('Account', { Name: 'A' }), EffectiveDate: '2026-11-21', Status: 'Draft', ...fields }));

describe('a new order', () => {
  it('has a number, the category of its status and no amount', () => {
    const desk = orgDesk();
    const { account } = seedOrder(desk);
    const order = desk.create('Order', { AccountId: account, EffectiveDate: '2026-11-21', Status: 'Draft' });
    expect(desk.read('Order', order)).toMatchObject({ OrderNumber: '00000101', StatusCode: 'Draft', TotalAmount: 0 });
  });

  it.each([
    ['without account', { AccountId: null }, 'REQUIRED_FIELD_MISSING', ['AccountId']],
    ['without start', { EffectiveDate: null }, 'REQUIRED_FIELD_MISSING', ['EffectiveDate']],
    ['without status', { Status: null }, 'REQUIRED_FIELD_MISSING', ['Status']],
    ['activated already', { Status: 'Activated' }, 'FAILED_ACTIVATION', ['Status']],
    ['activated by a label of the org', { Status: 'In Fulfillment' }, 'FAILED_ACTIVATION', ['Status']],
    ['in a status that is not there', { Status: 'Sent' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['Status']],
    ['with a number of its own', { OrderNumber: '1' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['OrderNumber']],
    ['with an amount of its own', { TotalAmount: '1' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['TotalAmount']],
    ['that reduces no activated order', { IsReductionOrder: true }, 'FIELD_INTEGRITY_EXCEPTION', ['OriginalOrderId']],
  ] as const)('is refused %s', (_, fields, code, named) => {
    expect(draft(orgDesk(), fields)).toMatchObject({ code, fields: named });
  });
});

describe('lines of a draft order', () => {
  it('take product and list price from their price book entry and sum up to the order', () => {
    const desk = orgDesk();
    const { order, item, entry } = seedOrder(desk);
    expect(desk.read('OrderItem', item)).toMatchObject({ ListPrice: 10, TotalPrice: 28.5, OrderItemNumber: '0000000001', AvailableQuantity: 3 });
    const second = desk.create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 0.1, UnitPrice: 0.2 });
    expect(desk.read('Order', order)['TotalAmount']).toBe(28.52);
    desk.update('OrderItem', item, { Quantity: 4 });
    desk.work(({ remove }) => remove('OrderItem', second));
    expect([desk.read('Order', order)['TotalAmount'], desk.read('OrderItem', item)['AvailableQuantity']]).toEqual([38, 4]);
  });

  it('tell of the new amount as a change of the order', () => {
    const desk = orgDesk();
    const { order, item } = seedOrder(desk);
    desk.update('OrderItem', item, { Quantity: 4 });
    expect(desk.commits.at(-1)?.changes.map(({ object, id, changed }) => [object, id, changed])).toEqual([
      ['OrderItem', item, ['AvailableQuantity', 'Quantity', 'TotalPrice', 'LastModifiedDate']],
      ['Order', order, ['TotalAmount', 'LastModifiedDate']],
    ]);
  });

  it('are of the price book of their order, active, and have a price', () => {
    const desk = orgDesk();
    const { order, entry } = seedOrder(desk);
    const other = seedPrice(desk, 'P-2');
    const add = (fields: Record<string, string | number | null>) =>
      refusal(() => desk.create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 1, UnitPrice: 1, ...fields }));
    expect(add({ PricebookEntryId: other.entry })).toMatchObject({ code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['PricebookEntryId'] });
    expect(add({ PricebookEntryId: null })).toMatchObject({ code: 'REQUIRED_FIELD_MISSING', fields: ['PricebookEntryId'] });
    expect(add({ UnitPrice: null })).toMatchObject({ code: 'REQUIRED_FIELD_MISSING', fields: ['UnitPrice'] });
    expect(add({ Quantity: -1 })).toMatchObject({ code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['Quantity'] });
    desk.update('PricebookEntry', entry, { IsActive: false });
    expect(add({})).toMatchObject({ code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['PricebookEntryId'] });
  });

  it('need a price book on their order, which then stays', () => {
    const desk = orgDesk();
    const { account, order, entry } = seedOrder(desk);
    const bare = desk.create('Order', { AccountId: account, EffectiveDate: '2026-11-21', Status: 'Draft' });
    expect(refusal(() => desk.create('OrderItem', { OrderId: bare, PricebookEntryId: entry, Quantity: 1, UnitPrice: 1 }))?.code).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
    expect(refusal(() => desk.update('Order', order, { Pricebook2Id: seedPrice(desk, 'P-2').pricebook }))).toMatchObject({
      code: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['Pricebook2Id'],
    });
    expect(refusal(() => desk.update('Order', bare, { Pricebook2Id: seedPrice(desk, 'P-3').pricebook }))).toBeUndefined();
  });
});

describe('activating an order', () => {
  it('needs the status alone and notes who did it, by any label of that category', () => {
    const desk = orgDesk();
    const { order } = seedOrder(desk);
    expect(refusal(() => desk.update('Order', order, { Status: 'Activated', Description: 'x' }))).toMatchObject({
      code: 'FAILED_ACTIVATION',
      fields: ['Description'],
    });
    desk.update('Order', order, { Status: 'In Fulfillment' });
    expect(desk.read('Order', order)).toMatchObject({
      Status: 'In Fulfillment',
      StatusCode: 'Activated',
      ActivatedById: users.administrator.id,
      ActivatedDate: '2026-11-21T12:00:00.000+0000',
    });
  });

  it('needs a product', () => {
    const desk = orgDesk();
    const { order, item } = seedOrder(desk);
    desk.work(({ remove }) => remove('OrderItem', item));
    expect(refusal(() => desk.update('Order', order, { Status: 'Activated' }))).toMatchObject({
      code: 'FAILED_ACTIVATION',
      message: 'An order must have at least one product.',
    });
  });
});

describe('an activated order', () => {
  it.each([
    { Description: 'x' },
    { PoNumber: 'PO-2' },
    { ShippingCity: 'Newark' },
    { EffectiveDate: '2026-12-01' },
    { Status: 'In Fulfillment', PoNumber: 'PO-2' },
  ])('refuses %j', (fields) => {
    const { desk, order } = activated();
    expect(refusal(() => desk.update('Order', order, fields))?.code).toBe('FIELD_INTEGRITY_EXCEPTION');
  });

  it('takes another activated status, values that it has already, and becomes a draft again', () => {
    const { desk, order } = activated();
    desk.update('Order', order, { Status: 'In Fulfillment', EffectiveDate: '2026-11-21' });
    desk.update('Order', order, { Status: 'Draft' });
    expect(desk.read('Order', order)).toMatchObject({ StatusCode: 'Draft', ActivatedDate: null });
  });

  it('refuses to be deleted and every change of its lines', () => {
    const { desk, order, item, entry } = activated();
    expect(refusal(() => desk.work(({ remove }) => remove('Order', order)))?.code).toBe('DELETE_FAILED');
    expect(refusal(() => desk.work(({ remove }) => remove('OrderItem', item)))?.code).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(refusal(() => desk.update('OrderItem', item, { Quantity: 1 }))).toMatchObject({
      code: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['Quantity'],
    });
    expect(refusal(() => desk.create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 1, UnitPrice: 1 }))?.code).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
  });

  it('takes custom fields from who may edit activated orders, and from nobody else', () => {
    const desk = orgDesk();
    desk.org.addField('Order', { name: 'Hub_Status__c', type: 'string', length: 40 });
    const { order } = activated(desk);
    expect(refusal(() => desk.update('Order', order, { Hub_Status__c: 'accepted' }))).toMatchObject({
      code: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['Hub_Status__c'],
    });
    const hub = { userId: users.integration.id, apiVersion: '65.0', api: 'rest' } as const;
    desk.org.transact(hub, ({ update }) => update('Order', order, { Hub_Status__c: 'accepted' }));
    expect(refusal(() => desk.org.transact(hub, ({ update }) => update('Order', order, { Hub_Status__c: 'x', PoNumber: 'y' })))).toMatchObject({
      fields: ['PoNumber'],
    });
    expect(desk.read('Order', order)['Hub_Status__c']).toBe('accepted');
  });

  it('is reduced by an order of its own, no further than its lines have available', () => {
    const { desk, account, order, item, entry, pricebook } = activated();
    const reduction = desk.create('Order', {
      AccountId: account,
      EffectiveDate: '2026-11-21',
      Status: 'Draft',
      Pricebook2Id: pricebook,
      IsReductionOrder: true,
      OriginalOrderId: order,
    });
    const reduce = (quantity: number, original: string | null = item) =>
      refusal(() =>
        desk.create('OrderItem', { OrderId: reduction, PricebookEntryId: entry, Quantity: quantity, UnitPrice: 9.5, OriginalOrderItemId: original }),
      );
    expect([reduce(1)?.fields, reduce(-4)?.fields, reduce(-1, null)?.fields, reduce(-2)]).toEqual([
      ['Quantity'],
      ['Quantity'],
      ['OriginalOrderItemId'],
      undefined,
    ]);
    desk.update('Order', reduction, { Status: 'Activated' });
    expect([desk.read('OrderItem', item)['AvailableQuantity'], desk.read('Order', reduction)['TotalAmount']]).toEqual([1, -19]);
    expect(refusal(() => desk.update('Order', order, { Status: 'Draft' }))).toMatchObject({ code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['Status'] });
  });
});
