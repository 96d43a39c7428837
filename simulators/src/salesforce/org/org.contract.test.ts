import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orgDesk, refusal, seedOrder } from '../../testing/salesforce-org.ts';

const metadata = fileURLToPath(new URL('./fixtures/metadata', import.meta.url));
const desk = () => orgDesk({ metadata });

describe('metadata of an sfdx project', () => {
  it('makes custom objects with their fields', () => {
    const { org } = desk();
    const type = org.typeOf('line_state__c');
    expect(type).toMatchObject({
      label: 'Line State',
      labelPlural: 'Line States',
      custom: true,
      isEvent: false,
      keyPrefix: expect.stringMatching(/^a[0-9a-z]{2}$/),
    });
    const field = (name: string) => type?.fields.find((each) => each.name === name);
    expect([
      field('External_Id__c'),
      field('Shipped__c'),
      field('Is_Late__c'),
      field('Order__c'),
      field('Seen_At__c'),
      field('Contact_Email__c'),
    ]).toMatchObject([
      { type: 'string', length: 64, externalId: true, unique: true, caseSensitive: true, nillable: false },
      { type: 'double', precision: 18, scale: 4, inlineHelpText: 'How much has left.' },
      { type: 'boolean', defaultValue: true },
      { type: 'reference', referenceTo: ['Order'], relationshipName: 'Order__r', nillable: true },
      { type: 'datetime' },
      { type: 'email', length: 80 },
    ]);
  });

  it('fills records with their defaults, numbers and relationships', () => {
    const { org, create, read } = desk();
    const id = create('Line_State__c', { External_Id__c: 'L-1' });
    expect(read('Line_State__c', id)).toMatchObject({ Name: 'LS-0001', Status__c: 'open', Is_Late__c: true, Shipped__c: null });
    const event = create('Line_Event__c', { Line_State__c: id, Name: 'first' });
    expect(org.typeOf('Line_State__c')?.childRelationships).toMatchObject([
      { childSObject: 'Line_Event__c', relationshipName: 'Line_Events__r', cascadeDelete: true },
    ]);
    expect(read('Line_Event__c', event)).not.toHaveProperty('OwnerId');
  });

  it('tells unique values apart by case where the field does, and refuses what its picklists do not list', () => {
    const { create } = desk();
    create('Line_State__c', { External_Id__c: 'L-1' });
    expect(refusal(() => create('Line_State__c', { External_Id__c: 'l-1' }))).toBeUndefined();
    expect(refusal(() => create('Line_State__c', { External_Id__c: 'L-1' }))?.code).toBe('DUPLICATE_VALUE');
    expect(refusal(() => create('Line_State__c', { External_Id__c: 'L-2', Status__c: 'lost' }))?.code).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  });

  it('refuses an older state by the validation rule, also in an upsert', () => {
    const { work, org } = desk();
    const write = (version: number, shipped: number) =>
      refusal(() => work(({ upsert }) => upsert('Line_State__c', 'External_Id__c', 'L-1', { Version__c: version, Shipped__c: shipped })));
    expect([write(2, 5), write(3, 6)]).toEqual([undefined, undefined]);
    expect(write(2, 5)).toMatchObject({
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      fields: ['Version__c'],
      message: 'An older state was not written over a newer one.',
    });
    expect(org.readBy('Line_State__c', 'External_Id__c', 'L-1')).toMatchObject([{ Version__c: 3, Shipped__c: 6 }]);
  });

  it('deletes details with their master, forgets plain look-ups, and keeps a parent that a restricted one needs', () => {
    const org = desk();
    const { order, account } = seedOrder(org, {});
    const state = org.create('Line_State__c', { External_Id__c: 'L-1', Order__c: order, Account__c: account });
    const event = org.create('Line_Event__c', { Line_State__c: state });
    const remove = (object: string, id: string) => refusal(() => org.work((work) => work.remove(object, id)));
    expect([remove('Order', order), org.read('Line_State__c', state)['Order__c']]).toEqual([undefined, null]);
    expect(remove('Account', account)?.code).toBe('DELETE_FAILED');
    expect(refusal(() => org.update('Line_Event__c', event, { Line_State__c: state }))?.code).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect([remove('Line_State__c', state), org.org.read('Line_Event__c', event)]).toEqual([undefined, undefined]);
  });

  it('names the statuses of orders as the org does, each with its category', () => {
    const org = desk();
    const { order } = seedOrder(org);
    org.update('Order', order, { Status: 'Ready for Review' });
    expect(org.read('Order', order)['StatusCode']).toBe('Draft');
    org.update('Order', order, { Status: 'Released' });
    expect(org.read('Order', order)['StatusCode']).toBe('Activated');
    expect([...org.org.rows('OrderStatus')].map((row) => [row['MasterLabel'], row['StatusCode']])).toEqual([
      ['Draft', 'Draft'],
      ['Ready for Review', 'Draft'],
      ['Released', 'Activated'],
    ]);
    expect(org.org.typeOf('Order')?.fields.at(-1)?.name).toBe('Hub_Status__c');
  });

  it('makes platform events', () => {
    const { work, commits, org } = desk();
    expect(org.typeOf('Order_Submit__e')).toMatchObject({ isEvent: true, keyPrefix: expect.stringMatching(/^e/) });
    work(({ publish }) => publish('Order_Submit__e', { Record_Id__c: '0Q0000000000001AAA' }));
    expect(commits.at(-1)?.events).toMatchObject([{ object: 'Order_Submit__e', fields: { Record_Id__c: '0Q0000000000001AAA' } }]);
  });
});

