import { describe, expect, it } from 'vitest';
import { createMapping, relationshipOf } from './mapping.ts';

const none = { objects: {}, fields: {} };

describe('the mapping of an org', () => {
  it('is that of the app where nothing else is said', () => {
    const { line, account } = createMapping(none);
    expect([line.object, line.fields.status, account.fields.number]).toEqual(['Order_Line_Status__c', 'Status__c', 'AccountNumber']);
  });

  it('takes other names, and leaves out what has none', () => {
    const mapping = createMapping({ objects: { line: 'My_Line__c' }, fields: { 'line.status': 'acme__State__c', 'line.item': '' } });
    expect([mapping.line.object, mapping.line.fields.status, mapping.line.fields.item]).toEqual(['My_Line__c', 'acme__State__c', undefined]);
  });

  it.each([
    [{ fields: { 'line.colour': 'Colour__c' } }, 'fields.line.colour'],
    [{ objects: { basket: 'Basket__c' } }, 'objects.basket'],
    [{ fields: { 'line.status': 'Status; DROP' } }, 'line.status'],
    [{ fields: { 'line.version': '' } }, 'line.version'],
    [{ objects: { line: '' } }, 'line'],
  ])('names what is wrong in %j', (wrong, name) => {
    expect(() => createMapping({ ...none, ...wrong })).toThrow(name);
  });

  it('knows how a parent is named by its external id', () => {
    expect(['Order_Shipment__c', 'AccountId', 'acme__Case__c'].map(relationshipOf)).toEqual(['Order_Shipment__r', 'Account', 'acme__Case__r']);
  });
});
