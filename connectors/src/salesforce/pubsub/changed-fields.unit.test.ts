import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

const names = ['ChangeEventHeader', 'Name', 'Status', 'ShippingAddress', 'Purchase_Order_Number__c'];

describe('changedFields', () => {
  it('reads the bit of each field from the right', () => {
    expect([...changedFields(['0x06'], names)]).toEqual(['Name', 'Status']);
    expect([...changedFields(['0x10'], names)]).toEqual(['Purchase_Order_Number__c']);
  });

  it('names the compound field of which a part has changed, in either case of the digits', () => {
    expect([...changedFields(['0x02', '3-0x0A'], names)]).toEqual(['Name', 'ShippingAddress']);
    expect([...changedFields(['3-0x0a'], names)]).toEqual(['ShippingAddress']);
  });

  it('knows more than 64 fields', () => {
    const many = Array.from({ length: 90 }, (_, place) => `F${place}`);
    expect([...changedFields([`0x02${'00'.repeat(10)}`], many)]).toEqual(['F81']);
  });

  it('says nothing where the event says nothing, and takes names as they are', () => {
    expect(changedFields([], names).size).toBe(0);
    expect([...changedFields(['Status'], names)]).toEqual(['Status']);
  });
});
