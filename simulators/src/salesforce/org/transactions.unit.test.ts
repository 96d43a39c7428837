import { describe, expect, it } from 'vitest';
import { orgDesk, refusal, seedOrder } from '../../testing/salesforce-org.ts';

describe('transactions', () => {
  it('tell their changes once they are committed: each record once, the changed fields in order', () => {
    const { work, commits, create } = orgDesk();
    const old = create('Account', { Name: 'Old', Phone: '1' });
    const gone = create('Account', { Name: 'Gone' });
    const created = work((open) => {
      open.update('Account', old, { Fax: '2', Name: 'New' });
      const { id } = open.create('Account', { Name: 'Third' });
      open.update('Account', id, { Phone: '3' });
      open.remove('Account', gone);
      return id;
    });
    expect(commits.at(-1)?.changes).toMatchObject([
      { type: 'UPDATE', object: 'Account', id: old, changed: ['Name', 'Fax', 'LastModifiedDate'], row: { Name: 'New', Phone: '1' } },
      { type: 'CREATE', object: 'Account', id: created, row: { Name: 'Third', Phone: '3' } },
      { type: 'DELETE', object: 'Account', id: gone, changed: [], row: { Name: 'Gone' } },
    ]);
    expect(commits.at(-1)?.changes[1]?.changed).toEqual(expect.arrayContaining(['Id', 'Name', 'Phone', 'OwnerId', 'CreatedDate']));
  });

  it('have rising numbers beyond what a double can hold, and keys of their own', () => {
    const { create, commits } = orgDesk();
    for (const Name of ['A', 'B', 'C']) create('Account', { Name });
    const numbers = commits.map(({ commitNumber }) => commitNumber);
    expect(numbers.every((number, index) => number > 2n ** 53n && number === (numbers[0] ?? 0n) + BigInt(index))).toBe(true);
    expect(new Set(commits.map(({ transactionKey }) => transactionKey)).size).toBe(3);
    expect(commits[0]).toMatchObject({ at: new Date('2026-11-21T12:00:00.250Z'), who: { api: 'rest' }, events: [] });
  });

  it('leave nothing when they fail, in records, indexes and events, and tell nobody', () => {
    const desk = orgDesk();
    const { org, work, commits, create } = desk;
    org.addField('Account', { name: 'Key__c', type: 'string', externalId: true, unique: true });
    org.addField('Note__e', { name: 'Text__c', type: 'string' });
    const id = create('Account', { Name: 'A', Key__c: 'a' });
    const before = [commits.length, org.read('Account', id)];
    expect(
      refusal(() =>
        work((open) => {
          open.update('Account', id, { Key__c: 'b' });
          open.create('Account', { Name: 'B', Key__c: 'a' });
          open.publish('Note__e', { Text__c: 'never' });
          open.create('Account', {});
        }),
      )?.code,
    ).toBe('REQUIRED_FIELD_MISSING');
    expect([commits.length, org.read('Account', id)]).toEqual(before);
    expect([org.readBy('Account', 'Key__c', 'a').length, org.readBy('Account', 'Key__c', 'b').length]).toEqual([1, 0]);
  });

  it('go back to a savepoint and on from there', () => {
    const { work, org, commits } = orgDesk();
    work((open) => {
      open.create('Account', { Name: 'Kept' });
      const failed = refusal(() =>
        open.attempt(() => {
          open.create('Account', { Name: 'Undone' });
          open.create('Account', {});
        }),
      );
      expect(failed?.code).toBe('REQUIRED_FIELD_MISSING');
      open.create('Account', { Name: 'After' });
    });
    expect([[...org.rows('Account')].map((row) => row['Name']), commits.length]).toEqual([['Kept', 'After'], 1]);
  });

  it('leave no half of a call that failed: totals are as before', () => {
    const desk = orgDesk();
    const { order, entry } = seedOrder(desk);
    desk.work((open) => {
      expect(refusal(() => open.create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 'many', UnitPrice: 1 }))?.code).toBe(
        'JSON_PARSER_ERROR',
      );
      open.update('Order', order, { Description: 'same' });
    });
    expect(desk.read('Order', order)['TotalAmount']).toBe(28.5);
  });

  it('are told of to nobody when nothing happened', () => {
    const { work, commits } = orgDesk();
    work(() => undefined);
    expect(commits).toEqual([]);
  });

  it('stop telling who no longer listens', () => {
    const { org, create } = orgDesk();
    let heard = 0;
    const stop = org.onCommit(() => {
      heard += 1;
    });
    create('Account', { Name: 'A' });
    stop();
    create('Account', { Name: 'B' });
    expect(heard).toBe(1);
  });

  it('do not nest and do not wait', () => {
    const { work, org } = orgDesk();
    expect(() => work(() => work(() => undefined))).toThrow('a transaction is open already');
    expect(() => work(async () => undefined)).toThrow('can not wait');
    expect([...org.rows('Account')]).toEqual([]);
  });
});

