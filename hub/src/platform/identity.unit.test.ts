import { expect, it } from 'vitest';
import { createIdentity, digestOfKey } from './identity.ts';
import { idOfCode, newId, shortId } from './ids.ts';

const shop = { id: 'shop', name: 'Shop', keySha256: digestOfKey('cdk_shop-key-1'), scopes: ['orders:write'] };
const desk = { id: 'desk', name: 'Order desk', keySha256: digestOfKey('cdk_desk-key-1'), scopes: [] };

it('knows a client by its bearer key and nobody by anything else', () => {
  const identity = createIdentity([shop, desk]);
  expect(identity.clientOf('Bearer cdk_shop-key-1')).toMatchObject({ id: 'shop', scopes: new Set(['orders:write']) });
  expect(identity.clientOf('bearer  cdk_desk-key-1')?.id).toBe('desk');
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    'cdk_shop-key-1',
    'Basic cdk_shop-key-1',
    'Bearer cdk_shop-key-1 x',
    `Bearer ${shop.keySha256}`,
  ])
    expect(identity.clientOf(header)).toBeUndefined();
});

it('refuses a landscape that names a client or a key twice, or no digest', () => {
  expect(() => createIdentity([shop, { ...desk, id: 'shop' }])).toThrow('declared twice');
  expect(() => createIdentity([shop, { ...desk, keySha256: shop.keySha256 }])).toThrow('declared twice');
  expect(() => createIdentity([{ ...shop, keySha256: 'cdk_shop-key-1' }])).toThrow('64 hex digits');
});

it('finds the id behind an order code', () => {
  const id = newId();
  expect(idOfCode(shortId(id))).toBe(id);
  for (const code of ['', 'SHORT', 'Z'.repeat(26), `${shortId(id)}0`, shortId(id).toLowerCase()]) expect(idOfCode(code)).toBeUndefined();
});