describe('an org with a file', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossdock-org-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fresh = (name: string) => {
    file = join(folder, `${name}.ndjson`);
    return orgDesk({ metadata, file });
  };
  const again = () => orgDesk({ metadata, file });

  it('finds everything again: records, deleted ones, added fields, and goes on counting', () => {
    const first = fresh('again');
    const { account, order } = seedOrder(first);
    first.org.addField('Account', { name: 'Late__c', type: 'string', externalId: true });
    first.update('Account', account, { Late__c: 'key' });
    const gone = first.create('Account', { Name: 'Gone' });
    first.work(({ remove }) => remove('Account', gone));
    const purged = first.create('Account', { Name: 'Purged' });
    first.work(({ purge }) => purge('Account', purged));
    expect(first.commits.at(-1)?.changes).toMatchObject([{ type: 'DELETE', id: purged }]);
    const rows = (org: typeof first.org) => org.types().flatMap(({ name }) => [...org.rows(name, true)]);
    const [before, number] = [rows(first.org), first.commits.at(-1)?.commitNumber ?? 0n];
    first.org.close();

    const second = again();
    expect(rows(second.org)).toEqual(before);
    expect(second.org.readBy('Account', 'Late__c', 'KEY')).toMatchObject([{ Id: account }]);
    const next = second.create('Order', { AccountId: account, EffectiveDate: '2026-11-22', Status: 'Draft' });
    expect([second.read('Order', next)['OrderNumber'], second.read('Order', order)['OrderNumber'], next === order]).toEqual(['00000101', '00000100', false]);
    expect(second.commits.at(-1)?.commitNumber).toBe(number + 1n);
    second.org.close();
  });

  it('forgets the half of a commit that was cut off by a kill', () => {
    const first = fresh('cut');
    const id = first.create('Account', { Name: 'Whole' });
    first.org.close();
    appendFileSync(file, '{"cursor":99,"documents":[{"kind":"row","obj');
    const second = again();
    expect([...second.org.rows('Account')].map((row) => row['Id'])).toEqual([id]);
    second.create('Account', { Name: 'Next' });
    second.org.close();
    const third = again();
    expect([...third.org.rows('Account')].length).toBe(2);
    third.org.close();
  });

  it('keeps nothing of a transaction that failed', () => {
    const first = fresh('failed');
    expect(
      refusal(() =>
        first.work((open) => {
          open.create('Account', { Name: 'A' });
          open.create('Account', {});
        }),
      )?.code,
    ).toBe('REQUIRED_FIELD_MISSING');
    first.org.close();
    const second = again();
    expect([...second.org.rows('Account')]).toEqual([]);
    second.org.close();
  });
});

describe('the seed', () => {
  it('is the same in every run: customers, products, quotes in several statuses and one activated order', () => {
    const [first, second] = [orgDesk({ isSeeded: true, metadata }), orgDesk({ isSeeded: true, metadata })];
    const ids = ({ org }: typeof first) => org.types().flatMap(({ name }) => [...org.rows(name)].map((row) => row['Id']));
    expect(ids(first)).toEqual(ids(second));
    const { org } = first;
    expect(new Set([...org.rows('Quote')].map((row) => row['Status'])).size).toBeGreaterThanOrEqual(4);
    expect([...org.rows('Order')]).toMatchObject([{ Status: 'Released', StatusCode: 'Activated', TotalAmount: 395.1, ShippingCity: 'Elizabeth' }]);
    expect([...org.rows('Contact')].every((row) => row['MailingCity'] !== null)).toBe(true);
    expect([...org.rows('Pricebook2')].map((row) => row['IsStandard'])).toEqual([true, false]);
  });

  it('is not planted twice into a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crossdock-org-'));
    const options = { isSeeded: true, file: join(folder, 'org.ndjson') };
    for (const _ of [1, 2]) {
      const { org } = orgDesk(options);
      expect([...org.rows('Account')].length).toBe(4);
      org.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