describe('platform events', () => {
  const withEvent = () => {
    const desk = orgDesk();
    desk.org.addField('Note__e', { name: 'Text__c', type: 'string', length: 5, nillable: false });
    return desk;
  };

  it('are published with the transaction and not stored', () => {
    const { work, commits, org } = withEvent();
    const { eventUuid } = work((open) => open.publish('note__E', { text__c: 'hello' }));
    expect(commits.at(-1)).toMatchObject({
      changes: [],
      events: [{ object: 'Note__e', eventUuid, fields: { Text__c: 'hello', CreatedDate: '2026-11-21T12:00:00.000+0000' } }],
    });
    expect([...org.rows('Note__e')]).toEqual([]);
  });

  it('can be published by creating them', () => {
    const { create, commits } = withEvent();
    expect(create('Note__e', { Text__c: 'hello' })).toBe(commits.at(-1)?.events[0]?.eventUuid);
  });

  it('are judged like records', () => {
    const { work } = withEvent();
    const publish = (fields: Record<string, string>) => refusal(() => work((open) => open.publish('Note__e', fields)))?.code;
    expect([publish({}), publish({ Text__c: 'too long' }), publish({ Other__c: '1' })]).toEqual(['REQUIRED_FIELD_MISSING', 'STRING_TOO_LONG', 'INVALID_FIELD']);
    expect(refusal(() => work((open) => open.publish('Account', {})))?.code).toBe('INVALID_TYPE_FOR_OPERATION');
  });
});

describe('a field that is added while the org runs', () => {
  it('is there for old and new records and for look-ups', () => {
    const { org, create, update, read } = orgDesk();
    const id = create('Account', { Name: 'A' });
    org.addField('Account', { name: 'Late__c', type: 'string', length: 10, externalId: true });
    expect(read('Account', id)).toHaveProperty('Late__c', null);
    update('Account', id, { Late__c: 'x' });
    expect(org.readBy('account', 'late__c', 'X')).toMatchObject([{ Id: id }]);
    expect(org.typeOf('ACCOUNT')?.fields.at(-1)).toMatchObject({ name: 'Late__c', custom: true, label: 'Late' });
  });

  it('makes an object that is not there yet', () => {
    const { org, create } = orgDesk();
    org.addField('Extra__c', { name: 'Account__c', type: 'reference', referenceTo: ['Account'], childRelationshipName: 'Extras__r' });
    const account = create('Account', { Name: 'A' });
    const extra = create('Extra__c', { Account__c: account });
    expect(org.readBy('Extra__c', 'Account__c', account)).toMatchObject([{ Id: extra, Name: extra }]);
    expect(org.typeOf('Account')?.childRelationships).toContainEqual({
      childSObject: 'Extra__c',
      field: 'Account__c',
      relationshipName: 'Extras__r',
      cascadeDelete: false,
    });
  });
});
