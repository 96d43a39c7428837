import { describe, expect, it } from 'vitest';
import { layOut } from './event-layout.ts';
import { bitmapsOf } from './field-bitmap.ts';
import { openShopOrg } from './testing/shop-org.ts';
import { tinyType } from './testing/tiny-org.ts';

const account = openShopOrg().typeOf('Account');
if (account === undefined) throw new Error('the shop has no accounts');
const layout = layOut(account);
const bits = (...fields: readonly string[]) => bitmapsOf(layout, new Set(fields));

describe('bitmapsOf', () => {
  it('puts the first field of the body on bit 1, for the header is field 0', () => {
    expect(layout.slots.map(({ name }) => name).slice(0, 4)).toEqual(['CreatedDate', 'LastModifiedDate', 'Name', 'BillingAddress']);
    expect(bits('CreatedDate')).toEqual(['0x02']);
    expect(bits('LastModifiedDate', 'Name')).toEqual(['0x0C']);
  });

  it('tells the parts of a compound field behind its place', () => {
    expect(bits('LastModifiedDate', 'BillingCity')).toEqual(['0x04', '4-0x02']);
    expect(bits('LastModifiedDate', 'BillingStreet', 'ShippingLongitude', 'ShippingStreet')).toEqual(['0x04', '4-0x01', '5-0x41']);
  });

  it('has no bitmap of plain fields when none is meant', () => {
    expect(bits('BillingCity')).toEqual(['4-0x02']);
    expect(bits()).toEqual([]);
  });

  it('writes whole bytes in upper case beyond 64 fields', () => {
    const wide = layOut(
      tinyType(
        'Wide',
        'a00',
        [...Array(90).keys()].map((n) => ({ name: `F${n}`, type: 'string' as const })),
      ),
    );
    expect(bitmapsOf(wide, new Set(['F88']))).toEqual([`0x08${'00'.repeat(11)}`]); // bit 91
    expect(bitmapsOf(wide, new Set(['F1', 'F2', 'F4', 'F6']))).toEqual(['0x02B0']);
  });

  it('names no field that change events lack', () => {
    expect(bits('Id', 'SystemModstamp', 'Score__c')).toEqual([]);
  });
});
