import { describe, expect, it } from 'vitest';
import { orgDesk, refusal, seedOrder } from '../../testing/salesforce-org.ts';
import { makeId, orgId, users } from './index.ts';

const withKeys = (desk = orgDesk()) => {
  desk.org.addField('Account', { name: 'Key__c', type: 'string', length: 20, externalId: true, unique: true });
  desk.org.addField('Account', { name: 'Case_Key__c', type: 'string', length: 20, unique: true, caseSensitive: true });
  desk.org.addField('Account', { name: 'Old_Key__c', type: 'string', length: 20, externalId: true });
  return desk;
};

describe('creating a record', () => {
  it('gives it an id, its audit fields and its owner, and finds it by 15 characters and in any case of the name', () => {
    const { create, org } = orgDesk();
    const id = create('account', { name: 'ACME', billingcity: 'Elizabeth' });
    const at = '2026-11-21T12:00:00.000+0000';
    const by = users.administrator.id;
    expect(org.read('ACCOUNT', id.slice(0, 15))).toMatchObject({
      Id: id,
      Name: 'ACME',
      BillingCity: 'Elizabeth',
      Phone: null,
      IsDeleted: false,
      OwnerId: by,
      CreatedById: by,
      CreatedDate: at,
      SystemModstamp: at,
    });
    expect(id).toBe(makeId('001', 1));
  });

  it('names every required field that is missing', () => {
    const { create } = orgDesk();
    expect(refusal(() => create('Opportunity', { Name: null }))).toEqual({
      code: 'REQUIRED_FIELD_MISSING',
      fields: ['Name', 'StageName', 'CloseDate'],
      message: 'Required fields are missing: [Name, StageName, CloseDate]',
      status: 400,
    });
  });

  it.each([
    ['an unknown field', { Name: 'A', Colour: 'red' }, 'INVALID_FIELD', []],
    [
      'a field that the org writes',
      { Name: 'A', CreatedDate: '2026-01-01T00:00:00Z', IsDeleted: true },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      ['CreatedDate', 'IsDeleted'],
    ],
    ['a compound field', { Name: 'A', BillingAddress: 'x' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['BillingAddress']],
    ['an id', { Name: 'A', Id: makeId('001', 9) }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['Id']],
    ['a reference that is no id', { Name: 'A', ParentId: 'ACME' }, 'MALFORMED_ID', ['ParentId']],
    ['a reference to another object', { Name: 'A', ParentId: makeId('003', 1) }, 'FIELD_INTEGRITY_EXCEPTION', ['ParentId']],
    ['a reference to nothing', { Name: 'A', ParentId: makeId('001', 9) }, 'INVALID_CROSS_REFERENCE_KEY', ['ParentId']],
    ['a text that is too long', { Name: 'A'.repeat(256) }, 'STRING_TOO_LONG', ['Name']],
  ] as const)('refuses %s', (_, fields, code, named) => {
    const { create, org } = orgDesk();
    expect(refusal(() => create('Account', fields))).toMatchObject({ code, fields: named, status: 400 });
    expect([...org.rows('Account')]).toEqual([]);
  });

  it('refuses a reference to something deleted', () => {
    const { create, work } = orgDesk();
    const parent = create('Account', { Name: 'Parent' });
    work(({ remove }) => remove('Account', parent));
    expect(refusal(() => create('Account', { Name: 'A', ParentId: parent }))).toMatchObject({ code: 'ENTITY_IS_DELETED', fields: ['ParentId'] });
  });

  it('refuses objects that are not there or that the org keeps itself', () => {
    const { create } = orgDesk();
    expect(refusal(() => create('Nowhere', {}))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(refusal(() => create('OrderStatus', {}))?.code).toBe('INVALID_TYPE_FOR_OPERATION');
  });

  it('counts auto numbers as the platform writes them', () => {
    const { create } = orgDesk();
    const cases = [create('Case', { Subject: 'First' }), create('Case', { Subject: 'Second' })];
    const desk = orgDesk();
    const numbers = cases.map((_, index) => desk.read('Case', desk.create('Case', { Subject: `${index}` }))['CaseNumber']);
    expect(numbers).toEqual(['00001001', '00001002']);
  });

  it('writes the full name of a person and closes a case by its status', () => {
    const { create, read, update } = orgDesk();
    const contact = create('Contact', { FirstName: 'Maria', LastName: 'Alvarez', Email: 'maria@acme.example' });
    const id = create('Case', { ContactId: contact, Subject: 'Late' });
    expect([read('Contact', contact)['Name'], read('Case', id)]).toMatchObject([
      'Maria Alvarez',
      { ContactEmail: 'maria@acme.example', Status: 'New', IsClosed: false },
    ]);
    update('Case', id, { Status: 'Closed' });
    expect(read('Case', id)).toMatchObject({ IsClosed: true, ClosedDate: '2026-11-21T12:00:00.000+0000' });
  });
});

describe('unique fields and external ids', () => {
  it('refuses a second record with the same value, whatever its case, and names the first', () => {
    const { create } = withKeys();
    const first = create('Account', { Name: 'A', Key__c: 'k-1' });
    expect(refusal(() => create('Account', { Name: 'B', Key__c: 'K-1' }))).toMatchObject({
      code: 'DUPLICATE_VALUE',
      message: `duplicate value found: Key__c duplicates value on record with id: ${first}`,
    });
  });

  it('tells capitals apart where the field does', () => {
    const { create } = withKeys();
    create('Account', { Name: 'A', Case_Key__c: 'k-1' });
    expect(refusal(() => create('Account', { Name: 'B', Case_Key__c: 'K-1' }))).toBeUndefined();
  });

  it('frees the value of a deleted record', () => {
    const { create, work } = withKeys();
    const first = create('Account', { Name: 'A', Key__c: 'k-1' });
    work(({ remove }) => remove('Account', first));
    expect(refusal(() => create('Account', { Name: 'B', Key__c: 'k-1' }))).toBeUndefined();
  });

  it('upserts: creates once, then updates the same record', () => {
    const { work, org } = withKeys();
    const first = work(({ upsert }) => upsert('Account', 'key__C', 'k-1', { Name: 'A' }));
    const second = work(({ upsert }) => upsert('Account', 'Key__c', 'K-1', { Name: 'B', Key__c: 'k-1' }));
    expect([first.created, second]).toEqual([true, { id: first.id, created: false }]);
    expect(org.readBy('Account', 'Key__c', 'k-1')).toMatchObject([{ Name: 'B', Key__c: 'k-1' }]);
  });

  it('upserts by id, but does not create under a given one', () => {
    const { work, create, read } = withKeys();
    const id = create('Account', { Name: 'A' });
    expect(work(({ upsert }) => upsert('Account', 'Id', id, { Name: 'B' }))).toEqual({ id, created: false });
    expect(read('Account', id)['Name']).toBe('B');
    expect(refusal(() => work(({ upsert }) => upsert('Account', 'Id', makeId('001', 99), { Name: 'C' })))?.code).toBe('NOT_FOUND');
    expect(work(({ upsert }) => upsert('Account', 'Id', '', { Name: 'C' })).created).toBe(true);
  });

  it('refuses an upsert that finds two, by a field that is no key, or without a value', () => {
    const { work, create } = withKeys();
    create('Account', { Name: 'A', Old_Key__c: 'same' });
    create('Account', { Name: 'B', Old_Key__c: 'same' });
    const upsert = (field: string, value: string) => refusal(() => work((open) => open.upsert('Account', field, value, { Name: 'C' })));
    expect(upsert('Old_Key__c', 'same')).toMatchObject({ code: 'DUPLICATE_EXTERNAL_ID', status: 300 });
    expect(upsert('Name', 'A')).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(upsert('Key__c', '')?.code).toBe('MISSING_ARGUMENT');
  });
});

describe('an org without business', () => {
  it('knows itself, who works in it and its standard price book', () => {
    const { org, read } = orgDesk();
    expect([org.orgId, read('Organization', orgId)['Name']]).toEqual([orgId, 'Crossdock Demo']);
    expect([...org.rows('User')].map((row) => row['Id'])).toEqual(Object.values(users).map(({ id }) => id));
    expect([...org.rows('Pricebook2')]).toMatchObject([{ IsStandard: true, IsActive: true }]);
  });
});

describe('looking up', () => {
  it('finds by id, by reference in 15 characters, and by any other field', () => {
    const { create, org } = orgDesk();
    const account = create('Account', { Name: 'ACME', Site: 'HQ' });
    const contact = create('Contact', { AccountId: account, LastName: 'Alvarez' });
    const found = (object: string, field: string, value: string) => org.readBy(object, field, value).map((row) => row['Id']);
    expect(found('account', 'id', account.slice(0, 15))).toEqual([account]);
    expect(found('Contact', 'accountid', account.slice(0, 15))).toEqual([contact]);
    expect(found('Account', 'Site', 'HQ')).toEqual([account]);
    expect([found('Account', 'Site', 'hq'), found('Account', 'Nope', 'x'), found('Nope', 'Id', account)]).toEqual([[], [], []]);
    expect([org.read('Account', 'no id'), org.read('Nope', account), org.typeOf('Nope')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('changing a record', () => {
  it('changes what is given, stamps it, and keeps the rest', () => {
    const { create, update, read } = orgDesk();
    const id = create('Account', { Name: 'ACME', Phone: '1' });
    update('Account', id, { id, Phone: null, Fax: '2' });
    expect(read('Account', id)).toMatchObject({ Name: 'ACME', Phone: null, Fax: '2', LastModifiedById: users.administrator.id });
  });

  it.each([
    ['no such record', makeId('001', 99), {}, 'NOT_FOUND', 404],
    ['no id', 'ACME', {}, 'NOT_FOUND', 404],
  ] as const)('refuses %s', (_, id, fields, code, status) => {
    expect(refusal(() => orgDesk().update('Account', id, fields))).toMatchObject({ code, status });
  });

  it('refuses to empty a required field or to move a line to another order', () => {
    const desk = orgDesk();
    const { order, item, account } = seedOrder(desk);
    expect(refusal(() => desk.update('Account', account, { Name: '' }))).toMatchObject({ code: 'REQUIRED_FIELD_MISSING', fields: ['Name'] });
    expect(refusal(() => desk.update('OrderItem', item, { OrderId: order }))).toMatchObject({ code: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['OrderId'] });
  });
});

describe('deleting a record', () => {
  it('puts it into the bin with what belongs to it, and takes it from what points to it', () => {
    const { create, work, org, read } = orgDesk();
    const account = create('Account', { Name: 'ACME' });
    const child = create('Account', { Name: 'Child', ParentId: account });
    const contact = create('Contact', { AccountId: account, LastName: 'Alvarez' });
    work(({ remove }) => remove('Account', account));
    expect([org.read('Account', account), org.read('Contact', contact), read('Account', child)['ParentId']]).toEqual([undefined, undefined, null]);
    expect([...org.rows('Contact', true)]).toMatchObject([{ Id: contact, IsDeleted: true }]);
    expect(refusal(() => work(({ remove }) => remove('Account', account)))).toMatchObject({ code: 'ENTITY_IS_DELETED', status: 404 });
    expect(refusal(() => work(({ update }) => update('Contact', contact, { LastName: 'B' })))?.code).toBe('ENTITY_IS_DELETED');
  });

  it('refuses where something needs it', () => {
    const desk = orgDesk();
    const { account, entry } = seedOrder(desk);
    const remove = (object: string, id: string) => refusal(() => desk.work((work) => work.remove(object, id)));
    expect([remove('Account', account)?.code, remove('User', users.salesRep.id)?.code]).toEqual(['DELETE_FAILED', 'INVALID_TYPE_FOR_OPERATION']);
    const contract = desk.create('Contract', { AccountId: desk.create('Account', { Name: 'B' }) });
    expect(remove('Account', String(desk.read('Contract', contract)['AccountId']))?.code).toBe('DELETE_FAILED');
    const product = String(desk.read('PricebookEntry', entry)['Product2Id']);
    expect([remove('Product2', product)?.code, desk.read('PricebookEntry', entry)['IsDeleted']]).toEqual(['DELETE_FAILED', false]);
  });

  it('takes the lines of a draft order along', () => {
    const desk = orgDesk();
    const { order, item } = seedOrder(desk);
    desk.work(({ remove }) => remove('Order', order));
    expect(desk.org.read('OrderItem', item)).toBeUndefined();
  });
});

describe('disturbances', () => {
  it('refuses every write below a locked account, and only there', () => {
    const desk = orgDesk();
    const { account, item } = seedOrder(desk);
    const other = desk.create('Account', { Name: 'Other' });
    desk.disturb({ lockedAccounts: [account] });
    const locked = { code: 'UNABLE_TO_LOCK_ROW', status: 400, message: `unable to obtain exclusive access to this record or 1 records: ${account}` };
    expect(refusal(() => desk.update('Account', account, { Phone: '1' }))).toMatchObject(locked);
    expect(refusal(() => desk.update('OrderItem', item, { Quantity: 4 }))).toMatchObject(locked);
    expect(refusal(() => desk.create('Contact', { AccountId: account, LastName: 'A' }))).toMatchObject(locked);
    expect(refusal(() => desk.update('Account', other, { Phone: '1' }))).toBeUndefined();
    desk.disturb(undefined);
    expect(refusal(() => desk.update('Account', account, { Phone: '1' }))).toBeUndefined();
  });

  it('lets a validation rule or a trigger of the customer refuse', () => {
    const { create, disturb } = orgDesk();
    disturb({ validationRule: { object: 'account', field: 'Phone', message: 'A phone number, please.' } });
    expect(refusal(() => create('Account', { Name: 'A' }))).toMatchObject({
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      fields: ['Phone'],
      message: 'A phone number, please.',
    });
    disturb({ failingTrigger: { object: 'Account', message: 'AccountTrigger: execution of AfterInsert' } });
    expect(refusal(() => create('Account', { Name: 'A' }))).toMatchObject({
      code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: 'AccountTrigger: execution of AfterInsert',
    });
    expect(refusal(() => create('Case', { Subject: 'A' }))).toBeUndefined();
  });
});
